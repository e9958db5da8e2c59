"""At the door of a room: what any visitor reads there, who says that they have come, and what stale doors say."""

from datetime import datetime

from bot.chat import Button, Reply, Said, Started
from bot.flows.entry_points import EntryPoint
from domain.booking.life import State
from domain.booking.raster import Span
from domain.people.deeds import By, Deed
from storage.booking import booking, closures
from storage.unit_of_work import Store
from tests.flows.booking.at_hand import LENT, SIBLINGS, at, booked, books, chat, lent, text
from tests.flows.booking.beginning import a_store_with
from tests.stage.security_world import HELD, HOST, SIBLING, STRANGER
from tests.stage.talk import ZONE, Talk, button, buttons
from tests.storage.booking.lending import OPENING

store = a_store_with(*LENT)


def scans(store: Store, person: int, code: str, when: str) -> tuple[Talk, list[Reply]]:
    """Scan the code of a door at that time."""
    talk = chat(store, person)
    talk.now = datetime.fromtimestamp(at(when), ZONE)
    return talk, talk.does(Started(f"r_{lent(store, code).token}"))


def labels(said: list[Reply]) -> list[str]:
    return [one.label for one in buttons(said)]


def test_a_visitor_reads_what_is_on_today_and_nobody_s_name(store: Store) -> None:
    books(store, "HALL", "12-03T09:00", "12-03T10:00")
    books(store, "HALL", "12-03T14:00", "12-03T16:00")
    books(store, "HALL", "12-04T14:00", "12-04T16:00")
    _, said = scans(store, STRANGER, "NEW", "12-03T12:00")
    assert text(said) == "<b>Room 301 · 静安寺街道</b>\nNothing more is on here today.", "nobody has said where it is"
    talk, said = scans(store, STRANGER, "HALL", "12-03T12:00")
    assert text(said).splitlines()[-4:] == [
        "<b>Hall · 静安寺街道</b>",
        "📍 静安寺街道党群服务中心, 2nd floor",
        "Today:",
        "· 14:00–16:00 · Study",
    ]
    assert labels(said) == ["Menu"]
    _, said = scans(store, STRANGER, "PART", "12-03T15:00")
    assert "· 14:00–16:00 · Study" in text(said), "whoever has the hall has its part"
    _, said = scans(store, STRANGER, "HALL", "12-03T16:00")
    assert "Nothing more is on here today." in text(said)
    said = talk.does(Said("what is this?"))
    assert "14:00–16:00 · Study" not in text(said), "words are understood as anywhere"


def test_a_request_is_no_promise_at_the_door(store: Store) -> None:
    books(store, "CLASS", "12-10T19:00", "12-10T20:30")
    _, said = scans(store, STRANGER, "CLASS", "12-10T18:50")
    assert "· 19:00–20:30 · kept for a request" in text(said)
    _, said = scans(store, HOST, "CLASS", "12-10T18:50")
    assert labels(said) == ["Book it", "Menu"], "nobody checks in to a request"


def test_who_stands_there_checks_in_and_who_booked_says_that_they_have_come(store: Store) -> None:
    number = books(store, "HALL", "12-10T19:00", "12-10T20:30", activity_id=HELD)
    talk, said = scans(store, STRANGER, "HALL", "12-10T08:00")
    assert labels(said) == ["Menu"], "it is long before"
    talk, said = scans(store, STRANGER, "HALL", "12-10T18:50")
    here = button(said, "I am here")
    assert here.data == EntryPoint.HERE.data(HELD)
    assert labels(said) == ["I am here", "Menu"]
    talk, door = scans(store, HOST, "HALL", "12-10T18:50")
    assert labels(door) == ["I am here", "We are here", "Book it", "Menu"]
    said = talk.taps(button(door, "We are here"))
    assert "✅ Noted: you are there, for 19:00." in text(said)
    assert labels(said) == ["I am here", "Book it", "Menu"]
    row = booked(store, number)
    assert (row.state, row.checked_in_at) == (State.CONFIRMED, talk.now.timestamp())


def test_others_do_not_come_in_its_place(store: Store) -> None:
    number = books(store, "HALL", "12-10T19:00", "12-10T20:30")
    other, said = scans(store, SIBLING, "HALL", "12-10T18:50")
    assert labels(said) == ["Book it", "Menu"]
    of_this_screen = button(said, "Menu").data.removesuffix("menu")
    for forged in (f"here.{number}", "here.none", f"here.{'9' * 30}"):
        assert "This is not in your hands" in text(other.taps(Button("We are here", of_this_screen + forged)))
    assert booked(store, number).checked_in_at is None


def test_what_has_become_other_meanwhile_is_not_come_to(store: Store) -> None:
    cancelled = books(store, "HALL", "12-10T19:00", "12-10T20:30")
    talk, door = scans(store, HOST, "HALL", "12-10T18:50")
    with store.unit_of_work() as unit:
        booking.cancel(unit, cancelled, OPENING, Deed(By(HOST, "organiser"), talk.now.timestamp()))
        unit.commit()
    said = talk.taps(button(door, "We are here"))
    assert "Nothing more is on here today." in text(said)
    assert "Noted" not in text(said)
    moved = books(store, "HALL", "12-10T19:00", "12-10T20:30")
    _, door = scans(store, HOST, "HALL", "12-10T18:55")
    with store.unit_of_work() as unit:
        later = Span(at("12-17T19:00"), at("12-17T20:30"))
        booking.move(unit, moved, later, OPENING, Deed(By(HOST, "organiser"), talk.now.timestamp()))
        unit.commit()
    said = talk.taps(button(door, "We are here"))
    assert "Nothing more is on here today." in text(said)
    row = booked(store, moved)
    assert (row.state, row.checked_in_at) == (State.GRANTED, None), "next week they are asked as everybody is"


def test_a_room_that_is_lent_no_more_has_no_door(store: Store) -> None:
    books(store, "CLASS", "12-10T19:00", "12-10T20:30", by=SIBLINGS)
    talk, door = scans(store, SIBLING, "CLASS", "12-10T18:50")
    room = lent(store, "CLASS").id
    with store.unit_of_work() as unit:
        closures.retire(unit, room, Deed(By(SIBLING, "organiser"), talk.now.timestamp()))
        unit.commit()
    said = talk.taps(button(door, "We are here"))
    assert text(said) == "This door is not on the list any more."
    assert labels(said) == ["Menu"]
    _, said = scans(store, STRANGER, "CLASS", "12-10T18:50")
    assert "What this link pointed to is no longer on the list." in text(said)
    _, said = scans(store, STRANGER, "LAWYER", "12-10T18:50")
    assert "What this link pointed to is no longer on the list." in text(said), "nobody stands at a person's door"
