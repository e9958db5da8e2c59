"""The audit is one chain without forks, and whoever changes it in the dark is found out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, insert, select, update

from storage.people.audit import Entry, Seen, Verdict, seen_by, verify, write, write_all
from storage.sealed import Seal, new_key
from storage.tables.people import audit
from storage.unit_of_work import Store, UnitOfWork

ENTRIES = (
    Entry(2001, "organiser", "affiliation.return", "affiliation:12", "no stamp"),
    Entry(2001, "organiser", "member.reveal", "person:1001"),
    Entry(None, "house", "role.give", "person:2001"),
    Entry(2002, "admin", "member.export", "person:1001"),
    Entry(2002, "admin", "member.reveal", "person:1002"),
)


@pytest.fixture
def written(store: Store) -> Store:
    """Give a store with five rows."""
    _write(store)
    return store


def test_verify_an_empty_chain(store: Store) -> None:
    with store.unit_of_work() as unit:
        assert verify(unit) == Verdict(0)


def test_verify_a_row_written_at_a_whole_second(store: Store) -> None:
    with store.unit_of_work() as unit:
        write(unit, ENTRIES[0], 1_800_000_000)
        unit.commit()

    with store.unit_of_work() as unit:
        assert verify(unit) == Verdict(1)


def test_verify_what_was_written_at_once(written: Store) -> None:
    with written.unit_of_work() as unit:
        write_all(unit, ENTRIES, 1_800_000_001.5)
        unit.commit()

    with written.unit_of_work() as unit:
        assert verify(unit) == Verdict(10)
        wanted = select(audit.c.what, audit.c.subject).where(audit.c.number > 5).order_by(audit.c.number)
        assert [tuple(row) for row in unit.connection.execute(wanted)] == [(one.what, one.subject) for one in ENTRIES]


def test_verify_a_whole_chain(new_store: Callable[[], Store]) -> None:
    _write(new_store())

    with new_store().unit_of_work() as unit:
        assert verify(unit) == Verdict(5)


def test_verify_beyond_one_page(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.people.audit._AT_ONCE", 2)
    _write(store)

    with store.unit_of_work() as unit:
        assert verify(unit) == Verdict(5)


@pytest.mark.parametrize(
    ("column", "value"),
    [("at", 7.5), ("chat_id", 1), ("role", "x"), ("what", "x"), ("subject", "x"), ("hash", "0" * 64), ("why", None)],
)
def test_verify_after_a_change(written: Store, column: str, value: object) -> None:
    with written.unit_of_work() as unit:
        unit.connection.execute(update(audit).where(audit.c.number == 1).values({column: value}))

        assert verify(unit) == Verdict(0, 1, "the row was changed, or the one before it")


def test_verify_after_a_row_was_taken_out(written: Store) -> None:
    with written.unit_of_work() as unit:
        unit.connection.execute(delete(audit).where(audit.c.number == 3))

        assert verify(unit) == Verdict(2, 3, "the row is missing")


def test_verify_after_the_first_rows_were_taken_out(written: Store) -> None:
    with written.unit_of_work() as unit:
        unit.connection.execute(delete(audit).where(audit.c.number <= 2))

        assert verify(unit) == Verdict(0, 1, "the row is missing")


def test_verify_after_two_rows_changed_places(written: Store) -> None:
    with written.unit_of_work() as unit:
        for before, after in ((2, 99), (3, 2), (99, 3)):
            unit.connection.execute(update(audit).where(audit.c.number == before).values(number=after))

        assert verify(unit) == Verdict(1, 2, "the row was changed, or the one before it")


def test_verify_after_a_row_was_slipped_in(written: Store) -> None:
    with written.unit_of_work() as unit:
        forged = {"number": 6, "at": 9.0, "role": "admin", "what": "role.give", "subject": "person:1", "hash": "0" * 64}
        unit.connection.execute(insert(audit), forged)

        assert verify(unit) == Verdict(5, 6, "the row was changed, or the one before it")


def test_verify_with_another_key(written: Store) -> None:
    with UnitOfWork(written.engine, Seal(new_key())) as unit:
        assert verify(unit) == Verdict(0, 1, "the key of the chain was changed, or sealed with another key")


def test_verify_a_reason_that_was_sealed_with_another_key(written: Store) -> None:
    with written.unit_of_work() as unit:
        sealed = Seal(new_key()).close(b"0" * 16 + b"no stamp", b"audit.why")
        unit.connection.execute(update(audit).where(audit.c.number == 1).values(why=sealed))

        assert verify(unit) == Verdict(0, 1, "its reason was changed, or was sealed with another key")


def test_reason_is_sealed_and_salted(written: Store) -> None:
    with written.unit_of_work() as unit:
        write(unit, ENTRIES[0], 0.0)
        first, last = unit.connection.scalars(
            select(audit.c.why).where(audit.c.why.is_not(None)).order_by(audit.c.number)
        )

        opened = [unit.seal.open(why, b"audit.why") for why in (first, last)]
        assert [why[16:] for why in opened] == [b"no stamp", b"no stamp"]
        assert opened[0] != opened[1]
        assert b"stamp" not in first


def test_rolled_back_row_leaves_no_gap(store: Store) -> None:
    with store.unit_of_work() as unit:
        write(unit, ENTRIES[0], 0.0)
    _write(store)

    with store.unit_of_work() as unit:
        assert verify(unit) == Verdict(5)


def test_seen_by(written: Store) -> None:
    with written.unit_of_work() as unit:
        assert seen_by(unit, "person:1001") == [
            Seen(3.5, "admin", "member.export"),
            Seen(1.5, "organiser", "member.reveal"),
        ]
        assert seen_by(unit, "person:2001") == []


def test_eight_threads_write_one_chain(new_store: Callable[[], Store]) -> None:
    def rows(store: Store, number: int) -> None:
        for turn in range(25):
            with store.unit_of_work() as unit:
                write(unit, Entry(number, "member", "affiliation.submit", f"affiliation:{turn}", "why"), float(turn))
                if turn % 5:
                    unit.commit()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(rows, [new_store() for _ in range(8)], range(8)))

    with new_store().unit_of_work() as unit:
        assert verify(unit) == Verdict(160)


def _write(store: Store) -> None:
    with store.unit_of_work() as unit:
        for at, entry in enumerate(ENTRIES):
            write(unit, entry, at + 0.5)
        unit.commit()
