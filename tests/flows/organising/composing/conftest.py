"""An organiser and the activities of the units."""

from collections.abc import Iterator

import pytest

from domain.people.deeds import HOUSE, Deed
from domain.people.roles import Role
from storage.people import people, roles
from storage.unit_of_work import Store
from tests.flows.organising.composing.office import CHEN, Office
from tests.stage.deeds.store import unit_id
from tests.stage.talk import NOON, furnish


@pytest.fixture
def office(sqlite_store: Store) -> Iterator[Office]:
    furnish(sqlite_store)
    with sqlite_store.unit_of_work() as unit:
        people.welcome(unit, [CHEN, *range(2001, 2013)], NOON.timestamp())
        roles.give(unit, CHEN, Role.ORGANISER, unit_id(unit, "310106011"), Deed(HOUSE, NOON.timestamp()))
        yield Office(unit)
        unit.roll_back()
