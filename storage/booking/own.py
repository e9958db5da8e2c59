"""What is held of a person here: the speaker that they are, what they have booked; and how that is forgotten."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, or_, select, update

from domain.booking.life import OPEN, Actor, Why
from storage.booking import bookings as reading
from storage.booking import resources
from storage.booking.booking import remove
from storage.booking.bookings import BookingRow
from storage.people import calendar_feeds
from storage.tables.booking import bookings
from storage.tables.booking import resources as table
from storage.unit_of_work import UnitOfWork

_row: Final = bookings.c
_person: Final = table.c


@dataclass(frozen=True, slots=True)
class SpeakerData:
    """That the person is asked to speak: by which unit, and about what."""

    name: str
    unit: str
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    hours: str


@dataclass(frozen=True, slots=True)
class BookedData:
    """Something that the person has booked for a unit, or been asked to speak at; with the words that are kept."""

    resource: str
    title: str
    starts_at: float
    ends_at: float
    state: str
    made_at: float
    reason: str
    by_person: bool


@dataclass(frozen=True, slots=True)
class LendingData:
    """Everything about what is shared under one number."""

    speaker: tuple[SpeakerData, ...] = ()
    booked: tuple[BookedData, ...] = ()


def of_person(unit: UnitOfWork, chat_id: int) -> LendingData:
    mine = resources.of_person(unit, chat_id)
    query = reading.chosen().where(or_(_row.by_chat == chat_id, _row.resource_id.in_([one.id for one in mine])))
    rows = reading.read(unit, query.order_by(_row.starts_at, _row.id))
    return LendingData(
        tuple(SpeakerData(one.name, one.unit_name, one.topics, one.languages, one.hours) for one in mine),
        tuple(_booked(unit, row, chat_id) for row in rows),
    )


def _booked(unit: UnitOfWork, row: BookingRow, chat_id: int) -> BookedData:
    there = reading.resource_of(unit, row)
    is_own = row.by_chat == chat_id
    when = (row.starts_at, row.ends_at, row.state, row.made_at)
    return BookedData(there.name, row.title, *when, "" if is_own else row.reason, is_own)


def answers_for(unit: UnitOfWork, resource_id: int, chat_id: int) -> bool:
    """Let this person answer for the speaker that nobody is so far; False: somebody else was first."""
    vacant = (_person.id == resource_id, _person.chat_id.is_(None), _person.retired_at.is_(None))
    return unit.connection.execute(update(table).where(*vacant).values(chat_id=chat_id)).rowcount == 1


def opt_out(unit: UnitOfWork, chat_id: int, now: float) -> list[BookingRow]:
    """Ask this person to speak no more, and forget name and topics; return what was ahead and is refused now."""
    refused = []
    for one in resources.of_person(unit, chat_id):
        resources.lock(unit, one.id)
        calendar_feeds.forget(unit, calendar_feeds.of_resource(one.id))
        ahead = reading.chosen().where(_row.resource_id == one.id, _row.ends_at > now, _row.state.in_(sorted(OPEN)))
        refused += [
            remove(unit, row, Why.RESOURCE_GONE, Actor.OWNER, now)
            for row in reading.read(unit, ahead.order_by(_row.starts_at, _row.id))
        ]
    gone = {"chat_id": None, "called": None, "topics": "", "languages": "", "whereabouts": ""}
    unit.connection.execute(update(table).where(_person.chat_id == chat_id).values(retired_at=now, **gone))
    return refused


def forget(unit: UnitOfWork, chat_id: int, now: float) -> None:
    """Forget the speaker, and the person's number beside what they have booked.

    What remains is that the unit had booked it: it names nobody.
    """
    opt_out(unit, chat_id, now)
    unit.connection.execute(update(bookings).where(_row.by_chat == chat_id).values(by_chat=None))


def units_to_fade(unit: UnitOfWork, before: float) -> list[int]:
    """Return the units that had booked what ended before this and of which words or numbers are kept."""
    query = select(_row.unit_id).distinct().where(_row.ends_at < before, _HAS_DETAILS)
    return sorted(unit.connection.scalars(query))


def fade(unit: UnitOfWork, unit_id: int, before: float) -> None:
    """Let what this unit had booked before this moment fade: who booked it, and what was said of it."""
    old = (_row.unit_id == unit_id) & (_row.ends_at < before)
    unit.connection.execute(update(bookings).where(old, _HAS_DETAILS).values(reason=None, by_chat=None))


_HAS_DETAILS: Final[ColumnElement[bool]] = or_(_row.by_chat.is_not(None), _row.reason.is_not(None))
