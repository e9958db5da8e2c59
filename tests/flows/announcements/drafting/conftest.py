"""An organiser who composes an announcement."""

from collections.abc import Iterator

import pytest

from domain.people.deeds import HOUSE, Deed
from domain.people.roles import Role
from storage.people import people, roles
from storage.unit_of_work import Store
from tests.flows.announcements.drafting.office import CHEN, LI, Office
from tests.stage.deeds.store import unit_id
from tests.stage.talk import NOON, furnish


@pytest.fixture
def office(sqlite_store: Store) -> Iterator[Office]:
    furnish(sqlite_store)
    with sqlite_store.unit_of_work() as unit:
        people.welcome(unit, [CHEN, LI, *range(2001, 2005)], NOON.timestamp())
        for chat_id in (CHEN, LI):
            roles.give(unit, chat_id, Role.ORGANISER, unit_id(unit, "310106011"), Deed(HOUSE, NOON.timestamp()))
        yield Office(unit)
        unit.roll_back()
