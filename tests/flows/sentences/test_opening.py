"""What sentences open, where no line of `sentences.tsv` comes by, and what no sentence ever does."""

import random
from dataclasses import replace
from typing import Final

import pytest

from bot import memory
from bot.chat import Said, SharedPlace, Text
from bot.flows.activities.steps import ActivityList, MyActivities, Spot
from bot.flows.desk import Desk
from bot.flows.points import NearestList, Origin
from bot.flows.sentences import did_you_mean, opening
from bot.flows.sentences.steps import Asked, DidYouMean
from bot.flows.step import Step
from bot.memory import Memory
from bot.texts import words
from domain.said.sentences import tokens
from domain.said.sentences.frames import Frame
from domain.said.settings import refusals
from storage.people import people
from storage.unit_of_work import Store, UnitOfWork
from tests.flows.sentences.furnished import PEOPLE, furnished
from tests.flows.sentences.test_sentences import kept
from tests.stage.talk import NOON, Talk, buttons, house, html

NOES: Final = ("", "", "不", "别", "不用", "没", "don't ")
SENTENCES: Final = 250


def desk_of(talk: Talk, unit: UnitOfWork) -> Desk:
    asked, person = house(), people.known(unit, {talk.person})[talk.person]
    return Desk(unit, person, NOON, words("zh_Hans"), asked.search, asked.bot_link, asked.language)


@pytest.fixture
def talk(sqlite_store: Store) -> Talk:
    furnished(sqlite_store)
    return Talk(sqlite_store)


def test_no_sentence_out_of_our_own_words_changes_a_row(talk: Talk) -> None:
    """A refusal of announcements alone holds as soon as it is written."""
    chance, ours = random.Random(12), list(tokens.MEANINGS)
    before = kept(talk.store)
    for _ in range(SENTENCES):
        said = chance.choice(("", "周六", "明天", "tomorrow ")) + chance.choice(NOES)
        said += chance.choice(("", " ")).join(chance.choice(ours) for _ in range(chance.randint(1, 4)))
        if refusals.understood(said) is None:
            talk.remembers(memory.write(Memory()))
            talk.does(Said(said.replace("\n", "")))
            talk.waits(seconds=30)
    assert kept(talk.store) == before


def test_location_shared_a_moment_ago_is_where_it_looks(talk: Talk) -> None:
    talk.person = PEOPLE["新人"]
    talk.does(SharedPlace(31.2245, 121.4490))
    talk.does(Said("附近哪里可以看书"))
    found: Step = talk.remembered.step
    assert found == NearestList(Origin(), services=128)
    talk.does(Said("附近有什么活动"))
    found = talk.remembered.step
    assert found == ActivityList(around=Spot())


def test_nothing_of_the_kind_is_said_plainly(talk: Talk) -> None:
    talk.person = PEOPLE["新人"]
    said = talk.does(Said("下周末请假"))
    assert html(said[0]) == "12月12日周六到12月13日周日，您没有报名这样的活动。"
    said = talk.does(Said("主题党日请假"))
    assert html(said[0]) == "您没有报名这样的活动。"
    assert talk.remembered.step == MyActivities()


def test_suggestion_is_named_with_its_place_and_opens_it(talk: Talk) -> None:
    asked = Asked(Frame.ACTIVITIES, origin=Origin("静安寺", 31.224, 121.446))
    talk.remembers(memory.write(Memory(DidYouMean("…", (asked, replace(asked, origin=None))), screen=3)), turn=3)
    with talk.store.unit_of_work() as unit:
        desk = desk_of(talk, unit)
        shown = did_you_mean.show(DidYouMean("…", (asked,)), desk)
    assert isinstance(shown, Text)
    assert [one.label for one in buttons([shown])] == ["找活动 · 静安寺", "给服务中心留言", "菜单"]


@pytest.mark.parametrize(
    ("said", "is_sure"),
    [
        ("我要请假", True),
        ("明天有什么活动", True),
        ("周六", False),
        ("党课", False),
        ("半年前", False),
        ("静安寺街道党群服务中心", False),
        ("王芳", False),
        ("不用请假", False),
    ],
)
def test_form_is_left_only_for_what_surely_asks_for_something(talk: Talk, said: str, is_sure: bool) -> None:  # noqa: FBT001
    with talk.store.unit_of_work() as unit:
        assert opening.sure(Said(said), desk_of(talk, unit)) is is_sure


def test_two_wishes_that_both_ask_the_centre_are_one(talk: Talk) -> None:
    talk.does(Said("找人工，想问党费怎么交"))
    assert not isinstance(talk.remembered.step, DidYouMean)


def test_what_is_likely_but_opens_no_screen_is_said_all_the_same(talk: Talk) -> None:
    said = talk.does(Said("周六在静安寺怎么操作小白"))
    assert html(said[0]).startswith("<b>我能帮您做什么</b>")


def test_language_is_offered_in_a_sentence_and_not_for_a_name(talk: Talk) -> None:
    talk.does(Said("show me the activities this week"))
    assert [one.label for one in buttons(talk.does(Said("show me the activities this week"))[:1])] == [
        "Switch to English"
    ]
    assert "Switch to English" not in {one.label for one in buttons(talk.does(Said("Jing'an Temple station")))}
