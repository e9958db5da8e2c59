"""Changing the key while the bot runs: every sealed column is sealed anew, in short transactions that wait for nobody.

Whoever writes meanwhile must seal with the new key and still know the old one (`storage.sealed.Seal`). What is sealed
with the new key already is passed over, so a change that was broken off goes on where it was, and one that is done
does nothing. That a change has begun stands in the store before the first value is sealed anew (`storage.upkeep.keys`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from time import sleep
from typing import Any, Final

from sqlalchemy import bindparam, select, update

from storage.sealed import Seal
from storage.unit_of_work import Store, UnitOfWork
from storage.upkeep import hashes, keys
from storage.upkeep.sealed_columns import SEALED, Sealed

_PATIENCE: Final = 0.05  # seconds until rows that somebody had in hand are looked at again


@dataclass(frozen=True, slots=True)
class Rotated:
    """How many values were sealed anew, and how many no key opens: those are left as they are."""

    renewed: int = 0
    unread: int = 0


def rotate(store: Store, new_key: str, batch: int = 500) -> Rotated:
    """Seal everything with the new key, `batch` rows to a transaction.

    From the first moment on the store seals with the new key. Values that no key opens are left as they are. Raises
    `ValueError` for a key that is none, `KeyRefusedError` where the store's keys do not open it or a bot is running
    that seals with another key than the new one.
    """
    store.seal = Seal(new_key, *(key for key in store.seal.keys if key != new_key))
    keys.admit(store)
    keys.check_that_all_seal(store)
    renewed, more = 0, _over_everything(store, Seal(new_key), batch)
    while more.renewed:  # and once more: a turn that had begun before may have sealed with the old key meanwhile
        renewed += more.renewed
        more = _over_everything(store, Seal(new_key), batch)
    hashes.follow(store)
    keys.retire_others(store)
    return Rotated(renewed, more.unread)


def _over_everything(store: Store, newest: Seal, batch: int) -> Rotated:
    done = [_renew(store, newest, sealed, batch) for sealed in SEALED]
    return Rotated(sum(one.renewed for one in done), sum(one.unread for one in done))


def _renew(store: Store, newest: Seal, sealed: Sealed, batch: int) -> Rotated:
    """Go over a column until no row of it was in anybody else's hands."""
    done, busy = _go_over(store, newest, sealed, batch)
    renewed = done.renewed
    while busy:
        sleep(_PATIENCE)
        done, busy = _go_over(store, newest, sealed, batch)
        renewed += done.renewed
    return Rotated(renewed, done.unread)


def _go_over(store: Store, newest: Seal, sealed: Sealed, batch: int) -> tuple[Rotated, int]:
    """Return what came of it, and how many rows were passed over because somebody else had them."""
    (key,) = sealed.column.table.primary_key.columns
    rows = select(key).where(sealed.column.is_not(None)).order_by(key).limit(batch)
    renewed = unread = busy = 0
    last: int | None = None
    while True:
        with store.unit_of_work() as unit:
            ids = unit.connection.scalars(rows if last is None else rows.where(key > last)).all()
            if not ids:
                return Rotated(renewed, unread), busy
            got, done = _renew_some(unit, newest, sealed, ids)
            unit.commit()
        last, busy = ids[-1], busy + len(ids) - got
        renewed, unread = renewed + done.renewed, unread + done.unread


def _renew_some(unit: UnitOfWork, newest: Seal, sealed: Sealed, ids: Sequence[int]) -> tuple[int, Rotated]:
    """Return how many of these rows were free, and what came of those."""
    (key,) = sealed.column.table.primary_key.columns
    # Waiting for a row while holding others is how two wait for each other: whoever has one keeps it for now.
    free = select(key, sealed.column).where(key.in_(ids), sealed.column.is_not(None))
    rows = unit.connection.execute(free.order_by(key).with_for_update(skip_locked=True)).all()
    anew = [(row[0], _sealed_anew(unit.seal, newest, sealed, row[1])) for row in rows]
    values = [{"row": row_id, **new} for row_id, new in anew if new]
    if values:
        unit.connection.execute(update(sealed.column.table).where(key == bindparam("row")), values)
    return len(rows), Rotated(len(values), sum(new is None for _, new in anew))


def _sealed_anew(seal: Seal, newest: Seal, sealed: Sealed, stored: bytes) -> dict[str, Any] | None:
    """Return the columns to write; nothing for a value that has the newest key, None for one that no key opens."""
    if newest.opens(stored, sealed.purpose):
        return {}
    if not seal.opens(stored, sealed.purpose):
        return None
    content = seal.open(stored, sealed.purpose)
    return {sealed.column.name: newest.close(content, sealed.purpose), **sealed.follows(newest, content)}
