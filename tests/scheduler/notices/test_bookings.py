"""What falls due around a booking: decided or passed up, asked about, freed, offered on; and its activity moves it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.planning import bookings as planning
from bot.planning.bookings import NoticeKind
from domain.booking.life import State, Why
from domain.booking.raster import Span
from storage.activities import activities
from storage.booking import booking, own
from storage.booking import bookings as reading
from storage.booking.bookings import BookingRow
from storage.messages import notices
from storage.unit_of_work import Store, UnitOfWork
from tests.storage.booking.lending import EVENING, NOW, OPENING, THIRD, ZONE, deed, furnish, number, wish
from tests.storage.signing import plan as plan_of
from tests.storage.stays import WANG, unit_id

AT = datetime.fromtimestamp(NOW, ZONE)


@pytest.fixture
def lending(new_store: Callable[[], Store]) -> Store:
    store = new_store()
    furnish(store)
    return store


def booked(unit: UnitOfWork, code: str, by: str = THIRD) -> BookingRow:
    row = booking.wait(unit, wish(unit, code, by=by), OPENING, deed()).row
    assert row is not None
    planning.plan_for(unit, [row], AT)
    return row


def wound(unit: UnitOfWork, until: float) -> list[tuple[str, State]]:
    """Let everything fall due until this moment, each at its own time; return what became of whom."""
    told = []
    while (first := notices.next_due(unit)) is not None and first <= until:
        for notice in notices.due(unit, first, 1):
            booking_id = int(notice.subject.partition(":")[2])
            now = datetime.fromtimestamp(first, ZONE)
            fell = planning.fall_due(unit, booking_id, notice.version, notice.kind, now)
            notices.finish(unit, notice.id, "done" if fell else "stale", first)
            told += [(str(fell.kind), fell.row.state)] if fell else []
    return told


def test_nobody_answers_on_either_level(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        row = booked(unit, "B")

        assert wound(unit, row.starts_at) == [
            (NoticeKind.DECIDE, State.REQUESTED),
            (NoticeKind.DECIDE, State.REFUSED),
        ]
        after = reading.find(unit, row.id)
        assert after is not None
        assert (after.why, after.level) == (Why.NO_ANSWER, 1)


def test_silence_gives_it_to_the_next_who_does_not_answer_either(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        row, other = booked(unit, "A"), booked(unit, "A")

        assert wound(unit, row.starts_at) == [
            (NoticeKind.ASK_STILL, State.ASKED),
            (NoticeKind.LAPSE, State.RELEASED),
            (NoticeKind.OFFER_ENDS, State.WAITING),
            (NoticeKind.MISS, State.REFUSED),
        ]
        after = reading.find(unit, other.id)
        assert after is not None
        assert (after.why, after.other_title) == (Why.TAKEN, row.title)


def test_confirmed_is_asked_no_more(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        row = booking.confirm(unit, booked(unit, "A").id, deed())
        planning.plan_for(unit, [row], AT)

        assert wound(unit, row.starts_at) == []


def test_home_share_opens_to_who_waits(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        row = booked(unit, "EVENING")
        assert (row.state, row.why) == (State.WAITING, Why.HOME_SHARE)

        assert wound(unit, row.starts_at) == [
            (NoticeKind.OPENS, State.OFFERED),
            (NoticeKind.OFFER_ENDS, State.WAITING),
            (NoticeKind.MISS, State.REFUSED),
        ]


def test_speaker_is_asked_then_the_unit(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        own.answers_for(unit, number(unit, "LAWYER"), WANG)
        row = booked(unit, "LAWYER")

        assert planning.deciders(unit, row, reading.resource_of(unit, row)) == [WANG]
        assert own.of_person(unit, WANG).speaker[0].name == "周律师"
        refused = own.opt_out(unit, WANG, NOW)

        assert [(one.id, one.state, one.why) for one in refused] == [(row.id, State.REFUSED, Why.RESOURCE_GONE)]
        assert own.of_person(unit, WANG).speaker == ()
        assert reading.resource_of(unit, refused[0]).name == ""


def test_activity_moves_and_frees_what_it_holds(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        held = plan_of(starts_at=EVENING.starts_at)
        activity = activities.draft(unit, held, unit_id(unit, THIRD), deed())
        activities.publish(unit, activity.id, deed())
        wanted = reading.Wish(number(unit, "A"), unit_id(unit, THIRD), "党课", EVENING, activity_id=activity.id)
        row = booking.book(unit, wanted, OPENING, deed()).row
        assert row is not None
        later = timedelta(days=1).total_seconds()
        moved = plan_of(starts_at=EVENING.starts_at + later)

        (done,) = planning.after_change(unit, activities.amend(unit, activity.id, moved, deed()), AT)

        assert (done.row.state, done.row.span) == (State.GRANTED, EVENING.shifted(later))
        (gone,) = planning.cancelled(unit, activity.id, AT)
        assert (gone.row.state, gone.row.why) == (State.CANCELLED, Why.ACTIVITY_CANCELLED)
        assert reading.holding(unit, [number(unit, "A")], Span(EVENING.starts_at, EVENING.ends_at + later)) == []
