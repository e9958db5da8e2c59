"""What is in an organiser's hands: what their units lend, what they have booked, and what waits for their decision."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import Select, case, func, select

from domain.booking.life import OPEN, State
from domain.booking.resources import Kind
from storage.booking import bookings as reading
from storage.booking import resources as lent
from storage.booking.bookings import BookingRow
from storage.booking.resources import ResourceRow
from storage.once import once
from storage.places.scopes import within
from storage.tables.booking import bookings, resources
from storage.tables.places import units
from storage.unit_of_work import UnitOfWork

_row: Final = bookings.c
_KINDS: Final = case({Kind.ROOM: 0, Kind.EQUIPMENT: 1}, value=resources.c.kind, else_=2)


def requests(unit: UnitOfWork, paths: Sequence[str]) -> list[BookingRow]:
    """Return the requests about what is lent at these paths and below, the first to run out first."""
    owned = select(resources.c.id).join_from(resources, units).where(within(paths)).correlate(None)
    query = reading.chosen().where(_row.state == State.REQUESTED, _row.resource_id.in_(owned))
    return _with_resources(unit, query.order_by(_row.turn_until, _row.id))


def borrowed(unit: UnitOfWork, paths: Sequence[str], now: float, states: Collection[State] = OPEN) -> list[BookingRow]:
    """Return what the units at these paths and below have booked, or wait for, and is not over; the soonest first."""
    query = reading.chosen().where(within(paths), _row.ends_at > now, _row.state.in_(sorted(states)))
    return _with_resources(unit, query.order_by(_row.starts_at, _row.id))


@once(bookings)
def is_any_for_an_activity(unit: UnitOfWork) -> bool:
    """Tell whether anything at all is booked for an activity: where nothing is, none has to be looked at."""
    return unit.connection.scalar(select(_row.id).where(_row.activity_id.is_not(None)).limit(1)) is not None


def named(unit: UnitOfWork, name: str) -> int | None:
    """Return the one thing that is lent under this very name, in capitals or small letters; None: none is, or several.

    Speakers' names are sealed.
    """
    is_called_so = func.lower(resources.c.name) == name.lower()
    query = select(resources.c.id).where(is_called_so, lent.IN_USE, resources.c.kind != Kind.SPEAKER)
    ids = unit.connection.scalars(query.limit(2)).all()
    return ids[0] if len(ids) == 1 else None


def resources_lent(unit: UnitOfWork, paths: Sequence[str], skip: int, most: int) -> tuple[list[ResourceRow], int]:
    """Return what the units at these paths and below lend, rooms first, by name; and how many there are in all."""
    query = lent.chosen().add_columns(func.count().over().label("in_all")).where(within(paths), lent.IN_USE)
    query = query.order_by(_KINDS, resources.c.name, resources.c.id).offset(skip).limit(most)
    rows = unit.connection.execute(query).all()
    return [lent.resource_row(unit, row) for row in rows], rows[0].in_all if rows else 0


def _with_resources(unit: UnitOfWork, query: Select[Any]) -> list[BookingRow]:
    """Read bookings, and what is booked together: asked one by one, each would be a statement."""
    rows = reading.read(unit, query)
    lent.found(unit, [row.resource_id for row in rows])
    return rows
