"""A key that does not open what is there is refused before it does harm, and so is one of two in a change of key."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import delete, func, select, update

from domain.messages.delivery import Lane
from storage.messages import outbox
from storage.presence import beside, open_presence
from storage.sealed import Seal, new_key
from storage.tables import messages as message_tables
from storage.tables.keys import keys_in_use
from storage.unit_of_work import Store
from storage.upkeep import keys
from storage.upkeep.keys import HalfChangedError, KeyRefusedError
from storage.upkeep.rotation import Rotated, rotate
from tests.conftest import KEY

NEW = new_key()
ANOTHER_KEY = "^WAYSTATION_KEY does not open this store; it was written with another key$"

NewStore = Callable[[], Store]


@contextmanager
def opened(url: str, *known: str) -> Iterator[Store]:
    store = Store(url, *known)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def running(url: str, *known: str) -> Iterator[None]:
    """Let a bot be there that knows these keys."""
    with opened(url, *known) as store:
        presence = open_presence(store.engine, "a worker", store.seal.fingerprints)
        presence.appear()
        try:
            yield
        finally:
            presence.leave()


def admit(url: str, *known: str) -> None:
    with opened(url, *known) as store:
        keys.admit(store)


def noted(url: str) -> set[str]:
    with opened(url, KEY) as store, store.unit_of_work() as unit:
        return set(unit.connection.scalars(select(keys_in_use.c.fingerprint)))


def fingerprints(*known: str) -> set[str]:
    return set(Seal(*known).fingerprints)


def write(url: str, key: str, *names: str) -> None:
    with opened(url, key) as store, store.unit_of_work() as unit:
        outbox.write(unit, [outbox.Draft(name, 1, Lane.INTERACTIVE, b"{}", 0.0) for name in names], 0.0)
        unit.commit()


# ---------------------------------------------------------------- one key


def test_first_key_of_a_new_store_is_its_key(database_url: str) -> None:
    admit(database_url, KEY)
    admit(database_url, KEY)

    assert noted(database_url) == fingerprints(KEY)
    with pytest.raises(KeyRefusedError, match=ANOTHER_KEY):
        admit(database_url, NEW)
    assert noted(database_url) == fingerprints(KEY)


def test_store_from_before_there_were_canaries_gets_one_by_the_key_that_opens_it(database_url: str) -> None:
    write(database_url, KEY, "a")

    with pytest.raises(KeyRefusedError, match=ANOTHER_KEY):
        admit(database_url, NEW)
    assert noted(database_url) == set()
    admit(database_url, KEY)
    assert noted(database_url) == fingerprints(KEY)


def test_store_from_before_that_is_half_changed_needs_both_keys(database_url: str) -> None:
    for key, name in ((NEW, "first"), (KEY, "last")):
        write(database_url, key, name)
    admit(database_url, NEW, KEY, new_key())

    assert noted(database_url) == fingerprints(NEW, KEY)


def test_to_look_at_a_key_changes_nothing(database_url: str) -> None:
    write(database_url, KEY, "a")
    for key, is_right in ((KEY, True), (NEW, False)):
        with opened(database_url, key) as store, store.unit_of_work() as unit:
            if is_right:
                keys.check(unit)
            else:
                with pytest.raises(KeyRefusedError, match=ANOTHER_KEY):
                    keys.check(unit)

    assert noted(database_url) == set()


def test_canary_that_was_changed_is_refused(database_url: str) -> None:
    admit(database_url, KEY)
    with opened(database_url, KEY) as store, store.unit_of_work() as unit:
        unit.connection.execute(update(keys_in_use).values(canary=Seal(KEY).close(b"x", b"another column")))
        unit.commit()

    with pytest.raises(KeyRefusedError):
        admit(database_url, KEY)


def test_canary_tells_nothing_of_the_key(database_url: str) -> None:
    admit(database_url, KEY)
    with opened(database_url, KEY) as store, store.unit_of_work() as unit:
        row = unit.connection.execute(select(keys_in_use)).one()

    assert KEY[:8] not in f"{row.fingerprint}{row.canary!r}"
    assert len(row.fingerprint) == 12


# ---------------------------------------------------------------- a change of key


def test_change_that_has_begun_needs_both_keys_until_it_is_through(database_url: str) -> None:
    write(database_url, KEY, "a", "b")
    admit(database_url, NEW, KEY)

    for alone, missing in ((KEY, NEW), (NEW, KEY)):
        with pytest.raises(HalfChangedError, match=f"lacks one of the two keys .*{Seal(missing).fingerprints[0]}"):
            admit(database_url, alone)
    for both in ((NEW, KEY), (KEY, NEW)):
        admit(database_url, *both)
    with opened(database_url, NEW, KEY) as store:
        assert rotate(store, NEW) == Rotated(2)
    admit(database_url, NEW)
    assert noted(database_url) == fingerprints(NEW)
    with pytest.raises(KeyRefusedError, match=ANOTHER_KEY):
        admit(database_url, KEY)


def test_change_that_has_begun_can_be_taken_back(database_url: str) -> None:
    admit(database_url, NEW, KEY)
    write(database_url, NEW, "a")
    with opened(database_url, KEY, NEW) as store:
        assert rotate(store, KEY) == Rotated(1)

    admit(database_url, KEY)
    assert noted(database_url) == fingerprints(KEY)


def test_change_is_not_begun_with_a_key_that_does_not_open_the_store(database_url: str) -> None:
    write(database_url, KEY, "a")
    admit(database_url, KEY)
    with opened(database_url, new_key()) as store, pytest.raises(KeyRefusedError, match=ANOTHER_KEY):
        rotate(store, NEW)

    assert noted(database_url) == fingerprints(KEY)


@pytest.mark.parametrize("known", [(KEY,), (new_key(), KEY)], ids=["the old one alone", "the old one and another"])
def test_change_is_not_begun_while_a_bot_runs_that_could_not_read(database_url: str, known: Sequence[str]) -> None:
    admit(database_url, KEY)
    with running(database_url, *known), pytest.raises(KeyRefusedError, match="does not know the first key"):
        admit(database_url, NEW, KEY)

    assert noted(database_url) == fingerprints(KEY)
    admit(database_url, NEW, KEY)


def test_change_is_begun_where_every_bot_can_read(database_url: str) -> None:
    admit(database_url, KEY)
    with running(database_url, KEY, NEW):
        admit(database_url, NEW, KEY)

    assert noted(database_url) == fingerprints(NEW, KEY)


def test_change_is_not_through_while_a_bot_seals_with_the_old_key(database_url: str) -> None:
    write(database_url, KEY, "a")
    with opened(database_url, NEW, KEY) as store:
        with running(database_url, KEY, NEW):
            for change in (lambda: rotate(store, NEW), lambda: keys.retire_others(store)):
                with pytest.raises(KeyRefusedError, match="does not seal with the new key"):
                    change()
        assert noted(database_url) == fingerprints(NEW, KEY)
        with running(database_url, NEW, KEY):
            assert rotate(store, NEW) == Rotated(1)
    assert noted(database_url) == fingerprints(NEW)


def test_two_bots_of_which_one_knows_too_little(postgres_url: str) -> None:
    admit(postgres_url, KEY)
    with running(postgres_url, KEY, NEW):
        with opened(postgres_url, KEY) as store:
            late = open_presence(store.engine, "another worker", store.seal.fingerprints)
            late.appear()
            with pytest.raises(KeyRefusedError):
                admit(postgres_url, NEW, KEY)
            late.leave()
        admit(postgres_url, NEW, KEY)


@pytest.mark.parametrize("lock", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_bot_that_has_not_said_what_it_knows_knows_nothing(sqlite_url: str, lock: str) -> None:
    """One that is just appearing, and one of an earlier version."""
    admit(sqlite_url, KEY)
    database = sqlite_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(beside(database), isolation_level=None)) as other:
        other.execute(lock)
        with pytest.raises(KeyRefusedError):
            admit(sqlite_url, NEW, KEY)


def test_rows_of_keys_are_what_stands_in_the_way(database_url: str) -> None:
    """What docs/operations.md says of a key that is lost for good."""
    write(database_url, KEY, "a")
    admit(database_url, NEW, KEY)
    with opened(database_url, KEY) as store, store.unit_of_work() as unit:
        lost = keys_in_use.c.fingerprint == Seal(NEW).fingerprints[0]
        unit.connection.execute(delete(keys_in_use).where(lost))
        unit.commit()

    admit(database_url, KEY)
    with opened(database_url, KEY) as store, store.unit_of_work() as unit:
        assert unit.connection.scalar(select(func.count()).select_from(message_tables.outbox)) == 1
