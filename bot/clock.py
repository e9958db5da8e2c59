"""The clock that is handed to whatever needs the time; a demo's can be wound forward."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(slots=True)
class Clock:
    """Calling it gives seconds since 1970; `ahead_s` is how far it has been wound forward."""

    ahead_s: float = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead_s

    def now(self) -> datetime:
        """Return the moment in UTC."""
        return datetime.fromtimestamp(self(), UTC)

    def agree(self, ahead_s: float) -> None:
        """Go by a clock that is so many seconds ahead of this machine's."""
        self.ahead_s = ahead_s

    def advance(self, seconds: float) -> None:
        self.ahead_s += seconds
