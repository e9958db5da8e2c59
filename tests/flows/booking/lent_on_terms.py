"""What two neighbours lend each other on every kind of terms, and those who organise them: for the seldom turns."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.chat import Event, Reply, Said, Tapped, Text
from bot.flows.entry_points import EntryPoint
from domain.booking.life import State
from domain.booking.raster import Span
from domain.booking.resources import Has, Kind, Resource, Terms, Use
from domain.people.deeds import By, Deed
from domain.people.roles import Role
from storage.booking import booking, bookings, closures, resources, series
from storage.booking.bookings import BookingRow, Wish
from storage.people import roles
from storage.unit_of_work import Store
from tests.stage.talk import NOON, ZONE, Talk, buttons, house, said
from tests.storage.booking.lending import OPENING
from tests.storage.stays import unit_id

HOST_UNIT, SIBLING_UNIT, FAR_UNIT = "310106011", "310106012", "310115005"
AT: Final = NOON.timestamp()

HALL: Final = Resource(
    *("HALL", Kind.ROOM, "Hall", HOST_UNIT, "JA-1"),
    hours="Mo-Su 08:30-21:00",
    capacity=80,
    has=Has.PROJECTOR | Has.SOUND,
    terms=Terms(Use.FREE, 15, 30, home_hours="Th 18:00-21:00", home_days=7, quota_hours=4),
)
STUDIO: Final = Resource("STUDIO", Kind.ROOM, "Studio", HOST_UNIT, "JA-1", capacity=12, terms=Terms(Use.FREE))
LIBRARY: Final = Resource("LIBRARY", Kind.ROOM, "Library", SIBLING_UNIT, "JA-5", capacity=30, terms=Terms(Use.ASK))
PROJECTOR: Final = Resource(
    "BEAMER", Kind.EQUIPMENT, "Projector", SIBLING_UNIT, whereabouts="Depot", terms=Terms(Use.FREE)
)
LAWYER: Final = Resource("LAWYER", Kind.SPEAKER, "Zhou", SIBLING_UNIT, topics=("法律", "劳动法"))


def number(store: Store, code: str) -> int:
    with store.unit_of_work() as unit:
        row = resources.by_code(unit, code)
        assert row is not None
        return row.id


def span(day: str, begins: str, ends: str) -> Span:
    """Return a time of that December: on "10", from "19:00" to "21:00"."""
    moments = (datetime.fromisoformat(f"2026-12-{day}T{clock}").replace(tzinfo=ZONE) for clock in (begins, ends))
    return Span(*(one.timestamp() for one in moments))


def books(store: Store, code: str, by_unit: str, when: Span) -> int:
    """Let a unit have it then, or ask for it, or wait for it where it cannot be had; return the number."""
    resource_id = number(store, code)
    with store.unit_of_work() as unit:
        wish = Wish(resource_id, unit_id(unit, by_unit), "Study", when)
        row = booking.wait(unit, wish, OPENING, deed()).row
        unit.commit()
    assert row is not None
    return row.id


def is_asked(store: Store, booking_id: int) -> None:
    """Let the borrower have been asked whether it is still needed."""
    with store.unit_of_work() as unit:
        row = booking.ask_still(unit, booking_id, AT + 86_400, AT)
        unit.commit()
    assert row.state is State.ASKED


def found(store: Store, booking_id: int) -> BookingRow:
    with store.unit_of_work() as unit:
        row = bookings.find(unit, booking_id)
    assert row is not None
    return row


def booked(store: Store, code: str) -> list[BookingRow]:
    """Return everything that was ever booked of it."""
    resource_id = number(store, code)
    with store.unit_of_work() as unit:
        return bookings.of_resource(unit, resource_id, Span(AT - 1e8, AT + 1e8), list(State))


def shuts(store: Store, code: str, when: Span, reason: str = "repair") -> None:
    resource_id = number(store, code)
    with store.unit_of_work() as unit:
        closures.close(unit, resource_id, when, OPENING, deed(reason))
        unit.commit()


def deed(reason: str = "") -> Deed:
    """Somebody else does it, at noon."""
    return Deed(By(None, "house"), AT, reason)


def loses_role(store: Store, person: int) -> None:
    with store.unit_of_work() as unit:
        for one in roles.held(unit, person):
            roles.take(unit, one.id, deed())
        unit.commit()


def becomes(store: Store, person: int, of_unit: str) -> None:
    """Let somebody organise this unit from now on, and no other."""
    loses_role(store, person)
    with store.unit_of_work() as unit:
        roles.give(unit, person, Role.ORGANISER, unit_id(unit, of_unit), deed())
        unit.commit()


def talk(store: Store, person: int, language: str = "en", page: str = "") -> Talk:
    """Return somebody's chat; its updates are numbered so that those of several never meet."""
    return Talk(store, replace(house(language), page=page), person, language, updates=person * 1_000)


def says(one: Talk, words: str) -> list[Reply]:
    return one.does(Said(words))


def opens(one: Talk, entry: EntryPoint, choice: int | str = "") -> list[Reply]:
    return one.does(Tapped(entry.data(choice), 500))


def presses(one: Talk, screen: Sequence[Reply], label: str) -> list[Reply]:
    """Press the button that is labelled so, or begins so; only what this person is told is returned."""
    button = next(one for one in buttons(screen) if one.label.startswith(label))
    return heard(one, Tapped(button.data, 500))


def heard(one: Talk, event: Event) -> list[Reply]:
    before = len(said(one.store))
    one.does(event)
    return [reply for chat_id, reply in said(one.store)[before:] if chat_id == one.person]


def forged(screen: Sequence[Reply], choice: str) -> Tapped:
    """Make a press of what the screen never offered."""
    conversation, turn, _ = buttons(screen)[-1].data.split(".", 2)
    return Tapped(f"{conversation}.{turn}.{choice}", 500)


def read(screen: Sequence[Reply]) -> str:
    return "\n".join(one.html for one in screen if isinstance(one, Text))


def labels(screen: Sequence[Reply]) -> list[str]:
    return [one.label for one in buttons(screen)]


def told(store: Store, person: int) -> str:
    """Return everything that this person has ever been told in texts."""
    return "\n".join(reply.html for chat_id, reply in said(store) if chat_id == person and isinstance(reply, Text))


def begins(store: Store, code: str, by_unit: str, first: Span, weeks: int) -> list[int]:
    """Begin a series, once a week from that time on; return the numbers of its dates."""
    resource_id, zone = number(store, code), NOON.tzinfo
    until = datetime.fromtimestamp(first.starts_at, zone).date() + timedelta(weeks=weeks - 1)
    with store.unit_of_work() as unit:
        wish = Wish(resource_id, unit_id(unit, by_unit), "Study", first)
        rule = f"FREQ=WEEKLY;BYDAY={('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')[until.weekday()]}"
        begun = series.begin(unit, wish, rule, until, OPENING, deed())
        unit.commit()
    return [row.id for row in begun.rows]
