"""The sandbox's clock: real time, and an offset that a demo may wind forward."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

TIME_ZONE: Final = "Asia/Shanghai"  # what the phones of the personas are set to


@dataclass(slots=True)
class Clock:
    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def stamp(self) -> int:
        """Return the time as Telegram dates things: whole seconds since 1970."""
        return int(self.now().timestamp())

    def advance(self, seconds: float) -> None:
        self.ahead += timedelta(seconds=seconds)


def first_number(now: datetime) -> int:
    """Return a start for update and message ids that a later sandbox does not use again.

    A bot keeps its store when the sandbox is started anew; were the ids to begin at one again, it would take new
    updates for old ones. Ten a second since 2026 stay within Telegram's 31 bits.
    """
    return int((now - datetime(2026, 1, 1, tzinfo=UTC)).total_seconds() * 10) % 2**30 + 1
