"""What people write back, and what it is taken for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answers import Meaning, Saying, understood

COMES = [
    "好的", "好的。", "收到", "收到！", "收到，谢谢", "来", "来！", "可以", "1", "１", "ok", "OK", "Ok.", "yes", "Yes!",
    "👍", "👍🏽", "老师好的", "好的老师", "准时到", "我参加", "好的，收到", "I'm coming", "I’ll be there",
]  # fmt: skip
DOES_NOT = [
    "不来", "不来了", "去不了", "有事", "临时有事，抱歉", "2", "２", "no", "No, sorry", "请假", "不好意思，来不了",
    "can't make it", "I can’t come", "👎", "不行", "没空",
]  # fmt: skip
LATE = {
    "晚到20分钟": 20,
    "收到，晚到 20 分钟": 20,
    "会晚到半个小时": 30,
    "迟到十分钟左右": 10,
    "晚一刻钟到": 15,
    "晚到二十五分钟": 25,
    "可能晚两个小时": 120,
    "20 min late": 20,
    "ok, 10 minutes late": 10,
    "I'll be 15 minutes late": 15,
    "late by 1 hour": 60,
}
UNSURE = [
    "", "？", "什么时候", "看情况", "我问问", "可能来可能不来", "来不来都行", "来几个人",
    "好的吧我再看看", "嘉兴大厦", "12", "晚到", "晚到三天",
    "晚到半分钟", "晚到999分钟", "maybe", "抱歉",
    "not", "yes or no", "静安寺街道党群服务中心", "抱歉，您说的是哪一天", "晚到0分钟",
]  # fmt: skip


@pytest.mark.parametrize("text", COMES)
def test_understood_as_coming(text: str) -> None:
    assert understood(text) == Meaning(Saying.COMES)


@pytest.mark.parametrize("text", DOES_NOT)
def test_understood_as_not_coming(text: str) -> None:
    assert understood(text) == Meaning(Saying.DOES_NOT)


@pytest.mark.parametrize(("text", "minutes"), LATE.items())
def test_understood_as_coming_late(text: str, minutes: int) -> None:
    assert understood(text) == Meaning(Saying.COMES, minutes)


@pytest.mark.parametrize("text", UNSURE)
def test_unsure_is_not_guessed(text: str) -> None:
    assert understood(text) is None


@given(st.text())
def test_anything_is_answered(text: str) -> None:
    meaning = understood(text)
    assert meaning is None or 0 <= meaning.late_minutes <= 240
