"""Locks are taken in one order; what is not free out of order is given up, and all is played again in order."""

from collections.abc import Callable, Iterator
from threading import Barrier, Thread

import pytest
from sqlalchemy.exc import OperationalError

from domain.activities.activities import Standing
from storage.activities import activities, signups
from storage.lock_order import BusyError, Locked, Locks
from storage.people import audit
from storage.people.audit import Entry
from storage.troubles import is_undone
from storage.unit_of_work import Store, UnitOfWork
from tests.storage.signing import NOW, opened, plan, settle

NewStore = Callable[[], Store]


@pytest.fixture
def store(postgres_url: str, key: str) -> Iterator[Store]:
    store = Store(postgres_url, key)
    settle(store)
    yield store
    store.close()


@pytest.fixture
def pair(store: Store) -> tuple[int, int]:
    return opened(store, plan()), opened(store, plan())


def _join(unit: UnitOfWork, activity_id: int) -> None:
    signups.sign_up(unit, activity_id, 1001, Standing.OF_THE_UNIT, NOW)


def test_in_order_nothing_more_is_asked(store: Store, pair: tuple[int, int]) -> None:
    with store.unit_of_work() as unit, store.unit_of_work() as other:
        for activity_id in pair:
            unit.hold(Locked.ACTIVITY, activity_id)
        activities.locked(other, pair[0])  # `hold` alone has locked nothing
        assert unit.locks.held == {(Locked.ACTIVITY, one) for one in pair}


def test_out_of_order_nobody_is_waited_for(store: Store, pair: tuple[int, int]) -> None:
    low, high = pair
    with store.unit_of_work() as unit, store.unit_of_work() as other:
        activities.locked(other, low)
        activities.locked(unit, high)
        with pytest.raises(OperationalError) as refused:
            activities.locked(unit, low)
        assert is_undone(refused.value)


def test_out_of_order_what_is_free_is_had(store: Store, pair: tuple[int, int]) -> None:
    low, high = pair
    with store.unit_of_work() as unit:
        for activity_id in (high, low, high):
            assert activities.locked(unit, activity_id)
        audit.hold(unit)
        assert unit.locks.held == {(Locked.AUDIT, 0), (Locked.ACTIVITY, low), (Locked.ACTIVITY, high)}


def test_audit_after_an_activity_is_not_waited_for(store: Store, pair: tuple[int, int]) -> None:
    with store.unit_of_work() as unit, store.unit_of_work() as other:
        audit.hold(other)
        activities.locked(unit, pair[0])
        with pytest.raises(BusyError) as refused:
            audit.hold(unit)
        assert is_undone(refused.value)


def test_what_was_undone_takes_first_what_it_came_to_want(store: Store, pair: tuple[int, int]) -> None:
    wanted = {(Locked.ACTIVITY, one) for one in pair} | {(Locked.AUDIT, 0)}
    with store.unit_of_work() as unit:
        unit.locks = Locks(wanted)
        activities.locked(unit, pair[1])
        assert unit.locks.held == wanted
        with store.unit_of_work() as other:
            activities.locked(other, pair[0] + 2)
            with pytest.raises(OperationalError):
                activities.locked(other, pair[0])  # out of order: at once, not when the first has ended


def test_savepoint_that_is_undone_holds_nothing_any_more(store: Store, pair: tuple[int, int]) -> None:
    with store.unit_of_work() as unit:
        with pytest.raises(ZeroDivisionError), unit.savepoint():
            assert 1 // (activities.locked(unit, pair[1]) is None)
        assert unit.locks.held == frozenset()
        unit.locks.forget()
        activities.locked(unit, pair[0])
        assert unit.locks.held == {(Locked.ACTIVITY, one) for one in pair}


def test_two_in_opposite_orders_both_come_through(store: Store, pair: tuple[int, int], key: str) -> None:
    """Without an order one of the two would be the victim of a deadlock."""
    meet, plays, done = Barrier(2, timeout=5), [0, 0], []
    others = [Store(store.url, key) for _ in range(2)]

    def play(who: int, order: tuple[int, int]) -> None:
        def work(unit: UnitOfWork) -> None:
            plays[who] += 1
            for place, activity_id in enumerate(order):
                signups.sign_up(unit, activity_id, 1001 + who, Standing.OF_THE_UNIT, NOW)
                if plays[who] == 1 and not place:
                    meet.wait()
            audit.write(unit, Entry(None, "house", "test.play", "person:1"), NOW)
            unit.commit()
            done.append(who)

        others[who]._in_unit(others[who].engine, work)

    threads = [Thread(target=play, args=(who, order)) for who, order in enumerate((pair, pair[::-1]))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    for other in others:
        other.close()

    assert sorted(done) == [0, 1]
    with store.unit_of_work() as unit:
        assert unit.connection.exec_driver_sql("SELECT count(*) FROM signups").scalar() == 4
