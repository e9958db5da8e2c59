"""The terms on which something is lent, as people write them: minutes around, hours a month, what is kept at home."""

from typing import Final

from domain import bounded
from domain.times.hours import HoursUnreadable, to_osm

MOST: Final = 120
"""Signs: nobody needs more for a number or for hours."""

_TWO_NUMBERS: Final = bounded.compiled(r"[^0-9]{0,8}([0-9]{1,3})[^0-9]{1,12}([0-9]{1,3})[^0-9]{0,8}", most=MOST)
_HOURS: Final = bounded.compiled(r"(?:每月|最多|at most )?\s*([0-9]{1,3})\s*(?:个?小时|hours?)?", most=MOST)
_HOME: Final = bounded.compiled(
    r"(?P<hours>.{4,80}?)[\s,，;；]+(?:提前\s*)?(?P<days>[0-9]{1,2})\s*(?:天|days?)(?:之?前| before)?", most=MOST
)


def minutes_around(said: str) -> tuple[int, int] | None:
    """Read 15, 30 and 前15分钟 后30分钟: minutes before and after; None for anything else."""
    found = _TWO_NUMBERS.fullmatch(said.strip())
    return (int(found[1]), int(found[2])) if found else None


def hours_a_month(said: str) -> int | None:
    """Read 8, 8小时, 8 hours; None for anything else, and for none at all."""
    found = _HOURS.fullmatch(said.strip())
    return int(found[1]) or None if found else None


def opening(said: str) -> str | None:
    """Read opening hours into OpenStreetMap's syntax; None for what cannot be read."""
    try:
        return to_osm(said) if len(said) <= MOST else None
    except HoursUnreadable:
        return None


def kept_at_home(said: str) -> tuple[str, int] | None:
    """Read 周四 18:00-21:00，提前7天: which hours are kept, and how many days before they open; None for else."""
    found = _HOME.fullmatch(said.strip())
    hours = opening(found["hours"]) if found else None
    return (hours, int(found["days"])) if found and hours else None
