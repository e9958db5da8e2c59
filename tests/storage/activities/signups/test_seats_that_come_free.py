"""A seat comes free: who is offered it, until when, and what is answered."""

from datetime import UTC

import pytest
from sqlalchemy import LargeBinary, select

from domain.activities.offers import Quiet
from domain.activities.seats import State
from domain.lifecycle import NotPossibleError
from domain.rules import Rule
from storage.activities import signup_reading
from storage.activities.signup_reading import find
from storage.activities.signups import Moved, decline, lapse, leave, sign_up, take, wait
from storage.messages import notices
from storage.places import unit_rules
from storage.tables import schema
from storage.unit_of_work import UnitOfWork
from tests.storage.activities.signups.moments import LATER, UNTIL
from tests.storage.signing import (
    HOUR_S,
    LI,
    NOW,
    OURS,
    PASSING,
    STARTS,
    SUN,
    WANG,
    ZHAO,
    plan,
    published,
    queue,
    reason,
    resized,
    seat,
    states,
    told,
)


def test_freed_seat_is_offered_to_the_next(unit: UnitOfWork) -> None:
    activity_id = published(unit)
    seat(unit, activity_id, WANG, LI)
    queue(unit, activity_id, ZHAO, SUN)

    moved = leave(unit, activity_id, WANG, LATER)

    assert (moved.row.state, moved.row.since) == (State.LEFT, LATER)
    assert told(moved.offers) == [(ZHAO, State.OFFERED)]
    assert [(row.since, row.offered_until) for row in moved.offers] == [(LATER, UNTIL)]
    assert states(unit, activity_id)[SUN] is State.WAITING


def test_offer_plans_its_own_end(unit: UnitOfWork) -> None:
    activity_id = published(unit, plan(seats=1))
    seat(unit, activity_id, WANG)
    queue(unit, activity_id, LI)
    (offer,) = leave(unit, activity_id, WANG, NOW).offers

    assert [(row.subject, row.version, row.kind, row.due_at) for row in notices.due(unit, UNTIL, 9)] == [
        (f"signup:{offer.id}", 1, "lapse", UNTIL)
    ]


def test_offer_lasts_as_long_as_the_unit_says(unit: UnitOfWork) -> None:
    unit_rules.put(unit, Rule.OFFER_HOURS, 1, 2)
    activity_id = published(unit, plan(seats=1))
    seat(unit, activity_id, WANG)
    queue(unit, activity_id, LI)
    unit.quiet = Quiet(None, UTC)
    (offer,) = leave(unit, activity_id, WANG, NOW).offers

    assert offer.offered_until == NOW + 2 * HOUR_S - 0.25


def test_leave_without_a_line(unit: UnitOfWork) -> None:
    activity_id = published(unit)
    seat(unit, activity_id, WANG)

    moved = leave(unit, activity_id, WANG, NOW)

    assert (moved.row.state, moved.offers, notices.next_due(unit)) == (State.LEFT, (), None)


def test_leave_twice(unit: UnitOfWork) -> None:
    activity_id = published(unit, plan(seats=1))
    seat(unit, activity_id, WANG)
    queue(unit, activity_id, LI, ZHAO)
    first = leave(unit, activity_id, WANG, NOW)

    assert leave(unit, activity_id, WANG, LATER) == Moved(first.row)
    assert states(unit, activity_id) == {WANG: State.LEFT, LI: State.OFFERED, ZHAO: State.WAITING}


def test_leave_the_line_frees_nothing(unit: UnitOfWork) -> None:
    activity_id = published(unit, plan(seats=1))
    seat(unit, activity_id, WANG)
    queue(unit, activity_id, LI, ZHAO)

    assert leave(unit, activity_id, LI, NOW).offers == ()
    assert states(unit, activity_id) == {WANG: State.SIGNED_UP, LI: State.LEFT, ZHAO: State.WAITING}


def test_leave_by_somebody_who_never_came(unit: UnitOfWork) -> None:
    activity_id = published(unit)

    with pytest.raises(NotPossibleError):
        leave(unit, activity_id, WANG, NOW)
    assert find(unit, activity_id, WANG) is None


@pytest.mark.parametrize("said", ["出差", ""])
def test_leave_with_a_reason_is_leave_of_absence(unit: UnitOfWork, said: str) -> None:
    activity_id = published(unit)
    seat(unit, activity_id, WANG)

    row = leave(unit, activity_id, WANG, NOW, reason=said).row

    assert (row.state, reason(unit, row.id)) == (State.ON_LEAVE, said)


def test_reason_is_sealed(unit: UnitOfWork) -> None:
    activity_id = published(unit)
    seat(unit, activity_id, WANG)
    leave(unit, activity_id, WANG, NOW, reason="出差")
    table = schema.metadata.tables["signups"]

    (kept,) = unit.connection.scalars(select(table.c.reason)).all()

    assert isinstance(table.c.reason.type, LargeBinary)
    assert "出差".encode() not in kept
    assert unit.seal.open(kept, signup_reading.REASON) == "出差".encode()


def test_reason_of_who_gave_none(unit: UnitOfWork) -> None:
    assert reason(unit, sign_up(unit, published(unit), WANG, OURS, NOW).id) == ""


def test_seat_that_was_taken_away_is_not_offered(unit: UnitOfWork) -> None:
    activity_id = published(unit)
    seat(unit, activity_id, WANG, LI)
    queue(unit, activity_id, ZHAO)
    resized(unit, activity_id, 1)

    assert leave(unit, activity_id, WANG, NOW).offers == ()
    assert told(leave(unit, activity_id, LI, NOW).offers) == [(ZHAO, State.OFFERED)]


def test_offer_in_quiet_hours_counts_from_the_morning(unit: UnitOfWork) -> None:
    activity_id = published(unit, plan(seats=1))
    seat(unit, activity_id, WANG)
    queue(unit, activity_id, LI)
    midnight = NOW + 8 * HOUR_S

    (offer,) = leave(unit, activity_id, WANG, midnight).offers

    assert offer.offered_until == midnight + 7.5 * HOUR_S + 12 * HOUR_S - 0.25


def test_seat_at_the_last_minute_goes_to_who_comes(unit: UnitOfWork, last_minute: int) -> None:
    assert sign_up(unit, last_minute, ZHAO, PASSING, STARTS - 500).state is State.SIGNED_UP
    assert states(unit, last_minute)[LI] is State.WAITING


def test_seat_at_the_last_minute_may_be_taken_by_who_waits(unit: UnitOfWork, last_minute: int) -> None:
    assert sign_up(unit, last_minute, LI, OURS, STARTS - 500).state is State.SIGNED_UP


def test_take_an_offer(unit: UnitOfWork, offered: int) -> None:
    moved = take(unit, offered, LI, LATER)

    assert (moved.row.state, moved.row.offered_until, moved.offers) == (State.CONFIRMED, None, ())
    assert take(unit, offered, LI, LATER + 1) == Moved(moved.row)


def test_sign_up_with_an_offer_leaves_it_open(unit: UnitOfWork, offered: int) -> None:
    assert sign_up(unit, offered, LI, OURS, LATER).state is State.OFFERED
    assert wait(unit, offered, LI, OURS, LATER).state is State.OFFERED


def test_decline_an_offer(unit: UnitOfWork, offered: int) -> None:
    moved = decline(unit, offered, LI, LATER)

    assert (moved.row.state, told(moved.offers)) == (State.LEFT, [(ZHAO, State.OFFERED)])


def test_leave_with_an_offer(unit: UnitOfWork, offered: int) -> None:
    assert told(leave(unit, offered, LI, LATER, reason="").offers) == [(ZHAO, State.OFFERED)]


def test_take_what_was_not_offered(unit: UnitOfWork, offered: int) -> None:
    with pytest.raises(NotPossibleError):
        take(unit, offered, ZHAO, LATER)
    assert states(unit, offered)[ZHAO] is State.WAITING


def test_unanswered_offer_passes_on(unit: UnitOfWork, offered: int) -> None:
    row = find(unit, offered, LI)
    assert row is not None
    assert lapse(unit, row.id, UNTIL - 1) is None

    moved = lapse(unit, row.id, UNTIL)

    assert moved is not None
    assert (moved.row.state, told(moved.offers)) == (State.LAPSED, [(ZHAO, State.OFFERED)])
    assert lapse(unit, row.id, UNTIL) is None


def test_lapse_of_what_was_taken(unit: UnitOfWork, offered: int) -> None:
    row = take(unit, offered, LI, LATER).row

    assert lapse(unit, row.id, UNTIL) is None
    assert states(unit, offered)[LI] is State.CONFIRMED


def test_lapse_of_nothing(unit: UnitOfWork) -> None:
    assert lapse(unit, 99, NOW) is None


def test_second_offer_plans_its_end_anew(unit: UnitOfWork, offered: int) -> None:
    decline(unit, offered, LI, LATER)
    wait(unit, offered, LI, OURS, LATER)
    decline(unit, offered, ZHAO, LATER)

    row = find(unit, offered, LI)
    assert row is not None
    assert row.state is State.OFFERED
    assert [one.version for one in notices.due(unit, UNTIL, 9) if one.subject == f"signup:{row.id}"] == [row.place]
