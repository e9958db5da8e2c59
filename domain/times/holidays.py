"""The public holidays of the law in force, and what the State Council has published for a year beside it.

The law is 全国年节及纪念日放假办法 as revised in 2024, in force from 2025: New Year's Day; the Spring Festival from New
Year's Eve to the third day; Qingming; Labour Day on 1 and 2 May; the Dragon Boat and the Mid-Autumn Festival; National
Day from 1 to 3 October. One that falls on a Saturday or Sunday is made up for on a working day (补假).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final


class Holiday(StrEnum):
    """What a day off is for; the value is kept in the store."""

    NEW_YEAR = "new_year"
    SPRING_FESTIVAL = "spring_festival"
    QINGMING = "qingming"
    LABOUR_DAY = "labour_day"
    DRAGON_BOAT = "dragon_boat"
    MID_AUTUMN = "mid_autumn"
    NATIONAL_DAY = "national_day"


_MOVING: Final[Mapping[int, tuple[str, str, str, str]]] = {
    2025: ("0129", "0404", "0531", "1006"),
    2026: ("0217", "0405", "0619", "0925"),
    2027: ("0206", "0405", "0609", "0915"),
    2028: ("0126", "0404", "0528", "1003"),
    2029: ("0213", "0404", "0616", "0922"),
    2030: ("0203", "0405", "0605", "0912"),
    2031: ("0123", "0405", "0624", "1001"),
    2032: ("0211", "0404", "0612", "0919"),
    2033: ("0131", "0404", "0601", "0908"),
    2034: ("0219", "0405", "0620", "0927"),
    2035: ("0208", "0405", "0610", "0916"),
}
"""First day of the lunar year, Qingming, the 5th of the 5th and the 15th of the 8th lunar month, as month and day."""

LAST_YEAR: Final = max(_MOVING)
"""The last year for which the moon's holidays are known here."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was published for whole years: days off with their holiday, weekend days that are worked, and the years."""

    off: Mapping[date, Holiday] = field(default_factory=dict)
    worked: frozenset[date] = frozenset()
    years: frozenset[int] = field(init=False, repr=False, compare=False)
    """Asked for each day that is looked at: told once."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "years", frozenset(day.year for day in self.off))

    def lacking(self, year: int) -> tuple[Holiday, ...]:
        """Name the holidays of which a day that the law gives is not off here: no year is published like that."""
        return tuple(holiday for holiday, days in _statutory(year) if any(day not in self.off for day in days))

    def beside(self, other: "Published") -> "Published":
        """Add other years; for a year that both have, the other's word is the later one."""
        mine = {day: holiday for day, holiday in self.off.items() if day.year not in other.years}
        worked = {day for day in self.worked if day.year not in other.years}
        return Published({**mine, **other.off}, other.worked | worked)


@dataclass(frozen=True, slots=True)
class Calendar:
    """One calendar for hours, deadlines and reminders: what is published, and the law for the years beyond."""

    published: Published

    def holiday(self, day: date) -> Holiday | None:
        """Tell which holiday this day is off for, weekend days within it included."""
        if day.year in self.published.years:
            return self.published.off.get(day)
        return by_law(day.year).get(day)

    def is_worked_weekend(self, day: date) -> bool:
        """Tell whether this Saturday or Sunday is a working day, moved there by a holiday (调休)."""
        return day in self.published.worked

    def is_working_day(self, day: date) -> bool:
        return self.is_worked_weekend(day) or (day.weekday() < _SATURDAY and self.holiday(day) is None)


@lru_cache(32)
def by_law(year: int) -> Mapping[date, Holiday]:
    """Return the days off of a year by the law alone; beyond LAST_YEAR without the holidays that the moon moves."""
    statutory = {day: holiday for holiday, days in _statutory(year) for day in days}
    off = dict(statutory)
    for holiday, days in _statutory(year):
        free = _weekdays_after(max(days), off)
        for _ in range(sum(day.weekday() >= _SATURDAY for day in days)):
            off[next(free)] = holiday
    return off


_SATURDAY: Final = 5


def _statutory(year: int) -> Iterator[tuple[Holiday, list[date]]]:
    yield Holiday.NEW_YEAR, [date(year, 1, 1)]
    yield Holiday.LABOUR_DAY, [date(year, 5, 1), date(year, 5, 2)]
    yield Holiday.NATIONAL_DAY, [date(year, 10, number) for number in (1, 2, 3)]
    if year not in _MOVING:
        return
    spring, qingming, boat, autumn = (date(year, int(one[:2]), int(one[2:])) for one in _MOVING[year])
    yield Holiday.SPRING_FESTIVAL, [spring + timedelta(days=number) for number in range(-1, 3)]
    yield Holiday.QINGMING, [qingming]
    yield Holiday.DRAGON_BOAT, [boat]
    yield Holiday.MID_AUTUMN, [autumn]


def _weekdays_after(day: date, off: Mapping[date, Holiday]) -> Iterator[date]:
    """Yield the next days that would be worked, as `off` grows."""
    while True:
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY and day not in off:
            yield day
