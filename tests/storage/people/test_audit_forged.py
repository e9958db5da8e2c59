"""Whoever has the database alone, and knows the code, forges no audit that `verify` takes for whole."""

import json
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from storage.people.audit import BEGUN, LOST, End, Entry, Verdict, begin, end, verify, write, write_all
from storage.sealed import Seal, UnsealableError, new_key
from storage.tables.people import audit, audit_chain
from storage.unit_of_work import Store, UnitOfWork
from storage.upkeep.rotation import rotate

ENTRIES = (
    Entry(2001, "organiser", "affiliation.submit", "affiliation:12"),
    Entry(2001, "organiser", "member.reveal", "person:1001"),
    Entry(2001, "organiser", "affiliation.return", "affiliation:12", "no stamp"),
    Entry(2002, "admin", "role.give", "person:2001"),
)
KEYLESS = (Entry(1, "admin", "role.give", "person:1"), Entry(1, "admin", "role.take", "person:2"))

Row = dict[str, Any]
Forgery = Callable[[list[Row]], list[Row]]


@pytest.fixture
def written(store: Store) -> Store:
    """Give a store with four rows, one of them with a reason."""
    with store.unit_of_work() as unit:
        write_all(unit, ENTRIES, 1.5)
        unit.commit()
    return store


@pytest.fixture
def old(store: Store) -> Store:
    """Give a store as an earlier version left it: two rows with plain hashes."""
    with store.unit_of_work() as unit:
        rows = [
            {"number": number, "at": 0.5, "chat_id": one.chat_id, "role": one.role, "what": one.what}
            | {"subject": one.subject, "why": None}
            for number, one in enumerate(KEYLESS, 1)
        ]
        unit.connection.execute(audit.insert(), plainly(rows))
        unit.commit()
    return store


def plainly(rows: Sequence[Row]) -> list[Row]:
    """Return the rows, numbered anew and hashed as everybody can, without any key."""
    before, done = "", list[Row]()
    for number, row in enumerate(rows, 1):
        salted = (row["why"] or b"").hex()
        said = [before, number, row["at"], row["chat_id"], row["role"], row["what"], row["subject"], salted]
        before = sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
        done.append(row | {"number": number, "hash": before})
    return done


def rewrite(unit: UnitOfWork, forgery: Forgery) -> None:
    rows = [dict(row) for row in unit.connection.execute(select(audit).order_by(audit.c.number)).mappings()]
    unit.connection.execute(delete(audit))
    if forged := forgery(rows):
        unit.connection.execute(audit.insert(), forged)


def verdict(store: Store, kept: End | None = None) -> Verdict:
    with store.unit_of_work() as unit:
        return verify(unit, {kept.number: kept.hash} if kept else {})


def without_the_look(rows: list[Row]) -> list[Row]:
    return plainly([row | {"why": None} for row in rows if row["what"] != "member.reveal"])


def with_other_role(rows: list[Row]) -> list[Row]:
    return plainly([rows[0] | {"role": "volunteer"}, *rows[1:]])


def renumbered(rows: list[Row]) -> list[Row]:
    return [row | {"number": number} for number, row in enumerate([rows[0], *rows[2:]], 1)]


def put_in_another_order(rows: list[Row]) -> list[Row]:
    return plainly([rows[1], rows[0], *rows[2:]])


def with_one_more(rows: list[Row]) -> list[Row]:
    more = rows[-1] | {"number": len(rows) + 1, "subject": "person:9", "why": None}
    return [*rows, plainly([*rows, more])[-1]]


def copied_on(rows: list[Row]) -> list[Row]:
    return [*rows, rows[-1] | {"number": len(rows) + 1}]


FORGERIES: tuple[tuple[Forgery, int], ...] = (
    (without_the_look, 1),
    (with_other_role, 1),
    (renumbered, 2),
    (put_in_another_order, 1),
    (with_one_more, 5),
    (copied_on, 5),
)


@pytest.mark.parametrize(("forgery", "row"), FORGERIES, ids=[forgery.__name__ for forgery, _ in FORGERIES])
def test_forged_rows_are_found(written: Store, forgery: Forgery, row: int) -> None:
    assert verdict(written) == Verdict(4)
    with written.unit_of_work() as unit:
        rewrite(unit, forgery)
        assert verify(unit) == Verdict(row - 1, row, "the row was changed, or the one before it")


@pytest.mark.parametrize("forgery", [without_the_look, with_other_role, put_in_another_order])
def test_key_taken_out_with_the_rows_is_found_and_stays_found(written: Store, forgery: Forgery) -> None:
    with written.unit_of_work() as unit:
        unit.connection.execute(delete(audit_chain))
        rewrite(unit, forgery)
        unit.commit()
    assert verdict(written) == Verdict(0, 1, "the key of the chain is missing")

    with written.unit_of_work() as unit:
        write(unit, Entry(2001, "organiser", "member.reveal", "person:1002"), 9.0)
        unit.commit()
    left = 3 if forgery is without_the_look else 4
    assert verdict(written).reason in {
        "affiliation.return has no reason",
        "its reason was changed, or was sealed with another key",
        "the row was changed, or the one before it",
        "the key of the chain was missing when the row was written",
    }
    with written.unit_of_work() as unit:
        assert unit.connection.scalar(select(audit.c.what).where(audit.c.number == left + 1)) == LOST


def test_rows_without_reasons_forged_with_the_key_taken_out_stay_found(store: Store) -> None:
    with store.unit_of_work() as unit:
        write_all(unit, KEYLESS, 1.5)
        unit.connection.execute(delete(audit_chain))
        rewrite(unit, with_other_role)
        write(unit, KEYLESS[0], 9.0)
        unit.commit()
    assert verdict(store) == Verdict(2, 3, "the key of the chain was missing when the row was written")


def test_key_of_another_store_is_none(written: Store) -> None:
    with written.unit_of_work() as unit:
        unit.connection.execute(update(audit_chain).values(key=Seal(new_key()).close(b"x" * 40, b"audit_chain.key")))
        assert verify(unit) == Verdict(0, 1, "the key of the chain was changed, or sealed with another key")
        with pytest.raises(UnsealableError):
            write(unit, ENTRIES[0], 9.0)


@pytest.mark.parametrize("left", [0, 1, 3])
def test_tail_that_was_cut_off_is_found_by_the_end_that_was_kept(written: Store, left: int) -> None:
    with written.unit_of_work() as unit:
        kept = end(unit)
        unit.connection.execute(delete(audit).where(audit.c.number > left))
        unit.commit()
    assert verdict(written) == Verdict(left)
    assert verdict(written, kept) == Verdict(left, left + 1, "the chain is cut off here; it went on to row 4 once")


def test_rows_written_over_a_tail_that_was_cut_off_are_found(written: Store) -> None:
    with written.unit_of_work() as unit:
        kept = end(unit)
        unit.connection.execute(delete(audit).where(audit.c.number > 2))
        write_all(unit, (ENTRIES[3], ENTRIES[3], ENTRIES[3]), 9.0)
        unit.commit()
    assert verdict(written) == Verdict(5)
    assert verdict(written, kept) == Verdict(3, 4, "the row is another than the one that was kept elsewhere")


def test_chain_that_went_on_from_a_kept_end_is_whole(written: Store) -> None:
    kept = verdict(written).end
    with written.unit_of_work() as unit:
        write(unit, ENTRIES[3], 9.0)
        unit.commit()
    assert (verdict(written, kept), verdict(written, kept).end.number, kept.number) == (Verdict(5), 5, 4)


@pytest.mark.parametrize("what", ["affiliation.return", "affiliation.decline", "affiliation.end", "attendance.late"])
def test_what_needs_a_reason_is_not_written_without_one(store: Store, what: str) -> None:
    with store.unit_of_work() as unit, pytest.raises(ValueError, match=f"the audit has no {what} without a reason"):
        write(unit, Entry(1, "organiser", what, "affiliation:1"), 1.0)


# ---------------------------------------------------------------- a store that is older than the key


def test_rows_of_an_older_store_keep_their_hashes_and_are_bound_by_the_first_with_the_key(old: Store) -> None:
    with old.unit_of_work() as unit:
        before = unit.connection.execute(select(audit)).all()
        begin(unit, 7.0)
        begin(unit, 8.0)
        write(unit, ENTRIES[2], 9.0)
        unit.commit()

    found = verdict(old)
    assert (found, found.older, found.keyed_at, found.end.number) == (Verdict(4), 2, 7.0, 4)
    with old.unit_of_work() as unit:
        rows = unit.connection.execute(select(audit).order_by(audit.c.number)).all()
    assert (rows[:2], rows[2].what, rows[2].subject) == (before, BEGUN, "audit:2")


@pytest.mark.parametrize("forgery", [with_other_role, put_in_another_order])
def test_rows_older_than_the_key_cannot_be_changed_any_more(old: Store, forgery: Forgery) -> None:
    with old.unit_of_work() as unit:
        begin(unit, 7.0)
        rewrite(unit, lambda rows: [*forgery(rows[:2]), *rows[2:]])
        assert verify(unit) == Verdict(2, 3, "the row was changed, or the one before it")


def test_more_rows_cannot_be_made_older_than_the_key(old: Store) -> None:
    with old.unit_of_work() as unit:
        begin(unit, 7.0)
        write(unit, KEYLESS[0], 8.0)
        rewrite(unit, plainly)
        assert verify(unit) == Verdict(2, 3, "the row was changed, or the one before it")


def test_an_old_row_that_has_lost_its_reason_is_found(store: Store) -> None:
    row = {"number": 1, "at": 0.5, "chat_id": 1, "role": "organiser", "subject": "affiliation:1", "why": None}
    with store.unit_of_work() as unit:
        unit.connection.execute(audit.insert(), plainly([row | {"what": "affiliation.return"}]))
        begin(unit, 7.0)
        assert verify(unit) == Verdict(0, 1, "affiliation.return has no reason")


def test_an_empty_store_begins_with_the_key(store: Store) -> None:
    with store.unit_of_work() as unit:
        begin(unit, 7.0)
        assert (end(unit), unit.connection.scalar(select(audit_chain.c.id))) == (End(), None)
        write_all(unit, (), 7.0)
        write(unit, ENTRIES[0], 8.0)
        assert (verify(unit), verify(unit).older) == (Verdict(1), 0)


def test_chain_outlives_a_change_of_the_encryption_key(written: Store) -> None:
    new = new_key()
    rotate(written, new)
    with UnitOfWork(written.engine, Seal(new)) as unit:
        write(unit, ENTRIES[2], 9.0)
        assert verify(unit) == Verdict(5)
