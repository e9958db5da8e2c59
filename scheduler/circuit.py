"""A server that is down is left in peace for a while. Pure."""

from typing import Final, final

from bot.chat import Fate

_TROUBLE: Final = frozenset({Fate.SERVER_TROUBLE, Fate.NOT_CONNECTED, Fate.UNCERTAIN})
_ENOUGH: Final = 3  # messages in trouble one after the other: fewer may be at fault themselves
_FIRST_PAUSE_S: Final = 0.5
_LONGEST_PAUSE_S: Final = 30.0
_FRESH_PAUSE_S: Final = 2.0


@final
class Circuit:
    """Holds everything back while the server is down, instead of trying every row in vain.

    It opens when three messages have met trouble and none has got through meanwhile; one message, however often it is
    tried, may be at fault itself, unless the server cannot be reached at all. While the circuit is open, one message at
    a time goes out to look, after pauses that double from half a second to half a minute; any answer closes it. What
    was never tried may look after two seconds: it may be others that the server does not take.
    """

    def __init__(self) -> None:
        self._troubled: set[int] = set()
        self._unconnected = 0
        self._pauses = 0
        self.halted_until = float("-inf")
        self.fresh_from = float("-inf")

    @property
    def is_open(self) -> bool:
        return self._pauses > 0

    def note(self, fate: Fate, row_id: int, now: float) -> None:
        """Take in the fate of a send. `now` is in seconds of any steady clock."""
        if fate not in _TROUBLE:
            self._close()
            return
        if len(self._troubled) < _ENOUGH:
            self._troubled.add(row_id)
        self._unconnected += fate is Fate.NOT_CONNECTED
        if max(len(self._troubled), self._unconnected) < _ENOUGH:
            return
        if now >= min(self.halted_until, self.fresh_from):  # those that flew together count as one look
            pause_s = min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2 ** min(self._pauses, 10))
            self.halted_until = now + pause_s
            self.fresh_from = now + min(pause_s, _FRESH_PAUSE_S)
            self._pauses += 1

    def halt(self, until: float) -> None:
        """Let one message at a time look after that moment, whatever else is known."""
        self.halted_until = self.fresh_from = until
        self._pauses = 1

    def _close(self) -> None:
        self._troubled.clear()
        self._unconnected = self._pauses = 0
        self.halted_until = self.fresh_from = float("-inf")
