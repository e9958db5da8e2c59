"""How a store is: reachable, current, and what waits in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Table, func, select

from domain.messages.delivery import State
from domain.times.holidays import Published
from storage.calendar_days import published
from storage.messages import failed_updates, outbox
from storage.sealed import new_key
from storage.standing import Standing, standing
from storage.tables.people import people
from storage.tables.places import points
from storage.unit_of_work import Store, UnitOfWork
from storage.upkeep import last_backup


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a store whose schema is current."""

    points: int
    people: int
    failed_updates: int
    outbox: Mapping[State, int]
    calendar: Published
    backed_up_at: float | None


def look(url: str) -> Contents | None:
    """Look into a store without its key; None where its schema is old or empty. Raises `StoreUnreachableError`."""
    if standing(url) is not Standing.CURRENT:
        return None
    store = Store(url, new_key())
    try:
        with store.unit_of_work() as unit:
            return _contents(unit)
    finally:
        store.close()


def _contents(unit: UnitOfWork) -> Contents:
    return Contents(
        points=_count(unit, points),
        people=_count(unit, people),
        failed_updates=failed_updates.count_waiting(unit),
        outbox=outbox.counts(unit),
        calendar=published(unit),
        backed_up_at=last_backup.done_at(unit),
    )


def _count(unit: UnitOfWork, table: Table) -> int:
    return unit.connection.scalar(select(func.count()).select_from(table)) or 0
