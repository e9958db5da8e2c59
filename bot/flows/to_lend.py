"""Requests to borrow that wait for the decision of the organiser's units; a speaker answers for themselves."""

from bot.flows.desk import Desk
from bot.flows.rights import organised
from domain.booking.resources import Kind
from storage.booking import bookings, in_hand
from storage.booking.bookings import BookingRow


def requests(desk: Desk) -> list[BookingRow]:
    """Return them, the first to run out first."""
    paths = organised(desk)
    return [row for row in in_hand.requests(desk.unit, paths) if _is_ours(row, desk)] if paths else []


def _is_ours(row: BookingRow, desk: Desk) -> bool:
    resource = bookings.resource_of(desk.unit, row)
    return resource.kind is not Kind.SPEAKER or resource.chat_id is None or row.level > 0


def waiting(desk: Desk) -> int:
    return len(requests(desk))
