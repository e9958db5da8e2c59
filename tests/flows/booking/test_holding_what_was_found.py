"""What was found is held: once or week after week, for an activity or for itself, and who was quicker is named."""

from dataclasses import replace

from bot.chat import Reply, Said, Text
from bot.flows.entry_points import EntryPoint
from domain.activities.activities import Spot
from domain.booking.life import State
from domain.people.deeds import By, Deed
from storage.activities import activities, drafts
from storage.activities.activities import ActivityRow
from storage.unit_of_work import Store
from tests.flows.booking.at_hand import LENT, SIBLINGS, at, booked, books, chat, every, lent, opens, text
from tests.flows.booking.beginning import a_store_with
from tests.stage.security_world import DRAFT, HELD, HOST, SIBLING
from tests.stage.talk import Talk, button, buttons
from tests.stage.talk import said as sent

store = a_store_with(*LENT)


def asks_for(store: Store, code: str, words: str, person: int = HOST) -> tuple[Talk, list[Reply]]:
    """Begin at the card of what is lent, and say when."""
    talk = chat(store, person)
    opens(talk, EntryPoint.BORROW, f"r{lent(store, code).id}")
    return talk, talk.does(Said(words))


def another_room(store: Store, activity_id: int, code: str) -> list[Reply]:
    """Press "Another room" of a message about an activity, and take this one."""
    talk = chat(store, HOST)
    said = opens(talk, EntryPoint.BORROW, f"a{activity_id}")
    number = next(one for one in buttons(said) if one.data.endswith(f".r.{lent(store, code).id}"))
    return talk.taps(number)


def activity(store: Store, activity_id: int) -> ActivityRow:
    with store.unit_of_work() as unit:
        row = activities.find(unit, activity_id)
    assert row is not None
    return row


def calls_off(store: Store, activity_id: int) -> None:
    with store.unit_of_work() as unit:
        activities.cancel(unit, activity_id, Deed(By(HOST, "organiser"), at("12-01T10:00"), "no power"))
        unit.commit()


def told(store: Store, person: int, before: int) -> list[str]:
    return [one.html for chat_id, one in sent(store)[before:] if chat_id == person and isinstance(one, Text)]


def test_every_week_was_said_and_once_is_meant(store: Store) -> None:
    talk, said = asks_for(store, "HALL", "every Thursday 19:00-21:00")
    said = talk.taps(button(said, "1"))
    assert text(said) == "Every Thu: for how many weeks?"
    back = talk.taps(button(said, "Back"))
    assert "Which room?" in text(back)
    said = talk.taps(button(back, "1"))
    said = talk.taps(button(said, "Once only"))
    assert "What is it for?" in text(said)
    back = talk.taps(button(said, "Back"))
    said = talk.taps(button(back, "1"))
    said = talk.does(Said("Reading   club"))
    assert "✅ Hall is booked." in text(said)
    assert "For: Reading club" in text(said)
    (row,) = every(store, "HALL")
    assert (row.title, row.starts_at, row.series_id) == ("Reading club", at("12-03T19:00"), None)


def test_the_owner_of_a_series_is_asked_once(store: Store) -> None:
    talk, said = asks_for(store, "CLASS", "every Thursday 19:00-21:00")
    said = talk.taps(button(said, "1"))
    said = talk.taps(button(said, "4 weeks"))
    before = len(sent(store))
    said = talk.taps(button(said, "Study"))
    assert len(every(store, "CLASS")) == 4
    (asked,) = told(store, SIBLING, before)
    assert "Thu, Dec 3, 19:00–21:00" in asked
    assert "asked, no answer yet" in text(said)


def test_a_draft_is_held_in_the_room_that_it_has_last(store: Store) -> None:
    said = another_room(store, DRAFT, "LOFT")
    assert "✅ Loft is booked." in text(said)
    assert "📍 Loft, Above the library" in text(said), "the card of the draft, with its room"
    assert activity(store, DRAFT).plan.spot == Spot(title="Loft", room="Above the library")
    (loft,) = every(store, "LOFT")
    said = another_room(store, DRAFT, "HALL")
    assert "✅ Hall is booked." in text(said)
    spot = activity(store, DRAFT).plan.spot
    assert (spot.point_id, spot.room) == (lent(store, "HALL").point_id, "Hall")
    assert booked(store, loft.id).state is State.CANCELLED, "two rooms are not held for one draft"
    assert [row.activity_id for row in every(store, "HALL")] == [DRAFT]


def test_what_is_published_stays_where_people_know_it(store: Store) -> None:
    before = activity(store, HELD).plan.spot
    said = another_room(store, HELD, "LOFT")
    assert "✅ Loft is booked." in text(said)
    assert "People still read this place: 静安寺街道党群服务中心." in text(said)
    assert "Change something" in [one.label for one in buttons(said)]
    assert activity(store, HELD).plan.spot == before
    said = another_room(store, HELD, "CLASS")
    assert "Classroom is asked for, and kept for you until" in text(said)
    assert every(store, "LOFT") == [], "the former is free again"
    assert activity(store, HELD).plan.spot == before


def test_whose_place_is_said_already_is_told_nothing_of_it(store: Store) -> None:
    plan = activity(store, HELD).plan
    with store.unit_of_work() as unit:
        there = replace(plan, spot=Spot(title="Loft", room="Above the library"))
        activities.amend(unit, HELD, there, Deed(By(HOST, "organiser"), at("12-01T10:00")))
        unit.commit()
    said = another_room(store, HELD, "LOFT")
    assert "✅ Loft is booked." in text(said)
    assert "People still read" not in text(said)


def test_nothing_is_held_for_what_is_called_off_meanwhile(store: Store) -> None:
    talk = chat(store, HOST)
    said = opens(talk, EntryPoint.BORROW, f"a{HELD}")
    calls_off(store, HELD)
    said = talk.taps(button(said, "1"))
    assert text(said).startswith("This activity is over or called off: it cannot be changed any more.")
    assert "Open lecture" in text(said)
    for code in ("HALL", "PART", "LOFT"):
        assert every(store, code) == []


def test_nothing_is_held_for_a_draft_that_is_gone_meanwhile(store: Store) -> None:
    books(store, "HALL", "12-11T18:00", "12-11T22:00", by=SIBLINGS)
    talk = chat(store, HOST)
    said = opens(talk, EntryPoint.BORROW, f"a{DRAFT}")
    with store.unit_of_work() as unit:
        assert drafts.discard(unit, DRAFT)
        unit.commit()
    said = talk.taps(button(said, "1"))
    assert text(said).startswith("This activity is over or called off: it cannot be changed any more.")
    assert "What units share: rooms, equipment, speakers." in text(said)


def test_who_was_quicker_is_named_by_what_it_is_for(store: Store) -> None:
    talk, said = asks_for(store, "HALL", "Thursday 19:00-21:00")
    said = talk.taps(button(said, "1"))
    books(store, "PART", "12-03T20:00", "12-03T22:00", by=SIBLINGS)
    said = talk.taps(button(said, "Lecture"))
    assert "Hall cannot be had: “Study” has it at that time." in text(said)
    said = talk.taps(button(said, "Wait for it"))
    assert "Not to be had now: “Study” has it at that time." in text(said)
    (row,) = every(store, "HALL", {State.WAITING})
    assert row.title == "Lecture"


def test_nobody_waits_for_a_room_of_what_is_called_off(store: Store) -> None:
    talk = chat(store, HOST)
    said = opens(talk, EntryPoint.BORROW, f"a{HELD}")
    hall = next(one for one in buttons(said) if one.data.endswith(f".r.{lent(store, 'HALL').id}"))
    books(store, "PART", "12-10T18:00", "12-10T19:30", by=SIBLINGS)
    said = talk.taps(hall)
    assert "Hall cannot be had: “Study” has it at that time." in text(said)
    calls_off(store, HELD)
    said = talk.taps(button(said, "Wait for it"))
    assert text(said).startswith("This activity is over or called off: it cannot be changed any more.")
    assert every(store, "HALL", {State.WAITING}) == []
