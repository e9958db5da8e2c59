"""What the admins hear of, and when: what lasts is told while it does, what was is told when it is over. Pure.

Nobody is told twice of one kind within six hours: a trouble that comes and goes is one trouble, and the log has each.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Lasting(StrEnum):
    """What lasts, and can be told of meanwhile. The value is kept in the store."""

    DISK_NEARLY_FULL = "disk_nearly_full"
    LANE_STILL = "lane_still"
    KEY = "key"
    ROTATION = "rotation"
    CALENDAR = "calendar"


class Past(StrEnum):
    """What was, and can be told of only once it is over. The value is kept in the store."""

    DISK_FULL = "disk_full"
    STORE = "store"
    SENDING = "sending"
    DELIVERY = "delivery"
    TOKEN = "token"  # noqa: S105  the name of a trouble
    CLOCK = "clock"
    GIVEN_UP = "given_up"


QUIET_S: Final = 6 * 3600.0

PATIENCE_S: Final[Mapping[Lasting | Past, float]] = MappingProxyType(
    {
        Lasting.DISK_NEARLY_FULL: 60.0,
        Lasting.LANE_STILL: 0.0,  # it stood for minutes before it counts
        Lasting.KEY: 0.0,
        Lasting.ROTATION: 86_400.0,
        Lasting.CALENDAR: 0.0,
        Past.DISK_FULL: 0.0,
        Past.STORE: 60.0,
        Past.SENDING: 120.0,
        Past.DELIVERY: 120.0,
        Past.TOKEN: 0.0,
        Past.CLOCK: 0.0,
        Past.GIVEN_UP: 0.0,
    }
)
"""How long a trouble must last before anybody hears of it: what mends itself within a minute or two troubles nobody."""


@dataclass(frozen=True, slots=True)
class Detail:
    """What there is to say of a trouble: a word for what it is, how many it hits, and a name."""

    what: str = ""
    count: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Episode:
    """A trouble that is over; times in seconds since 1970."""

    kind: Past
    begin: float
    end: float
    detail: Detail = Detail()

    @property
    def is_worth_a_word(self) -> bool:
        return self.end - self.begin >= PATIENCE_S[self.kind]

    def after(self, other: "Episode | None") -> "Episode":
        """Return this one together with an earlier one that nobody has heard of yet."""
        if other is None:
            return self
        detail = Detail(self.detail.what, self.detail.count + other.detail.count, self.detail.name)
        return Episode(self.kind, min(other.begin, self.begin), max(other.end, self.end), detail)


def may_tell(told_at: float | None, now: float) -> bool:
    """Tell whether the admins may hear of this kind again; also where a clock that was ahead has told them."""
    return told_at is None or not 0 <= now - told_at < QUIET_S
