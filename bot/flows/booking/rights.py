"""Who may see a booking and act on it, decided anew at every tap: its borrower, its owner, its speaker."""

from dataclasses import dataclass
from typing import Any, Final

from bot.flows.desk import Desk, Move
from bot.flows.flow import Guard
from bot.flows.rights import an_organiser, by_finding, closed, forbid, of_own_units, organised, without_role
from domain.booking.resources import Kind
from storage.booking import bookings, resources
from storage.booking.bookings import BookingRow
from storage.booking.resources import ResourceRow

AN_ORGANISER: Final = an_organiser("booking")

OWN_UNITS: Final = of_own_units("booking")


@dataclass(frozen=True, slots=True)
class Seen:
    """A booking with what is booked, and what this person is to it.

    `borrows`: an organiser of the unit that books; `lends`: one of the unit whose it is, or above; `speaks`: the
    speaker who is asked.
    """

    row: BookingRow
    resource: ResourceRow
    borrows: bool
    lends: bool
    speaks: bool

    @property
    def decides(self) -> bool:
        """Tell whether this person answers a request: the speaker themselves; whoever lends where none can be asked."""
        return self.speaks or (self.lends and (self.resource.kind is not Kind.SPEAKER or not self.can_speak_up))

    @property
    def can_speak_up(self) -> bool:
        return self.resource.chat_id is not None and not self.row.level


def seen(booking_id: int, desk: Desk) -> Seen | None:
    """Return a booking as it stands; None: there is none, or it is not this person's business."""
    row = bookings.find(desk.unit, booking_id)
    if row is None:
        return None
    resource = bookings.resource_of(desk.unit, row)
    found = Seen(
        row,
        resource,
        borrows=desk.may_organise(row.unit_id),
        lends=desk.may_organise(resource.unit_id),
        speaks=desk.abilities.trusted and resource.chat_id == desk.person.chat_id,
    )
    return found if found.borrows or found.lends or found.speaks else None


def forbid_booking(booking_id: int, desk: Desk) -> Move:
    """Refuse what is not there, and what is not in the person's hands, in the same words; and write it down."""
    return forbid(f"booking:{booking_id}", desk)


def own_resource(resource_id: int, desk: Desk) -> ResourceRow | None:
    """Return what this person's units lend; None: there is none, or it is somebody else's."""
    row = resources.find(desk.unit, resource_id)
    return row if row is not None and desk.may_organise(row.unit_id) else None


def offered(resource_id: int, desk: Desk) -> ResourceRow | None:
    """Return what any organiser may look at: what is lent."""
    row = resources.find(desk.unit, resource_id)
    if row is None or row.retired_at is not None:
        return own_resource(resource_id, desk)
    return row if organised(desk) else None


def _to(borrows: str) -> Guard[Any, Seen]:
    return Guard(
        sees=lambda step, desk: seen(step.booking_id, desk),
        acts=lambda step, desk: seen(step.booking_id, desk),  # the storage locks what it changes
        refuses=lambda step, event, desk: without_role(event, f"{borrows}:{step.booking_id}", desk),
        closed=lambda _step, desk: closed(desk),
    )


A_BOOKING: Final = _to("booking")
"""For who borrows, lends or is asked to speak: screens of a step with a `booking_id`."""

AN_OWN_RESOURCE: Final = by_finding(
    lambda step, desk: own_resource(step.resource_id, desk), "resource:{step.resource_id}"
)
"""For who organises the unit that lends it: screens of a step with a `resource_id`."""

A_RESOURCE: Final = by_finding(lambda step, desk: offered(step.resource_id, desk), "resource:{step.resource_id}")
"""For every organiser: what is lent; what is lent no more for its own alone."""
