"""Months as people say them, and when they begin and end."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.times.months import before, is_reported, month_of, read, span

TODAY = date(2026, 12, 3)


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        ("11月", date(2026, 11, 1)),
        ("11 月份", date(2026, 11, 1)),
        ("１１月", date(2026, 11, 1)),
        ("12", date(2026, 12, 1)),
        ("2025年3月", date(2025, 3, 1)),
        ("2026-01", date(2026, 1, 1)),
        ("2026/9", date(2026, 9, 1)),
        ("本月", date(2026, 12, 1)),
        ("上个月", date(2026, 11, 1)),
        ("上上月", date(2026, 10, 1)),
        ("last month", date(2026, 11, 1)),
        ("Nov", date(2026, 11, 1)),
        ("november 2025", date(2025, 11, 1)),
        *((typed, None) for typed in ("", "13月", "0", "2027年1月", "2019-12", "0000-05", "下个月", "xyz", "Dece 20")),
    ],
)
def test_month_is_read_as_people_say_it(typed: str, month: date | None) -> None:
    assert read(typed, TODAY) == month


def test_month_without_a_year_is_the_latest_that_has_begun() -> None:
    assert read("12月", date(2026, 3, 9)) == date(2025, 12, 1)


@given(st.text())
def test_anything_typed_is_a_month_or_nothing(typed: str) -> None:
    month = read(typed, TODAY)
    assert month is None or (is_reported(month, TODAY) and month.day == 1)


def test_month_goes_on_over_the_turn_of_the_year() -> None:
    assert (before(date(2026, 1, 1)), before(date(2026, 1, 1), 13)) == (date(2025, 12, 1), date(2024, 12, 1))
    assert (before(date(2026, 12, 1), -1), month_of(TODAY)) == (date(2027, 1, 1), date(2026, 12, 1))


def test_span_is_in_local_time() -> None:
    shanghai = timezone(timedelta(hours=8))
    begins, ends = span(date(2026, 12, 1), shanghai)
    assert datetime.fromtimestamp(begins, UTC) == datetime(2026, 11, 30, 16, tzinfo=UTC)
    assert datetime.fromtimestamp(ends, UTC) == datetime(2026, 12, 31, 16, tzinfo=UTC)
