"""What an organiser's sentences name, and what is none of them; that each opens its screen: `tests/errands.tsv`."""

from datetime import date, datetime, timedelta

import pytest

from domain.said.errands.forms import What
from domain.said.errands.member_sought import Sought, read, without_titles
from domain.said.errands.organising import Errand, Part, readings, shift
from tests.stage.talk import ZONE

NOW = datetime(2026, 12, 1, 12, tzinfo=ZONE)  # a Tuesday


def first(text: str) -> Errand | None:
    return next(readings(text, NOW), None)


@pytest.mark.parametrize(
    "text",
    [
        *("", "好的", "谢谢", "王芳", "静安寺", "请假", "我明天去不了", "附近有驿站吗", "我想挂靠", "党费怎么交"),
        *("不要取消周六的活动", "别改周六的时间", "先不要发通知", "don't cancel the lecture on Saturday", "请" * 90),
        *("报名周六的党课", "这周有什么活动", "我的活动", "sign me up", "what is on this week"),
    ],
)
def test_what_a_member_says_is_none_of_it(text: str) -> None:
    assert first(text) is None


@pytest.mark.parametrize(
    ("text", "rest", "to", "by", "part"),
    [
        ("把周六的活动改到下午三点", "", "下午三点", "", None),
        ("周六的党课推迟半小时", "党课", "半小时", "later", None),
        ("周六的党课推迟到8点", "党课", "8点", "later", None),
        ("周六的党课提前到8点", "党课", "8点", "", None),
        ("周六的党课提前一天", "党课", "一天", "earlier", None),
        ("周六的活动改期", "", "", "", Part.WHEN),
        ("周六的活动改个时间", "", "", "", Part.WHEN),
        ("周六的活动换个地方", "", "", "", Part.WHERE),
        ("周六的活动名额改成30", "", "30", "", Part.SEATS),
        ("move the lecture on Saturday to 3 pm", "lecture", "3 pm", "", None),
    ],
)
def test_change_says_what_and_how(text: str, rest: str, to: str, by: str, part: Part | None) -> None:
    found = first(text)
    assert found is not None
    assert (found.what, found.rest, found.to, found.by, found.part) == (What.CHANGE, rest, to, by, part)
    assert found.days is not None
    assert found.days.first == date(2026, 12, 5)


@pytest.mark.parametrize(
    ("to", "by", "moved"),
    [
        ("半小时", "later", timedelta(minutes=30)),
        ("一小时", "earlier", timedelta(hours=-1)),
        ("两天", "later", timedelta(days=2)),
        ("1周", "earlier", timedelta(weeks=-1)),
        ("two weeks", "later", timedelta(weeks=2)),
        ("99天", "later", None),
        ("0天", "later", None),
        ("半天", "later", None),
        ("下午三点", "later", None),
        ("两天", "", None),
    ],
)
def test_shift_is_a_length(to: str, by: str, moved: timedelta | None) -> None:
    assert shift(Errand(What.CHANGE, to=to, by=by)) == moved


@pytest.mark.parametrize(
    ("text", "rest", "is_person"),
    [
        ("找一下王芳", "王芳", False),
        ("查一下李强的电话", "李强", True),
        ("有没有叫王和平的党员", "王和平", True),
        ("叫张三的党员有吗", "张三", True),
        ("李强的申请审了吗", "李强", False),
        ("13912345678是谁", "13912345678", True),
        ("139 1234 5678", "139 1234 5678", True),
        ("尾号5678的党员", "5678", True),
        ("find Anna Schmidt", "anna schmidt", False),
    ],
)
def test_who_is_looked_for(text: str, rest: str, is_person: bool) -> None:  # noqa: FBT001  what is expected
    assert first(text) == Errand(What.FIND, rest, is_person=is_person)


@pytest.mark.parametrize("text", ["找", "找一下", "5678", "房间301", "王芳和李强在哪个服务点挂靠还有谁是谁"])
def test_what_names_nobody_looks_for_nobody(text: str) -> None:
    assert [one for one in readings(text, NOW) if one.what is What.FIND] in ([], [first(text)])


@pytest.mark.parametrize(
    ("typed", "sought"),
    [
        ("王芳", Sought("王芳")),
        ("王芳同志", Sought("王芳")),
        ("党员 王芳 老师", Sought("王芳")),
        ("老师", Sought("老师")),
        ("Ms. Anna Schmidt", Sought("Anna Schmidt")),
        ("139-1234-5678", Sought(digits="13912345678")),
        ("＋86 139 1234 5678", Sought(digits="+8613912345678")),
        ("尾号5678", Sought(digits="5678")),
        ("301室", Sought("301室")),
    ],
)
def test_name_or_number_is_taken_out_of_what_was_typed(typed: str, sought: Sought) -> None:
    assert read(typed) == sought


def test_titles_are_taken_off_on_both_sides() -> None:
    assert without_titles("“党员王芳同志”，") == "王芳"
