"""What an organiser asks for of which there is none, only one, or one in each of several units."""

import pytest

from bot.chat import Reply, Said
from bot.flows.activities.in_hand import ActivitiesInHand
from bot.flows.activities.steps import ActivityList
from bot.flows.afterwards.steps import ChoosingReported
from bot.flows.grid.steps import VisitCard
from bot.flows.reviewing.steps import NestCard
from storage.grid import visits
from storage.places import places
from storage.unit_of_work import Store
from tests.flows.sentences.test_errands import CHEN, LIU, of_an_organiser
from tests.stage.deeds.store import store_deed
from tests.stage.talk import NOON, Talk, html


@pytest.fixture
def talk(sqlite_store: Store) -> Talk:
    return of_an_organiser(sqlite_store)


def said(talk: Talk, sentence: str) -> list[Reply]:
    return talk.does(Said(sentence))


def test_desk_of_a_day_without_one_lists_those_of_other_days(talk: Talk) -> None:
    none, listed = said(talk, "打开12月20日党课的签到台")
    assert html(none) == "那天没有您负责的活动。"
    assert "新时代党课" in html(listed)
    assert isinstance(talk.remembered.step, ActivitiesInHand)


def test_whose_month_is_asked_where_somebody_organises_two_units(talk: Talk) -> None:
    store_deed(talk.store, CHEN, "(grant organiser 310115)", NOON.timestamp())
    said(talk, "这个月的月报")
    assert talk.remembered.step == ChoosingReported()


def test_only_building_with_enough_members_is_opened_at_once(talk: Talk) -> None:
    for person, company in ((2001, "Sunshine"), (2002, "Moonlight")):
        store_deed(talk.store, person, f"(affiliation active JA-4 {company} B2)", NOON.timestamp())
    (card,) = said(talk, "哪些楼可以成立支部")
    assert "嘉星商务楼" in html(card)
    assert isinstance(talk.remembered.step, NestCard)


def test_words_of_everyday_are_not_told_back_as_unread(talk: Talk) -> None:
    talk.person = LIU
    (listed,) = said(talk, "随便来个周六的党课")
    assert "新时代党课" in html(listed)
    assert "随便" not in html(listed)
    assert isinstance(talk.remembered.step, ActivityList)


def test_district_beside_a_building_is_no_second_building(talk: Talk) -> None:
    said(talk, "今天去了静安区的嘉星商务楼，三楼来了两名党员")
    step = talk.remembered.step
    assert isinstance(step, VisitCard)
    with talk.store.unit_of_work() as unit:
        row, building = visits.find(unit, step.visit_id), places.building_by_code(unit, "B2")
        assert row is not None
        assert building is not None
        assert row.building_id == building.id
