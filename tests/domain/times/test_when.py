"""Times as people type them, on Tuesday, November 24, 2026, at 9 in the morning."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.times.when import Odd, Slot, duration, odd, read

NOW = datetime.fromisoformat("2026-11-24 09:00")
WORDS = st.lists(
    st.sampled_from([*"本周四晚点半到-: ", "下周", "个半小时", "12月", "7", "30", "Thu", "next", "pm"]), max_size=8
).map("".join)


def slot(starts: str, ends: str = "", weekday: int | None = None) -> Slot:
    """Write a time as "2026-12-03 19:00", and the hour at which it ends."""
    begins = datetime.fromisoformat(starts)
    hour, _, minute = ends.partition(":")
    midnight = begins.replace(hour=0, minute=0)
    until = midnight + timedelta(hours=int(hour), minutes=int(minute)) if ends else None
    return Slot(begins, until, weekday)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("下周四晚7点", slot("2026-12-03 19:00")),
        ("12月3日 19:00-20:30", slot("2026-12-03 19:00", "20:30")),
        ("明晚七点半到九点", slot("2026-11-25 19:30", "21:00")),
        ("周六上午9点", slot("2026-11-28 09:00")),
        ("后天下午两点", slot("2026-11-26 14:00")),
        ("本周五 14:00", slot("2026-11-27 14:00")),
        ("12月3号晚上7点", slot("2026-12-03 19:00")),
        ("十二月三日下午三点", slot("2026-12-03 15:00")),
        ("下周一9点半", slot("2026-11-30 09:30")),
        ("今天下午4点到5点半", slot("2026-11-24 16:00", "17:30")),
        ("周日早上8:30-11:30", slot("2026-11-29 08:30", "11:30")),
        ("大后天中午12点", slot("2026-11-27 12:00")),
        ("12.3 19:00", slot("2026-12-03 19:00")),
        ("12/3 19:00", slot("2026-12-03 19:00")),
        ("2026年12月3日19时", slot("2026-12-03 19:00")),
        ("12月3日19时30分", slot("2026-12-03 19:30")),
        ("下下周三下午三点", slot("2026-12-09 15:00")),
        ("星期四晚上七点一刻", slot("2026-11-26 19:15")),
        ("这周六下午2点，两个小时", slot("2026-11-28 14:00", "16:00")),
        ("12月3日晚7点至9点", slot("2026-12-03 19:00", "21:00")),
        ("12月3日（周四）19：00—20：30", slot("2026-12-03 19:00", "20:30", 3)),
        ("周四12月3日19点", slot("2026-12-03 19:00", weekday=3)),
        ("周二十点", slot("2026-11-24 10:00")),
        ("周二8点", slot("2026-12-01 08:00")),
        ("周六中午", slot("2026-11-28 12:00")),
        ("周六中午1点", slot("2026-11-28 13:00")),
        ("周六上午11点到1点", slot("2026-11-28 11:00", "13:00")),
        ("周六晚10点到12点", slot("2026-11-28 22:00", "24:00")),
        ("周六凌晨12点", slot("2026-11-28 00:00")),
        ("周四零点", slot("2026-11-26 00:00")),
        ("周四 点半", None),
        ("月底晚7点", slot("2026-11-30 19:00")),
        ("下个月15号下午3点", slot("2026-12-15 15:00")),
        ("周四晚7点，一个半小时", slot("2026-11-26 19:00", "20:30")),
        ("周四19:00 90分钟", slot("2026-11-26 19:00", "20:30")),
        ("Thu 7pm", slot("2026-11-26 19:00")),
        ("Dec 3 7-8:30pm", slot("2026-12-03 19:00", "20:30")),
        ("3 December 19:00 for 90 minutes", slot("2026-12-03 19:00", "20:30")),
        ("2026-12-03 19:00", slot("2026-12-03 19:00")),
        ("next Thursday 7pm", slot("2026-12-03 19:00")),
        ("this Friday 14:00", slot("2026-11-27 14:00")),
        ("next week Thu 19:00", slot("2026-12-03 19:00")),
        ("Thursday next week 19:00", slot("2026-12-03 19:00")),
        ("tomorrow at 19:30", slot("2026-11-25 19:30")),
        ("tomorrow 7:30pm to 9pm", slot("2026-11-25 19:30", "21:00")),
        ("tomorrow morning 9:00", slot("2026-11-25 09:00")),
        ("tonight at 7:30", slot("2026-11-24 19:30")),
        ("Saturday 9am-11am", slot("2026-11-28 09:00", "11:00")),
        ("Saturday 11-1pm", slot("2026-11-28 11:00", "13:00")),
        ("Saturday 12-1pm", slot("2026-11-28 12:00", "13:00")),
        ("December 3rd at 7 p.m.", slot("2026-12-03 19:00")),
        ("3 Dec 2026, 19:00-20:30", slot("2026-12-03 19:00", "20:30")),
        ("Thu, 3 Dec, 7.30pm", slot("2026-12-03 19:30", weekday=3)),
        ("on Friday at 2 in the afternoon", slot("2026-11-27 14:00")),
        ("day after tomorrow 2pm", slot("2026-11-26 14:00")),
        ("Sunday noon", slot("2026-11-29 12:00")),
        ("7pm on 3 December", slot("2026-12-03 19:00")),
        ("Thu 7 o'clock", slot("2026-11-26 07:00")),
        ("today 16:00 for an hour and a half", slot("2026-11-24 16:00", "17:30")),
        ("昨天 19:00", slot("2026-11-23 19:00")),
        ("12月3日 19:00-18:00", slot("2026-12-03 19:00", "18:00")),
        ("12月10日周五 19:00", slot("2026-12-10 19:00", weekday=4)),
        ("下周四", date(2026, 12, 3)),
        ("Dec 3", date(2026, 12, 3)),
        ("有空的时候", None),
        ("", None),
        ("19:00", None),
        ("12月3日 25点", None),
        ("12月3日 24:30", None),
        ("12月3日 19:60", None),
        ("12月3日 9", None),
        ("12月3日 1点-2点-3点", None),
        ("12月3日 9点-几点", None),
        ("2月30日 19:00", None),
        ("12月 19:00", None),
        ("周四 9000小时", None),
    ],
)
def test_time_as_it_is_typed(typed: str, meant: Slot | date | None) -> None:
    assert read(typed, NOW) == meant


def test_time_alone_is_of_the_day_that_is_known() -> None:
    assert read("19:00-20:30", NOW, date(2026, 12, 3)) == slot("2026-12-03 19:00", "20:30")
    assert read("到20:30", NOW, date(2026, 12, 3)) == slot("2026-12-03 20:30")


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("90分钟", 90),
        ("一个半小时", 90),
        ("1.5小时", 90),
        ("1小时30分钟", 90),
        ("两小时", 120),
        ("半小时", 30),
        ("半个小时", 30),
        ("2 hours", 120),
        ("an hour", 60),
        ("an hour and a half", 90),
        ("half an hour", 30),
        ("45 minutes", 45),
        ("约2个小时", 120),
        ("0小时", None),
        ("很久", None),
        ("19:00", None),
        ("", None),
        ("百小时", None),
    ],
)
def test_length_as_it_is_typed(typed: str, minutes: int | None) -> None:
    assert duration(typed) == (None if minutes is None else timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (slot("2026-12-03 19:00", "20:30"), None),
        (slot("2026-12-03 19:00", weekday=3), None),
        (slot("2026-12-03 19:00", "18:00"), Odd.BACKWARDS),
        (slot("2026-11-24 09:00"), Odd.PAST),
        (slot("2026-12-03 19:00", weekday=4), Odd.WEEKDAY),
        (slot("2027-11-26 09:00"), Odd.FAR),
        (slot("2026-12-03 02:30"), Odd.NIGHT),
        (slot("2026-12-03 22:00"), Odd.NIGHT),
    ],
)
def test_odd_time_is_doubted(said: Slot, why: Odd | None) -> None:
    assert odd(said, NOW) == why


@pytest.mark.parametrize("typed", ["下周四晚7点到9点", "明天19:00", "19:00-20:30", "下周四"])
def test_time_after_the_last_day_there_is(typed: str) -> None:
    assert read(typed, datetime.fromisoformat("9999-12-31 23:00")) is None


@given(st.text(max_size=30) | WORDS, st.datetimes())
def test_anything_typed_raises_nothing(typed: str, now: datetime) -> None:
    found = read(typed, now)
    assert found is None or isinstance(found, Slot | date)
    lasting = duration(typed)
    assert lasting is None or lasting > timedelta()
