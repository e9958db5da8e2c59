"""A worker's sign of life ends with its connection, and one of all leads."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

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


def test_sqlite_file_has_one_sender(sqlite_store: Store) -> None:
    with present(sqlite_store, "w1") as first:
        with pytest.raises(AlreadyRunningError, match=r"waystation\.db-sender is locked$"):
            open_presence(sqlite_store.engine, "w2").appear()
        with sqlite_store.unit_of_work() as unit:
            assert first.dead(unit.connection, {"w2"}) == {"w2"}
        assert (first.leads(), first.term, first.has_company, first.is_new) == (True, 1, False, False)
        assert first.keeps(0.0)

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
