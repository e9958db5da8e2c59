"""How a store is: reachable, current, and what waits in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, make_url, select
from sqlalchemy.exc import SQLAlchemyError

from domain.delivery import State
from domain.holidays import Published
from storage.calendar_days import published
from storage.messages import failed_updates, outbox
from storage.migrate import at_head
from storage.sealed import new_key
from storage.tables.places import points
from storage.unit_of_work import Store, UnitOfWork


class StoreUnreachableError(Exception):
    """The database does not answer, or there is no such database."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a store whose schema is current."""

    points: int
    failed_updates: int
    outbox: Mapping[State, int]
    calendar: Published


def look(url: str) -> Contents | None:
    """Look into a store without its key; None where its schema is old or empty. Raises `StoreUnreachableError`."""
    try:
        address = make_url(url)
        if address.get_backend_name() == "sqlite" and not Path(address.database or "").exists():
            return None  # looking must not make one
        store = Store(url, new_key())
        try:
            with store.unit_of_work() as unit:
                return _contents(unit) if at_head(unit.connection) else None
        finally:
            store.close()
    except (SQLAlchemyError, ImportError) as trouble:
        raise StoreUnreachableError(str(trouble).splitlines()[0]) from trouble


def is_current(store: Store) -> bool:
    """Tell whether the schema is this version's. Raises `StoreUnreachableError`."""
    try:
        with store.unit_of_work() as unit:
            return at_head(unit.connection)
    except SQLAlchemyError as trouble:
        raise StoreUnreachableError(f"the database does not answer: {str(trouble).splitlines()[0]}") from trouble


def _contents(unit: UnitOfWork) -> Contents:
    count = unit.connection.scalar(select(func.count()).select_from(points)) or 0
    return Contents(count, failed_updates.count_waiting(unit), outbox.counts(unit), published(unit))
