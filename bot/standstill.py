"""What stands still and goes on again: one line in the log for each, however often it fails in between.

Of a single failure nothing is said: it is tried again, and counted. What fails several times in a row, or for some
seconds, stands still.
"""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final, final

import structlog

log = structlog.get_logger()

ENOUGH: Final = 3
"""So many failures in a row are a standstill."""

LONG_S: Final = 5.0
"""And so is one failure that lasts: the next after so many seconds without a success between them."""


@final
class Standstill:
    """One thing that goes on or stands still. Used from one thread; `steady` never jumps.

    `waits` says what waits meanwhile, for the line. Of the reasons the commonest is told, and the last.
    """

    def __init__(
        self,
        what: str,
        *,
        enough: int = ENOUGH,
        steady: Callable[[], float] = time.monotonic,
        waits: Callable[[], int | None] = lambda: None,
    ) -> None:
        self.what = what
        self._enough = enough
        self._steady = steady
        self._waits = waits
        self._fates: Counter[str] = Counter()
        self._began: float | None = None
        self._is_told = False
        self._went_at: float | None = None
        self._reason = ""

    @property
    def stands(self) -> bool:
        """Tell whether it stands still, as the log has said."""
        return self._is_told

    @property
    def failures(self) -> int:
        """How many in a row have failed."""
        return self._fates.total()

    @property
    def for_s(self) -> float:
        """For how long nothing has gone on, in seconds; 0 where the last try was well."""
        return 0.0 if self._began is None else self._steady() - self._began

    @property
    def quiet_s(self) -> float:
        """How long ago anything went on, in seconds; infinity where nothing ever has."""
        return float("inf") if self._went_at is None else self._steady() - self._went_at

    @property
    def fate(self) -> str:
        """The commonest kind of failure since it began."""
        return next((fate for fate, _ in self._fates.most_common(1)), "")

    @property
    def reason(self) -> str:
        """What was said at the last failure."""
        return self._reason

    def failed(self, fate: str, reason: str = "", *, at_once: bool = False, error: BaseException | None = None) -> None:
        """Take in a failure: its kind, and a reason without anybody's text. `at_once`: it is a standstill already.

        An `error` is one that nobody has foreseen: the line gets its traceback.
        """
        if self._began is None:
            self._began = self._steady()
        fate = str(fate)  # an enum's value, as it is to be read
        self._fates[fate] += 1
        self._reason = reason
        if not self._is_told and (at_once or self.failures >= self._enough or self.for_s >= LONG_S):
            self._is_told = True
            told = {"fate": fate, "reason": reason, "waiting": self._waits(), "exc_info": error}
            log.warning("stands_still", what=self.what, for_s=round(self.for_s, 1), **_said(told))

    def went(self) -> bool:
        """Take in a success, and tell whether a standstill is over with it."""
        self._went_at = self._steady()
        if self._began is None:
            return False
        was_told, lasted, told = self._is_told, self.for_s, {"fate": self.fate, "waiting": self._waits()}
        failures = self.failures
        self._began, self._is_told, self._reason = None, False, ""
        self._fates.clear()
        if was_told:
            log.warning("goes_on", what=self.what, after_s=round(lasted, 1), failures=failures, **_said(told))
        return was_told


def _said(told: Mapping[str, object]) -> dict[str, object]:
    """Leave out what there is nothing to say of."""
    return {name: value for name, value in told.items() if value not in {None, ""}}
