"""What stands in the calendar of what is lent: what it is booked for, as its door says it, and when it is closed.

It goes through servers of others, so nobody's name is in it: a speaker's calendar is called by what it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.flows.booking import reasons, text
from bot.texts import Words
from domain.booking.life import HAD
from domain.booking.raster import Span
from domain.booking.resources import Kind
from domain.times.calendar_entries import PAST_S, Entry
from storage.booking import bookings, closures, resources
from storage.booking.bookings import BookingRow
from storage.booking.resources import ResourceRow
from storage.unit_of_work import UnitOfWork

_AHEAD_S: Final = 400 * 86_400.0


@dataclass(frozen=True, slots=True)
class Which:
    """Which calendar, at which moment, and in which words."""

    row: ResourceRow
    now: float
    words: Words


def called(row: ResourceRow, t: Words) -> str:
    """Return what the calendar is called."""
    known = reasons.kind_label(row.kind, t) if row.kind is Kind.SPEAKER else text.called(row)
    return t.paper("Waystation: {name}", name=known)


def entries(unit: UnitOfWork, which: Which) -> Iterator[Entry]:
    """Return what is to stand there now: whatever holds it, be it through the whole of which it is a part."""
    row, span = which.row, Span(which.now - PAST_S, which.now + _AHEAD_S)
    place = text.place(row, which.words)
    for one in bookings.holding(unit, resources.covered(unit, row.id), span):
        if one.span.overlaps(span):
            title, is_sure = _title(one, which.words), one.state in HAD
            yield Entry(f"booking-{one.id}", title, one.starts_at, one.ends_at, place, is_sure=is_sure)
    for shut in closures.ahead(unit, row.id, which.now):
        title = which.words.paper("Closed: {reason}", reason=shut.reason)
        yield Entry(f"closure-{shut.id}", title, shut.starts_at, shut.ends_at, place)


def _title(one: BookingRow, t: Words) -> str:
    said = one.title or one.unit_name
    return said if one.state in HAD else t.paper("[Asked for] {title}", title=said)
