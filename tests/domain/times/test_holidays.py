"""The calendar: the law of 2024, what is published beside it, and the holidays that the moon moves."""

from datetime import date, datetime, timedelta
from math import floor

import pytest
from opening_hours import OpeningHours

from domain.times.holidays import _MOVING, LAST_YEAR, Calendar, Holiday, Published, by_law


def test_law_of_2027() -> None:
    days = {
        holiday: [f"{day:%m%d}" for day, of in sorted(by_law(2027).items()) if of is holiday] for holiday in Holiday
    }
    assert days == {
        Holiday.NEW_YEAR: ["0101"],
        Holiday.SPRING_FESTIVAL: ["0205", "0206", "0207", "0208", "0209", "0210"],  # two of the four on a weekend
        Holiday.QINGMING: ["0405"],
        Holiday.LABOUR_DAY: ["0501", "0502", "0503", "0504"],
        Holiday.DRAGON_BOAT: ["0609"],
        Holiday.MID_AUTUMN: ["0915"],
        Holiday.NATIONAL_DAY: ["1001", "1002", "1003", "1004", "1005"],
    }


@pytest.mark.parametrize("year", sorted(_MOVING))
def test_holidays_of_the_moon_are_those_of_the_library(year: int) -> None:
    plan = OpeningHours("off; PH 09:00-10:00", country="CN")
    spring, qingming, boat, autumn = (date(year, int(one[:2]), int(one[2:])) for one in _MOVING[year])
    at_nine = [plan.is_open(datetime(day.year, day.month, day.day, 9)) for day in (spring, boat, autumn)]  # noqa: DTZ001
    of_century = year - 2000
    assert at_nine == [True] * 3
    assert qingming == date(year, 4, floor(of_century * 0.2422 + 4.81) - of_century // 4)


def test_year_beyond_the_table_has_the_holidays_of_the_sun() -> None:
    assert set(by_law(LAST_YEAR + 1).values()) == {Holiday.NEW_YEAR, Holiday.LABOUR_DAY, Holiday.NATIONAL_DAY}


def test_published_year_is_as_published_and_the_next_by_the_law() -> None:
    friday, saturday = date(2027, 2, 12), date(2027, 2, 20)
    published = Published({friday: Holiday.SPRING_FESTIVAL}, frozenset({saturday}))
    calendar = Calendar(published)
    assert (set(published.years), calendar.holiday(friday)) == ({2027}, Holiday.SPRING_FESTIVAL)
    assert calendar.holiday(date(2027, 2, 5)) is None
    assert [calendar.is_working_day(day) for day in (friday, saturday, saturday + timedelta(days=1))] == [
        False,
        True,
        False,
    ]
    assert calendar.holiday(date(2028, 1, 25)) is Holiday.SPRING_FESTIVAL


def test_later_word_about_a_year_replaces_the_earlier() -> None:
    may = date(2027, 5, 3)
    first = Published({may: Holiday.LABOUR_DAY, date(2026, 1, 1): Holiday.NEW_YEAR}, frozenset({date(2027, 5, 8)}))
    later = Published({date(2027, 5, 4): Holiday.LABOUR_DAY}, frozenset({date(2027, 5, 9)}))
    assert first.beside(later) == Published(
        {date(2026, 1, 1): Holiday.NEW_YEAR, date(2027, 5, 4): Holiday.LABOUR_DAY}, frozenset({date(2027, 5, 9)})
    )
