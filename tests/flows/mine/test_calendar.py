"""The calendar of one's own, in the chat: made, made anew and ended; its secret is told once and kept nowhere."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.chat import Said, Text
from bot.papers import forgetting
from domain.said.settings.subscribing import is_said
from storage.people import calendar_feeds
from storage.unit_of_work import Store
from tests.stage.talk import WANG, Talk, button, buttons, furnish, house

PAGE = "https://chat.example.org"


@pytest.fixture
def talk(new_store: Callable[[], Store]) -> Talk:
    store = new_store()
    furnish(store)
    return Talk(store, replace(house(), page=PAGE))


def address_in(said: list[object]) -> str:
    texts = "\n".join(one.html for one in said if isinstance(one, Text))
    (found,) = re.findall(rf"{PAGE}/calendar/([\w-]{{43}})\.ics", texts)
    return str(found)


def test_secret_is_told_once_and_opens_one_calendar(talk: Talk) -> None:
    screen = talk.does(Said("订阅日历"))
    said = talk.taps(button(screen, "生成地址"))
    first = address_in([*said])
    assert button(said, "在日历中打开").url == f"{PAGE}/calendar/{first}"
    again = talk.taps(button(said, "换个地址"))
    second = address_in([*again])
    with talk.store.unit_of_work() as unit:
        found = [calendar_feeds.find(unit, one) for one in (first, second)]
    assert [one is not None and one.ended_at is None for one in found] == [False, True]
    assert "calendar/" not in "".join(one.html for one in talk.does(Said("订阅日历")) if isinstance(one, Text))


def test_calendar_ends_after_a_second_question(talk: Talk) -> None:
    said = talk.taps(button(talk.does(Said("订阅日历")), "生成地址"))
    asked = talk.taps(button(said, "停用"))
    assert [one.label for one in buttons(asked)] == ["停用", "返回"]
    talk.taps(button(asked, "停用"))
    with talk.store.unit_of_work() as unit:
        assert calendar_feeds.running(unit, calendar_feeds.of_person(WANG)) is None


def test_it_goes_with_the_rest_of_what_is_held(talk: Talk) -> None:
    talk.taps(button(talk.does(Said("订阅日历")), "生成地址"))
    with talk.store.unit_of_work() as unit:
        forgotten = forgetting.forget(unit, WANG, talk.now.timestamp())
        assert forgetting.Removed.CALENDAR in forgotten.removed
        assert calendar_feeds.ever(unit, calendar_feeds.of_person(WANG)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "订阅日历",
        "我想订阅日历",
        "日历订阅",
        "怎么把活动同步到手机日历？",
        "请把我报名的活动加到我的手机日历里",
        "取消日历订阅",
        "calendar subscription",
        "Subscribe to my calendar, please",
        "How do I subscribe to the calendar?",
        "I'd like a calendar subscription",
        "put my activities in my phone's calendar",
    ],
)
def test_sentence_asks_for_it(text: str) -> None:
    assert is_said(text)


@pytest.mark.parametrize("text", ["日历", "订阅", "退订党课", "加到日历", "calendar", "取消", "订阅日历的活动在哪里"])
def test_other_sentence_does_not(text: str) -> None:
    assert not is_said(text)
