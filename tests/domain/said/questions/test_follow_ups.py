"""What is written about what was shown last, without naming it."""

from datetime import UTC, date, datetime, time

import pytest

from domain.said.days import Days, Part
from domain.said.questions.follow_ups import Open, Turn, corrected, open_on, open_when, turn, without_here

SUNDAY = date(2026, 12, 6)


@pytest.mark.parametrize(
    ("said", "leads"),
    [
        ("下一页", Turn.NEXT),
        ("还有别的吗？", Turn.NEXT),
        ("Show me more", Turn.NEXT),
        ("next page please", Turn.NEXT),
        ("上一页", Turn.PREVIOUS),
        ("回到刚才那个列表", Turn.LIST),
        ("back to the list", Turn.LIST),
        ("换一个吧", Turn.ANOTHER),
        ("next", Turn.ANOTHER),
        ("在地图上看看", Turn.MAP),
        ("show me on a map", Turn.MAP),
        ("no, a different area", Turn.ELSEWHERE),
        ("换个地方", Turn.ELSEWHERE),
        ("就这个", Turn.THIS),
        ("that one", Turn.THIS),
        ("地图坏了", None),
        ("", None),
    ],
)
def test_turn(said: str, leads: Turn | None) -> None:
    assert turn(said) is leads


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("可以在这里挂靠吗", "可以 挂靠吗"),
        ("can I register there", "can i register"),
        ("这个地方能看书吗", "能看书吗"),
        ("我要挂靠", None),
    ],
)
def test_here_is_left_out(said: str, rest: str | None) -> None:
    assert without_here(said) == rest


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("不对，我说的是杨浦那边", "杨浦那边"),
        ("我是说静安寺", "静安寺"),
        ("No, I meant Pudong", "pudong"),
        ("错了，浦东", "浦东"),
        ("杨浦那边", ""),
    ],
)
def test_correction(said: str, meant: str) -> None:
    assert corrected(said) == meant


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("二十四小时的呢", Open(all_day=True)),
        ("any open 24 hours?", Open(all_day=True)),
        ("晚上开着的有没有", Open(at=time(20))),
        ("现在开着的有哪些", Open(now=True)),
        ("which ones are open now", Open(now=True)),
        ("九点以后还开着的", Open(at=time(21))),
        ("晚上十一点还开的", Open(at=time(23))),
        ("两点半开着的", Open(at=time(14, 30))),
        ("早上八点开门的", Open(at=time(8))),
        ("早上七点开门的", Open(at=time(7))),
        ("open after 9 pm", Open(at=time(21))),
        ("open at 10 am", Open(at=time(10))),
        ("still open after 9", Open(at=time(21))),
        ("open until 21:30 pm", Open(at=time(21, 30))),
        ("99点开门的", None),
        ("二十四小时热线电话", None),
        ("晚上开会吗", None),
        ("现在开会", None),
        ("晚上的", None),
        ("开门的", None),
        ("9点集合", None),
    ],
)
def test_when_it_is_to_be_open(said: str, wanted: Open | None) -> None:
    assert open_when(said) == wanted


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("周日上午开门的有哪些", Days(SUNDAY, SUNDAY, Part.MORNING)),
        ("这些里面周日上班的", Days(SUNDAY, SUNDAY)),
        ("any of those open on Sunday?", Days(SUNDAY, SUNDAY)),
        ("周日上午开会", None),
        ("上午开门的", None),
        ("周日的", None),
    ],
)
def test_days_on_which_it_is_to_be_open(said: str, wanted: Days | None) -> None:
    assert open_on(said, datetime(2026, 12, 1, 12, tzinfo=UTC)) == wanted
