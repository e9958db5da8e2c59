"""What is read once in a transaction is read again when it may have changed, and only then."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

import pytest
from sqlalchemy import delete, select, text, update

from storage.gentle_insert import or_renew
from storage.once import once
from storage.people import people
from storage.people.people import Person, choose_language, find, known, mark_unreachable, welcome
from storage.tables.people import grants
from storage.tables.people import people as table
from storage.tables.places import units
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.counting import counted

ONE: Final = 41
OTHER: Final = 42


def test_the_database_is_asked_once_for_each_argument(store: Store) -> None:
    with store.unit_of_work() as unit, counted(store) as statements:
        assert [find(unit, ONE), find(unit, OTHER), find(unit, ONE)] == [None] * 3
    assert len(statements) == 2


def test_another_transaction_asks_again(store: Store) -> None:
    with store.unit_of_work() as unit:
        assert find(unit, ONE) is None
        welcome(unit, [ONE], 1.0)
        unit.commit()
    with store.unit_of_work() as unit:
        assert find(unit, ONE) == Person(ONE)


_WRITES: Final[dict[str, Callable[[UnitOfWork], Any]]] = {
    "update": lambda unit: choose_language(unit, ONE, "en"),
    "insert": lambda unit: welcome(unit, [OTHER], 1.0),
    "delete elsewhere, which may take rows with it": lambda unit: unit.connection.execute(delete(grants)),
    "words of our own": lambda unit: unit.connection.execute(
        or_renew(table, ["chat_id", "first_seen"], ["chat_id"], ["first_seen"]), {"chat_id": ONE, "first_seen": 2.0}
    ),
    "a common table expression": lambda unit: unit.connection.execute(
        text("WITH who AS (SELECT 41 AS n) UPDATE people SET language = 'en' WHERE chat_id IN (SELECT n FROM who)")
    ),
    "the driver's own words": lambda unit: unit.connection.exec_driver_sql("UPDATE people SET language = 'en'"),
}


@pytest.mark.parametrize("write", _WRITES.values(), ids=_WRITES.keys())
def test_a_write_to_a_table_behind_it_makes_it_be_read_again(store: Store, write: Callable[[UnitOfWork], Any]) -> None:
    with store.unit_of_work() as unit:
        welcome(unit, [ONE], 1.0)
        find(unit, ONE)
        write(unit)
        assert find(unit, ONE) == known(unit, [ONE])[ONE]
        with counted(store) as statements:
            find(unit, ONE)
    assert statements == []


def test_a_write_to_another_table_leaves_it(store: Store) -> None:
    with store.unit_of_work() as unit, counted(store) as statements:
        find(unit, ONE)
        unit.connection.execute(update(units).values(name="x"))
        find(unit, ONE)
    assert len(statements) == 2


def test_what_a_savepoint_undoes_is_not_remembered(store: Store) -> None:
    class UndoneError(Exception):
        pass

    with store.unit_of_work() as unit:
        welcome(unit, [ONE], 1.0)
        with suppress(UndoneError), unit.savepoint():
            mark_unreachable(unit, ONE, 5.0)
            assert find(unit, ONE) == Person(ONE, unreachable_since=5.0)
            raise UndoneError
        assert find(unit, ONE) == Person(ONE)


def test_a_transaction_that_begins_again_knows_nothing(store: Store) -> None:
    with store.unit_of_work() as unit:
        welcome(unit, [ONE], 1.0)
        assert find(unit, ONE) == Person(ONE)
        unit.roll_back()
        assert find(unit, ONE) is None


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_who_waited_for_a_lock_finds_what_the_other_left(new_store: Callable[[], Store]) -> None:
    ours, theirs = new_store(), new_store()
    with ours.unit_of_work() as unit:
        welcome(unit, [ONE], 1.0)
        unit.commit()
    with ours.unit_of_work() as unit:
        assert find(unit, ONE) == Person(ONE)
        with theirs.unit_of_work() as other:
            choose_language(other, ONE, "en")
            other.commit()
        unit.connection.execute(select(table).where(table.c.chat_id == ONE).with_for_update())
        assert find(unit, ONE) == Person(ONE, "en")


def test_what_was_read_together_with_something_else_is_known(store: Store) -> None:
    with store.unit_of_work() as unit, counted(store) as statements:
        known.know(unit, ONE, Person(ONE))
        assert find(unit, ONE) == Person(ONE)
    assert statements == []


def test_it_keeps_its_words() -> None:
    @once(table)
    def read(_unit: UnitOfWork, number: int) -> int:
        """Say what is read."""
        return number

    assert read.__doc__ == "Say what is read."
    assert people.find.__doc__


def test_many_are_read_in_one_statement_and_each_of_them_once(store: Store) -> None:
    other, nobody = ONE + 1, ONE + 2
    with store.unit_of_work() as unit:
        welcome(unit, [ONE, other], 1.0)
        with counted(store) as statements:
            assert list(known(unit, [other, ONE, nobody])) == [other, ONE]
            assert find(unit, ONE) == Person(ONE)
            assert find(unit, nobody) is None
            assert known(unit, []) == {}
        assert len(statements) == 1
        with counted(store) as statements:
            choose_language(unit, other, "en")
            assert known(unit, [ONE, other])[other].language == "en"
        assert len(statements) == 2
