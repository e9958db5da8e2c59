"""Working days in China, as they were published for these years."""

from datetime import date, timedelta

import pytest

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


def test_year_that_is_not_published_goes_by_the_law() -> None:
    off = [f"{day:%m%d}" for day in days_of(2027) if day.weekday() < 5 and not is_working_day(day)]
    assert " ".join(off) == "0101 0205 0208 0209 0210 0405 0503 0504 0609 0915 1001 1004 1005"
    assert [day for day in days_of(2027) if day.weekday() >= 5 and is_working_day(day)] == []


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
        (date(2027, 2, 4), 3, date(2027, 2, 15)),  # by the law: four days off, and two for the weekend among them
    ],
)
def test_working_days_after(day: date, number: int, expected: date) -> None:
    assert working_days_after(day, number) == expected
