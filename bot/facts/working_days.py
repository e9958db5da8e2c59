"""Chinese working days, with their shifted ones (调休): what the State Council has published, and a guess beyond it."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from chinese_calendar import is_workday  # type: ignore[import-untyped]  # it publishes no types

FIXED_HOLIDAYS: Final = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""Month and day of the public holidays that the law itself ties to the sun (办法 of 2024, in force from 2025)."""


@lru_cache(1024)
def is_working_day(day: date) -> bool:
    """Tell whether offices work on this day.

    The days off and the shifted working days of a year are published in the November before; the library has them
    from its next release on. For a year that it does not know: Monday to Friday, but for the fixed public holidays.
    """
    try:
        return bool(is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5 and (day.month, day.day) not in FIXED_HOLIDAYS


def working_days_after(day: date, number: int) -> date:
    """Return the last of the `number` working days that follow this day; the day itself does not count."""
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day
