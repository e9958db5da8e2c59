"""Days as people type them, on Tuesday, December 1, 2026."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.times.dates import Span, read, within

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
        ("半个月", day(2026, 12, 16)),
        ("一年半", day(2028, 6, 1)),
        ("三个半月后", day(2027, 3, 16)),
        ("两周后", day(2026, 12, 15)),
        ("3天后", day(2026, 12, 4)),
        ("月初", Span(date(2026, 12, 1), date(2026, 12, 10))),
        ("三月中旬", Span(date(2027, 3, 11), date(2027, 3, 20))),
        ("2027年2月下旬", Span(date(2027, 2, 21), date(2027, 2, 28))),
        ("end of January", day(2027, 1, 31)),
        ("the end of next month", day(2027, 1, 31)),
        ("early March 2027", Span(date(2027, 3, 1), date(2027, 3, 10))),
        ("明年年初", Span(date(2027, 1, 1), date(2027, 1, 10))),
        ("next year", Span(date(2027, 1, 1), date(2027, 12, 31))),
        ("3号", day(2026, 12, 3)),
        ("1号", day(2026, 12, 1)),
        ("31号", day(2026, 12, 31)),
        ("五月一号", day(2027, 5, 1)),
        ("大后天", day(2026, 12, 4)),
        ("周六", day(2026, 12, 5)),
        ("星期二", day(2026, 12, 1)),
        ("下周一", day(2026, 12, 7)),
        ("this Sunday", day(2026, 12, 6)),
        ("Thursday next week", day(2026, 12, 10)),
        ("下周", Span(date(2026, 12, 7), date(2026, 12, 13))),
        ("周末", Span(date(2026, 12, 5), date(2026, 12, 6))),
        ("next weekend", Span(date(2026, 12, 12), date(2026, 12, 13))),
        ("国庆", Span(date(2027, 10, 1), date(2027, 10, 7))),
        ("元旦", day(2027, 1, 1)),
        ("五一", Span(date(2027, 5, 1), date(2027, 5, 5))),
        ("春节", Span(date(2027, 2, 6), date(2027, 2, 12))),
        ("中秋节", day(2027, 9, 15)),
    ],
)
def test_day_as_people_type_it(typed: str, said: Span) -> None:
    assert read(typed, TODAY, TODAY) == said


@pytest.mark.parametrize(
    "typed",
    ["", "长期", "abc", "5", "0月", "13月", "2027-02-30", "二月三十日", "2027-13-01", "2月31日", "二三月",
     "99", "明年二月三十日", "下个月32号", "0000-01-01","几个年", "节"],
)  # fmt: skip
def test_what_is_no_day(typed: str) -> None:
    assert read(typed, TODAY, TODAY) is None


def test_day_without_a_year_is_the_first_from_the_earliest_on() -> None:
    assert read("11月30日", TODAY, date(2026, 6, 1)) == day(2026, 11, 30)
    assert read("11月30日", TODAY, TODAY) == day(2027, 11, 30)
    assert read("九月", TODAY, date(2026, 6, 1)) == Span(date(2026, 9, 1), date(2026, 9, 30))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("半年前", day(2026, 6, 1)),
        ("两年前", day(2024, 12, 1)),
        ("两年多以前", day(2024, 12, 1)),
        ("三个月前", day(2026, 9, 1)),
        ("半个月前", day(2026, 11, 16)),
        ("两个星期前", day(2026, 11, 17)),
        ("3天前", day(2026, 11, 28)),
        ("two weeks ago", day(2026, 11, 17)),
        ("half a year ago", day(2026, 6, 1)),
        ("a year ago", day(2025, 12, 1)),
        ("刚来", day(2026, 12, 1)),
        ("前天", day(2026, 11, 29)),
        ("上个月", Span(date(2026, 11, 1), date(2026, 11, 30))),
        ("上个月15号", day(2026, 11, 15)),
        ("last month", Span(date(2026, 11, 1), date(2026, 11, 30))),
        ("上周一", day(2026, 11, 23)),
        ("last Tuesday", day(2026, 11, 24)),
        ("Tuesday last week", None),
        ("last week on Tuesday", day(2026, 11, 24)),
        ("周六", day(2026, 11, 28)),
        ("周末", Span(date(2026, 11, 28), date(2026, 11, 29))),
        ("3号", day(2026, 11, 3)),
        ("31号", day(2026, 10, 31)),
        ("五月一号", day(2026, 5, 1)),
        ("去年三月", Span(date(2025, 3, 1), date(2025, 3, 31))),
        ("国庆", Span(date(2026, 10, 1), date(2026, 10, 7))),
        ("春节", Span(date(2026, 2, 17), date(2026, 2, 23))),
    ],
)
def test_day_that_lies_behind(typed: str, said: Span | None) -> None:
    assert read(typed, TODAY, date(2026, 2, 1)) == said


def test_feast_beyond_the_table_is_not_guessed() -> None:
    assert read("中秋", date(2040, 1, 1), date(2040, 1, 1)) is None
    assert read("40号", TODAY, TODAY) is None


def test_before_a_day_is_until_that_day() -> None:
    assert read("三月前", TODAY, TODAY) == Span(date(2027, 3, 1), date(2027, 3, 31))
    assert read("到12月31日前", TODAY, TODAY) == day(2026, 12, 31)


@pytest.mark.parametrize(
    ("sentence", "at", "said"),
    [
        ("明天下午有课吗", 0, ("明天", day(2026, 12, 2))),
        ("去12月5日的党课", 1, ("12月5日", day(2026, 12, 5))),
        ("20号线", 0, None),
        ("3.1公里", 0, None),
        ("2027年", 0, None),
        ("这周六周日", 0, ("这周六", day(2026, 12, 5))),
        ("saturdays", 0, None),
        ("may i come", 0, None),
        ("in march please", 0, ("in march", Span(date(2027, 3, 1), date(2027, 3, 31)))),
        ("2月30日", 0, None),
    ],
)
def test_day_within_a_sentence(sentence: str, at: int, said: tuple[str, Span] | None) -> None:
    found = within(sentence, at, TODAY, TODAY)
    assert (found and (sentence[at : found[1]], found[0])) == said


def test_months_later_end_with_a_shorter_month() -> None:
    assert read("三个月后", date(2026, 11, 30), TODAY) == day(2027, 2, 28)


@given(
    st.text(max_size=20) | st.text("0123456789年月日一二三十半底明今上下个周末前后号国庆春节-/. ", max_size=12),
    AT_ANY_TIME,
    AT_ANY_TIME,
)
def test_anything_typed_at_any_time(typed: str, today: date, earliest: date) -> None:
    said = read(typed, today, earliest)
    assert said is None or said.first <= said.last


@given(AT_ANY_TIME)
def test_day_in_full_is_that_day_whenever_it_is_said(said: date) -> None:
    assert read(said.isoformat(), TODAY, TODAY) == Span(said, said)
    assert read(f"{said.year:04}年{said.month}月{said.day}日", TODAY, TODAY) == Span(said, said)
