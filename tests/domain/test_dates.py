"""Days as people type them, on Tuesday, December 1, 2026."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import Span, read

TODAY = date(2026, 12, 1)
AT_ANY_TIME = st.dates(date(1000, 1, 1), date(9999, 12, 31))


def day(year: int, month: int, number: int) -> Span:
    return Span(date(year, month, number), date(year, month, number))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2027-03-01", day(2027, 3, 1)),
        (" 2027/3/1 ", day(2027, 3, 1)),
        ("2027.3.1", day(2027, 3, 1)),
        ("20270301", day(2027, 3, 1)),
        ("2027年3月1日", day(2027, 3, 1)),
        ("到2027年3月1日。", day(2027, 3, 1)),
        ("２０２７年３月１日", day(2027, 3, 1)),
        ("27年3月1号", day(2027, 3, 1)),
        ("二〇二七年三月一日", day(2027, 3, 1)),
        ("二零二七年十二月三十一日", day(2027, 12, 31)),
        ("1 March 2027", day(2027, 3, 1)),
        ("March 1st, 2027", day(2027, 3, 1)),
        ("2206-03-01", day(2206, 3, 1)),
        ("3月1日", day(2027, 3, 1)),
        ("12月1日", day(2026, 12, 1)),
        ("3/1", day(2027, 3, 1)),
        ("2月29日", day(2028, 2, 29)),
        ("1 March", day(2027, 3, 1)),
        ("Mar. 1", day(2027, 3, 1)),
        ("2027-03", Span(date(2027, 3, 1), date(2027, 3, 31))),
        ("2028年2月", Span(date(2028, 2, 1), date(2028, 2, 29))),
        ("2027年3月底", day(2027, 3, 31)),
        ("March 2027", Span(date(2027, 3, 1), date(2027, 3, 31))),
        ("三月份", Span(date(2027, 3, 1), date(2027, 3, 31))),
        ("12月", Span(date(2026, 12, 1), date(2026, 12, 31))),
        ("march", Span(date(2027, 3, 1), date(2027, 3, 31))),
        ("明年三月", Span(date(2027, 3, 1), date(2027, 3, 31))),
        ("明年3月15日", day(2027, 3, 15)),
        ("明年", Span(date(2027, 1, 1), date(2027, 12, 31))),
        ("年底", day(2026, 12, 31)),
        ("月底", day(2026, 12, 31)),
        ("下个月", Span(date(2027, 1, 1), date(2027, 1, 31))),
        ("下个月15号", day(2027, 1, 15)),
        ("2028年", Span(date(2028, 1, 1), date(2028, 12, 31))),
        ("今天", day(2026, 12, 1)),
        ("后天", day(2026, 12, 3)),
        ("tomorrow", day(2026, 12, 2)),
        ("半年", day(2027, 6, 1)),
        ("半年后", day(2027, 6, 1)),
        ("三个月后", day(2027, 3, 1)),
        ("十二个月", day(2027, 12, 1)),
        ("两年", day(2028, 12, 1)),
        ("6 months", day(2027, 6, 1)),
    ],
)
def test_day_as_people_type_it(typed: str, said: Span) -> None:
    assert read(typed, TODAY, TODAY) == said


@pytest.mark.parametrize(
    "typed",
    ["", "长期", "abc", "5", "0月", "13月", "2027-02-30", "二月三十日", "2027-13-01", "2月31日", "半个月", "二三月",
     "99", "明年二月三十日", "下个月32号", "0000-01-01", "一年半"],
)  # fmt: skip
def test_what_is_no_day(typed: str) -> None:
    assert read(typed, TODAY, TODAY) is None


def test_day_without_a_year_is_the_first_from_the_earliest_on() -> None:
    assert read("11月30日", TODAY, date(2026, 6, 1)) == day(2026, 11, 30)
    assert read("11月30日", TODAY, TODAY) == day(2027, 11, 30)
    assert read("九月", TODAY, date(2026, 6, 1)) == Span(date(2026, 9, 1), date(2026, 9, 30))


def test_months_later_end_with_a_shorter_month() -> None:
    assert read("三个月后", date(2026, 11, 30), TODAY) == day(2027, 2, 28)


@given(
    st.text(max_size=20) | st.text("0123456789年月日一二三十半底明今下个-/. ", max_size=12), AT_ANY_TIME, AT_ANY_TIME
)
def test_anything_typed_at_any_time(typed: str, today: date, earliest: date) -> None:
    said = read(typed, today, earliest)
    assert said is None or said.first <= said.last


@given(AT_ANY_TIME)
def test_day_in_full_is_that_day_whenever_it_is_said(said: date) -> None:
    assert read(said.isoformat(), TODAY, TODAY) == Span(said, said)
    assert read(f"{said.year:04}年{said.month}月{said.day}日", TODAY, TODAY) == Span(said, said)
