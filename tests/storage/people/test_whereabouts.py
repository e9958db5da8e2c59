"""A shared location stands in the store, sealed, for a quarter of an hour: every worker knows it, no copy has it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from domain.places.geo import Position
from storage.backup import copy_to
from storage.people import whereabouts
from storage.people.whereabouts import KEPT_S
from storage.tables.people import locations
from storage.unit_of_work import Store
from storage.upkeep import own_data
from tests.conftest import NewStore

NOW: Final = 1_800_000_000.0
HERE, THERE = Position(31.2235, 121.4454), Position(31.2290, 121.5180)


def share(store: Store, chat_id: int, place: Position, now: float = NOW) -> None:
    with store.unit_of_work() as unit:
        whereabouts.keep(unit, chat_id, place, now)
        unit.commit()


def recalled(store: Store, chat_id: int, now: float = NOW) -> Position | None:
    with store.unit_of_work() as unit:
        return whereabouts.recall(unit, chat_id, now)


def test_what_one_process_was_told_another_knows_and_the_last_one_counts(new_store: NewStore) -> None:
    ours, theirs = new_store(), new_store()
    share(ours, 1, HERE)
    assert [recalled(theirs, chat) for chat in (1, 2)] == [HERE, None]
    share(theirs, 1, THERE, NOW + 60)
    assert recalled(ours, 1, NOW + 60) == THERE


def test_it_is_known_in_the_turn_that_shares_it(new_store: NewStore) -> None:
    with new_store().unit_of_work() as unit:
        assert whereabouts.recall(unit, 1, NOW) is None
        whereabouts.keep(unit, 1, HERE, NOW)
        assert whereabouts.recall(unit, 1, NOW) == HERE


def test_it_is_recalled_for_a_quarter_of_an_hour_and_dropped_after_it(new_store: NewStore) -> None:
    store = new_store()
    share(store, 1, HERE)
    share(store, 2, HERE, NOW + 1)
    assert recalled(store, 1, NOW + KEPT_S - 1) == HERE
    assert recalled(store, 1, NOW + KEPT_S) is None
    with store.unit_of_work() as unit:
        whereabouts.drop_old(unit, NOW + KEPT_S)
        assert list(unit.connection.scalars(select(locations.c.chat_id))) == [2]


def test_who_is_forgotten_leaves_none(new_store: NewStore) -> None:
    store = new_store()
    share(store, 1, HERE)
    with store.unit_of_work() as unit:
        own_data.clear_chat(unit, 1)
        assert unit.connection.scalar(select(func.count()).select_from(locations)) == 0


def test_a_copy_of_the_store_has_none_and_no_byte_of_it(sqlite_url: str, key: str, tmp_path: Path) -> None:
    store = Store(sqlite_url, key)
    share(store, 1, HERE)
    with store.unit_of_work() as unit:
        sealed: bytes = unit.connection.scalars(select(locations.c.place)).one()
    store.close()
    copy_to(sqlite_url, tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT count(*) FROM locations").fetchone() == (0,)
    assert sealed not in (tmp_path / "copy.db").read_bytes()


def test_a_copy_of_an_older_store_is_whole(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "older.db")) as older:
        older.execute("CREATE TABLE people (chat_id INTEGER)")
    copy_to(f"sqlite:///{tmp_path / 'older.db'}", tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT count(*) FROM people").fetchone() == (0,)


def test_postgresql_writes_it_to_no_log(postgres_url: str, key: str) -> None:
    store = Store(postgres_url, key)
    with store.unit_of_work() as unit:
        kept = unit.connection.exec_driver_sql("SELECT relpersistence FROM pg_class WHERE relname = 'locations'")
        assert kept.scalar_one() == "u"
    store.close()
