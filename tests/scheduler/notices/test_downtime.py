"""The house was down for a day: what is of use is said late and says so, the rest expires, and both are counted."""

from datetime import datetime
from typing import Final

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from bot.house import House
from bot.planning.activities import plan_for
from domain.activities.activities import Audience, Kind, Plan, Spot, Standing
from domain.activities.notices import default_confirm_by
from domain.activities.seats import State
from domain.affiliations.reminders import QuietHours
from domain.people.deeds import By, Deed
from scheduler.notices.runner import Rung, ring_due
from storage.activities import activities, signup_reading, signups
from storage.activities.activities import ActivityRow
from storage.unit_of_work import Store
from tests.scheduler.notices.test_ring import sent
from tests.stage.clockwork import CHEN, LI, WANG, ZHOU, ZONE, at, settle, unit_id

HOUSE: Final = House(language="en", zone=ZONE, quiet_hours=QuietHours())
NOW: Final = at("2026-11-30 12:00")


@pytest.fixture(autouse=True)
def city(store: Store) -> None:
    settle(store)


def published(store: Store, title: str, begins: str, seats: int = 1) -> ActivityRow:
    """Publish one of an hour, with two people who sign up or wait."""
    starts = at(begins).timestamp()
    confirm_by = default_confirm_by(starts, NOW)
    spot = Spot(title="Hall")
    plan = Plan(Kind.LECTURE, title, starts, starts + 3600, spot, Audience.ANYONE, seats, confirm_by=confirm_by)
    with store.unit_of_work() as unit:
        draft = activities.draft(unit, plan, unit_id(unit, "310106011"), Deed(By(CHEN), NOW.timestamp()))
        row = activities.publish(unit, draft.id, Deed(By(CHEN, "organiser"), NOW.timestamp()))
        plan_for(unit, row, NOW)
        for chat_id in (WANG, LI):
            signups.wait(unit, row.id, chat_id, Standing.OF_THE_UNIT, NOW.timestamp())
        unit.commit()
    return row


def state_of(store: Store, row: ActivityRow, who: int) -> State | None:
    with store.unit_of_work() as unit:
        found = signup_reading.find(unit, row.id, who)
    return found.state if found else None


async def ring(store: Store, now: datetime) -> Rung:
    return await ring_due(store, HOUSE, now.timestamp)


def counted(name: str, kind: str) -> float:
    return REGISTRY.get_sample_value(f"waystation_notices_{name}_total", {"kind": kind}) or 0.0


async def test_ring_due_after_a_day_down_says_what_is_late_and_tells_what_expired(store: Store) -> None:
    tomorrow = published(store, "Tomorrow", "2026-12-03 19:00")
    published(store, "Missed", "2026-12-02 19:00")
    await ring(store, at("2026-12-02 09:30"))
    before = sent(store)
    kinds = ("last_call", "remind", "release", "soon", "over")
    expired = {kind: counted("expired", kind) for kind in kinds}
    late = {kind: counted("late", kind) for kind in kinds}

    with capture_logs() as logs:
        rung = await ring(store, at("2026-12-03 09:30"))

    told = [(chat_id, html.split("\n")) for chat_id, html in sent(store)[len(before) :]]
    assert [(chat_id, lines[0], lines[-1]) for chat_id, lines in told] == [
        (
            WANG,
            "Today you have an activity:",
            "<i>This was due on Wed, Dec 2, 10:00, and comes late.</i>",
        ),
        (
            CHEN,
            "Missed · Wed, Dec 2, 19:00 is over, and nobody is checked in yet. Who came?",
            "Until it is entered, the month leaves this activity out of its rate.",
        ),
    ]
    assert rung.said == 2
    (lost,) = [entry["kinds"] for entry in logs if entry["event"] == "notices_expired"]
    assert lost == {"last_call": 1, "remind_3": 1, "soon": 1}
    assert {kind: counted("expired", kind) - many for kind, many in expired.items()} == {
        "last_call": 1,
        "remind": 1,
        "release": 0,
        "soon": 1,
        "over": 0,
    }
    assert {kind: counted("late", kind) - many for kind, many in late.items()} == {
        "last_call": 0,
        "remind": 1,
        "release": 0,
        "soon": 0,
        "over": 0,
    }
    assert state_of(store, tomorrow, WANG) is State.SIGNED_UP  # nobody loses a seat who was not asked


async def test_ring_due_after_the_clock_jumps_over_everything_says_nothing_stale(store: Store) -> None:
    row = published(store, "Tomorrow", "2026-12-03 19:00")
    rung = await ring(store, at("2027-01-31 12:00"))
    assert (rung.said, sent(store)) == (0, [])
    assert (state_of(store, row, WANG), state_of(store, row, LI)) == (State.ABSENT, State.LAPSED)
    assert await ring(store, at("2027-01-31 12:00")) == Rung()


async def test_ring_due_after_the_clock_jumps_back_rings_nothing_twice(store: Store) -> None:
    published(store, "Tomorrow", "2026-12-03 19:00", seats=2)
    await ring(store, at("2026-12-02 10:00"))
    first = sent(store)
    for now in ("2026-12-01 09:00", "2026-12-02 10:00", "2026-12-02 10:20"):
        assert await ring(store, at(now)) == Rung()
    assert sent(store) == first
    assert {chat_id for chat_id, _ in first} == {WANG, LI}
    assert ZHOU not in {chat_id for chat_id, _ in first}
