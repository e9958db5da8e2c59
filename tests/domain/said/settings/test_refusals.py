"""What is understood as wanting no more messages, or wanting them again; and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.announcements.topics import Topic
from domain.said.settings.refusals import Refusal, understood

ALL = Refusal()


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("退订", ALL),
        ("T", ALL),
        ("TD", ALL),
        ("退订通知", ALL),
        ("全部退订", ALL),
        ("不要再发了", ALL),
        ("请不要再给我发消息了。", ALL),
        ("以后别再发了，谢谢", ALL),
        ("不想再收到这类通知", ALL),
        ("取消订阅", ALL),
        ("不要再发活动预告", Refusal(Topic.ACTIVITIES)),
        ("活动预告不要再发了", Refusal(Topic.ACTIVITIES)),
        ("退订每周预告", Refusal(Topic.ACTIVITIES)),
        ("退订便民服务", Refusal(Topic.SERVICES)),
        ("别再发志愿者招募了", Refusal(Topic.VOLUNTEERING)),
        ("学习资料退订", Refusal(Topic.STUDY)),
        ("退订公告", Refusal(Topic.NOTICES)),
        ("unsubscribe", ALL),
        ("Stop.", ALL),
        ("Please stop sending me messages", ALL),
        ("Don’t send me any more", ALL),
        ("do not send me these messages any more please", ALL),
        ("no more messages", ALL),
        ("opt out of volunteering", Refusal(Topic.VOLUNTEERING)),
        ("Unsubscribe from the weekly digest", Refusal(Topic.ACTIVITIES)),
        ("stop sending me notices", Refusal(Topic.NOTICES)),
    ],
)
def test_refusal_is_understood(said: str, meant: Refusal) -> None:
    assert understood(said) == meant


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("恢复订阅", None),
        ("订阅", None),
        ("重新订阅学习资料", Topic.STUDY),
        ("请继续发送活动预告", Topic.ACTIVITIES),
        ("subscribe again", None),
        ("re-subscribe to services", Topic.SERVICES),
    ],
)
def test_wanting_it_again_is_understood(said: str, topic: Topic | None) -> None:
    assert understood(said) == Refusal(topic, again=True)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "。",
        "不",
        "别给我发提醒了",
        "不要再提醒我",
        "不来",
        "不去了",
        "取消",
        "退出",
        "有事",
        "收到",
        "1",
        "2",
        "no",
        "活动",
        "便民服务",
        "我不参加活动了",
        "不要停车场",
        "停止办公",
        "静安寺",
        "stopover",
        "no thanks",
        "the bus does not stop here",
        "请问退订以后还能报名吗",
        "退订" * 40,
    ],
)
def test_anything_else_is_left_alone(said: str) -> None:
    assert understood(said) is None


@given(st.text(max_size=200))
def test_any_text_has_an_answer(said: str) -> None:
    assert isinstance(understood(said), Refusal | None)
