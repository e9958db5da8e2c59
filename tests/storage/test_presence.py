"""A worker's sign of life ends with its connection, and one of all leads."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.presence import AlreadyRunningError, Presence, open_presence
from storage.unit_of_work import Store

NewStore = Callable[[], Store]


@contextmanager
def present(store: Store, worker: str) -> Iterator[Presence]:
    presence = open_presence(store.engine, worker)
    presence.appear()
    try:
        yield presence
    finally:
        presence.leave()


@pytest.fixture
def postgres_store(postgres_url: str, key: str) -> Iterator[Store]:
    store = Store(postgres_url, key)
    yield store
    store.close()


def test_sqlite_file_has_one_sender(sqlite_store: Store) -> None:
    with present(sqlite_store, "w1") as first:
        with pytest.raises(AlreadyRunningError, match=r"waystation\.db-sender is locked$"):
            open_presence(sqlite_store.engine, "w2").appear()
        assert (first.leads(), first.is_dead("w2")) == (True, True)

    with present(sqlite_store, "w2") as second:
        assert second.leads()


def test_sqlite_in_memory_is_its_own() -> None:
    stores = [Store("sqlite://", "A" * 43 + "=") for _ in range(2)]
    with present(stores[0], "w1"), present(stores[1], "w2") as second:
        assert second.leads()
    for store in stores:
        store.close()


@pytest.mark.process
def test_sqlite_file_is_free_when_its_sender_was_killed(sqlite_store: Store) -> None:
    script = (
        "import sys, time; from sqlalchemy import create_engine; from storage.presence import open_presence;"
        "presence = open_presence(create_engine(sys.argv[1]), 'w1'); presence.appear();"
        "print('here', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script, sqlite_store.url], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"here\n"
        with pytest.raises(AlreadyRunningError):
            open_presence(sqlite_store.engine, "w2").appear()
        process.kill()
        process.wait()

    with present(sqlite_store, "w2") as second:
        assert second.leads()


def test_leave_before_appearing_changes_nothing(store: Store) -> None:
    presence = open_presence(store.engine, "w1")
    presence.leave()
    presence.appear()
    assert presence.leads()
    presence.leave()


def test_postgresql_has_one_leader_until_it_leaves(postgres_store: Store) -> None:
    with present(postgres_store, "w2") as second:
        with present(postgres_store, "w1") as first:
            assert [first.leads(), second.leads(), first.leads(), second.leads()] == [True, False, True, False]
        assert _soon(second.leads)


def test_postgresql_knows_the_living_from_the_dead(postgres_store: Store) -> None:
    with present(postgres_store, "w1") as first:
        with present(postgres_store, "w2"):
            assert (first.is_dead("w2"), first.is_dead("w3")) == (False, True)
        assert _soon(lambda: first.is_dead("w2"))


def _soon(holds: Callable[[], bool]) -> bool:
    """Ask until it holds: a server notices a moment later that a connection was closed."""
    until = time.monotonic() + 10
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def test_postgresql_takes_the_locks_again_after_a_broken_connection(postgres_store: Store) -> None:
    with present(postgres_store, "w1") as first, present(postgres_store, "w2") as second:
        assert first.leads()
        with postgres_store.unit_of_work() as unit:
            unit.connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' "
                    "AND pid != pg_backend_pid() AND database = (SELECT oid FROM pg_database "
                    "WHERE datname = current_database())"
                )
            )
        for presence in (first, second):
            with pytest.raises(DBAPIError):
                presence.leads()

        assert second.leads()
        assert not first.leads()
        assert not second.is_dead("w1")
