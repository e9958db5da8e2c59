"""Series that heal: what fits is booked, what does not keeps its reason, and is offered when it comes free."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import islice
from typing import Final

from sqlalchemy import select, update

from domain.booking.life import OPEN, Actor, State, Why
from domain.booking.opening import Opening
from domain.booking.raster import Span, local_span
from domain.people.deeds import Deed
from storage.activities.series import occurrences
from storage.booking import bookings as reading
from storage.booking.booking import Done, cancel, refuse, wait
from storage.booking.bookings import BookingRow, Miss, Wish
from storage.tables.booking import booking_series
from storage.unit_of_work import UnitOfWork

MOST: Final = 60
"""Dates of one series: every week for a year, and some."""

_row: Final = booking_series.c


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A series; `rule` as in RFC 5545, in local time."""

    id: int
    resource_id: int
    unit_id: int
    rule: str
    ended_at: float | None


@dataclass(frozen=True, slots=True)
class Begun:
    """A series and its dates in order: those that are had or asked for, and those that are not, with their reasons."""

    series: SeriesRow
    rows: tuple[BookingRow, ...]

    @property
    def held(self) -> tuple[BookingRow, ...]:
        return tuple(row for row in self.rows if row.holds)

    @property
    def missed(self) -> tuple[BookingRow, ...]:
        return tuple(row for row in self.rows if not row.holds)


def find(unit: UnitOfWork, series_id: int) -> SeriesRow | None:
    row = unit.connection.execute(select(booking_series).where(_row.id == series_id)).one_or_none()
    return None if row is None else SeriesRow(row.id, row.resource_id, row.unit_id, row.rule, row.ended_at)


def begin(unit: UnitOfWork, wish: Wish, rule: str, until: date, opening: Opening, deed: Deed) -> Begun:  # noqa: PLR0913, PLR0917  a series has these parts
    """Book every date that the rule has, from the wish's own day to that day, at the same local time.

    A date on which summer time skips the hour, or on which it is not open, is written down as refused. At most `MOST`
    dates. Raises `NotThereError`, `ValueError` for what is no rule.
    """
    zone = opening.zone
    first = datetime.fromtimestamp(wish.span.starts_at, zone)
    days = list(islice(occurrences(rule, first.date(), until), MOST))
    values = {"resource_id": wish.resource_id, "unit_id": wish.unit_id, "rule": rule, "made_at": deed.now}
    number = unit.connection.execute(booking_series.insert().values(values).returning(_row.id)).scalar_one()
    minute, minutes = first.hour * 60 + first.minute, round(wish.span.seconds / 60)
    wanted = _dates(replace(wish, series_id=number), days, minute, minutes, opening)
    rows = [_one(unit, one, skipped, opening, deed) for one, skipped in wanted]
    return Begun(SeriesRow(number, wish.resource_id, wish.unit_id, rule, None), tuple(rows))


def _dates(wish: Wish, days: list[date], minute: int, minutes: int, opening: Opening) -> Iterator[tuple[Wish, bool]]:
    """Return the wish for each day, and whether summer time skips it: then at the hour that follows."""
    for day in days:
        span = local_span(day, minute, minutes, opening.zone)
        yield replace(wish, span=span or _next_to(day, minute, minutes, opening), day=day), span is None


def _next_to(day: date, minute: int, minutes: int, opening: Opening) -> Span:
    begins = datetime.combine(day, time(minute // 60, minute % 60), opening.zone).timestamp()
    return Span(begins, begins + minutes * 60)


def _one(unit: UnitOfWork, wish: Wish, is_skipped: bool, opening: Opening, deed: Deed) -> BookingRow:  # noqa: FBT001  a fact
    if is_skipped:
        return refuse(unit, wish, Miss(Why.NO_SUCH_HOUR), deed)
    return wait(unit, wish, opening, deed).row


def end(unit: UnitOfWork, series_id: int, opening: Opening, deed: Deed) -> list[Done]:
    """Let all dates go that are ahead; those that are over stay on record."""
    ended = update(booking_series).where(_row.id == series_id, _row.ended_at.is_(None))
    unit.connection.execute(ended.values(ended_at=deed.now))
    ahead = [row for row in reading.of_series(unit, series_id) if row.state in OPEN and row.starts_at > deed.now]
    return [cancel(unit, row.id, opening, deed, Why.WITHDRAWN, Actor.BORROWER) for row in ahead]


def healing(unit: UnitOfWork, series_id: int) -> list[BookingRow]:
    """Return the dates that could not be had and may yet come free, with their reasons."""
    return [row for row in reading.of_series(unit, series_id) if row.state in {State.WAITING, State.OFFERED}]
