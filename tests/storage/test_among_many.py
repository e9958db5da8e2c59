"""Workers on one PostgreSQL: who is alive and who leads are leases by the database's clock, and end by themselves."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

from storage.among_many import BEAT_S, LEASE_S, PATIENCE_S, AmongMany
from storage.common_time import CommonTime
from storage.unit_of_work import Store

_LONG_S: Final = LEASE_S + 1


class Steady:
    """A steady clock of the test's: time passes for one worker alone, as when it was stopped."""

    def __init__(self) -> None:
        self.slept_s = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.slept_s


@pytest.fixture
def store(postgres_url: str, key: str) -> Iterator[Store]:
    store = Store(postgres_url, key)
    yield store
    store.close()


@contextmanager
def present(store: Store, worker: str, steady: Callable[[], float] = time.monotonic) -> Iterator[AmongMany]:
    presence = AmongMany(store.engine, worker, (), CommonTime(lambda _ahead_s: None), steady)
    presence.appear()
    try:
        yield presence
    finally:
        presence.leave()


def test_one_leads_until_it_leaves(store: Store) -> None:
    with present(store, "w2") as second:
        assert second.leads()
        with present(store, "w1") as first:
            assert (first.leads(), second.leads()) == (False, True)
            second.leave()
            assert not second.leads()
            assert _soon(first.leads)
            assert first.term == 2


def test_each_sees_the_other(store: Store) -> None:
    steady = Steady()
    with present(store, "w1") as first, present(store, "w2", steady) as second:
        assert (second.has_company, second.is_new) == (True, True)
        assert _soon(lambda: first.has_company)
        steady.slept_s += 2.5
        assert not second.is_new


def test_lease_that_is_not_renewed_is_over(store: Store) -> None:
    """As after SIGKILL, a machine that vanished, or a line that was cut: nobody has said goodbye."""
    with present(store, "w1") as first, present(store, "w2") as second:
        _silence(first)
        _pass_in_database(store, _LONG_S)
        assert _soon(second.leads)
        assert second.term == 2


def test_who_wakes_up_late_knows_that_it_leads_no_more(store: Store) -> None:
    steady = Steady()
    with present(store, "w1", steady) as first:
        claimed_at = steady()
        assert (first.leads(), first.keeps(claimed_at)) == (True, True)
        _silence(first)
        steady.slept_s += _LONG_S
        assert (first.leads(), first.term, first.keeps(claimed_at)) == (False, 0, False)


def test_nobody_is_called_dead_before_all_could_come_back(store: Store) -> None:
    """After a crash of the database, and after a cut of the line, which looks no different from here."""
    steady = Steady()
    with present(store, "w1", steady) as first, store.unit_of_work() as unit:
        appeared = first._judges_from
        _end_other_sessions(unit.connection)
        assert _soon(lambda: first._judges_from != appeared)
        assert first.dead(unit.connection, {"gone"}) == set()
        steady.slept_s += _LONG_S
        assert first.dead(unit.connection, {"gone"}) == set()
        steady.slept_s += PATIENCE_S
        assert first.dead(unit.connection, {"gone", "w1"}) == {"gone"}
        assert first.dead(unit.connection, {"w1"}) == set()


def test_who_is_not_alive_there_itself_calls_nobody_dead(store: Store) -> None:
    """A standby that took over is reached by a turn before the sign of life has got there: all leases are old."""
    assert _soon(lambda: _is_long_up(store))
    with present(store, "w1") as first, store.unit_of_work() as unit:
        _silence(first)
        unit.connection.execute(text("UPDATE leases SET seen_at = seen_at - :s"), {"s": PATIENCE_S + 1})
        assert first.dead(unit.connection, {"gone"}) == set()


def test_who_starts_where_the_database_was_up_takes_over_at_once(store: Store) -> None:
    """The chats of the worker that it replaces are not left waiting for a lease of nobody."""
    assert _soon(lambda: _is_long_up(store))
    with present(store, "w1") as first, store.unit_of_work() as unit:
        assert first.dead(unit.connection, {"gone"}) == {"gone"}


def test_the_living_are_told_from_the_dead(store: Store) -> None:
    steady = Steady()
    with present(store, "w1", steady) as first, present(store, "w2") as second:
        steady.slept_s += _LONG_S
        with store.unit_of_work() as unit:
            assert first.dead(unit.connection, {"w2"}) == set()
        _vanish(second)
        _pass_in_database(store, _LONG_S)
        with store.unit_of_work() as unit:
            assert first.dead(unit.connection, {"w2"}) == {"w2"}


def test_what_a_starved_worker_has_under_way_is_left_to_it_for_a_while(store: Store) -> None:
    """Its session is open, it only says nothing: what it has sent lands, and must not be sent by another."""
    steady = Steady()
    with present(store, "w1", steady) as first, present(store, "w2") as second:
        steady.slept_s += _LONG_S
        _hang(second)
        _pass_in_database(store, _LONG_S)
        with store.unit_of_work() as unit:
            assert first.dead(unit.connection, {"w2"}) == set()
        _pass_in_database(store, PATIENCE_S)
        with store.unit_of_work() as unit:
            assert first.dead(unit.connection, {"w2"}) == {"w2"}
        second._disconnect()


def test_who_could_not_renew_its_lease_keeps_nothing_however_fresh(store: Store) -> None:
    """A claim is as old as the lease under which it was made: others count from that."""
    steady = Steady()
    with present(store, "w1", steady) as first:
        _silence(first)
        steady.slept_s += LEASE_S - 2 * BEAT_S
        assert first.keeps(steady())
        steady.slept_s += BEAT_S
        assert not first.keeps(steady())


def test_broken_connection_is_made_anew_and_the_reign_goes_on(store: Store) -> None:
    with present(store, "w1") as first, present(store, "w2") as second:
        term, before = first.term, _seen(store, "w1")
        _end_sessions(store)
        assert _soon(lambda: _seen(store, "w1") > before + 1.5)
        assert (first.leads(), first.term, second.leads()) == (True, term, False)


def test_a_halt_of_one_is_known_to_all(store: Store) -> None:
    with present(store, "w1") as first:
        assert first.halted_until < time.monotonic()
        with store.unit_of_work() as unit:
            unit.connection.execute(
                text("UPDATE leadership SET halted_until = extract(epoch FROM clock_timestamp())::float8 + 30")
            )
            unit.commit()
        assert _soon(lambda: 25 < first.halted_until - time.monotonic() < 31)


def test_leaving_a_database_that_is_away(store: Store) -> None:
    presence = AmongMany(store.engine, "w1", (), CommonTime(lambda _ahead_s: None))
    presence.leave()
    presence.appear()
    _end_sessions(store)
    presence.leave()
    assert not presence.leads()


def test_leaving_waits_for_no_database_that_does_not_answer(store: Store) -> None:
    with store.unit_of_work() as holds:
        presence = AmongMany(store.engine, "w1", (), CommonTime(lambda _ahead_s: None))
        presence.appear()
        holds.connection.execute(text("SELECT * FROM leadership FOR UPDATE"))
        time.sleep(1.3)  # the next beat waits by now
        began = time.monotonic()
        presence.leave()
        assert time.monotonic() - began < 4
    assert _soon(lambda: not _seen(store, "w1"))


def test_appearing_in_a_database_of_another_version(store: Store) -> None:
    with store.unit_of_work() as unit:
        unit.connection.execute(text("DROP TABLE leases"))
        unit.commit()
    with pytest.raises(ProgrammingError):
        AmongMany(store.engine, "w1", (), CommonTime(lambda _ahead_s: None)).appear()


def _silence(presence: AmongMany) -> None:
    """Let it say nothing more, not even goodbye, as a process that was stopped does."""
    presence._say_goodbye = lambda: None  # type: ignore[method-assign]
    presence._gone.set()
    assert presence._thread is not None
    presence._thread.join()


def _vanish(presence: AmongMany) -> None:
    """Let it end without a word, and its session with it, as a process that was killed does."""
    _silence(presence)
    presence._disconnect()


def _hang(presence: AmongMany) -> None:
    """Let it say nothing more while its session stays open, as a process that gets no processor time does."""
    presence._disconnect, disconnect = lambda: None, presence._disconnect  # type: ignore[method-assign]
    _silence(presence)
    presence._disconnect = disconnect  # type: ignore[method-assign]


def _end_sessions(store: Store) -> None:
    with store.unit_of_work() as unit:
        _end_other_sessions(unit.connection)


def _end_other_sessions(connection: Connection) -> None:
    connection.execute(
        text("""
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE application_name = 'waystation' AND pid <> pg_backend_pid() AND datname = current_database()
        """)
    )


def _is_long_up(store: Store) -> bool:
    with store.unit_of_work() as unit:
        up_s = unit.connection.scalar(text("SELECT extract(epoch FROM clock_timestamp() - pg_postmaster_start_time())"))
        return float(up_s or 0) > LEASE_S + 0.1


def _pass_in_database(store: Store, seconds: float) -> None:
    """Let so much time pass for the leases of those who are silent."""
    with store.unit_of_work() as unit:
        unit.connection.execute(text("UPDATE leases SET seen_at = seen_at - :s WHERE name <> 'w1'"), {"s": seconds})
        unit.connection.execute(text("UPDATE leadership SET until = until - :s"), {"s": seconds})
        unit.commit()


def _seen(store: Store, worker: str) -> float:
    with store.unit_of_work() as unit:
        return unit.connection.scalar(text("SELECT seen_at FROM leases WHERE name = :w"), {"w": worker}) or 0.0


def _soon(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + 10
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True
