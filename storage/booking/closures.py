"""Closures: a resource is shut for a time, whoever had booked is told and waits; and a resource that is no more."""

from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select, update

from domain.booking.life import OPEN, Actor, Why
from domain.booking.opening import Opening
from domain.booking.raster import Span
from domain.people.deeds import Deed
from storage.booking import bookings as reading
from storage.booking import line, resources
from storage.booking.booking import Done, NotThereError, lose, remove
from storage.booking.bookings import BookingRow, Miss
from storage.people import audit, calendar_feeds, deeds
from storage.tables.booking import bookings, closures, resource_covers
from storage.tables.booking import resources as resource_table
from storage.unit_of_work import UnitOfWork

_row: Final = closures.c


@dataclass(frozen=True, slots=True)
class ClosureRow:
    """A time during which something is shut, and why, for everybody to read; in seconds since 1970."""

    id: int
    resource_id: int
    starts_at: float
    ends_at: float
    reason: str

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)


def find(unit: UnitOfWork, closure_id: int) -> ClosureRow | None:
    row = unit.connection.execute(select(closures).where(_row.id == closure_id)).one_or_none()
    return None if row is None else ClosureRow(row.id, row.resource_id, row.starts_at, row.ends_at, row.reason)


def ahead(unit: UnitOfWork, resource_id: int, now: float) -> list[ClosureRow]:
    """Return the closures of this, of its parts and of what it is a part of that are not over, in order."""
    covered = resource_covers.c.covered_id.in_(resources.covered(unit, resource_id))
    touched = select(resource_covers.c.resource_id).where(covered)
    query = select(closures).where(_row.resource_id.in_(touched), _row.ends_at > now, _row.lifted_at.is_(None))
    rows = unit.connection.execute(query.order_by(_row.starts_at, _row.id))
    return [ClosureRow(row.id, row.resource_id, row.starts_at, row.ends_at, row.reason) for row in rows]


def close(
    unit: UnitOfWork, resource_id: int, span: Span, opening: Opening, deed: Deed
) -> tuple[ClosureRow, list[Done]]:
    """Shut it for a time, for `deed.reason`; return the closure, and those who had booked and wait now.

    What is a part of it is shut as well, and a hall is of which a part is. Raises `NotThereError`.
    """
    audit.hold(unit)
    covered = resources.lock(unit, resource_id)
    if not covered:
        raise NotThereError(f"there is no resource {resource_id}")
    values = {
        "resource_id": resource_id,
        "starts_at": span.starts_at,
        "ends_at": span.ends_at,
        "reason": deed.reason,
        "made_by": deed.by.chat_id,
        "made_at": deed.now,
    }
    number = unit.connection.execute(closures.insert().values(values).returning(_row.id)).scalar_one()
    trouble = Miss(Why.CLOSED, heals_at=span.ends_at)
    hit = [row for row in reading.holding(unit, covered, span) if row.span.overlaps(span)]
    done = [lose(unit, row, trouble, Actor.OWNER, opening, deed.now) for row in hit if row.ends_at > deed.now]
    deeds.write_down(unit, deed, "resource.close", f"resource:{resource_id}")
    return ClosureRow(number, resource_id, span.starts_at, span.ends_at, deed.reason), done


def lift(unit: UnitOfWork, closure_id: int, opening: Opening, deed: Deed) -> tuple[BookingRow, ...]:
    """Open again before the time; return whom something was offered. A second time changes nothing."""
    row = find(unit, closure_id)
    if row is None:
        raise NotThereError(f"there is no closure {closure_id}")
    audit.hold(unit)
    covered = resources.lock(unit, row.resource_id)
    lifted = update(closures).where(_row.id == closure_id, _row.lifted_at.is_(None)).values(lifted_at=deed.now)
    if not unit.connection.execute(lifted).rowcount or row.ends_at <= deed.now:
        return ()
    deeds.write_down(unit, deed, "resource.open", f"resource:{row.resource_id}")
    return line.promote(unit, covered, row.span, opening, deed.now)


def retire(unit: UnitOfWork, resource_id: int, deed: Deed) -> list[BookingRow]:
    """Take it out of use for good; return the bookings that were ahead and are refused now. What was, stays on record.

    Its parts go on without it. Raises `NotThereError`.
    """
    audit.hold(unit)
    row = resources.find(unit, resource_id)
    if row is None or not resources.lock(unit, resource_id):
        raise NotThereError(f"there is no resource {resource_id}")
    mine = reading.chosen().where(bookings.c.resource_id == resource_id, bookings.c.ends_at > deed.now)
    open_ones = reading.read(unit, mine.where(bookings.c.state.in_(sorted(OPEN))).order_by(bookings.c.starts_at))
    refused = [remove(unit, one, Why.RESOURCE_GONE, Actor.OWNER, deed.now) for one in open_ones]
    retired = update(resource_table).where(resource_table.c.id == resource_id, resource_table.c.retired_at.is_(None))
    if unit.connection.execute(retired.values(retired_at=deed.now)).rowcount:
        deeds.write_down(unit, deed, "resource.retire", f"resource:{resource_id}")
    calendar_feeds.end(unit, calendar_feeds.of_resource(resource_id), deed.now)
    known = replace(row, retired_at=row.retired_at or deed.now)
    resources.found.know(unit, resource_id, known)  # whoever is told now reads its name
    return refused
