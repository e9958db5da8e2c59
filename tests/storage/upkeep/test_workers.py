"""Workers of one store know of each other: who may join in, who tells the messenger, who is still alive."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from domain.messages.delivery import Lane
from storage.presence import open_presence
from storage.unit_of_work import Store
from storage.upkeep import workers
from storage.upkeep.pulse import Pulses
from storage.upkeep.workers import NotBesideOthersError, Way, Worker
from tests.conftest import KEY


@contextmanager
def living(store: Store, name: str) -> Iterator[None]:
    presence = open_presence(store.engine, name)
    presence.appear()
    try:
        yield
    finally:
        presence.leave()
        while name in names(store):  # the server ends a session a moment after its client has gone
            time.sleep(0.01)


def enter(store: Store, name: str, way: Way = Way.WEBHOOK, settled: str = "as set") -> bool:
    with store.unit_of_work() as unit:
        return workers.enter(unit, Worker(name, way, settled, began=float(len(name))))


def names(store: Store) -> list[str]:
    with store.unit_of_work() as unit:
        return [one.name for one in workers.alive(unit)]


@pytest.fixture
def postgres_store(postgres_url: str) -> Iterator[Store]:
    with closing(Store(postgres_url, KEY)) as store:
        yield store


def test_first_of_many_tells_the_messenger_and_the_next_when_it_has_gone(postgres_store: Store) -> None:
    with living(postgres_store, "b"):
        with living(postgres_store, "a"):
            assert enter(postgres_store, "a")
            assert not enter(postgres_store, "b")
            assert enter(postgres_store, "b", settled="another secret")
            assert names(postgres_store) == ["a", "b"]
        assert enter(postgres_store, "b")
        assert names(postgres_store) == ["b"]
        with postgres_store.unit_of_work() as unit:
            workers.leave(unit, "b")
        assert names(postgres_store) == []


@pytest.mark.parametrize(
    ("there", "comes", "said"),
    [
        (Way.WEBHOOK, Way.POLLING, "and serve a webhook; set WAYSTATION_WEBHOOK_URL as they have it"),
        (Way.POLLING, Way.POLLING, "and poll already: polling is for one process alone"),
        (Way.POLLING, Way.WEBHOOK, "another worker polls for updates on this store, and a webhook would end that"),
    ],
)
def test_worker_that_would_take_the_updates_from_others_is_refused(
    postgres_store: Store, there: Way, comes: Way, said: str
) -> None:
    with living(postgres_store, "a"):
        enter(postgres_store, "a", there)
        with pytest.raises(NotBesideOthersError, match=said):
            enter(postgres_store, "b", comes)
        assert names(postgres_store) == ["a"]
    assert enter(postgres_store, "b", comes)  # its row is there still, and nobody lives behind it


def test_the_one_worker_of_a_file_finds_what_was_left_there_to_be_nobody(sqlite_store: Store) -> None:
    enter(sqlite_store, "killed", Way.POLLING)
    assert names(sqlite_store) == []
    with living(sqlite_store, "new"):
        assert enter(sqlite_store, "new")
        assert names(sqlite_store) == ["new"]


def test_heartbeat_says_who_leads_and_what_left_which_lane(store: Store) -> None:
    leads = Worker("w", Way.WEBHOOK, leads=True)
    with closing(Pulses(store, lambda: 50.0, lambda _now: False, lambda: leads)) as one, living(store, "w"):
        assert one.feel({Lane.REMINDER}).left == {Lane.REMINDER: 50.0}
        with store.unit_of_work() as unit:
            assert workers.alive(unit) == [leads]
    with closing(Pulses(store, lambda: 60.0, lambda _now: False)) as another:
        assert another.feel().left == {Lane.REMINDER: 50.0}


def test_clock_is_held_against_the_databases(store: Store) -> None:
    with store.unit_of_work() as unit:
        assert (workers.clock_is_ahead_by(unit, 0.0) < 0) == unit.on_postgresql
