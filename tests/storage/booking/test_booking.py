"""Bookings: had at once, asked for, given back, moved, offered in turn; nothing is ever held twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from domain.booking.life import State, Why
from domain.booking.raster import Span
from domain.lifecycle import NotPossibleError
from storage.booking import booking, closures, line
from storage.booking import bookings as reading
from storage.booking.bookings import BookingRow, Wish
from storage.tables.people import audit
from storage.unit_of_work import Store, UnitOfWork
from tests.storage.booking.lending import (
    EVENING,
    NOW,
    OPENING,
    OWNER,
    THIRD,
    THURSDAY,
    deed,
    furnish,
    number,
    span,
    wish,
)

NewStore = Callable[[], Store]


def booked(unit: UnitOfWork, wanted: Wish) -> BookingRow:
    row = booking.book(unit, wanted, OPENING, deed()).row
    assert row is not None
    return row


def waits(unit: UnitOfWork, wanted: Wish) -> BookingRow:
    row = booking.wait(unit, wanted, OPENING, deed()).row
    assert row is not None
    assert row.state is State.WAITING
    return row


def on_record(unit: UnitOfWork, subject: str) -> list[str]:
    query = select(audit.c.what).where(audit.c.subject == subject).order_by(audit.c.number)
    return list(unit.connection.scalars(query))


def test_book_at_once(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        row = booked(unit, wish(unit, "HALL"))

        assert row.state is State.GRANTED
        assert {one.id for one in reading.holding(unit, [number(unit, "B")], EVENING)} == {row.id}


@pytest.mark.parametrize(("first", "second"), [("HALL", "A"), ("A", "HALL"), ("HALL", "HALL")])
def test_loser_is_told_whose_it_is(lending: Store, first: str, second: str) -> None:
    with lending.unit_of_work() as unit:
        mine = booked(unit, wish(unit, first, title="读书会"))

        lost = booking.book(unit, wish(unit, second), OPENING, deed())

        assert lost.row is None
        assert lost.miss is not None
        assert (lost.miss.why, lost.miss.other) == (Why.TAKEN, mine)


def test_parts_beside_one_another(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        assert booked(unit, wish(unit, "A")).state is State.GRANTED
        assert booked(unit, wish(unit, "B")).state is State.REQUESTED


def test_buffers_hold_what_is_around(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        booked(unit, wish(unit, "HALL"))

        near = booking.book(unit, wish(unit, "A", span(THURSDAY, "20:30", "21:00")), OPENING, deed())

        assert near.miss is not None
        assert near.miss.why is Why.TAKEN
        assert booked(unit, wish(unit, "A", span(THURSDAY, "20:45", "21:00")))


@pytest.mark.parametrize(
    ("code", "by", "when", "why"),
    [
        ("OWN", THIRD, EVENING, Why.OWN_UNIT),
        ("HALL", OWNER, span(THURSDAY, "07:00", "09:00"), Why.OUTSIDE_HOURS),
        ("EVENING", THIRD, EVENING, Why.HOME_SHARE),
        ("EVENING", THIRD, span(THURSDAY, "09:00", "10:00"), Why.QUOTA),
    ],
)
def test_rules(lending: Store, code: str, by: str, when: Span, why: Why) -> None:
    with lending.unit_of_work() as unit:
        booked(unit, wish(unit, "EVENING", span("2026-12-01", "09:00", "12:30"), by=THIRD))

        outcome = booking.book(unit, wish(unit, code, when, by=by), OPENING, deed())

        assert outcome.miss is not None
        assert outcome.miss.why is why


def test_too_many_people_and_past(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        many = Wish(number(unit, "A"), wish(unit, "A").unit_id, "大会", EVENING, people=41)
        gone = wish(unit, "A", span("2026-11-29", "09:00", "10:00"))

        whys = [booking.book(unit, one, OPENING, deed()).miss for one in (many, gone)]

        assert [one.why for one in whys if one] == [Why.TOO_SMALL, Why.PAST]


def test_request_is_granted(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        row = booked(unit, wish(unit, "B"))
        assert row.turn_until is not None

        granted = booking.grant(unit, row.id, deed())

        assert (granted.state, granted.turn_until, granted.version) == (State.GRANTED, None, 2)
        with pytest.raises(NotPossibleError):
            booking.grant(unit, row.id, deed())


def test_declined_with_words_and_offered_to_the_next(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        row = booked(unit, wish(unit, "B"))
        first, second = (waits(unit, wish(unit, "B", by=THIRD)) for _ in range(2))

        done = booking.decline(unit, row.id, OPENING, deed(reason="当晚消防检查"))

        assert (done.row.state, done.row.why, done.row.reason) == (State.REFUSED, Why.DECLINED, "当晚消防检查")
        assert [one.id for one in done.offers] == [first.id]
        ended = booking.offer_ends(unit, first.id, OPENING, NOW + 60)
        assert (ended.row.state, [one.id for one in ended.offers]) == (State.WAITING, [second.id])
        assert booking.take(unit, second.id, deed()).state is State.REQUESTED
        assert [one.id for one in line.waiting_for(unit, number(unit, "B"), EVENING)] == [first.id]


def test_nobody_answers(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        row = booked(unit, wish(unit, "B"))

        above = booking.unanswered(unit, row.id, OPENING, NOW + 172_800)
        ended = booking.unanswered(unit, row.id, OPENING, NOW + 2 * 172_800)

        assert (above.row.state, above.row.level) == (State.REQUESTED, 1)
        assert (ended.row.state, ended.row.why) == (State.REFUSED, Why.NO_ANSWER)
        assert reading.holding(unit, [number(unit, "B")], EVENING) == []


def test_silence_frees_it(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        row = booked(unit, wish(unit, "HALL"))
        other = waits(unit, wish(unit, "A", by=THIRD))
        booking.ask_still(unit, row.id, NOW + 60, NOW)

        done = booking.lapse(unit, row.id, OPENING, NOW + 60)

        assert (done.row.state, done.row.why) == (State.RELEASED, Why.NOT_CONFIRMED)
        assert [one.id for one in done.offers] == [other.id]
        assert (other.why, other.other_id, other.other_title) == (Why.TAKEN, row.id, "主题党日")


def test_confirmed_twice_and_given_back_twice(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        row = booked(unit, wish(unit, "HALL"))

        assert booking.confirm(unit, row.id, deed()) == booking.confirm(unit, row.id, deed())
        assert booking.release(unit, row.id, OPENING, deed()).row == booking.release(unit, row.id, OPENING, deed()).row


def test_shorter_never_asks_again(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        row = booking.grant(unit, booked(unit, wish(unit, "B")).id, deed())
        other = waits(unit, wish(unit, "B", span(THURSDAY, "20:00", "20:30"), by=THIRD))

        done = booking.move(unit, row.id, span(THURSDAY, "19:00", "20:00"), OPENING, deed())

        assert (done.row.state, done.row.ends_at) == (State.GRANTED, EVENING.ends_at - 1_800)
        assert [one.id for one in done.offers] == [other.id]
        longer = booking.move(unit, row.id, span(THURSDAY, "18:00", "20:00"), OPENING, deed())
        assert longer.row.state is State.REQUESTED


def test_move_stays_where_it_cannot(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        row = booked(unit, wish(unit, "A"))
        booked(unit, wish(unit, "A", span(THURSDAY, "14:00", "15:00")))
        there = span(THURSDAY, "14:30", "16:00")

        stays = booking.move(unit, row.id, there, OPENING, deed())
        goes = booking.move(unit, row.id, there, OPENING, deed(), or_wait=True)

        assert stays.row == row
        assert stays.miss is not None
        assert (goes.row.state, goes.row.why, goes.row.starts_at) == (State.WAITING, Why.TAKEN, there.starts_at)
        assert reading.holding(unit, [number(unit, "A")], EVENING) == []


def test_move_across_its_own_time(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        row = booked(unit, wish(unit, "A"))

        done = booking.move(unit, row.id, span(THURSDAY, "19:30", "21:00"), OPENING, deed())

        assert (done.miss, done.row.state) == (None, State.GRANTED)


def test_check_in_confirms(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        row = booking.check_in(unit, booked(unit, wish(unit, "A")).id, deed())

        assert (row.state, row.checked_in_at) == (State.CONFIRMED, NOW)
        assert booking.check_in(unit, row.id, deed()) == row


def test_two_on_the_hall_and_its_part_at_once(new_store: NewStore) -> None:
    furnish(new_store())

    def take(code: str) -> bool:
        store = new_store()

        def work(unit: UnitOfWork) -> bool:
            got = booking.book(unit, wish(unit, code), OPENING, deed()).row is not None
            unit.commit()
            return got

        return store._in_unit(store.engine, work)

    with ThreadPoolExecutor(8) as hands:
        got = list(hands.map(take, ["HALL", "A"] * 8))

    assert sum(got) == 1


def test_what_an_owner_decides_is_on_record(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        room, first = number(unit, "B"), booked(unit, wish(unit, "B"))
        second = booked(unit, wish(unit, "B", span(THURSDAY, "10:00", "11:00")))
        booking.grant(unit, first.id, deed())
        booking.decline(unit, second.id, OPENING, deed(reason="消防检查"))
        booking.decline(unit, first.id, OPENING, deed())
        closure, _ = closures.close(unit, room, EVENING, OPENING, deed(reason="漏水"))
        for _ in range(2):  # a second time changes nothing, and is no deed
            closures.lift(unit, closure.id, OPENING, deed())
            closures.retire(unit, room, deed())

        assert on_record(unit, f"booking:{first.id}") == ["booking.grant", "booking.take_back"]
        assert on_record(unit, f"booking:{second.id}") == ["booking.decline"]
        assert on_record(unit, f"resource:{room}") == ["resource.close", "resource.open", "resource.retire"]


def test_what_was_not_possible_is_not_on_record(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        row = booked(unit, wish(unit, "HALL"))
        with pytest.raises(NotPossibleError):
            booking.grant(unit, row.id, deed())
        assert on_record(unit, f"booking:{row.id}") == []
