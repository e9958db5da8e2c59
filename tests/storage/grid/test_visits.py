"""What was noted: kept, corrected, taken back, forgotten; and the promises that hang on it."""

from collections.abc import Callable

import pytest

from domain.grid.promises import Kind, State
from domain.grid.sources import Source
from domain.people.deeds import HOUSE, Deed
from domain.people.roles import Role
from storage.grid import areas, handing_over, promises, sites, story, visits
from storage.grid.areas import Charge, Holder
from storage.grid.promises import New
from storage.people import roles
from storage.places import places
from storage.unit_of_work import Store, UnitOfWork
from storage.upkeep import own_visits
from tests.storage.stays import CHEN, LI, NOW, WANG, ZHOU, unit_id

_DAY = 86_400.0


@pytest.fixture
def unit(city: Callable[[], Store]) -> UnitOfWork:
    return city().unit_of_work()


def _building(unit: UnitOfWork, code: str = "B2") -> int:
    row = places.building_by_code(unit, code)
    assert row is not None
    return row.id


def test_building_knows_its_companies_and_where_its_estimate_is_from(unit: UnitOfWork) -> None:
    with unit:
        here = _building(unit)
        company = visits.company(unit, here, "日出贸易", "3", NOW)
        assert visits.company(unit, here, "日出贸易", "4", NOW).id == company.id
        assert [one.floor for one in visits.companies_of(unit, here)] == ["4"]
        visits.count_members(unit, company.id, 5)
        row = sites.one(unit, here, NOW)
        assert row is not None
        assert (row.site.members, row.source, row.site.waited) == (5, Source.VISIT, None)
        visits.put_estimates(unit, [(here, 40)], Source.ORGANISER, NOW)
        row = sites.one(unit, here, NOW)
        assert row is not None
        assert (row.site.members, row.source) == (40, Source.ORGANISER)


def test_figures_of_coverage_are_sums_of_rows(unit: UnitOfWork) -> None:
    with unit:
        visits.note(unit, _building(unit), LI, NOW - 10 * _DAY)
        found = sites.coverage(unit, places.path_of(unit, unit_id(unit, "31")), NOW)
        assert (found.buildings, found.with_branch, found.centres, found.visited) == (2, 0, 3, 1)


def test_promise_is_given_up_with_a_reason_alone(unit: UnitOfWork) -> None:
    with unit:
        made = promises.make(unit, New(Kind.PROMISE, _building(unit), LI, "送表", NOW + _DAY), NOW)
        with pytest.raises(ValueError, match="with a reason"):
            promises.give_up(unit, made.id, " ", NOW)
        assert promises.give_up(unit, made.id, "搬走了", NOW)
        assert not promises.keep(unit, made.id, NOW)
        row = promises.find(unit, made.id)
        assert row is not None
        assert (row.state, row.reason) == (State.GIVEN_UP, "搬走了")


def test_area_that_ended_this_morning_is_nobody_s(unit: UnitOfWork) -> None:
    with unit:
        roles.give(unit, ZHOU, Role.ADMIN, None, Deed(HOUSE, NOW))
        roles.give(unit, LI, Role.VOLUNTEER, unit_id(unit, "310106"), Deed(HOUSE, NOW))
        charge = Charge(unit_id(unit, "310106"), (_building(unit),), NOW + _DAY)
        row = areas.assign(unit, charge, Holder(chat_id=LI), Deed(HOUSE, NOW))
        made = promises.make(unit, New(Kind.PROMISE, _building(unit), LI, "送表", NOW + 9 * _DAY), NOW)
        assert handing_over.in_charge(unit, _building(unit), NOW) == LI
        assert handing_over.in_charge(unit, _building(unit), NOW + 2 * _DAY) == ZHOU
        (passed,) = handing_over.end(unit, row, Deed(HOUSE, NOW + 2 * _DAY))
        assert (passed.promise.id, passed.owner) == (made.id, ZHOU)
        assert handing_over.end(unit, row, Deed(HOUSE, NOW + 3 * _DAY)) == []


def test_role_that_is_taken_passes_everything_on(unit: UnitOfWork) -> None:
    with unit:
        roles.give(unit, ZHOU, Role.ADMIN, None, Deed(HOUSE, NOW))
        roles.give(unit, CHEN, Role.ORGANISER, unit_id(unit, "310106"), Deed(HOUSE, NOW))
        promises.make(unit, New(Kind.PROMISE, _building(unit), CHEN, "送表", NOW + _DAY), NOW)
        (held,) = roles.held(unit, CHEN)
        roles.take(unit, held.id, Deed(HOUSE, NOW))
        assert [one.owner for one in handing_over.lose_role(unit, CHEN, Deed(HOUSE, NOW))] == [ZHOU]


def test_who_is_forgotten_leaves_that_somebody_came(unit: UnitOfWork) -> None:
    with unit:
        roles.give(unit, ZHOU, Role.ADMIN, None, Deed(HOUSE, NOW))
        visit = visits.note(unit, _building(unit), WANG, NOW)
        visits.say(unit, visit.id, None, "想办挂靠", None)
        promises.make(unit, New(Kind.PROMISE, _building(unit), WANG, "送表", NOW + _DAY, visit.id), NOW)
        assert own_visits.of_person(unit, WANG).visits[0].found == "想办挂靠"
        own_visits.forget(unit, WANG, NOW)
        assert own_visits.of_person(unit, WANG) == own_visits.GridData()
        (row,) = visits.of_building(unit, _building(unit), 0, 5)
        assert (row.chat_id, row.found, row.day) == (None, "", NOW)
        assert [one.owner for one in promises.of_owner(unit, ZHOU)] == [ZHOU]


def test_old_notes_fade(unit: UnitOfWork) -> None:
    with unit:
        visit = visits.note(unit, _building(unit), WANG, NOW - 900 * _DAY)
        visits.say(unit, visit.id, None, "想办挂靠", None)
        (unit_to_fade,) = own_visits.units_to_fade(unit, NOW - 700 * _DAY)
        own_visits.fade(unit, unit_to_fade, NOW - 700 * _DAY)
        assert own_visits.units_to_fade(unit, NOW - 700 * _DAY) == []
        assert [one.what for one in story.of(unit, _building(unit), NOW)] == [story.What.VISIT]
