"""The quarters of an hour that bookings hold: all that one needs, or none."""

from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import ColumnElement, delete, select

from domain.booking.raster import Span, slots
from storage.booking.bookings import BookingRow, find
from storage.booking.resources import ResourceRow
from storage.tables.booking import held_slots
from storage.unit_of_work import UnitOfWork

_row: Final = held_slots.c


def needed(resource: ResourceRow, span: Span) -> range:
    """Return the quarters that a booking of this resource holds, with what is held around it."""
    return slots(span, resource.terms.before_min, resource.terms.after_min)


def in_the_way(
    unit: UnitOfWork, covered_ids: Collection[int], quarters: range, but_for: int | None = None
) -> BookingRow | None:
    """Return the first booking, other than `but_for`, that holds one of these."""
    query = select(_row.booking_id).where(_row.resource_id.in_(list(covered_ids)), *_between(quarters))
    if but_for is not None:
        query = query.where(_row.booking_id != but_for)
    first = unit.connection.scalar(query.order_by(_row.slot_start, _row.resource_id).limit(1))
    return None if first is None else find(unit, first)


def hold(unit: UnitOfWork, booking_id: int, covered_ids: Collection[int], quarters: range) -> None:
    """Hold all of these for the booking, in place of what it held before.

    To be called under `resources.lock`, once nobody is in the way. Raises `IntegrityError` where somebody is.
    """
    free(unit, booking_id)
    rows = [
        {"resource_id": one, "slot_start": quarter, "booking_id": booking_id}
        for one in sorted(covered_ids)
        for quarter in quarters
    ]
    unit.connection.execute(held_slots.insert(), rows)


def free(unit: UnitOfWork, booking_id: int) -> None:
    unit.connection.execute(delete(held_slots).where(_row.booking_id == booking_id))


def busy(unit: UnitOfWork, resource_ids: Collection[int], window: Span) -> Mapping[int, list[int]]:
    """Return the held quarters of these very resources within the window."""
    query = select(_row.resource_id, _row.slot_start).where(_row.resource_id.in_(list(resource_ids)))
    found: dict[int, list[int]] = {one: [] for one in resource_ids}
    for resource_id, quarter in unit.connection.execute(query.where(*_between(slots(window)))):
        found[resource_id].append(quarter)
    return found


def _between(quarters: range) -> tuple[ColumnElement[bool], ...]:
    return _row.slot_start >= quarters.start, _row.slot_start < quarters.stop
