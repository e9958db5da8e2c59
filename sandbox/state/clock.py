"""The sandbox's clock: real time, and an offset that a demo may wind forward."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

TIME_ZONE: Final = "Asia/Shanghai"  # what the phones of the personas are set to
EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC)
"""How far a clock can be wound: calendars and the bot's own plans reach some years further, none reaches year 10000."""


@dataclass(slots=True)
class Clock:
    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def stamp(self) -> int:
        """Return the time as Telegram dates things: whole seconds since 1970."""
        return int(self.now().timestamp())

    def advance(self, seconds: float) -> None:
        """Wind the clock forward, or back by a number below 0. Raises ValueError beyond its bounds; it then stays."""
        now = self.now()
        least, most = ((bound - now).total_seconds() for bound in (EARLIEST, LATEST))
        if not least <= seconds <= most:
            raise ValueError(f"a clock goes from the year {EARLIEST.year} to {LATEST.year}, and no further")
        self.ahead += timedelta(seconds=seconds)


def first_number(now: datetime) -> int:
    """Return a start for update and message ids that a later sandbox does not use again.

    A bot keeps its store when the sandbox is started anew; were the ids to begin at one again, it would take new
    updates for old ones. Ten a second since 2026 stay within Telegram's 31 bits.
    """
    return int((now - datetime(2026, 1, 1, tzinfo=UTC)).total_seconds() * 10) % 2**30 + 1
