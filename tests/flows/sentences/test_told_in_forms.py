"""A visit, an hour and a lead are heard in the middle of something else, and never taken for its answer."""

import pytest

from bot import memory
from bot.chat import Said
from bot.flows.activities.steps import ActivityCard, GivingReason
from bot.flows.grid.steps import (
    BuildingCard,
    HourOffer,
    MyBuildings,
    MyPromises,
    NamingTeam,
    SayingHourPlace,
    SayingLeadPlace,
    VisitCard,
)
from bot.flows.reviewing.steps import SettingRules
from bot.flows.step import AtMenu, Step
from bot.memory import Memory
from storage.grid import promises, teams
from storage.places import places
from storage.unit_of_work import Store
from tests.flows.sentences.test_errands import LIU, of_an_organiser
from tests.stage.deeds.store import store_deed
from tests.stage.talk import NOON, Talk

VISIT = "嘉兴大厦3楼日出贸易来了两名党员，想办挂靠，下周再去"


@pytest.fixture
def talk(sqlite_store: Store) -> Talk:
    return of_an_organiser(sqlite_store)


def said_at(step: Step, words: str, talk: Talk) -> Step:
    talk.remembers(memory.write(Memory(step)))
    talk.takes(talk.arrival(Said(words)))
    return talk.remembered.step


@pytest.mark.parametrize(
    ("step", "words", "where"),
    [
        (SayingHourPlace(), VISIT, VisitCard),
        (SayingHourPlace(), "嘉兴大厦", HourOffer),
        (SayingLeadPlace("我们楼有五个党员没有支部"), VISIT, VisitCard),
        (GivingReason(ActivityCard(1)), VISIT, VisitCard),
        (GivingReason(ActivityCard(1)), "我负责哪些楼", MyBuildings),
    ],
)
def test_a_form_lets_go_of_what_is_told_of_the_grid(step: Step, words: str, where: type[Step], talk: Talk) -> None:
    assert isinstance(said_at(step, words, talk), where)


def test_a_lead_in_a_form_is_asked_about_and_passed_on_once(talk: Talk) -> None:
    with talk.store.unit_of_work() as unit:
        point = places.point_by_code(unit, "JA-1")
        assert point is not None
    step = said_at(NamingTeam(point.unit_id), "嘉兴大厦有五个党员，没有支部", talk)
    assert isinstance(step, NamingTeam), "the form waits"
    with talk.store.unit_of_work() as unit:
        assert not promises.ever_of(unit, talk.person)
        assert not teams.of_units(unit, [places.path_of(unit, point.unit_id)])


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("我负责哪些楼", MyBuildings),
        ("我答应过什么", MyPromises),
        ("谁负责嘉兴大厦", BuildingCard),
        ("我有一个小时", SayingHourPlace),
    ],
)
def test_a_volunteer_is_heard_about_buildings(words: str, where: type[Step], talk: Talk) -> None:
    store_deed(talk.store, LIU, "(grant volunteer 310106)", NOON.timestamp())
    talk.person = LIU
    assert isinstance(said_at(AtMenu(), words, talk), where)
    assert not isinstance(said_at(AtMenu(), "审核规则", talk), SettingRules), "what only organisers have stays theirs"
