"""Where somebody can be who borrows, or looks after what is lent: rooms, things and speakers."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from bot.flows.paging import Paged
from bot.flows.step import Step
from domain.booking.resources import Kind


@dataclass(frozen=True, slots=True)
class Sought:
    """One of what is looked for: `named` is which one, as it was said, `subject` what a speaker is to know."""

    kind: Kind
    named: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for, and when: seconds since 1970.

    `unit_id` borrows. `sought` is what is still to be chosen, `chosen` what was. `resource_id`: this very one, 0: none
    in particular; `point_id`: near this service point, 0: anywhere. `activity_id` 0: for no activity. `weeks`: so many
    times, once a week. `title` is what it is for.
    """

    unit_id: int
    starts_at: float
    ends_at: float
    sought: tuple[Sought, ...]
    chosen: tuple[int, ...] = ()
    people: int = 0
    resource_id: int = 0
    point_id: int = 0
    activity_id: int = 0
    weekly: bool = False
    weeks: int = 1
    title: str = ""


@dataclass(frozen=True, slots=True)
class SharedHome(Step):
    """What can be done with what is shared: borrow, see the own bookings, look after what is one's own."""


@dataclass(frozen=True, slots=True)
class ChoosingBorrower(Step):
    """Which of the organiser's units borrows; `said` is what was asked for, the others as in `Wanted`."""

    said: str = ""
    point_id: int = 0
    resource_id: int = 0


@dataclass(frozen=True, slots=True)
class SayingNeed(Step):
    """Asked what is needed and when, in words; `said` is what was told already, where only the time is missing."""

    unit_id: int
    said: str = ""
    point_id: int = 0
    resource_id: int = 0


@dataclass(frozen=True, slots=True)
class FreeList(Paged):
    """What is free then, five to a page; where nothing is, the nearest alternatives."""

    wanted: Wanted
    page: int = 0


@dataclass(frozen=True, slots=True)
class SayingAnotherTime(Step):
    """Asked for another time at which the same is looked for."""

    wanted: Wanted


@dataclass(frozen=True, slots=True)
class SayingPurpose(Step):
    """Asked what it is for: that is what others read at the door."""

    PASSES: ClassVar[bool] = True

    wanted: Wanted


@dataclass(frozen=True, slots=True)
class ChoosingWeeks(Step):
    """Asked for how many weeks it is wanted."""

    PASSES: ClassVar[bool] = True

    wanted: Wanted


@dataclass(frozen=True, slots=True)
class BookingCard(Step):
    """One booking, as its borrower sees it or as its owner does."""

    booking_id: int


@dataclass(frozen=True, slots=True)
class MyBookings(Paged):
    """What the organiser's units have booked and wait for, the soonest first; five to a page."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class ToDecide(Paged):
    """Requests that wait for the decision of this owner, the longest first; five to a page."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class GivingBookingReason(Step):
    """Asked why a request is refused, or where it `takes_back`, why what was promised is not to be."""

    booking_id: int
    takes_back: bool = False


@dataclass(frozen=True, slots=True)
class WritingToOther(Step):
    """Asked what is to be said to the other side of a booking: the owner to the borrower, or back."""

    booking_id: int


@dataclass(frozen=True, slots=True)
class ChangingBookingTime(Step):
    """Asked for another time of a booking, or how much shorter it is to be."""

    booking_id: int


@dataclass(frozen=True, slots=True)
class SeriesDates(Paged):
    """All dates of a series, each with how it stands; five to a page."""

    series_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class ResourceList(Paged):
    """What the organiser's units lend; five to a page."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class ResourceCard(Step):
    """One room, thing or speaker: everything about it, and what can be done with it."""

    resource_id: int


@dataclass(frozen=True, slots=True)
class ResourceCalendar(Step):
    """The calendar of what is lent, to which a phone subscribes; asked whether it is to end where `surely`."""

    resource_id: int
    surely: bool = False


class Of(StrEnum):
    """What of a resource can be changed."""

    NAME = "name"
    CAPACITY = "capacity"
    HOURS = "hours"
    USE = "use"
    BUFFERS = "buffers"
    QUOTA = "quota"
    HOME = "home"
    TOPICS = "topics"
    WHERE = "where"


@dataclass(frozen=True, slots=True)
class ChangingResource(Step):
    """Which part of it is to be another."""

    resource_id: int


@dataclass(frozen=True, slots=True)
class AnsweringResource(Step):
    """Asked for one part of it."""

    resource_id: int
    of: Of


@dataclass(frozen=True, slots=True)
class KindOfResource(Step):
    """Which kind of thing is added to what a unit lends."""

    unit_id: int


@dataclass(frozen=True, slots=True)
class ChoosingLender(Step):
    """Which of the organiser's units the new thing belongs to."""


@dataclass(frozen=True, slots=True)
class NamingResource(Step):
    """Asked what the new one is called."""

    PASSES: ClassVar[bool] = True

    unit_id: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class ClosingResource(Step):
    """Asked when it cannot be used, and why."""

    resource_id: int


@dataclass(frozen=True, slots=True)
class ClosingSurely(Step):
    """Asked whether it is really closed: so many are concerned."""

    PASSES: ClassVar[bool] = True

    resource_id: int
    starts_at: float
    ends_at: float
    reason: str


@dataclass(frozen=True, slots=True)
class RetiringSurely(Step):
    """Asked whether it is really taken off the list."""

    resource_id: int


@dataclass(frozen=True, slots=True)
class ChoosingLedger(Step):
    """Whose ledger is to be seen; where there is one unit it is that one's."""


@dataclass(frozen=True, slots=True)
class LendingBook(Step):
    """What the unit lent and borrowed in a month, in hours; `month` is its first day (ISO), "" this one."""

    unit_id: int
    month: str = ""


@dataclass(frozen=True, slots=True)
class AtRoomDoor(Step):
    """Today's bookings of a room, as anybody sees them who stands at its door."""

    resource_id: int


@dataclass(frozen=True, slots=True)
class SayingOtherTime(Step):
    """A speaker is asked when they could come instead."""

    booking_id: int


@dataclass(frozen=True, slots=True)
class AgreeingToSpeak(Step):
    """Somebody who has followed the link of a speaker is asked whether they are that person, and may be asked."""

    resource_id: int


@dataclass(frozen=True, slots=True)
class LeavingSpeakers(Step):
    """A speaker is asked whether they want to be asked no more."""

    resource_id: int
