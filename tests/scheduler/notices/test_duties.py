"""What falls due around a duty: reminders that still hold, and calls that run out."""

from dataclasses import replace
from datetime import datetime
from typing import Final

import pytest

from bot.flows.duties.text import Matter, matter
from bot.house import House
from bot.planning import duties as duty_clock
from domain.activities.activities import Audience, Kind, Plan, Spot
from domain.activities.duties import State, Task
from domain.people.deeds import By, Deed
from scheduler.notices.runner import Rung, ring_due
from storage.activities import activities, duties
from storage.unit_of_work import Store, UnitOfWork
from tests.scheduler.notices.test_activities import said
from tests.stage.clockwork import CHEN, LI, WANG, WU, ZONE, at, settle, unit_id

HOUSE: Final = House(language="en", zone=ZONE, quiet_hours=None)
BEGINS: Final = at("2026-12-06 09:00")
NOW: Final = at("2026-11-30 12:00")
ORGANISER: Final = By(CHEN, "organiser")
HOUR: Final = 3_600.0


@pytest.fixture(autouse=True)
def city(store: Store) -> None:
    settle(store)


def arranged(store: Store, *coming: int, needed: int = 1) -> int:
    """Call volunteers for a duty; those named say yes, in this order. Return the activity."""
    with store.unit_of_work() as unit:
        starts = BEGINS.timestamp()
        plan = Plan(Kind.VOLUNTEERING, "Check-ups", starts, starts + 2 * HOUR, Spot(title="Hall"), Audience.ANYONE)
        draft = activities.draft(unit, plan, unit_id(unit, "310106011"), Deed(By(CHEN), NOW.timestamp()))
        row = activities.publish(unit, draft.id, Deed(ORGANISER, NOW.timestamp()))
        duty = duties.add(unit, row.id, Task("Welcome", starts, starts + 2 * HOUR, needed))
        duties.ask(unit, duty.id, coming, NOW.timestamp())
        for chat_id in coming:
            duties.come(unit, duty.id, chat_id, NOW.timestamp())
        _plan(unit, NOW)
        unit.commit()
    return row.id


def _plan(unit: UnitOfWork, now: datetime) -> None:
    duty_clock.plan_for(unit, 1, _matter(unit, now).plan, now)


def _matter(unit: UnitOfWork, now: datetime) -> Matter:
    found = matter(unit, 1, now)
    assert found is not None
    return found


def drops_out(store: Store, who: int, now: datetime) -> None:
    with store.unit_of_work() as unit:
        duties.decline(unit, 1, who, now.timestamp())
        unit.commit()


def moves(store: Store, starts: datetime, now: datetime) -> None:
    with store.unit_of_work() as unit:
        one = _matter(unit, now)
        task = replace(one.duty.task, starts_at=starts.timestamp(), ends_at=starts.timestamp() + HOUR)
        duties.change(unit, 1, task, now.timestamp())
        _plan(unit, now)
        unit.commit()


async def ring(store: Store, now: str) -> Rung:
    return await ring_due(store, HOUSE, at(now).timestamp)


async def test_who_comes_is_reminded_the_day_before_and_two_hours_before(store: Store) -> None:
    arranged(store, WANG, LI, needed=1)
    assert await ring(store, "2026-12-05 10:00") == Rung(done=1, said=1)
    assert await ring(store, "2026-12-06 07:30") == Rung(done=1, said=1)
    assert said(store) == [(WANG, "Tomorrow you are counted on:"), (WANG, "Today you are counted on:")]


async def test_who_says_yes_after_a_reminder_was_due_gets_no_stale_one(store: Store) -> None:
    arranged(store, WANG)
    with store.unit_of_work() as unit:
        duties.change(unit, 1, replace(_matter(unit, NOW).duty.task, needed=2), NOW.timestamp())
        duties.come(unit, 1, LI, at("2026-12-05 11:00").timestamp())
        unit.commit()
    assert await ring(store, "2026-12-05 12:00") == Rung(done=1, said=1)
    assert said(store) == [(WANG, "Tomorrow you are counted on:")]


async def test_reminder_planned_for_another_time_does_not_ring(store: Store) -> None:
    arranged(store, WANG)
    moves(store, at("2026-12-09 09:00"), at("2026-12-01 12:00"))
    assert await ring(store, "2026-12-06 08:00") == Rung(stale=2)
    assert await ring(store, "2026-12-08 10:00") == Rung(done=1, said=1)


async def test_duty_moved_there_and_back_is_reminded_of(store: Store) -> None:
    arranged(store, WANG)
    moves(store, at("2026-12-09 09:00"), at("2026-12-01 12:00"))
    moves(store, BEGINS, at("2026-12-01 13:00"))
    assert await ring(store, "2026-12-05 10:00") == Rung(done=1, said=1)


async def test_nobody_is_reminded_of_a_duty_that_is_gone(store: Store) -> None:
    arranged(store, WANG)
    with store.unit_of_work() as unit:
        duties.remove(unit, 1)
        unit.commit()
    assert await ring(store, "2026-12-05 10:00") == Rung(stale=1)


async def test_nobody_is_reminded_of_what_is_called_off(store: Store) -> None:
    row_id = arranged(store, WANG)
    with store.unit_of_work() as unit:
        activities.cancel(unit, row_id, Deed(ORGANISER, NOW.timestamp(), "rain"))
        unit.commit()
    assert await ring(store, "2026-12-05 10:00") == Rung(stale=1)


async def test_unanswered_call_goes_to_the_next_of_the_reserve(store: Store) -> None:
    arranged(store, WANG, LI, WU)
    drops_out(store, WANG, at("2026-12-01 12:00"))
    assert await ring(store, "2026-12-02 12:00") == Rung(done=1, said=3)
    assert dict(said(store)) == {
        LI: "We had no answer in time, so the place kept for you has gone on. That is all right.",
        WU: "You stand by for this duty:",
        CHEN: "王* of the reserve has not answered:",
    }
    with store.unit_of_work() as unit:
        states = {row.chat_id: row.state for row in duties.of_duty(unit, 1, frozenset(State))}
    assert states == {WANG: State.DROPPED, LI: State.LAPSED, WU: State.CALLED}


async def test_answered_call_does_not_lapse(store: Store) -> None:
    arranged(store, WANG, LI)
    drops_out(store, WANG, at("2026-12-01 12:00"))
    with store.unit_of_work() as unit:
        duties.come(unit, 1, LI, at("2026-12-01 13:00").timestamp())
        unit.commit()
    assert await ring(store, "2026-12-02 12:00") == Rung(stale=1)


async def test_call_for_a_duty_that_is_called_off_does_not_lapse(store: Store) -> None:
    row_id = arranged(store, WANG, LI)
    drops_out(store, WANG, at("2026-12-01 12:00"))
    with store.unit_of_work() as unit:
        activities.cancel(unit, row_id, Deed(ORGANISER, at("2026-12-01 13:00").timestamp(), "rain"))
        unit.commit()
    assert await ring(store, "2026-12-02 12:00") == Rung(stale=1)


async def test_call_for_a_duty_that_is_gone_does_not_lapse(store: Store) -> None:
    arranged(store, WANG, LI)
    drops_out(store, WANG, at("2026-12-01 12:00"))
    with store.unit_of_work() as unit:
        duties.remove(unit, 1)
        unit.commit()
    assert await ring(store, "2026-12-02 12:00") == Rung(stale=1)
