"""Which updates have taken effect: a number that is written here once is never played twice."""

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from storage.tables.messages import inbox
from storage.unit_of_work import UnitOfWork


def seen(unit: UnitOfWork, bot_id: int, update_ids: Collection[int]) -> set[int]:
    """Return those of these updates that have taken effect before."""
    query = select(inbox.c.update_id).where(inbox.c.bot_id == bot_id, inbox.c.update_id.in_(update_ids))
    return set(unit.connection.scalars(query))


def take_new(unit: UnitOfWork, bot_id: int, update_ids: Collection[int], now: float) -> set[int]:
    """Take those of these updates that have not taken effect yet, and return them. First of all in a transaction.

    That one comes twice is seldom: it is found by its number being refused, and the transaction begins again. Raises
    `IntegrityError` if another worker takes one meanwhile.
    """
    try:
        take(unit, bot_id, update_ids, now)
    except IntegrityError:
        unit.roll_back()
        new = set(update_ids) - seen(unit, bot_id, update_ids)
        take(unit, bot_id, new, now)
        return new
    return set(update_ids)


def take(unit: UnitOfWork, bot_id: int, update_ids: Collection[int], now: float) -> None:
    """Remember that these updates take effect in this transaction. Raises `IntegrityError` if one already has."""
    # In the order of their numbers: of two workers that were brought the same ones neither waits for the other.
    rows = [{"bot_id": bot_id, "update_id": update_id, "taken_at": now} for update_id in sorted(update_ids)]
    if rows:
        unit.connection.execute(inbox.insert(), rows)


def forget_before(unit: UnitOfWork, moment: float) -> int:
    """Drop numbers taken before `moment` and return how many. Telegram keeps an update for 24 hours at most."""
    return unit.connection.execute(delete(inbox).where(inbox.c.taken_at < moment)).rowcount
