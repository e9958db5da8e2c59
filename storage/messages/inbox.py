"""Which arrivals have taken effect: one whose channel and key are written here once is never played twice."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import delete, select, tuple_
from sqlalchemy.exc import IntegrityError

from storage.tables.messages import inbox
from storage.unit_of_work import UnitOfWork

Key = tuple[str, str]
"""A channel with the bot there ("telegram:77"), and what it calls an arrival: the number of an update, as text."""


def seen(unit: UnitOfWork, keys: Collection[Key]) -> set[Key]:
    """Return those of these arrivals that have taken effect before."""
    query = select(inbox.c.channel, inbox.c.key).where(tuple_(inbox.c.channel, inbox.c.key).in_(list(keys)))
    return {(row.channel, row.key) for row in unit.connection.execute(query)}


def take_new(unit: UnitOfWork, keys: Collection[Key], now: float) -> set[Key]:
    """Take those of these arrivals that have not taken effect yet, and return them. First of all in a transaction.

    That one comes twice is seldom: it is found by its key being refused, and the transaction begins again. Raises
    `IntegrityError` if another worker takes one meanwhile.
    """
    try:
        take(unit, keys, now)
    except IntegrityError:
        unit.roll_back()
        new = set(keys) - seen(unit, keys)
        take(unit, new, now)
        return new
    return set(keys)


def take(unit: UnitOfWork, keys: Collection[Key], now: float) -> None:
    """Remember that these arrivals take effect in this transaction. Raises `IntegrityError` if one already has."""
    # In the order of their keys: of two workers that were brought the same ones neither waits for the other.
    rows = [{"channel": channel, "key": key, "taken_at": now} for channel, key in sorted(keys)]
    if rows:
        unit.connection.execute(_INSERT, rows)


_INSERT: Final = inbox.insert()


def forget_before(unit: UnitOfWork, moment: float) -> int:
    """Drop keys taken before `moment` and return how many. Telegram keeps an update for 24 hours at most."""
    return unit.connection.execute(delete(inbox).where(inbox.c.taken_at < moment)).rowcount
