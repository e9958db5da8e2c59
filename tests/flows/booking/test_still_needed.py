"""The buttons of "is it still needed?" and "it is free now": pressed by whom they are for, late, and by others."""

import pytest

from bot.flows.entry_points import EntryPoint
from domain.booking.life import State
from storage.unit_of_work import Store
from tests.flows.booking.beginning import a_store_with
from tests.flows.booking.lent_on_terms import (
    HALL,
    HOST_UNIT,
    LIBRARY,
    SIBLING_UNIT,
    books,
    found,
    is_asked,
    opens,
    presses,
    read,
    span,
    talk,
    told,
)
from tests.stage.security_world import HOST, SIBLING, STRANGER

AFTERNOON = span("09", "14:00", "16:00")
LATER = span("09", "15:00", "17:00")


store = a_store_with(HALL, LIBRARY)


def test_it_is_needed_and_the_second_press_finds_it_so(store: Store) -> None:
    number = books(store, "HALL", SIBLING_UNIT, AFTERNOON)
    is_asked(store, number)
    sibling = talk(store, SIBLING)
    for _ in range(2):
        said = opens(sibling, EntryPoint.STILL_NEEDED, number)
        assert "✅ Noted: it is needed, and stays yours." in read(said)
        assert "you have said that it is needed" in read(said)
        sibling.waits(minutes=1)
    assert found(store, number).state is State.CONFIRMED


def test_it_is_given_back_and_the_owner_is_told(store: Store) -> None:
    number = books(store, "HALL", SIBLING_UNIT, AFTERNOON)
    is_asked(store, number)
    sibling = talk(store, SIBLING)
    said = opens(sibling, EntryPoint.NOT_NEEDED, number)
    assert "Given back, thank you. The owner is told.\nYou have nothing booked." in read(said)
    assert "南京西路街道 does not need this any more; it is free again:" in told(store, HOST)
    for entry in (EntryPoint.STILL_NEEDED, EntryPoint.NOT_NEEDED, EntryPoint.TAKE_OFFERED, EntryPoint.PASS_OFFERED):
        late = opens(sibling, entry, number)
        assert "This is settled already. This is how it stands:" in read(late)
        assert "Given back: it was given back." in read(late)
    assert found(store, number).state is State.RELEASED


def test_what_is_given_back_goes_to_the_next_who_takes_it(store: Store) -> None:
    first = books(store, "HALL", SIBLING_UNIT, AFTERNOON)
    second = books(store, "HALL", HOST_UNIT, LATER)
    sibling, host = talk(store, SIBLING), talk(store, HOST)
    card = opens(sibling, EntryPoint.BOOKING, first)
    assert "The next in line is asked." in read(presses(sibling, card, "Give it back"))
    assert found(store, second).state is State.OFFERED
    assert "What you are waiting for is free now:" in told(store, HOST)
    taken = opens(host, EntryPoint.TAKE_OFFERED, second)
    assert "✅ It is yours." in read(taken)
    assert found(store, second).state is State.GRANTED


def test_offer_of_what_its_owner_decides_about_is_asked_for(store: Store) -> None:
    first = books(store, "LIBRARY", SIBLING_UNIT, AFTERNOON)
    second = books(store, "LIBRARY", HOST_UNIT, LATER)
    presses_give_back(store, first)
    taken = opens(talk(store, HOST), EntryPoint.TAKE_OFFERED, second)
    assert "Its owner is asked now; it is kept meanwhile." in read(taken)
    assert found(store, second).state is State.REQUESTED
    assert "静安寺街道 asks to borrow:" in told(store, SIBLING)


def test_offer_is_passed_on_to_the_next_in_line(store: Store) -> None:
    first = books(store, "HALL", SIBLING_UNIT, AFTERNOON)
    second, third = (books(store, "HALL", HOST_UNIT, AFTERNOON) for _ in range(2))
    presses_give_back(store, first)
    host = talk(store, HOST)
    passed = opens(host, EntryPoint.PASS_OFFERED, second)
    assert "Noted, the next in line is asked." in read(passed)
    assert [found(store, one).state for one in (second, third)] == [State.CANCELLED, State.OFFERED]


@pytest.mark.parametrize(
    "entry", [EntryPoint.STILL_NEEDED, EntryPoint.NOT_NEEDED, EntryPoint.TAKE_OFFERED, EntryPoint.PASS_OFFERED]
)
@pytest.mark.parametrize("person", [HOST, STRANGER])
def test_nobody_answers_but_who_borrows(store: Store, entry: EntryPoint, person: int) -> None:
    number = books(store, "HALL", SIBLING_UNIT, AFTERNOON)
    one = talk(store, person)
    for which in (number, 999):
        assert "not in your hands" in read(opens(one, entry, which))
    assert found(store, number).state is State.GRANTED


def presses_give_back(store: Store, number: int) -> None:
    sibling = talk(store, SIBLING)
    presses(sibling, opens(sibling, EntryPoint.BOOKING, number), "Give it back")
