"""The card of what is lent, on every kind of terms; its owner's buttons, and what a colleague has done meanwhile."""

import pytest

from bot.chat import Document
from bot.flows.entry_points import EntryPoint
from domain.booking.resources import Kind, Resource, Terms, Use
from storage.booking import closures, own
from storage.unit_of_work import Store
from tests.flows.booking.beginning import a_store_with
from tests.flows.booking.lent_on_terms import (
    HALL,
    HOST_UNIT,
    LAWYER,
    PROJECTOR,
    SIBLING_UNIT,
    becomes,
    deed,
    forged,
    heard,
    labels,
    number,
    opens,
    presses,
    read,
    shuts,
    span,
    talk,
)
from tests.stage.pdf import text_of
from tests.stage.security_world import HOST, MEMBER, SIBLING

CORNER = Resource("CORNER", Kind.ROOM, "Corner", HOST_UNIT, "JA-1", terms=Terms(Use.OWN), part_of=("HALL",))


store = a_store_with(HALL, CORNER, PROJECTOR, LAWYER)


def test_card_tells_hours_and_every_term(store: Store) -> None:
    host = talk(store, HOST)
    card = opens(host, EntryPoint.RESOURCE, number(store, "HALL"))
    assert read(card) == (
        "<b>Hall · 静安寺街道</b>\n"
        "静安寺街道党群服务中心\n"
        "80 seats · projector, sound system\n"
        "Hours: Mo-Su 08:30-21:00\n"
        "Free for all units\n"
        "Kept around each booking: 15 minutes before, 30 after\n"
        "Kept for the own unit: Th 18:00-21:00; opens to others 7 days before\n"
        "One other unit has at most 4 hours a month"
    )
    owners = ["Change something", "Close it for a time", "Code for the door", "Take it off the list"]
    assert labels(card) == ["Book it", *owners, "Back"]


def test_neighbour_reads_it_and_can_only_book(store: Store) -> None:
    sibling = talk(store, SIBLING)
    card = opens(sibling, EntryPoint.RESOURCE, number(store, "HALL"))
    assert labels(card) == ["Book it", "Back"]
    assert "What units share" in read(presses(sibling, card, "Back"))


def test_code_for_the_door_is_a_poster_of_that_room(store: Store) -> None:
    host = talk(store, HOST)
    said = presses(host, opens(host, EntryPoint.RESOURCE, number(store, "HALL")), "Code for the door")
    poster = next(one for one in said if isinstance(one, Document))
    assert "Hall" in poster.name
    assert "whoever scans it sees what is on there today" in poster.caption
    assert "Hall" in text_of(poster.content)


def test_link_for_the_speaker_until_they_have_taken_it(store: Store) -> None:
    sibling, lawyer = talk(store, SIBLING), number(store, "LAWYER")
    card = opens(sibling, EntryPoint.RESOURCE, lawyer)
    assert "Code for the door" not in labels(card)
    said = presses(sibling, card, "Link for the speaker")
    assert "Send this link to Zhou, and to nobody else" in read(said)
    assert "https://t.me/waystation_bot?start=s_" in read(said)
    with store.unit_of_work() as unit:
        own.answers_for(unit, lawyer, MEMBER)
        unit.commit()
    again = presses(sibling, said, "Link for the speaker")
    assert "start=s_" not in read(again)
    assert "Link for the speaker" not in labels(again)


@pytest.mark.parametrize("label", ["Change something", "Close it", "Code for the door", "Take it off"])
def test_what_a_colleague_took_off_is_shown_as_it_is(store: Store, label: str) -> None:
    host, hall = talk(store, HOST), number(store, "HALL")
    card = opens(host, EntryPoint.RESOURCE, hall)
    with store.unit_of_work() as unit:
        closures.retire(unit, hall, deed())
        unit.commit()
    said = presses(host, card, label)
    assert read(said).endswith("It is not lent any more.")
    assert labels(said) == ["Back"]


def test_who_organises_no_more_does_nothing_to_it(store: Store) -> None:
    host = talk(store, HOST)
    card = opens(host, EntryPoint.RESOURCE, number(store, "HALL"))
    becomes(store, HOST, SIBLING_UNIT)
    assert "not in your hands" in read(presses(host, card, "Close it"))


def test_it_is_opened_again_once_and_a_part_where_it_was_closed(store: Store) -> None:
    shuts(store, "HALL", span("07", "00:00", "23:00"))
    host = talk(store, HOST)
    card = opens(host, EntryPoint.RESOURCE, number(store, "HALL"))
    assert "Closed Mon, Dec 7, 0:00–23:00: repair" in read(card)
    opened = presses(host, card, "Open it again")
    assert read(opened).startswith("It is open again.")
    assert "Open it again" not in labels(opened)
    host.waits(minutes=1)
    assert read(presses(host, card, "Open it again")).startswith("It is open again.")

    shuts(store, "CORNER", span("08", "00:00", "23:00"))
    card = opens(host, EntryPoint.RESOURCE, number(store, "HALL"))
    assert read(presses(host, card, "Open it again")).startswith("What is closed is Corner; it is opened there.")
    assert "Closed Tue, Dec 8" in read(opens(host, EntryPoint.RESOURCE, number(store, "CORNER")))


def test_calendar_is_kept_on_second_thoughts(store: Store) -> None:
    host = talk(store, HOST, page="https://chat.example.org")
    card = opens(host, EntryPoint.RESOURCE, number(store, "HALL"))
    made = presses(host, presses(host, card, "Calendar address"), "Make the address")
    surely = presses(host, made, "End it")
    kept = presses(host, surely, "Back")
    assert "The calendar of Hall has had its address since" in read(kept)
    heard(host, forged(kept, "never offered"))
    assert "Calendar address" in labels(presses(host, kept, "Back"))
