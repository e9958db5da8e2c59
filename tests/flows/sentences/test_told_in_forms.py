"""A visit, an hour and a lead are heard in the middle of something else, and never taken for its answer."""

from dataclasses import replace
from datetime import date

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
from bot.flows.points import NearestList, Origin
from bot.flows.reviewing.steps import SettingRules
from bot.flows.step import AtMenu, Step
from bot.memory import Memory
from domain.places.places import Services
from domain.said.days import Part
from storage.grid import promises, teams
from storage.places import places
from storage.unit_of_work import Store
from tests.flows.sentences.test_errands import LIU, of_an_organiser
from tests.stage.deeds.store import store_deed
from tests.stage.talk import NOON, WANG, Talk, buttons

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


def test_a_member_who_wants_a_room_is_heard_in_a_form(talk: Talk) -> None:
    talk.person = WANG
    form = SayingLeadPlace("我们楼有五个党员没有支部")
    step = said_at(form, "要一个能坐二十人的地方开会", talk)
    assert isinstance(step, NearestList)
    assert step.services == Services.ROOM_HIRE


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("周日上午开门的有哪些", (date(2026, 12, 6), date(2026, 12, 6), Part.MORNING)),
        ("any of those open at the weekend", (date(2026, 12, 5), date(2026, 12, 6), None)),
    ],
)
def test_a_list_of_points_is_narrowed_to_those_that_are_open_on_a_day(
    words: str, asked: tuple[date, date, Part | None], talk: Talk
) -> None:
    listed = NearestList(Origin("静安寺", 31.2236, 121.4452), open_only=True)
    talk.remembers(memory.write(Memory(listed)))
    shown = talk.does(Said(words))
    step = talk.remembered.step
    assert isinstance(step, NearestList)
    assert (step.open_on, step.open_until, step.part) == asked
    assert not step.open_only, "one time at once"
    talk.taps(next(one for one in buttons(shown) if one.label.startswith("✓ ")))
    assert talk.remembered.step == replace(listed, open_only=False)
