"""When a hall is signed up for, and how the activity in it moves."""

from collections.abc import Iterator

import pytest

from storage.activities.signups import leave
from storage.unit_of_work import UnitOfWork
from tests.storage.activities.signups.moments import NewStore
from tests.storage.signing import LI, NOW, STARTS, WANG, ZHAO, plan, published, queue, seat, settle


@pytest.fixture
def hall(new_store: NewStore) -> NewStore:
    """Give stores on one database that has people and a unit."""
    settle(new_store())
    return new_store


@pytest.fixture
def unit(hall: NewStore) -> Iterator[UnitOfWork]:
    """Give an open unit of work that is rolled back at the end."""
    with hall().unit_of_work() as opened_unit:
        yield opened_unit


@pytest.fixture
def last_minute(unit: UnitOfWork) -> int:
    """Give an activity with one seat that came free too late to be offered, for which LI waits."""
    activity_id = published(unit, plan(seats=1))
    seat(unit, activity_id, WANG)
    queue(unit, activity_id, LI)
    assert leave(unit, activity_id, WANG, STARTS - 600).offers == ()
    return activity_id


@pytest.fixture
def offered(unit: UnitOfWork) -> int:
    """Give an activity whose one seat is offered to LI; ZHAO waits behind."""
    activity_id = published(unit, plan(seats=1))
    seat(unit, activity_id, WANG)
    queue(unit, activity_id, LI, ZHAO)
    leave(unit, activity_id, WANG, NOW)
    return activity_id
