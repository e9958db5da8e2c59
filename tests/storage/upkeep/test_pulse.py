"""The store's pulse: what ails it is named within seconds, and what waits is counted."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from domain.announcements.announcements import MailingState
from domain.messages.delivery import Lane, State
from storage.messages import claims, outbox
from storage.messages.claims import Mark
from storage.messages.outbox import Draft
from storage.migrate import head
from storage.sealed import new_key
from storage.tables.announcements import mailings
from storage.troubles import StoreTrouble
from storage.unit_of_work import Store
from storage.upkeep import last_backup
from storage.upkeep.backlog import Waiting, backlog
from storage.upkeep.pulse import Pulses, Room
from tests.scheduler.test_mailings import mailed
from tests.storage.announcements.test_mailings import announced, live

NOW = 1_800_000_000.0


def awake(_now: float) -> bool:
    return False


@pytest.fixture
def pulses(store: Store) -> Iterator[Pulses]:
    with closing(Pulses(store, lambda: NOW, awake)) as opened:
        yield opened


@pytest.fixture
def sqlite_pulses(sqlite_store: Store) -> Iterator[Pulses]:
    with closing(Pulses(sqlite_store, lambda: NOW, awake)) as opened:
        yield opened


def run(store: Store, statement: str, **values: str) -> None:
    with store.unit_of_work() as unit:
        unit.connection.execute(text(statement), values)
        unit.commit()


def path(store: Store) -> Path:
    return Path(store.url.removeprefix("sqlite:///"))


def test_store_that_is_well(store: Store, pulses: Pulses) -> None:
    assert pulses.last_beat() is None
    pulse = pulses.feel()
    assert (pulse.trouble, pulse.waiting, (pulse.room is None) == ("sqlite" not in store.url)) == (None, {}, True)
    assert pulses.last_beat() == NOW
    assert pulse.backed_up_at is None
    last_backup.note(store.url, NOW - 3600.0)
    assert pulses.feel().backed_up_at == NOW - 3600.0


def test_locked_store_is_told_within_seconds(sqlite_store: Store, sqlite_pulses: Pulses) -> None:
    with closing(sqlite3.connect(path(sqlite_store), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert sqlite_pulses.feel().trouble is StoreTrouble.LOCKED
    assert sqlite_pulses.feel().trouble is None


def test_damage_is_felt_of_what_was_read_before(sqlite_store: Store, sqlite_pulses: Pulses) -> None:
    for _ in range(3):
        assert sqlite_pulses.feel().trouble is None
    path(sqlite_store).write_bytes(b"no store any more" * 1000)
    assert [sqlite_pulses.feel().trouble for _ in range(3)] == [StoreTrouble.DAMAGED] * 3


def test_locked_store_of_postgresql(postgres_url: str, key: str) -> None:
    with closing(Store(postgres_url, key)) as store, closing(Pulses(store, lambda: NOW, awake)) as pulses:
        pulses.feel()
        with store.unit_of_work() as other:
            other.connection.execute(text("LOCK TABLE heartbeat"))
            assert pulses.feel().trouble is StoreTrouble.LOCKED


def test_schema_that_is_another(store: Store, pulses: Pulses) -> None:
    run(store, "UPDATE alembic_version SET version_num = '0001'")
    try:
        assert pulses.feel().trouble is StoreTrouble.SCHEMA
    finally:
        run(store, "UPDATE alembic_version SET version_num = :head", head=head())


def test_key_that_is_another(store: Store) -> None:
    with store.unit_of_work() as unit:
        outbox.write(unit, [Draft("k", 7, Lane.INTERACTIVE, b"t{}", 0.0)], 0.0)
        unit.commit()
    with closing(Store(store.url, new_key())) as other, closing(Pulses(other, lambda: NOW, awake)) as pulses:
        assert pulses.feel().trouble is StoreTrouble.KEY


def test_file_that_is_gone_or_another(sqlite_store: Store, sqlite_pulses: Pulses) -> None:
    file = path(sqlite_store)
    content = file.read_bytes()
    file.rename(file.with_name("elsewhere.db"))
    assert sqlite_pulses.feel().trouble is StoreTrouble.GONE
    file.write_bytes(content)
    assert sqlite_pulses.feel().trouble is StoreTrouble.GONE


def test_folder_that_is_gone_has_no_room_to_tell_of(sqlite_store: Store, sqlite_pulses: Pulses) -> None:
    folder = path(sqlite_store).parent
    folder.rename(folder.with_name("elsewhere"))
    assert (sqlite_pulses.feel().room, sqlite_pulses.feel().trouble) == (None, StoreTrouble.GONE)
    folder.with_name("elsewhere").rename(folder)


@pytest.mark.parametrize(
    ("free", "total", "little"),
    [
        (40 * 10**6, 10**9, True),
        (60 * 10**6, 10**9, False),
        (2 * 10**9, 10**12, False),
        (999 * 10**6, 10**12, True),
    ],
)
def test_room_that_is_little(free: int, total: int, *, little: bool) -> None:
    assert Room(free, total).is_little is little


# ---------------------------------------------------------------- what waits


def found(store: Store, *, is_quiet: bool = False) -> dict[Lane, tuple[int, float]]:
    with store.unit_of_work() as unit:
        seen = backlog(unit, NOW, is_quiet=is_quiet)
        return {lane: (waiting.count, waiting.oldest_s) for lane, waiting in seen.items()}


def test_what_waits_in_each_lane_and_since_when(store: Store) -> None:
    drafts = [
        Draft("a1", 1, Lane.INTERACTIVE, b"t{}", NOW - 30),
        Draft("a2", 2, Lane.INTERACTIVE, b"t{}", NOW - 10),
        Draft("r1", 1, Lane.REMINDER, b"t{}", NOW - 5),
        Draft("later", 1, Lane.REMINDER, b"t{}", NOW + 60),
        Draft("too late", 1, Lane.REMINDER, b"t{}", NOW - 900, NOW - 1),
        Draft("done", 9, Lane.CONFIRMATION, b"t{}", NOW - 900),
    ]
    with store.unit_of_work() as unit:
        outbox.write(unit, drafts, NOW - 1000)
        claims.claim(unit, [6], "w", NOW)
        claims.mark(unit, [Mark(6, State.SENT)], "w", NOW)
        unit.commit()
    assert found(store) == {Lane.INTERACTIVE: (2, 30.0), Lane.REMINDER: (1, 5.0)}


def test_what_is_tried_again_waits_since_its_first_try(store: Store) -> None:
    with store.unit_of_work() as unit:
        outbox.write(unit, [Draft(f"a{one}", one, Lane.INTERACTIVE, b"t{}", NOW - 300) for one in (1, 2)], NOW)
        claims.claim(unit, [1, 2], "w", NOW)
        again = [Mark(1, State.TODO, not_before=NOW + 60, first_tried_at=NOW - 240)]
        claims.mark(unit, [*again, Mark(2, State.TODO, not_before=NOW, first_tried_at=NOW + 9000)], "w", NOW)
        unit.commit()
    assert found(store) == {Lane.INTERACTIVE: (2, 240.0)}


def test_what_a_mailing_has_before_it(store: Store) -> None:
    live(store, range(5001, 5021))
    mailed(store, announced(store))
    with store.unit_of_work() as unit:
        written_at = unit.connection.scalar(text("SELECT min(written_at) FROM outbox"))
    assert found(store) == {Lane.ANNOUNCEMENT: (20, max(0.0, NOW - written_at))}
    assert found(store, is_quiet=True) == {}
    with store.unit_of_work() as unit:
        unit.connection.execute(mailings.update().values(state=MailingState.PAUSED))
        unit.commit()
    assert found(store) == {}


def test_mailing_that_is_through_has_nothing_before_it(store: Store) -> None:
    live(store, range(5001, 5003))
    mailed(store, announced(store))
    run(store, "UPDATE outbox SET state = 'sent'")
    assert found(store) == {}
    assert Waiting(1, 2.0).beside(Waiting(2, 1.0)) == Waiting(3, 2.0)
