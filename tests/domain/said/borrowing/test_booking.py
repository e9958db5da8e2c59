"""Asking to borrow, in a sentence: what, when and for how many is read out of it, and nothing out of anything else."""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from domain.said.borrowing.booking import Asked, Need, Sort, read, slot
from domain.said.days import Part

NOW: Final = datetime(2026, 11, 30, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Monday
THURSDAY: Final = date(2026, 12, 3)
ROOM: Final = Asked(Sort.ROOM)
LAWYER: Final = Asked(Sort.SPEAKER, subject="法律")


def at(hour: int, minute: int = 0, day: date = THURSDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001  as people say it


READ: Final = {
    "周四晚上借个30人的会议室": Need((ROOM,), THURSDAY, Part.EVENING, people=30),
    "订一下二楼大厅 12月3号下午两点到四点": Need(
        (Asked(Sort.ROOM, "二楼大厅"),), THURSDAY, Part.AFTERNOON, at(14), at(16)
    ),
    "找个律师周四晚来讲课": Need((LAWYER,), THURSDAY, Part.EVENING),
    "Thursday evening, room for 30, and a lawyer": Need((ROOM, LAWYER), THURSDAY, Part.EVENING, people=30),
    "Thursday evening, 30 people, a lawyer": Need((ROOM, LAWYER), THURSDAY, Part.EVENING, people=30),
    "周四晚7点到9点要个会议室，20人左右，再请个医生": Need(
        (ROOM, Asked(Sort.SPEAKER, subject="健康")), THURSDAY, Part.EVENING, at(19), at(21), 20
    ),
    "每周四晚7点借用报告厅": Need((Asked(Sort.ROOM, "报告厅"),), THURSDAY, Part.EVENING, at(19), None, weekly=True),
    "想借一下音响和话筒 周四上午": Need((Asked(Sort.THING, "音响"), Asked(Sort.THING, "话筒")), THURSDAY, Part.MORNING),
    "嘉兴大厦3楼会议室周四下午三点借两个小时": Need(
        (Asked(Sort.ROOM, "嘉兴大厦3楼会议室"),), THURSDAY, Part.AFTERNOON, at(15), at(17)
    ),
    "请人讲反诈 周四晚上": Need((Asked(Sort.SPEAKER, subject="反诈"),), THURSDAY, Part.EVENING),
    "book the hall Dec 3 2 to 4 pm": Need((Asked(Sort.ROOM, "hall"),), THURSDAY, None, at(14), at(16)),
    "borrow a projector on Thursday 2pm for 2 hours": Need(
        (Asked(Sort.THING, "projector"),), THURSDAY, None, at(14), at(16)
    ),
    "有没有空的会议室": Need((ROOM,)),
}


@pytest.mark.parametrize("said", READ)
def test_what_is_wanted_is_read(said: str) -> None:
    assert read(said, NOW) == READ[said]


@pytest.mark.parametrize(
    "said",
    [
        "会议室在哪",
        "我要报名周四的党课",
        "周四晚上有什么活动",
        "把周四的党课改到二楼会议室",
        "找王老师",
        "老师来了吗",
        "周四晚上7点",
        "我周四下午两点到",
        "请假 周四晚上",
        "不要订会议室了",
        "取消周四的会议室",
        "我想借书",
        "晚上7点到9点在二楼大厅",
        "where is the meeting room",
        "",
    ],
)
def test_what_asks_for_nothing_to_borrow_is_none_of_it(said: str) -> None:
    assert read(said, NOW) is None


def test_a_letter_is_no_wish() -> None:
    assert read("周四晚上借个会议室。" * 30, NOW) is None


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [("周四晚上借个会议室", 19, 21), ("周四下午借个会议室", 14, 16), ("周四上午10点借个会议室", 10, 12)],
)
def test_what_was_left_open_is_filled_with_what_is_usual(said: str, first: int, last: int) -> None:
    need = read(said, NOW)
    assert need is not None
    assert slot(need, THURSDAY) == (at(first), at(last))
