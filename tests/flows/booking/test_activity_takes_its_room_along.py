"""What an activity has booked follows it: to another time, had or asked for or not to be had there, and called off."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.flows.entry_points import EntryPoint
from domain.booking.life import State, Why
from storage.tables.activities import activities
from storage.tables.booking import resources
from storage.unit_of_work import Store
from tests.flows.booking.played import HOST, LENDER, LENDERS, OTHER, Played, played
from tests.stage.talk import NOON


@pytest.fixture
def there(sqlite_store: Store) -> Played:
    """Hold an open lecture of the host on Dec 10, 19:00-20:30."""
    there = played(sqlite_store)
    there.deed(HOST, '(activity 党课 "Open lecture" JA-1 12-10T19:00 20 anyone)')
    return there


def lecture(there: Played) -> int:
    with there.store.unit_of_work() as unit:
        found: int = unit.connection.scalars(select(func.max(activities.c.id))).one()
    return found


def moves(there: Played, to: str) -> None:
    host = there[HOST]
    host.opens(EntryPoint.MANAGE, lecture(there))
    host.taps("Change something")
    host.taps("Time")
    host.says(to)
    assert "✅ Changed." in host.taps("Change it")


def calls_off(there: Played) -> None:
    host = there[HOST]
    host.opens(EntryPoint.MANAGE, lecture(there))
    host.taps("Call it off")
    host.taps("The weather")
    assert "✅ Called off." in host.taps("Call it off")


def at(days: int, hour: int) -> float:
    return (NOON + timedelta(days=days)).replace(hour=hour).timestamp()


def test_rooms_move_along_each_as_its_owner_lends_it(there: Played) -> None:
    number = lecture(there)
    free, asked = there.books("A", activity=number), there.books("CLASS", activity=number)
    there[LENDER].opens(EntryPoint.GRANT_BOOKING, asked)
    moves(there, "Dec 11, 19:00-20:30")
    assert [there.stands(one).starts_at for one in (free, asked)] == [at(10, 19)] * 2
    assert [there.state(one) for one in (free, asked)] == [State.GRANTED, State.REQUESTED]
    assert there[LENDER].hears("静安寺街道 has moved its booking, to:") == 1
    assert there[LENDER].hears("静安寺街道 asks to borrow:") == 1


def test_what_is_taken_or_shut_at_the_new_time_is_told(there: Played) -> None:
    number = lecture(there)
    taken, shut = there.books("A", activity=number), there.books("BEAMER", activity=number)
    there.books("A", LENDER, LENDERS, days=10)
    with there.store.unit_of_work() as unit:
        hours = update(resources).where(resources.c.code == "BEAMER").values(hours="Mo-Th 08:00-22:00")
        unit.connection.execute(hours)
        unit.commit()
    moves(there, "Dec 11, 19:00-20:30")
    assert [(there.state(one), there.stands(one).why) for one in (taken, shut)] == [
        (State.WAITING, Why.TAKEN),
        (State.REFUSED, Why.OUTSIDE_HOURS),
    ]
    host = there[HOST]
    assert host.hears("At the new time this cannot be had:") == 2
    assert host.hears("through no doing of yours") == 0
    assert host.hears("This is not lent any more:") == 0
    assert there[OTHER].hears("静安寺街道 cannot have this any more:") == 1


def test_who_only_waited_has_nothing_to_lose_or_to_free(there: Played) -> None:
    number = lecture(there)
    for days in (9, 10):
        there.books("A", LENDER, LENDERS, days=days)
    waits = there.books("A", activity=number)
    has = there.books("BEAMER", activity=number)
    moves(there, "Dec 11, 19:00-20:30")
    assert there.state(waits) is State.WAITING
    assert there[HOST].hears("cannot be had") == 0

    calls_off(there)
    assert [there.stands(one).why for one in (waits, has)] == [Why.ACTIVITY_CANCELLED] * 2
    assert there[OTHER].hears("静安寺街道 has cancelled; it is free again:") == 1
    assert there[OTHER].hears("投影仪") == 2


def test_a_draft_that_is_to_repeat_keeps_its_room(there: Played) -> None:
    there.deed(HOST, '(draft 党课 "Quiet lecture" JA-1 12-11T19:00 20 anyone)')
    booked = there.books("A", days=10, activity=lecture(there))
    host = there[HOST]
    host.opens(EntryPoint.MANAGE, lecture(there))
    host.taps("Repeat it")
    assert "Repeats every Fri" in host.taps("every Fri")
    assert there.stands(booked).activity_id == lecture(there)
    host.taps("Repeat it")
    host.taps("Only once")
    assert there.stands(booked).activity_id == lecture(there)
    host.taps("Discard the draft")
    assert "is gone." in host.taps("Discard it")
    assert there.stands(booked).why is Why.ACTIVITY_CANCELLED
    assert there[LENDER].hears("静安寺街道 has cancelled; it is free again:") == 1


def test_an_activity_without_anything_booked_is_moved_and_called_off_alone(there: Played) -> None:
    booked = there.books("CLASS")
    moves(there, "Dec 11, 19:00-20:30")
    calls_off(there)
    assert there[LENDER].hears("静安寺街道") == 0
    assert there.state(booked) is State.REQUESTED
