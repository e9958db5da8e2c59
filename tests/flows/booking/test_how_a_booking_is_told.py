"""How a booking reads, and who answers for it: at each look and each tap as it stands by then."""

from bot.flows.entry_points import EntryPoint
from domain.booking.life import State
from storage.booking import own
from storage.unit_of_work import Store
from tests.flows.booking.at_hand import LENT, SIBLINGS, booked, books, chat, lent, opens, text
from tests.flows.booking.beginning import a_store_with
from tests.stage.security_world import HOST, OTHER, SIBLING, STRANGER
from tests.stage.talk import Talk, button, buttons

store = a_store_with(*LENT)


def card(talk: Talk, number: int) -> tuple[str, list[str]]:
    """Look at a booking, a while after the last look: its words, and its buttons."""
    talk.waits(minutes=1)
    said = opens(talk, EntryPoint.BOOKING, number)
    return text(said), [one.label for one in buttons(said)]


def test_a_speaker_answers_for_themselves_and_their_unit_where_nobody_can_be_asked(store: Store) -> None:
    number = books(store, "LAWYER", "12-10T19:00", "12-10T20:30")
    unit_s, speaker_s = chat(store, SIBLING), chat(store, OTHER)
    words, labels = card(unit_s, number)
    assert "南京西路街道 answers by" in words
    assert labels == ["Agree", "Not possible", "Ask something", "Back"]
    unit_s.waits(minutes=1)
    agree = button(opens(unit_s, EntryPoint.BOOKING, number), "Agree")
    lawyer = lent(store, "LAWYER").id
    with store.unit_of_work() as unit:
        own.answers_for(unit, lawyer, OTHER)
        unit.commit()
    unit_s.waits(minutes=1)
    assert "This is not in your hands" in text(unit_s.taps(agree)), "she is asked herself now"
    words, labels = card(unit_s, number)
    assert "Ms Zhou answers by" in words
    assert labels == ["Back"]
    assert card(speaker_s, number)[1] == ["Yes, I come", "No, I cannot", "Another time", "Back"]
    assert booked(store, number).state is State.REQUESTED


def test_a_booking_over_night_says_both_days(store: Store) -> None:
    number = books(store, "HALL", "12-10T22:00", "12-11T06:00")
    words, labels = card(chat(store, HOST), number)
    assert "Thu, Dec 10, 22:00 to Fri, Dec 11, 6:00" in words
    assert labels == ["Give it back", "Change the time", "Back"]


def test_who_has_nothing_to_do_with_it_sees_nothing_of_it(store: Store) -> None:
    number = books(store, "HALL", "12-10T19:00", "12-10T20:30", by=SIBLINGS)
    for person in (STRANGER, OTHER):
        words, labels = card(chat(store, person), number)
        assert "This is not in your hands" in words
        assert "Study" not in words
        assert labels == []
    words, _ = card(chat(store, HOST), number + 1)
    assert "This is not in your hands" in words, "what there is not is refused in the same words"
