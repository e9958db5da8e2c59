"""Who waits for what is taken, and who is offered what came free, in turn."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import or_

from domain.activities.offers import offer_until
from domain.booking.deadlines import OFFER_S
from domain.booking.life import CAN_HEAL, Actor, State, Verb, Why
from domain.booking.opening import Opening
from domain.booking.raster import Span
from domain.booking.resources import LONGEST_BUFFER_MIN
from storage.booking import resources, slots
from storage.booking.bookings import BookingRow, Miss, Wish, chosen, read, resource_of, stepped
from storage.booking.judging import why_not
from storage.tables.booking import bookings
from storage.unit_of_work import UnitOfWork

_row: Final = bookings.c
_AROUND_S: Final = 2 * LONGEST_BUFFER_MIN * 60.0


def wish_of(row: BookingRow) -> Wish:
    """Return what a booking wants, as it was wished for."""
    return Wish(row.resource_id, row.unit_id, row.title, row.span, row.people, row.activity_id)


def promote(
    unit: UnitOfWork, covered_ids: Collection[int], window: Span, opening: Opening, now: float
) -> tuple[BookingRow, ...]:
    """Offer what came free there to those who wait, in turn; return those who have an offer now.

    Each is held for whoever it is offered to until `turn_until`. Whom nobody could tell in time is passed over.
    """
    touched = resources.touching(unit, covered_ids)
    wide = Span(window.starts_at - _AROUND_S, window.ends_at + _AROUND_S)
    overlaps = (_row.starts_at < wide.ends_at) & (_row.ends_at > wide.starts_at)
    query = chosen().where(_row.resource_id.in_(touched), _row.state == State.WAITING, _row.starts_at > now)
    query = query.where(or_(overlaps, _row.why == Why.QUOTA)).order_by(_row.place, _row.id)
    offered = (offer(unit, row, opening, now) for row in read(unit, query))
    return tuple(row for row in offered if row is not None)


def offer(unit: UnitOfWork, row: BookingRow, opening: Opening, now: float) -> BookingRow | None:
    """Offer somebody who waits their time, if it can be had now; None: it cannot, or nobody could be told in time."""
    resource = resource_of(unit, row)
    covered = resources.lock(unit, resource.id)
    until = offer_until(now, row.starts_at, OFFER_S, unit.quiet)
    if until is None or why_not(unit, resource, wish_of(row), opening, now) is not None:
        return None
    slots.hold(unit, row.id, covered, slots.needed(resource, row.span))
    return stepped(unit, row, Verb.OFFER, Actor.HOUSE, now, turn_until=until)


def waiting_for(unit: UnitOfWork, resource_id: int, span: Span) -> list[BookingRow]:
    """Return who waits for this resource, or for what touches it, within the span, in turn."""
    touched = resources.touching(unit, resources.covered(unit, resource_id))
    query = chosen().where(_row.resource_id.in_(touched), _row.state == State.WAITING)
    query = query.where(_row.starts_at < span.ends_at, _row.ends_at > span.starts_at)
    return read(unit, query.order_by(_row.place, _row.id))


def reason(miss: Miss) -> dict[str, object]:
    """Return the columns that keep why something could not be had."""
    other = miss.other
    return {
        "why": miss.why,
        "other_id": other.id if other else None,
        "other_title": other.title if other else "",
    }


def heals(miss: Miss) -> bool:
    """Tell whether it is worth waiting."""
    return miss.why in CAN_HEAL
