"""When the last backup was done: written down by whoever makes it, and read by whoever looks after the house."""

from contextlib import closing
from typing import Final

from sqlalchemy import select

from storage.gentle_insert import or_renew
from storage.sealed import new_key
from storage.standing import answering
from storage.tables.upkeep import last_backup
from storage.unit_of_work import Store, UnitOfWork

_KEEP: Final = or_renew(last_backup, ["id", "at"], ["id"], ["at"])


def note(url: str, now: float) -> None:
    """Write down that one was done now; the key is not needed, the schema must be current.

    Raises `StoreUnreachableError`, also where somebody else holds the store for long.
    """
    with closing(Store(url, new_key())) as store, answering(), store.unit_of_work() as unit:
        unit.connection.execute(_KEEP, {"id": 1, "at": now})
        unit.commit()


def done_at(unit: UnitOfWork) -> float | None:
    """Return when, in seconds since 1970; None: none that was written down."""
    return unit.connection.scalar(select(last_backup.c.at))
