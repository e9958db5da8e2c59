"""The owner's side: the list of what waits, yes, no with a reason, taking back, asking first; and who was quicker."""

import pytest

from bot.flows.booking import deciding, rights
from bot.flows.booking.steps import BookingCard
from bot.flows.desk import Go
from bot.flows.entry_points import EntryPoint
from domain.booking.life import State
from storage.booking import booking, bookings
from storage.people import roles
from tests.flows.booking.played import (
    BOTH,
    HOST,
    LENDER,
    LENDERS,
    OPENING,
    OTHER,
    STRANGER,
    Played,
    desk,
)
from tests.stage.deeds.store import unit_id


def test_what_waits_is_decided_one_by_one(there: Played) -> None:
    lender = there[LENDER]
    assert "Nobody asks to borrow anything now." in lender.opens(EntryPoint.TO_LEND)
    first, second = there.books("CLASS"), there.books("CLASS", hour=14)
    there.waits(minutes=5)
    shown = lender.opens(EntryPoint.TO_LEND)
    assert "2 requests to borrow:" in shown
    assert "静安寺街道, to be answered by Thu, Dec 3, 12:00" in shown
    assert lender.labels == ["1", "2", "Back"]
    assert "no longer possible here" in lender.forges("Back", "x")
    assert "Asked. 南京西路街道 answers by" in lender.taps("1")
    assert lender.labels == ["Agree", "Not possible", "Ask something", "Back"]
    shown = lender.taps("Agree")
    assert "✅ Agreed. 静安寺街道 is told." in shown
    assert "1 request to borrow:" in shown
    lender.taps("1")
    assert "Noted. 静安寺街道 is told." in lender.taps("Not possible") + lender.taps("Without a reason")
    assert {there.state(first), there.state(second)} == {State.GRANTED, State.REFUSED}
    assert there[HOST].hears("南京西路街道 agrees:") == 1
    assert there[HOST].hears("南京西路街道 cannot lend it:") == 1
    lender.opens(EntryPoint.TO_LEND)
    lender.taps("Back")
    assert "To do · 0" in lender.labels
    assert "not in your hands" in there[STRANGER].opens(EntryPoint.TO_LEND)


def test_the_reason_is_typed_and_read_by_the_borrower(there: Played) -> None:
    number = there.books("CLASS")
    lender = there[LENDER]
    lender.opens(EntryPoint.BOOKING, number)
    assert "Why not? 静安寺街道 reads it." in lender.taps("Not possible")
    assert "Asked. 南京西路街道 answers by" in lender.taps("Back")
    there.waits(minutes=5)
    lender.taps("Not possible")
    lender.says("The <stage> is being painted")
    assert there.stands(number).reason == "The <stage> is being painted"
    assert there[HOST].hears("They say: “The &lt;stage&gt; is being painted”") == 1


def test_a_promise_is_taken_back_with_a_reason(there: Played) -> None:
    number = there.books("A")
    lender = there[LENDER]
    lender.opens(EntryPoint.BOOKING, number)
    assert "It was promised. Why is it taken back? 静安寺街道 reads it." in lender.taps("Take back the promise")
    assert "Noted. 静安寺街道 is told." in lender.taps("It is being repaired")
    assert there[HOST].hears("They say: “It is being repaired”") == 1
    assert there.state(number) is State.REFUSED


def test_the_second_of_two_owners_reads_how_it_stands(there: Played) -> None:
    number = there.books("CLASS")
    lender, other = there[LENDER], there[OTHER]
    for one in (lender, other):
        one.opens(EntryPoint.BOOKING, number)
    lender.taps("Agree")
    assert "This has been decided already." in other.taps("Agree")
    assert other.labels == ["Take back the promise", "Ask something", "Back"]
    assert there.state(number) is State.GRANTED


def test_what_a_colleague_promises_meanwhile_is_not_refused(there: Played) -> None:
    number = there.books("CLASS")
    lender, other = there[LENDER], there[OTHER]
    other.opens(EntryPoint.REFUSE_BOOKING, number)
    lender.opens(EntryPoint.GRANT_BOOKING, number)
    assert "This has been decided already." in other.says("We are having it painted")
    assert there.state(number) is State.GRANTED
    assert there[HOST].hears("cannot lend it") == 0


def test_the_borrower_cancels_while_the_owner_looks_for_a_reason(there: Played) -> None:
    number = there.books("CLASS")
    lender, host = there[LENDER], there[HOST]
    lender.opens(EntryPoint.BOOKING, number)
    lender.taps("Not possible")
    host.opens(EntryPoint.BOOKING, number)
    host.taps("Cancel it")
    assert "This has been decided already." in lender.taps("We need it ourselves")
    assert there.state(number) is State.CANCELLED
    assert host.hears("cannot lend it") == 0


def test_who_lends_no_longer_gives_no_reason(there: Played) -> None:
    number = there.books("CLASS", BOTH)
    both = there[BOTH]
    both.opens(EntryPoint.BOOKING, number)
    both.taps("Not possible")
    with there.store.unit_of_work() as unit:
        for one in roles.held(unit, BOTH):
            if one.unit_id == unit_id(unit, LENDERS):
                roles.take(unit, one.id, there.by(HOST))
        unit.commit()
    assert "not in your hands" in both.taps("We need it ourselves")
    assert there.state(number) is State.REQUESTED


def test_words_go_from_one_side_to_the_other_and_back(there: Played) -> None:
    number = there.books("CLASS")
    lender, host = there[LENDER], there[HOST]
    lender.opens(EntryPoint.BOOKING, number)
    assert "What would you like to say to 静安寺街道?" in lender.taps("Ask something")
    lender.taps("Back")
    lender.opens(EntryPoint.ASK_BORROWER, number)
    assert "Passed on." in lender.says("How many of you come?")
    assert host.hears("南京西路街道 writes about this:") == 1
    assert host.hears("“How many of you come?”") == 1
    host.taps("See the booking")
    assert "What would you like to say to 南京西路街道?" in host.taps("Write to them")
    assert "no longer possible here" in host.forges("Back", "none")
    assert "Passed on." in host.says("Thirty & a guest")
    assert lender.hears("静安寺街道 writes about this:") == there[OTHER].hears("“Thirty &amp; a guest”") == 1
    assert "not in your hands" in there[STRANGER].opens(EntryPoint.ASK_BORROWER, number)


def test_nothing_is_said_to_be_passed_on_where_nobody_else_is_there(there: Played) -> None:
    number = there.books("CLASS", BOTH)
    for person in (LENDER, OTHER):
        there.deed(person, "(ungrant)")
    both = there[BOTH]
    both.opens(EntryPoint.BOOKING, number)
    both.taps("Ask something")
    assert "nobody else who could read it" in both.says("Is the projector there?")


@pytest.mark.parametrize(("says_yes", "was_yes"), [(True, False), (False, True), (False, False)])
def test_who_waited_for_the_lock_is_told_that_it_is_decided(there: Played, *, says_yes: bool, was_yes: bool) -> None:
    number = there.books("CLASS")
    with there.store.unit_of_work() as unit:
        seen = rights.seen(number, desk(unit, LENDER))
        assert seen is not None
        if was_yes:
            booking.grant(unit, number, there.by(OTHER))
        else:
            booking.decline(unit, number, OPENING, there.by(OTHER))
        late = desk(unit, LENDER)
        move = deciding.grant(seen, 0, late) if says_yes else deciding.decline(seen, "", 0, late)
        assert isinstance(move, Go)
        assert move.step == BookingCard(number)
        assert "This has been decided already." in str(move.before)
        assert not move.tells
        assert bookings.fresh(unit, number).state is (State.GRANTED if was_yes else State.REFUSED)
