"""Two rows of the register become one building: nothing is lost or counted twice, and the old number leads there."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Final

import pytest
from sqlalchemy import func, select

from domain.activities.activities import Spot
from domain.announcements.announcements import Content
from domain.announcements.audiences import AtBuildings, Audience
from domain.grid.promises import Kind
from domain.grid.sources import Source
from domain.people.deeds import HOUSE, By, Deed
from domain.people.roles import Role
from domain.places.geo import Position
from domain.places.places import Building, SiteKind, Unit, UnitKind
from storage.activities import activities
from storage.affiliations import member_search
from storage.affiliations.member_search import Among
from storage.announcements import announcements, audience_places
from storage.grid import areas, handing_over, promises, sites, visits
from storage.grid.areas import Charge, Holder
from storage.grid.promises import New
from storage.merging import buildings
from storage.merging.buildings import LAWS, RefusedError
from storage.people import audit, members, roles
from storage.places import merged, places, saving
from storage.places.search import PlaceSearch
from storage.tables import schema
from storage.tables.places import buildings as building_table
from storage.tables.places import merged_buildings
from storage.unit_of_work import Store, UnitOfWork
from storage.upkeep import whole
from tests.conftest import KEY
from tests.storage.signing import plan
from tests.storage.stays import CHEN, LI, NOW, WANG, WANGS_DETAILS, ZHAO, ZHOU, active, path, settle, unit_id

_DAY: Final = 86_400.0
_DEED: Final = Deed(HOUSE, NOW)
_NEW: Final = Building("B9", "静安嘉里中心", SiteKind.BUILDING, "南京西路1515号", "310106011", Position(31.22, 121.44))


@pytest.fixture
def unit(store: Store) -> Iterator[UnitOfWork]:
    settle(store)
    with store.unit_of_work() as opened:
        yield opened


def number(unit: UnitOfWork, code: str) -> int:
    found = places.building_by_code(unit, code)
    assert found is not None
    return found.id


# ---- the law


def test_everything_that_refers_to_a_building_has_its_way_to_another() -> None:
    assert whole.TABLES
    columns = [column for table in schema.metadata.sorted_tables for column in table.columns]
    refer = {str(one) for one in columns if any(str(key.column) == "buildings.id" for key in one.foreign_keys)}
    named = {str(one) for one in columns if one.name == "building_id"}
    assert refer | named == set(LAWS)


def test_what_was_merged_is_no_row_that_lists_or_counts_could_meet(unit: UnitOfWork) -> None:
    gone = number(unit, "B2")
    buildings.merge(unit, "B2", "B1", _DEED)
    assert list(unit.connection.scalars(select(building_table.c.code))) == ["B1"]
    assert [one.site.id for one in sites.of_units(unit, ["/"], NOW)] == [number(unit, "B1")]
    assert sites.coverage(unit, path(unit, "31"), NOW).buildings == 1
    assert unit.connection.scalars(select(merged_buildings.c.id)).one() == gone


# ---- what comes along


def test_all_that_stood_there_stands_here(unit: UnitOfWork) -> None:
    goes, stays = number(unit, "B2"), number(unit, "B1")
    members.keep(unit, WANG, WANGS_DETAILS, goes, now=NOW)
    promises.make(unit, New(Kind.PROMISE, goes, LI, "送表", NOW + _DAY, visits.note(unit, goes, LI, NOW).id), NOW)
    visits.note(unit, stays, LI, NOW - _DAY)
    activity = activities.draft(unit, replace(plan(), spot=Spot(building_id=goes)), unit_id(unit, "310106"), _DEED)
    agreed, passed = buildings.merge(unit, "B2", "B1", _DEED)
    assert {column: count for column, count in agreed.counts.items() if count} == {
        "points.building_id": 1,
        "members.building_id": 1,
        "activities.building_id": 1,
        "visits.building_id": 1,
        "promises.building_id": 1,
    }
    assert [len(visits.of_building(unit, one, 0, 9)) for one in (goes, stays)] == [0, 2]
    assert [one.owner for one in promises.of_buildings(unit, [stays])] == [LI]
    assert not passed, "who promised something to a building that is not theirs owes it still"
    held = activities.find(unit, activity.id)
    there = places.building(unit, stays)
    assert held is not None
    assert there is not None
    assert held.plan.spot == Spot(building_id=stays)
    assert held.position == there.position
    told = members.find(unit, WANG)
    assert told is not None
    assert told.building_id == stays
    assert audit.verify(unit).broken_at is None


def test_company_that_is_known_in_both_is_one(unit: UnitOfWork) -> None:
    goes, stays = number(unit, "B2"), number(unit, "B1")
    for building, floor, name in ((goes, "3", "日出贸易"), (goes, "", "中建二局"), (stays, "", "日出贸易")):
        visit = visits.note(unit, building, LI, NOW)
        visits.say(unit, visit.id, visits.company(unit, building, name, floor, NOW).id, "", None)
    sunrise = visits.companies_of(unit, goes)[0]
    visits.count_members(unit, sunrise.id, 12)
    buildings.merge(unit, "B2", "B1", _DEED)
    found = visits.companies_of(unit, stays)
    assert [(one.name, one.floor, one.members) for one in found] == [("中建二局", "", None), ("日出贸易", "3", 12)]
    told = [one.company_id for one in visits.of_building(unit, stays, 0, 9)]
    assert sorted(told, key=lambda one: one or 0) == [found[0].id, found[1].id, found[1].id]


@pytest.mark.parametrize(("goes_at", "stays_at", "kept"), [(2, 1, 40), (1, 2, 70), (1, 1, 70), (1, None, 40)])
def test_what_was_said_last_of_the_members_holds(
    unit: UnitOfWork, goes_at: int, stays_at: int | None, kept: int
) -> None:
    goes, stays = number(unit, "B2"), number(unit, "B1")
    visits.put_estimates(unit, [(goes, 40)], Source.CENSUS, NOW + goes_at)
    if stays_at is not None:
        visits.put_estimates(unit, [(stays, 70)], Source.CENSUS, NOW + stays_at)
    buildings.merge(unit, "B2", "B1", _DEED)
    told = visits.estimate(unit, stays)
    assert told is not None
    assert told.members == kept


def test_audience_that_names_the_one_names_the_other(unit: UnitOfWork) -> None:
    goes, stays = number(unit, "B2"), number(unit, "B1")
    host = unit_id(unit, "310106")
    there = AtBuildings(frozenset({goes}))
    chosen = Audience(path(unit, "310106"), (there,), (AtBuildings(frozenset({goes, stays})),))
    row = announcements.draft(unit, host, chosen, Deed(By(CHEN), NOW))
    plain = announcements.draft(unit, host, Audience(path(unit, "310106")), Deed(By(CHEN), NOW))
    announcements.change(unit, row.id, CHEN, content=Content({"zh_Hans": "周四见"}))
    buildings.merge(unit, "B2", "B1", _DEED)
    found, same = announcements.find(unit, row.id), announcements.find(unit, plain.id)
    here = AtBuildings(frozenset({stays}))
    assert found is not None
    assert found.audience == Audience(path(unit, "310106"), (here,), (here,))
    assert same is not None
    assert same.audience == plain.audience


# ---- who looks after it


def test_whoever_had_either_by_name_has_the_one(unit: UnitOfWork) -> None:
    goes, stays = number(unit, "B2"), number(unit, "B1")
    host = unit_id(unit, "31")
    for who, there in ((LI, (goes,)), (ZHAO, (stays,)), (CHEN, (goes, stays))):
        areas.assign(unit, Charge(host, there), Holder(chat_id=who), _DEED)
    buildings.merge(unit, "B2", "B1", _DEED)
    held = areas.having(unit, stays, NOW)
    assert {one.chat_id for one in held} == {LI, ZHAO, CHEN}
    assert {areas.area(unit, one).buildings for one in held} == {(stays,)}


def test_promise_of_who_has_the_building_no_more_passes_on(unit: UnitOfWork) -> None:
    roles.give(unit, ZHOU, Role.ADMIN, None, _DEED)
    roles.give(unit, CHEN, Role.ORGANISER, unit_id(unit, "310115"), _DEED)
    roles.give(unit, LI, Role.VOLUNTEER, unit_id(unit, "310106"), _DEED)
    areas.assign(unit, Charge(unit_id(unit, "310106012")), Holder(chat_id=LI), _DEED)
    made = promises.make(unit, New(Kind.PROMISE, number(unit, "B2"), LI, "送表", NOW + _DAY), NOW)
    _, passed = buildings.merge(unit, "B2", "B1", _DEED)
    assert [(one.promise.id, one.owner) for one in passed] == [(made.id, CHEN)]
    assert handing_over.in_charge(unit, made.building_id, NOW) == CHEN, "asked by the old number, too"
    assert [one.id for one in promises.of_owner(unit, CHEN)] == [made.id]


# ---- the branch


def _branches(unit: UnitOfWork, *codes: str) -> None:
    rows = [Unit(f"BR{code}", UnitKind.BRANCH, f"{code}支部", "310106012", SiteKind.BUILDING) for code in codes]
    saving.save_units(unit, rows)
    known = [Building(code, code, SiteKind.BUILDING, "", "310106012", _NEW.position) for code in codes]
    saving.save_buildings(unit, known, {code: f"BR{code}" for code in codes})


def test_branch_comes_along(unit: UnitOfWork) -> None:
    _branches(unit, "B2")
    buildings.merge(unit, "B2", "B1", _DEED)
    there = places.building(unit, number(unit, "B1"))
    assert there is not None
    branch = places.unit(unit, there.branch_id or 0)
    assert branch is not None
    assert branch.code == "BRB2"


def test_two_branches_are_for_people_to_decide(unit: UnitOfWork) -> None:
    _branches(unit, "B1", "B2")
    with pytest.raises(RefusedError, match=r"each has a branch of its own \(B2支部 and B1支部\)"):
        buildings.merge(unit, "B2", "B1", _DEED)
    assert unit.connection.scalar(select(func.count()).select_from(building_table)) == 2


# ---- what is refused


@pytest.mark.parametrize(
    ("code", "into", "why"),
    [
        ("B7", "B1", "there is no building with the code B7"),
        ("B1", "B7", "there is no building with the code B7"),
        ("B1", "B1", "B1 and B1 are one building already"),
        ("B2", "B1", "B2 was merged already: it is B1 now"),
        ("B1", "B2", "B2 was merged already: it is B1 now"),
    ],
)
def test_refused_in_one_line(unit: UnitOfWork, code: str, into: str, why: str) -> None:
    buildings.merge(unit, "B2", "B1", _DEED)
    with pytest.raises(RefusedError, match=f"^{why}$"):
        buildings.plan(unit, code, into)


# ---- what was known by the old number, code and name


def test_old_number_code_and_link_lead_there_through_one_more_merge(unit: UnitOfWork) -> None:
    goes = number(unit, "B2")
    saving.save_buildings(unit, [_NEW])
    buildings.merge(unit, "B2", "B1", _DEED)
    buildings.merge(unit, "B1", "B9", _DEED)
    there = places.building_by_code(unit, "B9")
    assert there is not None
    assert places.building(unit, goes) == there
    assert [places.building_by_code(unit, one) for one in ("B1", "B2")] == [there, there]
    assert [places.building_by_slug(unit, one) for one in ("B1", "B2")] == [there, there]
    assert sorted((one.code, one.into) for one in merged.known(unit)) == [("B1", "B9"), ("B2", "B9")]
    site = sites.one(unit, goes, NOW)
    assert site is not None
    assert site.site.id == there.id


@pytest.mark.parametrize("typed", ["嘉星商务楼", "jiaxing shangwulou", "南京西路1266号"])
def test_search_finds_it_by_what_it_was_called(store: Store, typed: str) -> None:
    settle(store)
    search = PlaceSearch()
    with store.unit_of_work() as unit:
        assert search.find(unit, "嘉星商务楼").hits
        buildings.merge(unit, "B2", "B1", _DEED)
        unit.commit()
    with store.unit_of_work() as unit:
        hits = [one for one in search.find(unit, typed).hits if one.kind == "building"]
        assert [(one.id, one.name) for one in hits[:1]] == [(number(unit, "B1"), "嘉兴大厦")]
        assert {one.id for one in hits} == {number(unit, "B1")}


def test_it_is_offered_for_an_audience_by_what_it_was_called(unit: UnitOfWork) -> None:
    buildings.merge(unit, "B2", "B1", _DEED)
    for typed in ("嘉星", "嘉兴"):
        found = audience_places.buildings_within(unit, path(unit, "31"), typed)
        assert [one.name for one in found] == ["嘉兴大厦"]
    assert audience_places.buildings_within(unit, path(unit, "31"), "恒隆") == []


def test_nobody_gets_its_number_again(unit: UnitOfWork) -> None:
    gone = number(unit, "B2")
    buildings.merge(unit, "B2", "B1", _DEED)
    saving.save_buildings(unit, [_NEW, replace(_NEW, code="B10", name="久光")])
    assert gone not in {number(unit, "B9"), number(unit, "B10")}
    buildings.merge(unit, "B10", "B9", _DEED)
    saving.save_buildings(unit, [replace(_NEW, code="B11", name="会德丰")])
    assert number(unit, "B11") not in set(unit.connection.scalars(select(merged_buildings.c.id)))


def test_what_is_written_with_the_old_number_stands_at_the_new(unit: UnitOfWork) -> None:
    goes, stays = number(unit, "B2"), number(unit, "B1")
    walk = active(unit, point="JA-4")
    buildings.merge(unit, "B2", "B1", _DEED)
    assert visits.note(unit, goes, LI, NOW).building_id == stays
    assert promises.make(unit, New(Kind.HOUR, goes, LI, "一小时", NOW + _DAY), NOW).building_id == stays
    row = activities.draft(unit, replace(plan(), spot=Spot(building_id=goes)), unit_id(unit, "310106"), _DEED)
    assert row.plan.spot.building_id == stays
    again = activities.amend(unit, row.id, replace(row.plan, spot=Spot(building_id=goes)), _DEED)
    assert not again.moved
    members.keep(unit, walk.chat_id, WANGS_DETAILS, stays, now=NOW)
    found = [member_search.page(unit, ["/"], Among(building_id=one), 0, 5) for one in (goes, stays)]
    assert [[one.id for one in page] for page in found] == [[walk.id], [walk.id]]


# ---- at the same moment


def _merged(url: str) -> bool:
    store = Store(url, KEY)
    try:
        with store.unit_of_work() as unit:
            buildings.merge(unit, "B2", "B1", _DEED)
            unit.commit()
    except RefusedError:
        return False
    finally:
        store.close()
    return True


def test_two_hands_do_it_once(store: Store) -> None:
    settle(store)
    with ThreadPoolExecutor(2) as hands:
        assert sorted(hands.map(_merged, [store.url] * 2)) == [False, True]
    with store.unit_of_work() as unit:
        assert [(one.code, one.into) for one in merged.known(unit)] == [("B2", "B1")]


def test_visit_that_is_noted_meanwhile_comes_along(store: Store) -> None:
    settle(store)
    with ThreadPoolExecutor(1) as hand:
        with store.unit_of_work() as unit:
            visits.note(unit, number(unit, "B2"), LI, NOW)
            done = hand.submit(_merged, store.url)
            with pytest.raises(TimeoutError):
                done.result(timeout=0.3)
            unit.commit()
        assert done.result(timeout=20)
    with store.unit_of_work() as unit:
        assert len(visits.of_building(unit, number(unit, "B1"), 0, 9)) == 1
