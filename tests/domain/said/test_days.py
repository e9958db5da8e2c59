"""Days as people say them within sentences, on Sunday, November 29, 2026, at noon."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.said.days import LONGEST, Days, Part, cut, named, read
from domain.said.writing.signs import CUT, plain

NOW = datetime.fromisoformat("2026-11-29T12:00")


def days(first: str, last: str = "", part: Part | None = None) -> Days:
    return Days(date.fromisoformat(first), date.fromisoformat(last or first), part)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("今天", days("2026-11-29")),
        ("今儿", days("2026-11-29")),
        ("明儿个", days("2026-11-30")),
        ("tmr", days("2026-11-30")),
        ("月底之前", days("2026-11-29", "2026-11-30")),
        ("下周五前", days("2026-11-29", "2026-12-04")),
        ("下周内", days("2026-11-29", "2026-12-06")),
        ("before Friday", days("2026-11-29", "2026-12-04")),
        ("by the end of next month", days("2026-11-29", "2026-12-31")),
        ("month's end", days("2026-11-29", "2026-11-30")),
        ("before the year's end", days("2026-11-29", "2026-12-31")),
        ("今晚", days("2026-11-29", part=Part.EVENING)),
        ("明早", days("2026-11-30", part=Part.MORNING)),
        ("明天下午", days("2026-11-30", part=Part.AFTERNOON)),
        ("明晚7点", days("2026-11-30", part=Part.EVENING)),
        ("后天", days("2026-12-01")),
        ("大后天", days("2026-12-02")),
        ("周六", days("2026-12-05")),
        ("这周六", days("2026-12-05")),
        ("本周日", days("2026-11-29")),
        ("下周三", days("2026-12-02")),
        ("星期天上午", days("2026-11-29", part=Part.MORNING)),
        ("周末", days("2026-11-29")),
        ("下周末", days("2026-12-05", "2026-12-06")),
        ("这周", days("2026-11-29")),
        ("下周", days("2026-11-30", "2026-12-06")),
        ("这两天", days("2026-11-29", "2026-11-30")),
        ("今明两天", days("2026-11-29", "2026-11-30")),
        ("明后天", days("2026-11-30", "2026-12-01")),
        ("最近三天", days("2026-11-29", "2026-12-01")),
        ("这几天", days("2026-11-29", "2026-12-02")),
        ("接下来一周", days("2026-11-29", "2026-12-05")),
        ("next 3 days", days("2026-11-29", "2026-12-01")),
        ("月底", days("2026-11-29", "2026-11-30")),
        ("年底", days("2026-12-01", "2026-12-31")),
        ("一月末", days("2027-01-25", "2027-01-31")),
        ("3号", days("2026-12-03")),
        ("12月3日", days("2026-12-03")),
        ("12月3日到5日", days("2026-12-03", "2026-12-05")),
        ("周一到周五", days("2026-11-30", "2026-12-04")),
        ("周六和周日", days("2026-12-05", "2026-12-06")),
        ("国庆", days("2027-10-01", "2027-10-07")),
        ("元旦", days("2027-01-01")),
        ("下个月", days("2026-12-01", "2026-12-31")),
        ("晚上", days("2026-11-29", part=Part.EVENING)),
        ("明天19:00", days("2026-11-30", part=Part.EVENING)),
        ("周六上午9点半以后", days("2026-12-05", part=Part.MORNING)),
        ("周六3点", days("2026-12-05")),
        ("周六9点", days("2026-12-05", part=Part.MORNING)),
        ("周六14:30", days("2026-12-05", part=Part.AFTERNOON)),
        ("周六七点", days("2026-12-05")),
        ("today", days("2026-11-29")),
        ("tonight", days("2026-11-29", part=Part.EVENING)),
        ("tomorrow morning", days("2026-11-30", part=Part.MORNING)),
        ("on Saturday 3pm", days("2026-12-05", part=Part.AFTERNOON)),
        ("tomorrow 12 am", days("2026-11-30", part=Part.MORNING)),
        ("this weekend", days("2026-11-29")),
        ("next weekend", days("2026-12-05", "2026-12-06")),
        ("Thursday", days("2026-12-03")),
        ("Dec 3", days("2026-12-03")),
        ("end of January", days("2027-01-25", "2027-01-31")),
        ("in the afternoon", days("2026-11-29", part=Part.AFTERNOON)),
        ("today and tomorrow", days("2026-11-29", "2026-11-30")),
    ],
)
def test_days_as_people_say_them(said: str, meant: Days) -> None:
    assert read(said, NOW) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("上个月", days("2026-10-01", "2026-10-31")),
        ("上周一", days("2026-11-16")),
        ("半年前", days("2026-05-29")),
        ("两年前", days("2024-11-29")),
        ("昨天", days("2026-11-28")),
        ("last month", days("2026-10-01", "2026-10-31")),
        ("周六", days("2026-11-28")),
        ("3号", days("2026-11-03")),
        ("这两天", days("2026-11-28", "2026-11-29")),
        ("这周", days("2026-11-23", "2026-11-29")),
        ("昨晚", days("2026-11-28", part=Part.EVENING)),
    ],
)
def test_question_about_the_past_looks_back(said: str, meant: Days) -> None:
    assert read(said, NOW, back=True) == meant


@pytest.mark.parametrize(
    ("sentence", "meant", "rest"),
    [
        ("明天下午静安寺附近有什么党课", days("2026-11-30", part=Part.AFTERNOON), "静安寺附近有什么党课"),
        ("报名周六党课", days("2026-12-05"), "报名党课"),
        ("周六去，周日也去", days("2026-12-05", "2026-12-06"), "去,也去"),
        ("20号线静安寺站", None, "20号线静安寺站"),
        ("五一路", None, "五一路"),
        ("南京西路1266号", None, "南京西路1266号"),
        ("周家嘴路", None, "周家嘴路"),
        ("有一点远", None, "有一点远"),
    ],
)
def test_days_are_cut_out_of_a_sentence(sentence: str, meant: Days | None, rest: str) -> None:
    found, left = cut(sentence, NOW)
    assert found == meant
    assert "".join(left.replace(CUT, "").split()) == rest


def test_more_than_days_is_no_day() -> None:
    assert read("周六的党课", NOW) is None
    assert read("", NOW) is None
    assert read("今" * (LONGEST + 1), NOW) is None


@given(st.text(max_size=60) | st.text("今明后天周末日上下午早晚一二三号月底年个国庆12 3:点", max_size=30))
def test_anything_said(said: str) -> None:
    found, rest = cut(said, NOW)
    assert found is None or found.first <= found.last
    assert len(rest) <= len(plain(said)) + 2 * len(said)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("今晚来不了", 1, 1),
        ("明天来不了", 2, 2),
        ("明早去不了", 2, 2),
        ("大后天请假", 4, 4),
        ("后天请假", 3, 3),
        ("周六请假", 5, 5),
        ("星期天来不了", 6, 6),
        ("周一来不了", 7, 7),
        ("下周三来不了", 9, 9),
        ("周六和周日都来不了", 5, 6),
        ("12月5日请假", 5, 5),
        ("5号来不了", 5, 5),
        ("I cannot come on Saturday", 5, 5),
        ("not tomorrow", 2, 2),
    ],
)
def test_days_beside_an_answer(text: str, first: int, last: int) -> None:
    tuesday = datetime.fromisoformat("2026-12-01T12:00")
    assert named(text, tuesday) == Days(date(2026, 12, first), date(2026, 12, last))


@pytest.mark.parametrize("text", ["来不了", "晚上有事来不了", "晚到20分钟", "5分", "1", "请" * 200])
def test_no_day_beside_an_answer(text: str) -> None:
    assert named(text, NOW) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("12月7日到12月9日，周二盘点", 7, 9),
        ("12月14日到18日，星期四消防演练", 14, 18),
        ("Dec 7 to Dec 9, stocktaking on Tuesday", 7, 9),
        ("下周，周三检修", 7, 13),
        ("周六、周日、周一", 5, 7),  # Monday is none of the two before it
        ("12月7日到9日，下周五搬家", 7, 11),  # a weekday that says of which week it is
        ("周日到周二", 6, 8),
    ],
)
def test_weekday_within_a_span_belongs_to_it(text: str, first: int, last: int) -> None:
    days, _ = cut(text, datetime.fromisoformat("2026-12-01T12:00"))
    assert days == Days(date(2026, 12, first), date(2026, 12, last))
