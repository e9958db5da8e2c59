"""Bookings as they stand: read, and written by one hand, along the table of `domain.booking.life`."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from math import ceil, floor
from typing import Any, Final

from sqlalchemy import Row, Select, literal, select, update

from domain.booking.life import HOLDING, OPEN, Actor, State, Verb, Why, transition
from domain.booking.raster import SLOT_S, Span
from storage.booking.resources import ResourceRow
from storage.booking.resources import found as resources_found
from storage.once import once_each
from storage.tables.booking import bookings, held_slots
from storage.tables.places import units
from storage.unit_of_work import UnitOfWork

REASON: Final = b"bookings.reason"

_row: Final = bookings.c


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to book: for which unit and for what; `people` None: not counted.

    `series_id` and `day` name the date of a series that it is.
    """

    resource_id: int
    unit_id: int
    title: str
    span: Span
    people: int | None = None
    activity_id: int | None = None
    series_id: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class BookingRow:
    """A booking as it stands; times in seconds since 1970.

    `turn_until`: until when whoever's turn it is has time. `level`: who decides, 0 the owner, 1 one level up. `why` and
    `other_title`: why it has no slots, and which booking was in the way. `unit_name` and `unit_path` are the
    borrower's; `reason` are the owner's words.
    """

    id: int
    resource_id: int
    unit_id: int
    unit_name: str
    unit_path: str
    activity_id: int | None
    series_id: int | None
    day: date | None
    by_chat: int | None
    title: str
    people: int | None
    starts_at: float
    ends_at: float
    state: State
    version: int
    state_since: float
    turn_until: float | None
    level: int
    place: float
    why: Why | None
    other_id: int | None
    other_title: str
    reason: str
    made_at: float
    checked_in_at: float | None

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)

    @property
    def holds(self) -> bool:
        return self.state in HOLDING


@dataclass(frozen=True, slots=True)
class Miss:
    """Why something cannot be had; `other` is the booking that is in the way, where one is.

    `heals_at`: when the reason passes by itself, in seconds since 1970, where that is known.
    """

    why: Why
    other: BookingRow | None = None
    heals_at: float | None = None


def chosen() -> Select[Any]:
    return select(bookings, units.c.name.label("unit_name"), units.c.path.label("unit_path")).join_from(bookings, units)


def booking_row(unit: UnitOfWork, row: Row[Any]) -> BookingRow:
    return BookingRow(
        row.id,
        row.resource_id,
        row.unit_id,
        row.unit_name,
        row.unit_path,
        row.activity_id,
        row.series_id,
        date.fromisoformat(row.series_date) if row.series_date else None,
        row.by_chat,
        row.title,
        row.people,
        row.starts_at,
        row.ends_at,
        State(row.state),
        row.version,
        row.state_since,
        row.turn_until,
        row.level,
        row.place,
        Why(row.why) if row.why else None,
        row.other_id,
        row.other_title,
        unit.seal.open_text(row.reason, REASON),
        row.made_at,
        row.checked_in_at,
    )


@once_each(bookings, units)
def found(unit: UnitOfWork, booking_ids: Collection[int]) -> dict[int, BookingRow]:
    rows = unit.connection.execute(chosen().where(_row.id.in_(booking_ids)))
    return {row.id: booking_row(unit, row) for row in rows}


def find(unit: UnitOfWork, booking_id: int) -> BookingRow | None:
    return found.one(unit, booking_id)


def fresh(unit: UnitOfWork, booking_id: int) -> BookingRow:
    """Read it anew: somebody else may have changed it before it was locked; on SQLite nobody, it has one writer."""
    if not unit.on_postgresql and (known := find(unit, booking_id)) is not None:
        return known
    row = booking_row(unit, unit.connection.execute(chosen().where(_row.id == booking_id)).one())
    found.know(unit, booking_id, row)
    return row


def resource_of(unit: UnitOfWork, row: BookingRow) -> ResourceRow:
    """Return what is booked: a resource with bookings is never deleted, only retired."""
    return resources_found(unit, (row.resource_id,))[row.resource_id]


def read(unit: UnitOfWork, query: Select[Any]) -> list[BookingRow]:
    rows = [booking_row(unit, row) for row in unit.connection.execute(query)]
    for row in rows:
        found.know(unit, row.id, row)
    return rows


def of_resource(
    unit: UnitOfWork, resource_id: int, span: Span, states: Collection[State] = HOLDING
) -> list[BookingRow]:
    """Return the bookings of this very resource that overlap the span, in order."""
    here = chosen().where(_row.resource_id == resource_id, _row.state.in_(sorted(states)))
    return read(unit, _within(here, span))


def holding(unit: UnitOfWork, covered_ids: Collection[int], span: Span) -> list[BookingRow]:
    """Return whoever holds slots of one of these within the span, a hall's or a part's, in order."""
    slots = held_slots.c
    of_them = select(slots.booking_id).where(slots.resource_id.in_(list(covered_ids)))
    of_them = of_them.where(slots.slot_start > floor(span.starts_at) - SLOT_S, slots.slot_start < ceil(span.ends_at))
    return read(unit, chosen().where(_row.id.in_(of_them)).order_by(_row.starts_at, _row.id))


def of_unit(unit: UnitOfWork, unit_id: int, since: float, states: Collection[State] = OPEN) -> list[BookingRow]:
    """Return what this unit has booked that ends after this moment, in order."""
    query = chosen().where(_row.unit_id == unit_id, _row.ends_at > since, _row.state.in_(sorted(states)))
    return read(unit, query.order_by(_row.starts_at, _row.id))


def of_activity(unit: UnitOfWork, activity_id: int, states: Collection[State] = OPEN) -> list[BookingRow]:
    query = chosen().where(_row.activity_id == activity_id, _row.state.in_(sorted(states)))
    return read(unit, query.order_by(_row.id))


def carry_over(unit: UnitOfWork, activity_id: int, to: int) -> None:
    """Let what is booked for a draft be for the one that takes its place, before it is deleted."""
    unit.connection.execute(update(bookings).where(_row.activity_id == activity_id).values(activity_id=to))


def of_series(unit: UnitOfWork, series_id: int) -> list[BookingRow]:
    """Return all dates of a series, those refused with their reasons among them, in order."""
    return read(unit, chosen().where(_row.series_id == series_id).order_by(_row.series_date, _row.id))


def requests_to(unit: UnitOfWork, resource_ids: Collection[int]) -> list[BookingRow]:
    """Return what waits for a decision about these, the first to run out first."""
    query = chosen().where(_row.resource_id.in_(list(resource_ids)), _row.state == State.REQUESTED)
    return read(unit, query.order_by(_row.turn_until, _row.id))


def _within(query: Select[Any], span: Span) -> Select[Any]:
    query = query.where(_row.starts_at < span.ends_at, _row.ends_at > span.starts_at)
    return query.order_by(_row.starts_at, _row.id)


def stepped(unit: UnitOfWork, row: BookingRow, verb: Verb, actor: Actor, now: float, **values: object) -> BookingRow:
    """Take one step of the table; `values` are further columns. Raises `NotPossibleError`."""
    after = transition(verb, row.state, actor).after
    return changed(unit, row, now, state=after, **values)


def changed(unit: UnitOfWork, row: BookingRow, now: float, **values: object) -> BookingRow:
    """Write these columns, raise the version, and return it as it stands then."""
    since = now if values.get("state", row.state) != row.state else row.state_since
    wanted = {"version": row.version + 1, "state_since": since, **values}
    borrower = literal(row.unit_name).label("unit_name"), literal(row.unit_path).label("unit_path")
    written = update(bookings).where(_row.id == row.id).values(wanted).returning(*bookings.c, *borrower)
    after = booking_row(unit, unit.connection.execute(written).one())
    found.know(unit, row.id, after)
    return after
