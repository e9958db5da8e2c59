"""What is offered where nothing is free: fewer seats, another time, a pair; pressed, pressed too late, and forged."""

import pytest

from domain.booking.life import State
from domain.booking.raster import Span
from storage.unit_of_work import Store
from tests.flows.booking.beginning import a_store_with
from tests.flows.booking.lent_on_terms import (
    HALL,
    HOST_UNIT,
    LAWYER,
    LIBRARY,
    PROJECTOR,
    SIBLING_UNIT,
    STUDIO,
    booked,
    books,
    forged,
    heard,
    labels,
    presses,
    read,
    says,
    shuts,
    span,
    talk,
)
from tests.stage.security_world import HOST, SIBLING

EVENING = "on Dec 10, 19:00-21:00"
AFTERNOON = "on Dec 10, 14:00-16:00"


store = a_store_with(HALL, STUDIO, LIBRARY, PROJECTOR, LAWYER)


def test_room_with_fewer_seats_is_offered_and_had_for_as_many_as_can_sit_there(store: Store) -> None:
    host = talk(store, HOST)
    screen = says(host, f"book a room for 100 people {EVENING}")
    assert "Nothing is free on Thu, Dec 10, 19:00–21:00. The nearest that is:" in read(screen)
    asked = presses(host, screen, "Hall, then, 80 seats")
    card = presses(host, asked, "Study")
    assert "✅ Hall is booked." in read(card)
    assert "For: Study, 80 people" in read(card)


def test_name_that_nothing_has_is_said_to_be_unknown_and_left_out_of_account(store: Store) -> None:
    host = talk(store, HOST)
    screen = says(host, f"book the Ghost Hall {AFTERNOON}")
    assert "I know nothing called “ghost hall”.\nFree on Thu, Dec 10, 14:00–16:00. Which room?" in read(screen)
    screen = says(host, f"book the Ghost Hall for 200 people {AFTERNOON}")
    assert "I know nothing called “ghost hall”.\nNothing is free on Thu, Dec 10" in read(screen)
    assert labels(screen) == ["Hall, then, 80 seats", "Another time", "Back"]


def test_room_is_known_by_its_name_in_small_letters_though_it_is_too_small(store: Store) -> None:
    screen = says(talk(store, HOST), f"book the hall for 100 people {EVENING}")
    assert read(screen) == "Hall, Thu, Dec 10, 19:00–21:00: it is too small for so many. The nearest that is free:"
    assert labels(screen) == ["Library, then, 30 seats", "Another time", "Back"]


def test_nothing_is_waited_for_that_does_not_pass(store: Store) -> None:
    host = talk(store, HOST)
    screen = says(host, "book the Hall on Dec 10, 22:00-23:00")
    assert "it is not open at that time. The nearest that is free:" in read(screen)
    assert "Wait for it" not in labels(screen)
    books(store, "HALL", HOST_UNIT, span("09", "19:00", "21:00"))
    screen = says(host, "book the Hall on Dec 9, 19:00-21:00")
    assert "“Study” has it at that time" in read(screen)
    assert "Wait for it" in labels(screen)
    card = presses(host, screen, "Wait for it")
    assert "As soon as it comes free you are asked." in read(card)
    assert [one.state for one in booked(store, "HALL")] == [State.GRANTED, State.WAITING]


def test_nothing_is_free_for_days_before_and_after(store: Store) -> None:
    shuts(store, "BEAMER", Span(span("05", "00:00", "01:00").starts_at, span("20", "00:00", "01:00").ends_at))
    screen = says(talk(store, HOST), f"borrow a projector {AFTERNOON}")
    assert read(screen) == (
        "Projector, Thu, Dec 10, 14:00–16:00: it is closed at that time. Nothing near that is free either."
    )
    assert labels(screen) == ["Wait for it", "Another time", "Back"]


def test_nobody_speaks_of_that(store: Store) -> None:
    screen = says(talk(store, HOST, "zh_Hans"), "12月10日14:00-16:00请一位医生")
    assert read(screen) == "12月10日（周四）14:00–16:00 没有空的，前后几天也没有。"


def test_speaker_is_promised_with_the_room_only_where_one_is_sought(store: Store) -> None:
    host = talk(store, HOST)
    assert "A speaker is free then as well" in read(says(host, f"a room for 30 and a lawyer {AFTERNOON}"))
    assert "A speaker" not in read(says(host, f"book a meeting room and a projector {AFTERNOON}"))


def test_room_and_speaker_are_both_had_at_another_time(store: Store) -> None:
    books(store, "LAWYER", SIBLING_UNIT, span("10", "14:00", "16:00"))
    host = talk(store, HOST)
    screen = says(host, f"a room for 30 and a lawyer {AFTERNOON}")
    assert labels(screen) == ["Hall and Zhou, Thu, Dec 10, 16:00–18:00", "Another time", "Back"]
    card = presses(host, presses(host, screen, "Hall and Zhou"), "Lecture")
    assert "✅ Hall is booked.\nZhou is asked for, and kept for you until" in read(card)
    (hall,), (_, lawyer) = booked(store, "HALL"), booked(store, "LAWYER")
    assert hall.span == lawyer.span == span("10", "16:00", "18:00")
    assert (hall.people, lawyer.state) == (30, State.REQUESTED)


def test_other_time_is_had_by_whoever_is_quicker(store: Store) -> None:
    books(store, "HALL", HOST_UNIT, span("09", "14:00", "16:00"))
    host, sibling = talk(store, HOST), talk(store, SIBLING)
    asked = [presses(one, says(one, "book the Hall on Dec 9, 14:00-16:00"), "Hall, Wed") for one in (host, sibling)]
    assert "✅ Hall is booked." in read(presses(sibling, asked[1], "Study"))
    late = presses(host, asked[0], "Lecture")
    assert "Hall cannot be had: “Study” has it at that time." in read(late)
    assert "Wait for it" in labels(late)
    assert len(booked(store, "HALL")) == 2


FORGED = ["r", "r.999", "w.999", "a.1", "a.0.0.29600000.60", "a.999.0.29600000.60", "a.1.0.29600000.0", "a.x.y.z.9"]


@pytest.mark.parametrize("choice", FORGED)
def test_forged_press_books_nothing(store: Store, choice: str) -> None:
    host = talk(store, HOST)
    screen = says(host, f"book a room for 10 people {AFTERNOON}")
    heard(host, forged(screen, choice))
    assert not any(booked(store, code) for code in ("HALL", "STUDIO", "LIBRARY", "BEAMER", "LAWYER"))
    assert type(host.remembered.step).__name__ == "FreeList"
