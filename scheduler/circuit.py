"""A server that is down is left in peace for a while. Pure."""

from typing import Final, final

from bot.chat import Fate

_TROUBLE: Final = frozenset({Fate.SERVER_TROUBLE, Fate.NOT_CONNECTED, Fate.UNCERTAIN})
_ENOUGH: Final = 3  # troubles in a row: one alone may be the message's own fault
_FIRST_PAUSE_S: Final = 0.5
_LONGEST_PAUSE_S: Final = 30.0


@final
class Circuit:
    """Holds everything back while the server is down, instead of trying every row in vain.

    It opens after three troubles in a row. While it is open, one message at a time goes out to look, after pauses that
    double from half a second to half a minute; any answer closes it.
    """

    def __init__(self) -> None:
        self._in_a_row = 0
        self._pauses = 0
        self.halted_until = float("-inf")

    @property
    def is_open(self) -> bool:
        return self._pauses > 0

    def note(self, fate: Fate, now: float) -> None:
        """Take in the fate of a send. `now` is in seconds of any steady clock."""
        if fate not in _TROUBLE:
            self._in_a_row = self._pauses = 0
            self.halted_until = float("-inf")
            return
        self._in_a_row += 1
        if self._in_a_row >= _ENOUGH and now >= self.halted_until:  # those that flew together count as one look
            self.halted_until = now + min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2 ** min(self._pauses, 10))
            self._pauses += 1
