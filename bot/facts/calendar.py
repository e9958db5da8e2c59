"""The calendar in force: what the library knows as published, what was imported beside it, and the law beyond."""

from typing import Final

from chinese_calendar.constants import Holiday as Named  # type: ignore[import-untyped]  # it publishes no types
from chinese_calendar.constants import holidays, workdays

from domain.times.holidays import Calendar, Holiday, Published

_CALLED: Final = {
    Named.new_years_day.value: Holiday.NEW_YEAR,
    Named.spring_festival.value: Holiday.SPRING_FESTIVAL,
    Named.tomb_sweeping_day.value: Holiday.QINGMING,
    Named.labour_day.value: Holiday.LABOUR_DAY,
    Named.dragon_boat_festival.value: Holiday.DRAGON_BOAT,
    Named.mid_autumn_festival.value: Holiday.MID_AUTUMN,
    Named.national_day.value: Holiday.NATIONAL_DAY,
}

LIBRARY: Final = Published(
    {day: _CALLED.get(name, Holiday.NATIONAL_DAY) for day, name in holidays.items()}, frozenset(workdays)
)
"""The notices of the State Council's office that the library has; a day off for an anniversary is a national day."""


class _InForce:
    """The one calendar of this process; an import replaces it."""

    def __init__(self) -> None:
        self.calendar = Calendar(LIBRARY)
        self.edition = 0


_IN_FORCE: Final = _InForce()


def calendar() -> Calendar:
    return _IN_FORCE.calendar


def put_in_force(imported: Published) -> None:
    """Add what was imported to what the library knows; the same again changes nothing."""
    added = Calendar(LIBRARY.beside(imported))
    if added != _IN_FORCE.calendar:
        _IN_FORCE.calendar = added
        _IN_FORCE.edition += 1


def edition() -> int:
    """Return the number of the calendar in force, for whoever keeps what follows from one."""
    return _IN_FORCE.edition
