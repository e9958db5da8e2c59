"""A reason that is told after the leave was granted."""

import pytest

from domain.activities.activities import Audience, Kind, Plan, Spot, Standing
from domain.people.deeds import HOUSE, By, Deed
from storage.activities import activities, leave_reasons, signup_reading, signups
from storage.people import people
from storage.unit_of_work import Store
from tests.stage import small_city
from tests.storage import signing

WANG = 1001
NOW = 1_780_000_000.0


@pytest.fixture
def activity_id(store: Store) -> int:
    """Hold an activity that Wang has signed up for."""
    with store.unit_of_work() as unit:
        small_city.build(unit)
        people.welcome(unit, [WANG], NOW)
        plan = Plan(Kind.LECTURE, "党课", NOW + 90_000, NOW + 95_000, Spot(point_id=1), Audience.ANYONE)
        row = activities.draft(unit, plan, 4, Deed(HOUSE, NOW))
        activities.publish(unit, row.id, Deed(By(None, "house"), NOW))
        signups.sign_up(unit, row.id, WANG, Standing.PASSING_BY, NOW)
        unit.commit()
    return row.id


def kept(store: Store, activity_id: int) -> str:
    with store.unit_of_work() as unit:
        mine = signup_reading.find(unit, activity_id, WANG)
        assert mine is not None
        return signing.reason(unit, mine.id)


def test_a_reason_of_somebody_on_leave_is_kept(store: Store, activity_id: int) -> None:
    with store.unit_of_work() as unit:
        signups.leave(unit, activity_id, WANG, NOW, reason="")
        assert leave_reasons.explain(unit, activity_id, WANG, "出差")
        unit.commit()
    assert kept(store, activity_id) == "出差"


def test_a_reason_of_somebody_who_comes_is_not_kept(store: Store, activity_id: int) -> None:
    with store.unit_of_work() as unit:
        assert not leave_reasons.explain(unit, activity_id, WANG, "出差")
        assert not leave_reasons.explain(unit, activity_id, 4711, "出差")
        unit.commit()
    assert kept(store, activity_id) == ""
