"""What stands in an organiser's calendar of a unit and all below: what is published there, and what its rooms are for.

It goes through servers of others, so nobody's name is in it, and no draft: what everybody concerned may read anyway.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.texts import Words
from domain.activities.activities import Stage
from domain.booking.life import HAD
from domain.times.calendar_entries import PAST_S, Entry
from storage.desk import calendar
from storage.desk.calendar import ActivityLine, BookingLine
from storage.places.places import UnitRow
from storage.unit_of_work import UnitOfWork

_AHEAD_S: Final = 100 * 86_400.0
_MOST: Final = 2_000
"""So many activities and so many bookings, the soonest first: more a phone's calendar is no help with."""


@dataclass(frozen=True, slots=True)
class Which:
    """Which calendar: of the unit at this path and all below, at which moment, and in which words."""

    path: str
    now: float
    words: Words


def called(row: UnitRow, t: Words) -> str:
    """Return what the calendar is called."""
    return t.paper("Waystation: {name}", name=row.name)


def entries(unit: UnitOfWork, which: Which) -> Iterator[Entry]:
    """Return what is to stand there now."""
    whose = calendar.Whose((which.path,), ())
    days = calendar.Days((which.now - PAST_S, which.now + _AHEAD_S), _MOST)
    for held in calendar.activities_of(unit, whose, days):
        if held.stage is Stage.PUBLISHED:
            place = where(held, which.words)
            yield Entry(f"activity-{held.id}", held.title, held.starts_at, held.ends_at, place)
    for one in calendar.bookings_of(unit, whose, days):
        is_sure = one.state in HAD
        title = _title(one) if is_sure else which.words.paper("[Asked for] {title}", title=_title(one))
        yield Entry(f"booking-{one.id}", title, one.starts_at, one.ends_at, one.point, is_sure=is_sure)


def where(line: ActivityLine, t: Words) -> str:
    """Say where an activity is held, with the room; "" where nothing is known."""
    house = line.point or line.building or line.spot
    return t.plain("{place}, {room}", place=house, room=line.room) if house and line.room else house or line.room


def _title(one: BookingLine) -> str:
    return f"{one.room} · {one.title or one.unit}"
