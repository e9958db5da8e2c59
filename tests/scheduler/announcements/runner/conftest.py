"""An announcement that is composed, scheduled and carried out, and how it stands."""

import pytest

from storage.people import people
from tests.scheduler.announcements.runner.run import CROWD, HOUSE, NOW, NewStore
from tests.stage.carrier import Carrier
from tests.stage.clockwork import settle


@pytest.fixture
def carrier(new_store: NewStore) -> Carrier:
    store = new_store()
    settle(store)
    with store.unit_of_work() as unit:
        people.welcome(unit, CROWD, NOW, dict.fromkeys(CROWD, "en"))
        unit.commit()
    return Carrier(new_store, HOUSE, NOW)
