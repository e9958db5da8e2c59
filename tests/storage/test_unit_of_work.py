"""A transaction is all or nothing, and concurrent ones lose nothing of each other's."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from storage.tables.people import people
from storage.tables.places import revisions
from storage.unit_of_work import Store, UnitOfWork

THREADS = 8
INCREMENTS = 200


def test_unit_rolls_back_unless_committed(new_store: Callable[[], Store]) -> None:
    with new_store().unit_of_work() as unit:
        _start_at(unit, 1)

    assert _read_back(new_store()) == []


def test_unit_keeps_what_was_committed(new_store: Callable[[], Store]) -> None:
    with new_store().unit_of_work() as unit:
        _start_at(unit, 1)
        unit.commit()

    assert _read_back(new_store()) == [1]


def test_unit_rolls_back_after_an_exception(new_store: Callable[[], Store]) -> None:
    with pytest.raises(ZeroDivisionError), new_store().unit_of_work() as unit:
        _start_then_fail(unit)

    assert _read_back(new_store()) == []


def test_unit_after_a_refused_statement(new_store: Callable[[], Store]) -> None:
    with new_store().unit_of_work() as unit:
        _start_at(unit, 1)
        with pytest.raises(IntegrityError):
            _start_at(unit, 1)

    assert _read_back(new_store()) == []


def test_foreign_keys_are_kept(store: Store) -> None:
    with store.unit_of_work() as unit, pytest.raises(IntegrityError):
        unit.connection.execute(insert(people), {"chat_id": 1, "my_point_id": 404, "first_seen": 0.0})


def test_savepoint_undoes_its_block_alone(new_store: Callable[[], Store]) -> None:
    with new_store().unit_of_work() as unit:
        _start_at(unit, 1)
        with pytest.raises(ZeroDivisionError), unit.savepoint():
            _increment_then_fail(unit)
        with unit.savepoint():
            _increment(unit)
        unit.commit()

    assert _read_back(new_store()) == [2]


def test_savepoint_after_a_refused_statement(new_store: Callable[[], Store]) -> None:
    with new_store().unit_of_work() as unit:
        _start_at(unit, 1)
        with pytest.raises(IntegrityError), unit.savepoint():
            _start_at(unit, 1)
        _increment(unit)
        unit.commit()

    assert _read_back(new_store()) == [2]


def test_savepoint_without_commit(new_store: Callable[[], Store]) -> None:
    with new_store().unit_of_work() as unit, unit.savepoint():
        _start_at(unit, 1)

    assert _read_back(new_store()) == []


def test_roll_back_begins_again(new_store: Callable[[], Store]) -> None:
    with new_store().unit_of_work() as unit:
        _start_at(unit, 1)
        unit.roll_back()
        _start_at(unit, 5)
        unit.commit()

    assert _read_back(new_store()) == [5]


def test_concurrent_increments_lose_none(new_store: Callable[[], Store]) -> None:
    store = new_store()
    with store.unit_of_work() as unit:
        _start_at(unit, 0)
        unit.commit()

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(_increment_often, [store] * THREADS))

    assert _read_back(new_store()) == [THREADS * INCREMENTS]


async def test_write_then_read_in_the_store_s_own_threads(store: Store) -> None:
    def begin(unit: UnitOfWork) -> str:
        _start_at(unit, 7)
        unit.commit()
        return "begun"

    assert await store.write(begin) == "begun"
    assert await store.read(_numbers) == [7]


async def test_write_raises_what_the_work_raises(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        await store.write(_start_then_fail)

    assert await store.read(_numbers) == []


async def test_read_does_not_wait_for_a_writer(store: Store) -> None:
    with store.unit_of_work() as writing:
        _start_at(writing, 1)

        async with asyncio.timeout(5):
            assert await store.read(_numbers) == []


async def test_writes_of_one_store_do_not_overlap(store: Store) -> None:
    def begin(unit: UnitOfWork) -> None:
        _start_at(unit, 0)
        unit.commit()

    def read_then_write(unit: UnitOfWork) -> None:
        number = _numbers(unit)[0]
        unit.connection.execute(update(revisions).values(revision=number + 1))
        unit.commit()

    await store.write(begin)
    await asyncio.gather(*(store.write(read_then_write) for _ in range(50)))

    assert await store.read(_numbers) == [50]


def test_store_refuses_a_key_that_is_none(sqlite_url: str) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Store(sqlite_url, "c2hvcnQ=")


def _start_at(unit: UnitOfWork, number: int) -> None:
    unit.connection.execute(insert(revisions), {"subject": "counter", "revision": number})


def _increment(unit: UnitOfWork) -> None:
    unit.connection.execute(update(revisions).values(revision=revisions.c.revision + 1))


def _increment_often(store: Store) -> None:
    """Read, add one in Python, write: what a store without real transactions gets wrong."""
    locked = select(revisions.c.revision).with_for_update()
    for _ in range(INCREMENTS):
        with store.unit_of_work() as unit:
            number = unit.connection.scalars(locked).one()
            unit.connection.execute(update(revisions).values(revision=number + 1))
            unit.commit()


def _read_back(store: Store) -> list[int]:
    with store.unit_of_work() as unit:
        return _numbers(unit)


def _numbers(unit: UnitOfWork) -> list[int]:
    return list(unit.connection.scalars(select(revisions.c.revision)))


def _start_then_fail(unit: UnitOfWork) -> None:
    _start_at(unit, 1)
    raise ZeroDivisionError


def _increment_then_fail(unit: UnitOfWork) -> None:
    _increment(unit)
    raise ZeroDivisionError
