"""Which keys a store is sealed with: a canary for each, so that another key is refused before it does any harm.

A key is in use from before it seals the first value until everything is sealed with another. Whoever opens the store
needs all keys that are in use. So a change of key that was broken off cannot be taken for one that is done.
"""

import time
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Select, delete, inspect, select

from storage.alive import somebody_lacks
from storage.sealed import Seal
from storage.tables.keys import keys_in_use
from storage.unit_of_work import Store, UnitOfWork
from storage.upkeep.sealed_columns import SEALED, Sealed

_CANARY: Final = b"keys_in_use.canary"
_ALIVE: Final = b"waystation"

_row: Final = keys_in_use.c


class KeyRefusedError(ValueError):
    """The key does not open what is there, or may not be used now; the text says in one line what to do."""


class HalfChangedError(KeyRefusedError):
    """A change of key has begun and is not through, and one of the two keys is missing."""


def check(unit: UnitOfWork) -> None:
    """Look whether this store can be opened with the unit's keys, and change nothing. Raises `KeyRefusedError`.

    A store that has no canary yet is judged by some of what is sealed in it.
    """
    _check(unit, _canaries(unit), SEALED)


def check_older(unit: UnitOfWork) -> None:
    """Look at a store that is not brought up to date yet, and has not every table and column. Raises the same."""
    looked = inspect(unit.connection)
    tables = set(looked.get_table_names())
    there = {(table, column["name"]) for table in tables for column in looked.get_columns(table)}
    sealed = [one for one in SEALED if (one.column.table.name, one.column.name) in there]
    _check(unit, _canaries(unit) if keys_in_use.name in tables else [], sealed)


def check_canaries(canaries: Collection[tuple[str, bytes]], keys: Sequence[str]) -> None:
    """Look whether these keys open a store of which only the canaries are at hand. Raises the same."""
    _check_all(canaries, Seal(*keys))


def _check(unit: UnitOfWork, canaries: Collection[tuple[str, bytes]], columns: Iterable[Sealed]) -> None:
    if not canaries and _opened_by(unit, columns) == ():
        raise KeyRefusedError(_another_key())
    _check_all(canaries, unit.seal)


def _check_all(canaries: Collection[tuple[str, bytes]], seal: Seal) -> None:
    missing = [fingerprint for fingerprint, canary in canaries if not seal.opens(canary, _CANARY)]
    if missing and len(missing) == len(canaries):
        raise KeyRefusedError(_another_key())
    if missing:
        raise HalfChangedError(
            f"a change of key is half done, and WAYSTATION_KEY lacks one of the two keys (fingerprint {missing[0]}): "
            "set both, WAYSTATION_KEY=NEW,OLD, and call `waystation rotate-key`"
        )


def admit(store: Store) -> None:
    """Check the store's keys, and note that the newest of them is in use from now on. Raises `KeyRefusedError`.

    A store without a canary gets one for each key that opens something in it. A newest key that a running bot does not
    know is refused: that bot could not read what is sealed with it.
    """
    with store.unit_of_work() as unit:
        if unit.on_postgresql:  # two that open a new store with two keys must not both be the first
            unit.connection.exec_driver_sql("LOCK TABLE keys_in_use IN SHARE ROW EXCLUSIVE MODE")
        check(unit)
        known = {fingerprint for fingerprint, _ in _canaries(unit)}
        newest = store.seal.fingerprints[0]
        if newest in known:
            return
        if somebody_lacks(store, newest):
            raise KeyRefusedError(
                "a bot is running that does not know the first key of WAYSTATION_KEY. Let it know both keys first: "
                "WAYSTATION_KEY=NEW,OLD and a restart (several workers: WAYSTATION_KEY=OLD,NEW and a restart of each "
                "before that)"
            )
        _note(unit, {*(() if known else _opened_by(unit, SEALED) or ()), newest})
        unit.commit()


def retire_others(store: Store) -> None:
    """Note that everything is sealed with the newest of the store's keys, as a change of key does that is through.

    Raises `KeyRefusedError`, as `check_that_all_seal` does.
    """
    with store.unit_of_work() as unit:
        check_that_all_seal(store)
        unit.connection.execute(delete(keys_in_use).where(_row.fingerprint != store.seal.fingerprints[0]))
        unit.commit()


def check_that_all_seal(store: Store) -> None:
    """Raise `KeyRefusedError` where a bot is running that does not seal with the newest of the store's keys.

    It would undo what a change of key does.
    """
    if somebody_lacks(store, store.seal.fingerprints[0], as_newest=True):
        raise KeyRefusedError(
            "a bot is running that does not seal with the new key. Put it in front of the old one, "
            "WAYSTATION_KEY=NEW,OLD, restart the bot, and call this again"
        )


def _another_key() -> str:
    return "WAYSTATION_KEY does not open this store; it was written with another key"


def _canaries(unit: UnitOfWork) -> list[tuple[str, bytes]]:
    """Return fingerprint and canary of the keys in use, the oldest first."""
    query = select(_row.fingerprint, _row.canary).order_by(_row.since, _row.fingerprint)
    return [(row[0], row[1]) for row in unit.connection.execute(query)]


def _opened_by(unit: UnitOfWork, columns: Iterable[Sealed]) -> tuple[str, ...] | None:
    """Return the fingerprints of the unit's keys that open some of what is sealed; None where nothing is sealed."""
    samples = _samples(unit, tuple(columns))
    if not samples:
        return None
    seals = zip(unit.seal.fingerprints, map(Seal, unit.seal.keys), strict=True)
    return tuple(name for name, seal in seals if any(seal.opens(value, purpose) for value, purpose in samples))


def _samples(unit: UnitOfWork, columns: tuple[Sealed, ...]) -> list[tuple[bytes, bytes]]:
    """Give the first and the last value of each column, and what they were sealed for."""
    if not columns:
        return []
    values = unit.connection.execute(_firsts_and_lasts(columns)).one()
    purposes = (sealed.purpose for sealed in columns for _ in range(2))
    return [(value, purpose) for value, purpose in zip(values, purposes, strict=True) if value is not None]


@lru_cache(maxsize=1)
def _firsts_and_lasts(columns: tuple[Sealed, ...]) -> Select[Any]:
    """Ask for all of them in one statement, a row of two values for each column: there are dozens."""
    asked = []
    for column in (sealed.column for sealed in columns):
        (key,) = column.table.primary_key.columns
        there = select(column).where(column.is_not(None)).limit(1)
        asked += [there.order_by(order).scalar_subquery() for order in (key, key.desc())]
    return select(*asked)


def _note(unit: UnitOfWork, fingerprints: Iterable[str]) -> None:
    seals = dict(zip(unit.seal.fingerprints, map(Seal, unit.seal.keys), strict=True))
    rows = [
        {"fingerprint": one, "canary": seals[one].close(_ALIVE, _CANARY), "since": time.time()}
        for one in sorted(fingerprints)
    ]
    unit.connection.execute(keys_in_use.insert(), rows)
