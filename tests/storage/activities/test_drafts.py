"""Throwing drafts away."""

from domain.activities.activities import Audience, Kind, Plan, Spot
from domain.people.deeds import HOUSE, By, Deed
from storage.activities import activities, drafts
from storage.unit_of_work import Store
from tests.stage.deeds.store import unit_id
from tests.stage.talk import furnish

NOW = 1_000_000.0
PLAN = Plan(Kind.LECTURE, "Lecture", NOW + 90_000.0, NOW + 93_600.0, Spot(), Audience.ANYONE)


def test_draft_is_gone_without_a_trace(store: Store) -> None:
    furnish(store)
    with store.unit_of_work() as unit:
        row = activities.draft(unit, PLAN, unit_id(unit, "310106011"), Deed(HOUSE, NOW))
        unit.commit()
    with store.unit_of_work() as unit:
        assert drafts.discard(unit, row.id)
        unit.commit()
    with store.unit_of_work() as unit:
        assert activities.find(unit, row.id) is None
        assert not drafts.discard(unit, row.id)


def test_published_activity_stays(store: Store) -> None:
    furnish(store)
    with store.unit_of_work() as unit:
        row = activities.draft(unit, PLAN, unit_id(unit, "310106011"), Deed(HOUSE, NOW))
        published = activities.publish(unit, row.id, Deed(By(None, "house"), NOW))
        assert not drafts.discard(unit, row.id)
        assert activities.find(unit, row.id) == published
