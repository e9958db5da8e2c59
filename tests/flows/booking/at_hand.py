"""A house that lends a hall with a part, a loft, a projector and a lawyer, and its people at their chats."""

from collections.abc import Collection
from datetime import datetime
from itertools import count
from typing import Final

from bot.chat import Reply, Tapped, Text
from bot.flows.entry_points import EntryPoint
from domain.booking.life import HOLDING, State
from domain.booking.raster import Span
from domain.booking.resources import Kind, Resource, Terms, Use
from domain.people.deeds import By, Deed
from storage.booking import booking, resources
from storage.booking import bookings as reading
from storage.booking.bookings import BookingRow, Wish
from storage.booking.resources import ResourceRow
from storage.unit_of_work import Store
from tests.stage.security_world import HOST, unit_id
from tests.stage.talk import ZONE, Talk, house
from tests.storage.booking.lending import OPENING

HOSTS: Final = "310106011"
SIBLINGS: Final = "310106012"

LENT: Final = (
    Resource("HALL", Kind.ROOM, "Hall", HOSTS, "JA-1", "2nd floor", capacity=80, terms=Terms(Use.FREE)),
    Resource("PART", Kind.ROOM, "Hall, left", HOSTS, "JA-1", terms=Terms(Use.FREE), part_of=("HALL",)),
    Resource("LOFT", Kind.ROOM, "Loft", HOSTS, whereabouts="Above the library", terms=Terms(Use.ASK)),
    Resource("NEW", Kind.ROOM, "Room 301", HOSTS),
    Resource("CLASS", Kind.ROOM, "Classroom", SIBLINGS, "JA-5", capacity=30, terms=Terms(Use.ASK)),
    Resource("BEAMER", Kind.EQUIPMENT, "Projector", HOSTS, None, "Store room", terms=Terms(Use.FREE)),
    Resource("LAWYER", Kind.SPEAKER, "Ms Zhou", SIBLINGS, topics=("law",)),
)


_UPDATES: Final = count(1_000, 1_000)


def chat(store: Store, person: int, language: str = "en") -> Talk:
    """Return somebody's chat; its updates have not been heard yet."""
    return Talk(store, house(language), person, language, updates=next(_UPDATES))


def lent(store: Store, code: str) -> ResourceRow:
    """Return what is lent as it stands."""
    with store.unit_of_work() as unit:
        row = resources.by_code(unit, code)
    assert row is not None
    return row


def at(written: str) -> float:
    """Read 12-10T19:00 of the year in which the talks are."""
    return datetime.fromisoformat(f"2026-{written}").replace(tzinfo=ZONE).timestamp()


def books(  # noqa: PLR0917  what, when, for whom and for what
    store: Store, code: str, begins: str, ends: str, by: str = HOSTS, activity_id: int | None = None
) -> int:
    """Book it, or ask for it, and return the number of the booking."""
    now = at("12-01T09:00")
    number = lent(store, code).id
    with store.unit_of_work() as unit:
        wish = Wish(number, unit_id(unit, by), "Study", Span(at(begins), at(ends)), activity_id=activity_id)
        row = booking.book(unit, wish, OPENING, Deed(By(HOST, "organiser"), now)).row
        unit.commit()
    assert row is not None
    return row.id


def booked(store: Store, number: int) -> BookingRow:
    """Return a booking as it stands."""
    with store.unit_of_work() as unit:
        row = reading.find(unit, number)
    assert row is not None
    return row


def every(store: Store, code: str, states: Collection[State] = HOLDING) -> list[BookingRow]:
    """Return what is booked of it in these states, in order; such as hold its time where none are named."""
    number = lent(store, code).id
    with store.unit_of_work() as unit:
        return reading.of_resource(unit, number, Span(at("12-01T00:00"), at("12-31T00:00")), states)


def opens(talk: Talk, entry: EntryPoint, what: int | str) -> list[Reply]:
    """Press a lasting button."""
    return talk.does(Tapped(entry.data(what), 500))


def text(said: list[Reply]) -> str:
    """Return all that was written, message after message."""
    return "\n".join(one.html for one in said if isinstance(one, Text))
