"""An announcement on its way, and who sent it."""

from collections.abc import Iterator

import pytest

from domain.announcements.announcements import Verb
from domain.messages.delivery import State
from domain.people.deeds import HOUSE, Deed
from domain.people.roles import Role
from storage.people import roles
from storage.unit_of_work import Store
from tests.flows.announcements.running.office import ANNA, AT, AYI, CHEN, LI, SUN, WANG, ZHAO, Office
from tests.stage.deeds.store import store_deed, unit_id
from tests.stage.talk import furnish


@pytest.fixture
def office(sqlite_store: Store) -> Iterator[Office]:
    furnish(sqlite_store)
    for person in (WANG, ANNA, LI, AYI):
        store_deed(sqlite_store, person, "(affiliation active JA-1)", AT)
    store_deed(sqlite_store, ZHAO, "(affiliation active PD-2)", AT)
    store_deed(sqlite_store, SUN, "(grant organiser 310115005)", AT)
    store_deed(sqlite_store, CHEN, "(grant volunteer)", AT)
    with sqlite_store.unit_of_work() as unit:
        roles.give(unit, CHEN, Role.ORGANISER, unit_id(unit, "310106"), Deed(HOUSE, 1.0))
        yield Office(unit)


@pytest.fixture
def sent(office: Office) -> Office:
    """Give one that was sent: to one person it arrived, three were missed in different ways."""
    office.begins()
    office.stands(WANG, State.SENT)
    office.stands(ANNA, State.UNREACHABLE, "Forbidden: bot was blocked by the user")
    office.stands(LI, State.FAILED, "Bad Request: chat not found")
    office.stands(AYI, State.UNKNOWN, "the sender died")
    office.does(Verb.FINISH)
    return office
