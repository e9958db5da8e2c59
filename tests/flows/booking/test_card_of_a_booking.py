"""The card of a booking: in each of its states what its borrower can do, what was quicker, and what has gone by."""

from datetime import timedelta

from bot.flows.entry_points import EntryPoint
from domain.booking.life import State, Why
from domain.booking.raster import Span
from storage.booking import booking, bookings, resources, series
from storage.booking.bookings import Wish
from storage.people import roles
from tests.flows.booking.played import (
    BOTH,
    HOST,
    HOSTS,
    LENDER,
    LENDERS,
    OPENING,
    STRANGER,
    Played,
)
from tests.stage.deeds.store import unit_id
from tests.stage.talk import NOON


def test_own_bookings_open_without_a_number_and_only_for_organisers(there: Played) -> None:
    there.books("A")
    assert "What you have booked:" in there[HOST].opens(EntryPoint.BOOKING)
    assert "not in your hands" in there[STRANGER].opens(EntryPoint.BOOKING)
    assert "not in your hands" in there[STRANGER].opens(EntryPoint.BOOKING, 1)


def test_a_request_is_cancelled_once_and_its_owner_reads_it(there: Played) -> None:
    number = there.books("CLASS")
    host = there[HOST]
    host.opens(EntryPoint.BOOKING, number)
    assert host.labels == ["Cancel it", "Change the time", "Write to them", "Back"]
    assert "Cancelled." in host.taps("Cancel it")
    assert there.state(number) is State.CANCELLED
    assert there[LENDER].hears("静安寺街道 has cancelled; it is free again:") == 1
    there.waits(minutes=5)
    assert "Cancelled." in host.taps("Cancel it")
    assert host.labels == ["Look for another", "Back"]
    assert there[LENDER].hears("has cancelled") == 1


def test_who_waits_no_longer_gives_nothing_back(there: Played) -> None:
    there.books("A", LENDER, LENDERS)
    number = there.books("A")
    host = there[HOST]
    assert "Not to be had now" in host.opens(EntryPoint.BOOKING, number)
    assert "Cancelled." in host.taps("Do not wait any longer")
    assert there.state(number) is State.CANCELLED
    assert there[LENDER].hears("has cancelled") == 0


def test_what_came_free_is_taken_or_passed_on_from_the_card(there: Played) -> None:
    first = there.books("A", LENDER, LENDERS)
    second, third = there.books("A"), there.books("A", BOTH)
    lender, host, both = there[LENDER], there[HOST], there[BOTH]
    lender.opens(EntryPoint.BOOKING, first)
    assert "The next in line is asked." in lender.taps("Give it back")
    assert there.state(second) is State.OFFERED
    host.opens(EntryPoint.BOOKING, second)
    assert host.labels == ["Yes, take it", "No, thank you", "Back"]
    assert "the next in line is asked" in host.taps("No, thank you")
    assert there.state(third) is State.OFFERED
    both.opens(EntryPoint.BOOKING, third)
    assert "✅ It is yours." in both.taps("Yes, take it")
    assert there.state(third) is State.GRANTED


def test_still_needed_is_answered_on_the_card(there: Played) -> None:
    number = there.books("A")
    with there.store.unit_of_work() as unit:
        booking.ask_still(unit, number, NOON.timestamp() + 3_600, NOON.timestamp())
        unit.commit()
    host = there[HOST]
    assert "Is it still needed?" in host.opens(EntryPoint.BOOKING, number)
    assert host.labels[:2] == ["Yes, still needed", "No, give it back"]
    assert "Noted: it is needed" in host.taps("Yes, still needed")
    assert there.state(number) is State.CONFIRMED


def test_the_card_of_a_series_leads_to_all_its_dates(there: Played) -> None:
    begins = (NOON + timedelta(days=2)).replace(hour=19)
    with there.store.unit_of_work() as unit:
        hall = resources.by_code(unit, "A")
        assert hall is not None
        span = Span(begins.timestamp(), begins.timestamp() + 7_200)
        wish = Wish(hall.id, unit_id(unit, HOSTS), "Study", span)
        until = (begins + timedelta(days=14)).date()
        begun = series.begin(unit, wish, "FREQ=WEEKLY;BYDAY=TH", until, OPENING, there.by(HOST))
        unit.commit()
    host = there[HOST]
    host.opens(EntryPoint.BOOKING, begun.rows[0].id)
    assert "3 dates are booked." in host.taps("All dates")
    there[LENDER].opens(EntryPoint.BOOKING, begun.rows[0].id)
    assert "All dates" not in there[LENDER].labels
    assert "no longer possible here" in there[LENDER].forges("Back", "dates")


def test_what_has_gone_by_stays_as_it_was_whatever_old_button_is_pressed(there: Played) -> None:
    number = there.books("A")
    host, lender = there[HOST], there[LENDER]
    host.opens(EntryPoint.BOOKING, number)
    lender.opens(EntryPoint.BOOKING, number)
    assert lender.labels == ["Take back the promise", "Ask something", "Back"]
    assert "It was promised. Why is it taken back?" in lender.taps("Take back the promise")
    assert "When instead?" in host.taps("Change the time")
    there.waits(days=10)
    assert "Changed" not in host.taps("End an hour earlier")
    assert "This is settled already." in host.opens(EntryPoint.NOT_NEEDED, number)
    for said in (lender.taps("We need it ourselves"), lender.taps("Take back the promise"), host.taps("Give it back")):
        assert "That time has gone by." in said
    assert host.labels == ["Look for another", "Back"]
    assert lender.labels == ["Back"]
    assert there.state(number) is State.GRANTED
    assert there.stands(number).span.seconds == 7_200


def test_who_no_longer_organises_the_borrower_gives_nothing_back(there: Played) -> None:
    number = there.books("A", BOTH)
    both = there[BOTH]
    both.opens(EntryPoint.BOOKING, number)
    with there.store.unit_of_work() as unit:
        for one in roles.held(unit, BOTH):
            if one.unit_id == unit_id(unit, HOSTS):
                roles.take(unit, one.id, there.by(HOST))
        unit.commit()
    assert "not in your hands" in both.taps("Give it back")
    assert there.state(number) is State.GRANTED
    both.opens(EntryPoint.BOOKING, number)
    both.taps("Back")
    assert "Find a service point" in "".join(both.labels)


def test_a_booking_that_was_refused_leads_to_another(there: Played) -> None:
    number = there.books("CLASS")
    with there.store.unit_of_work() as unit:
        booking.decline(unit, number, OPENING, there.by(LENDER))
        unit.commit()
        assert bookings.fresh(unit, number).why is Why.DECLINED
    host = there[HOST]
    assert "the owner could not agree" in host.opens(EntryPoint.BOOKING, number)
    assert host.labels == ["Look for another", "Back"]
    assert "You have nothing booked." in host.taps("Back")
