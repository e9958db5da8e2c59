"""Another time for what is booked: less of it, more of it, one that cannot be had; and too late, or not one's own."""

from bot.chat import Reply
from bot.flows.entry_points import EntryPoint
from domain.booking.life import State
from storage.booking import booking
from storage.unit_of_work import Store
from tests.flows.booking.beginning import a_store_with
from tests.flows.booking.lent_on_terms import (
    HALL,
    HOST_UNIT,
    LIBRARY,
    SIBLING_UNIT,
    becomes,
    books,
    deed,
    found,
    is_asked,
    labels,
    opens,
    presses,
    read,
    says,
    span,
    talk,
    told,
)
from tests.stage.security_world import HOST, SIBLING
from tests.stage.talk import Talk
from tests.storage.booking.lending import OPENING

AFTERNOON = span("09", "14:00", "16:00")


store = a_store_with(HALL, LIBRARY)


def changes(store: Store, number: int, person: int = SIBLING) -> tuple[Talk, list[Reply]]:
    one = talk(store, person)
    return one, presses(one, opens(one, EntryPoint.BOOKING, number), "Change the time")


def test_less_of_it_asks_nobody_and_stays_asked_for_where_it_was(store: Store) -> None:
    number = books(store, "LIBRARY", HOST_UNIT, AFTERNOON)
    host, screen = changes(store, number, HOST)
    said = presses(host, screen, "End an hour earlier")
    assert "You hear whether the new time can be had; it is kept for you meanwhile." in read(said)
    assert found(store, number).span == span("09", "14:00", "15:00")
    assert told(store, SIBLING).count("asks to borrow") == 1


def test_less_of_what_is_had_keeps_it(store: Store) -> None:
    number = books(store, "HALL", SIBLING_UNIT, AFTERNOON)
    sibling, screen = changes(store, number)
    assert "✅ Changed. Nobody had to be asked." in read(presses(sibling, screen, "End 30 minutes earlier"))
    assert found(store, number).span == span("09", "14:00", "15:30")


def test_time_that_somebody_else_has_leaves_it_where_it_is(store: Store) -> None:
    number = books(store, "HALL", SIBLING_UNIT, AFTERNOON)
    books(store, "HALL", HOST_UNIT, span("11", "14:00", "16:00"))
    sibling, _ = changes(store, number)
    said = says(sibling, "Dec 11, 15:00-17:00")
    assert "That time cannot be had: “Study” has it at that time. It stays as it was." in read(said)
    assert found(store, number).span == AFTERNOON
    sibling.waits(minutes=1)
    presses(sibling, said, "Change the time")
    assert "it is not open at that time. It stays as it was." in read(says(sibling, "Dec 11, 22:00-23:00"))


def test_other_time_of_what_its_owner_decides_about_is_asked_for_anew(store: Store) -> None:
    number = books(store, "LIBRARY", HOST_UNIT, AFTERNOON)
    host, _ = changes(store, number, HOST)
    assert "You hear whether the new time can be had" in read(says(host, "Dec 11, 15:00-17:00"))
    assert found(store, number).span == span("11", "15:00", "17:00")
    assert "Fri, Dec 11, 15:00–17:00" in told(store, SIBLING)


def test_what_a_colleague_gave_back_is_not_moved(store: Store) -> None:
    number = books(store, "HALL", SIBLING_UNIT, AFTERNOON)
    sibling, _ = changes(store, number)
    with store.unit_of_work() as unit:
        booking.release(unit, number, OPENING, deed())
        unit.commit()
    card = says(sibling, "Dec 11, 15:00-17:00")
    assert "Given back: it was given back." in read(card)
    assert found(store, number).state is State.RELEASED
    assert found(store, number).span == AFTERNOON


def test_who_lends_it_now_and_borrows_no_more_moves_nothing(store: Store) -> None:
    number = books(store, "HALL", SIBLING_UNIT, AFTERNOON)
    sibling, screen = changes(store, number)
    becomes(store, SIBLING, HOST_UNIT)
    assert "not in your hands" in read(presses(sibling, screen, "End an hour earlier"))
    assert found(store, number).span == AFTERNOON


def test_words_that_are_no_time_to_come_are_asked_for_again(store: Store) -> None:
    number = books(store, "HALL", SIBLING_UNIT, AFTERNOON)
    is_asked(store, number)
    sibling, screen = changes(store, number)
    assert labels(screen) == ["End 30 minutes earlier", "End an hour earlier", "Back"]
    for words in ("2026-11-30 10:00-11:00", "2027-01-04 to 2027-02-01", "when the sun shines"):
        assert "Please type a time that is still to come" in read(says(sibling, words))
    assert found(store, number).span == AFTERNOON


def test_what_is_over_stays_as_it_was(store: Store) -> None:
    number = books(store, "HALL", SIBLING_UNIT, AFTERNOON)
    sibling, screen = changes(store, number)
    sibling.waits(days=9)
    assert "Wed, Dec 9, 14:00–16:00" in read(presses(sibling, screen, "End an hour earlier"))
    assert found(store, number).span == AFTERNOON
    assert told(store, HOST) == ""
