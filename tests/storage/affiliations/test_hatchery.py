"""Enough active members in a building or a company without a branch make a nest; founding the branch ends it."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import select

from domain.affiliations.affiliations import Stay, Verb
from domain.people.members import Details
from domain.rules import Rule
from storage.affiliations.hatchery import Nest, around, found, is_of, people_of, ready, suggest_once, who_may_be_named
from storage.people import members
from storage.places import places, unit_rules
from storage.tables import affiliations as affiliation_tables
from storage.tables import places as place_tables
from storage.unit_of_work import Store, UnitOfWork
from tests.storage.stays import LI, NOW, SUN, WANG, ZHAO, active, unit_id, walk

COMPANY = "Sunrise Trading"


def test_building_with_enough_members(city: Callable[[], Store]) -> None:
    with city().unit_of_work() as unit:
        for chat_id in (WANG, LI, ZHAO):
            _works_in(unit, chat_id, "B1")
            active(unit, chat_id)
        members.allow_name(unit, LI, allowed=True, now=NOW)
        unit.commit()

    with city().unit_of_work() as unit:
        building = _building(unit, "B1")
        assert ready(unit) == [Nest(building, None, unit_id(unit, "310115005"), 3, 1)]


def test_company_with_enough_members(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        for chat_id in (WANG, LI, ZHAO):
            members.keep(unit, chat_id, Details(employer=COMPANY), now=NOW)
            active(unit, chat_id)

        (nest,) = ready(unit)
        assert nest == Nest(None, nest.employer_hash, unit_id(unit, "310106011"), 3, 0)


def test_company_counts_at_each_host_alone(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        for chat_id, point in ((WANG, "JA-1"), (LI, "JA-2"), (ZHAO, "PD-1")):
            members.keep(unit, chat_id, Details(employer=COMPANY), now=NOW)
            active(unit, chat_id, point)

        assert ready(unit) == []


def test_members_who_are_not_active_do_not_count(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        for chat_id in (WANG, LI, ZHAO):
            _works_in(unit, chat_id, "B1")
            row = active(unit, chat_id)
        walk(unit, row.id, [Verb.GO_HOME])

        assert ready(unit) == []


def test_somebody_with_two_stays_counts_once(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        for chat_id in (WANG, LI):
            _works_in(unit, chat_id, "B1")
            active(unit, chat_id)
            active(unit, chat_id, stay=Stay.VISIT)

        assert ready(unit) == []


def test_unit_may_ask_for_another_number(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        unit_rules.put(unit, Rule.HATCHERY_MEMBERS, unit_id(unit, "310115"), 1)
        _works_in(unit, WANG, "B1")
        _works_in(unit, LI, "B2")
        active(unit, WANG)
        active(unit, LI)

        assert [nest.building_id for nest in ready(unit)] == [_building(unit, "B1")]


def test_founding_in_a_building(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        unit_rules.put(unit, Rule.HATCHERY_MEMBERS, unit_id(unit, "31"), 1)
        _works_in(unit, WANG, "B1")
        active(unit, WANG)
        (nest,) = ready(unit)
        branch = unit_id(unit, "310115005")

        assert found(unit, nest, branch, NOW)
        assert ready(unit) == []
        assert not found(unit, nest, branch, NOW)


def test_founding_in_a_company(city: Callable[[], Store]) -> None:
    with city().unit_of_work() as unit:
        unit_rules.put(unit, Rule.HATCHERY_MEMBERS, unit_id(unit, "31"), 1)
        members.keep(unit, WANG, Details(employer=COMPANY), now=NOW)
        active(unit, WANG)
        (nest,) = ready(unit)
        assert found(unit, nest, unit_id(unit, "310115005"), NOW)
        unit.commit()

    with city().unit_of_work() as unit:
        assert ready(unit) == []
        assert not found(unit, nest, unit_id(unit, "310106"), NOW)
        (row,) = unit.connection.execute(select(affiliation_tables.company_branches))
        assert row.employer_hash == nest.employer_hash
        assert unit.seal.open(row.employer, b"company_branches.employer") == COMPANY.encode()


def test_founding_in_a_company_that_nobody_works_for(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        nobodys = Nest(None, "0" * 64, unit_id(unit, "31"), 3, 0)

        assert not found(unit, nobodys, unit_id(unit, "310106"), NOW)


def test_subjects_differ_and_fit() -> None:
    building, company = Nest(7, None, 3, 3, 0), Nest(None, "ab" * 32, 3, 3, 0)

    assert [nest.subject for nest in (building, company, replace(company, unit_id=4))] == [
        "nest:b7",
        "nest:3:abababababababababab",
        "nest:4:abababababababababab",
    ]


def test_members_without_building_or_company_gather_nowhere(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        unit_rules.put(unit, Rule.HATCHERY_MEMBERS, unit_id(unit, "31"), 1)
        active(unit, SUN)

        assert ready(unit) == []


def _works_in(unit: UnitOfWork, chat_id: int, code: str) -> None:
    members.keep(unit, chat_id, Details(name=f"Member {chat_id}"), _building(unit, code), now=NOW)


def _building(unit: UnitOfWork, code: str) -> int:
    query = select(place_tables.buildings.c.id).where(place_tables.buildings.c.code == code)
    found_id: int = unit.connection.scalars(query).one()
    return found_id


def test_around_a_person_are_the_own_nests(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        for chat_id in (WANG, LI, ZHAO):
            _works_in(unit, chat_id, "B1")
            active(unit, chat_id)
        active(unit, SUN)

        (nest,) = ready(unit)
        assert (around(unit, LI), around(unit, SUN), around(unit, 4711)) == ([nest], [], [])
        assert people_of(unit, nest) == [WANG, LI, ZHAO]


def test_people_of_a_company(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        for chat_id in (WANG, LI, ZHAO):
            members.keep(unit, chat_id, Details(employer=COMPANY), now=NOW)
            active(unit, chat_id)
        (nest,) = around(unit, WANG)

        assert people_of(unit, nest) == [WANG, LI, ZHAO]


def test_nest_is_suggested_once(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        nest = Nest(1, None, unit_id(unit, "310115005"), 3, 0)
        assert [suggest_once(unit, nest, NOW) for _ in range(2)] == [True, False]


def test_branch_is_of_those_who_work_there(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        branch = unit_id(unit, "310106")
        for chat_id in (WANG, LI, ZHAO):
            _works_in(unit, chat_id, "B1")
            active(unit, chat_id)
        found(unit, ready(unit)[0], branch, NOW)

        assert [is_of(unit, chat_id, branch) for chat_id in (WANG, SUN)] == [True, False]


def test_nests_of_some_units_alone(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        for chat_id in (WANG, LI, ZHAO):
            members.keep(unit, chat_id, Details(employer=COMPANY), _building(unit, "B1"), now=NOW)
            active(unit, chat_id)
        members.allow_name(unit, LI, allowed=True, now=NOW)

        building, company = ready(unit)
        of_building, of_company, city = (_path(unit, code) for code in ("310115005", "310106", "31"))
        assert ready(unit, (of_building,)) == [building]
        assert ready(unit, (of_company,)) == [company]
        assert ready(unit, (city,)) == ready(unit, (of_building, of_company)) == [building, company]
        assert ready(unit, ()) == []
        assert who_may_be_named(unit, building) == who_may_be_named(unit, company) == [LI]
        assert (building.nameable, company.nameable) == (1, 1)


def _path(unit: UnitOfWork, code: str) -> str:
    return places.path_of(unit, unit_id(unit, code))


def test_unit_that_asks_for_more_does_not_hide_what_others_call_enough(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        unit_rules.put(unit, Rule.HATCHERY_MEMBERS, unit_id(unit, "310106"), 5)
        for chat_id in (WANG, LI, ZHAO):
            members.keep(unit, chat_id, Details(employer=COMPANY), _building(unit, "B1"), now=NOW)
            active(unit, chat_id)

        assert [nest.building_id for nest in ready(unit)] == [_building(unit, "B1")]
        unit_rules.put(unit, Rule.HATCHERY_MEMBERS, unit_id(unit, "310106"), 2)
        assert len(ready(unit)) == 2
