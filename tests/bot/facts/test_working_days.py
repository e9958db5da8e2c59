"""Working days in China, as they were published for these years."""

from datetime import date, timedelta

import pytest
from chinese_calendar.constants import holidays  # type: ignore[import-untyped]  # it publishes no types

from bot.facts.working_days import is_working_day, working_days_after

# From the notices of the State Council's office: 国办发明电〔2024〕12号, 国办发明电〔2025〕7号.
WEEKDAYS_OFF = {
    2025: "0101 0128 0129 0130 0131 0203 0204 0404 0501 0502 0505 0602 1001 1002 1003 1006 1007 1008",
    2026: "0101 0102 0216 0217 0218 0219 0220 0223 0406 0501 0504 0505 0619 0925 1001 1002 1005 1006 1007",
}
WORKING_WEEKENDS = {
    2025: "0126 0208 0427 0928 1011",
    2026: "0104 0214 0228 0509 0920 1010",
}


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", sorted(WEEKDAYS_OFF))
def test_published_year_has_its_days_off_and_its_shifted_working_days(year: int) -> None:
    off = [f"{day:%m%d}" for day in days_of(year) if day.weekday() < 5 and not is_working_day(day)]
    shifted = [f"{day:%m%d}" for day in days_of(year) if day.weekday() >= 5 and is_working_day(day)]
    assert (" ".join(off), " ".join(shifted)) == (WEEKDAYS_OFF[year], WORKING_WEEKENDS[year])


def test_year_that_is_not_published_has_weekdays_but_for_fixed_holidays() -> None:
    year = max(holidays).year + 1
    fixed = {date(year, month, day) for month, day in [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)]}
    expected = [day for day in days_of(year) if day.weekday() < 5 and day not in fixed]
    assert [day for day in days_of(year) if is_working_day(day)] == expected


@pytest.mark.parametrize(
    ("day", "number", "expected"),
    [
        (date(2026, 9, 29), 0, date(2026, 9, 29)),
        (date(2026, 9, 29), 1, date(2026, 9, 30)),
        (date(2026, 9, 29), 2, date(2026, 10, 8)),
        (date(2026, 9, 29), 4, date(2026, 10, 10)),  # a Saturday that is worked
        (date(2026, 9, 29), 5, date(2026, 10, 12)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # the Saturday before the Spring Festival
        (date(2026, 2, 14), 1, date(2026, 2, 24)),
    ],
)
def test_working_days_after(day: date, number: int, expected: date) -> None:
    assert working_days_after(day, number) == expected
