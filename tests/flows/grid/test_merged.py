"""What is on a screen, in a step or in a button of months ago, when the building it is about is merged into another."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat import SharedPlace
from bot.flows.entry_points import EntryPoint
from domain.people.deeds import HOUSE, Deed
from domain.people.roles import Role
from domain.rules import Rule
from storage.grid import areas, promises, visits
from storage.merging import buildings
from storage.people import members
from storage.places import unit_rules
from storage.unit_of_work import Store
from tests.flows.grid.district import AT, CHEN, LI, WANG, Helper, building_id, district, given, labels, text_of
from tests.flows.grid.district import unit_id as number_of
from tests.stage.deeds.store import store_deed
from tests.stage.talk import button

BY_IT = SharedPlace(31.2288, 121.5182)
"""Beside 嘉兴大厦."""


@pytest.fixture
def people(sqlite_store: Store) -> tuple[Helper, Helper, Helper]:
    people = district(sqlite_store)
    given(sqlite_store, CHEN, Role.ORGANISER, "31")
    return people


def merge(store: Store) -> None:
    with store.unit_of_work() as unit:
        buildings.merge(unit, "B1", "B2", Deed(HOUSE, AT))
        unit.commit()


def test_hour_that_was_offered_is_given_to_the_other(people: tuple[Helper, Helper, Helper]) -> None:
    _, li, zhao = people
    for one in (li, zhao):
        one.says("我有一个小时,在附近")
        one.does(BY_IT)
    merge(li.store)
    taken = text_of(li.presses("嘉兴大厦"))
    assert "✅ 12月4日周五前由您去。" in taken
    assert "嘉星商务楼" in taken
    assert "刚有同志领走了这一座" in text_of(zhao.presses("嘉兴大厦"))
    here = building_id(li.store)
    with li.store.unit_of_work() as unit:
        assert [one.building_id for one in promises.of_owner(unit, LI)] == [here]


def test_offer_that_is_shown_again_names_the_other(people: tuple[Helper, Helper, Helper]) -> None:
    _, li, _ = people
    li.says("我有一个小时,在附近")
    offered = button(li.does(BY_IT), "嘉兴大厦")
    merge(li.store)
    again = li.taps(replace(offered, data=f"{offered.data.rpartition('.')[0]}.none"))
    assert "嘉兴大厦" not in labels(again)
    assert "✅ 12月4日周五前由您去。" in text_of(li.taps(button(again, "嘉星商务楼")))


def test_visit_and_estimate_that_were_begun_stand_at_the_other(people: tuple[Helper, Helper, Helper]) -> None:
    chen, li, _ = people
    old = building_id(li.store, "B1")
    li.opens(EntryPoint.BUILDING, old)
    li.presses("记一次走访")
    chen.opens(EntryPoint.BUILDING, old)
    chen.presses("党员人数")
    merge(li.store)
    assert "✅ 记下了：嘉星商务楼" in text_of(li.says("嘉兴大厦日出贸易来了两名党员,答应周五前送表"))
    assert "嘉星商务楼" in text_of(chen.says("40"))
    assert "嘉星商务楼" in text_of(li.opens(EntryPoint.BUILDING, old)), "a button of months ago"
    here = building_id(li.store)
    with li.store.unit_of_work() as unit:
        told = visits.estimate(unit, here)
        assert told is not None
        assert told.members == 40
        assert [one.name for one in visits.companies_of(unit, here)] == ["日出贸易"]
        assert len(promises.of_buildings(unit, [here])) == 1


def test_area_that_is_being_handed_out_is_the_other(people: tuple[Helper, Helper, Helper]) -> None:
    chen, li, _ = people
    given(chen.store, li.person, Role.VOLUNTEER, "31")
    chen.says("/grid")
    chen.presses("片区分工")
    chen.presses("分一片")
    chen.says("嘉兴大厦")
    merge(chen.store)
    chen.presses("尾号 1002 的同志")
    assert "嘉星商务楼" in text_of(chen.presses("半年"))
    here = building_id(chen.store)
    with chen.store.unit_of_work() as unit:
        (held,) = areas.having(unit, here, AT)
        assert (held.chat_id, areas.area(unit, held).buildings) == (LI, (here,))


def test_door_to_a_branch_leads_to_the_other(people: tuple[Helper, Helper, Helper]) -> None:
    chen, _, _ = people
    old = building_id(chen.store, "B1")
    store_deed(chen.store, WANG, "(affiliation active JA-4 Sunrise B1)", AT)
    with chen.store.unit_of_work() as unit:
        unit_rules.put(unit, Rule.HATCHERY_MEMBERS, number_of(unit, "31"), 1)
        told = members.find(unit, WANG)
        assert told is not None
        assert told.building_id == old
        unit.commit()
    assert "嘉兴大厦" in text_of(chen.opens(EntryPoint.NEST, f"b{old}"))
    merge(chen.store)
    chen.now += timedelta(minutes=1)
    assert "嘉星商务楼" in text_of(chen.opens(EntryPoint.NEST, f"b{old}"))
