"""Confirming, releasing, and being asked again."""

import pytest

from domain.activities.activities import Stage
from domain.activities.seats import State
from domain.lifecycle import NotPossibleError
from domain.people.deeds import Deed
from storage.activities import signups
from storage.activities.activities import cancel
from storage.activities.seats import ClosedError
from storage.activities.signup_reading import find
from storage.activities.signups import (
    ask_again,
    confirm,
    decline,
    end,
    lapse,
    leave,
    promote,
    release_unconfirmed,
    sign_up,
    take,
)
from storage.messages import notices
from storage.unit_of_work import UnitOfWork
from tests.storage.activities.signups.moments import LATER, UNTIL, move
from tests.storage.signing import (
    CHEN,
    DAY_S,
    ENDS,
    HOUR_S,
    LI,
    NOW,
    OURS,
    STARTS,
    SUN,
    WANG,
    ZHAO,
    plan,
    published,
    queue,
    resized,
    seat,
    staged,
    states,
    told,
)


def test_confirm(unit: UnitOfWork) -> None:
    activity_id = published(unit)
    seat(unit, activity_id, WANG)

    moved = confirm(unit, activity_id, WANG, LATER)

    assert (moved.row.state, moved.offers) == (State.CONFIRMED, ())
    assert confirm(unit, activity_id, WANG, LATER + 1) == moved


def test_confirm_without_a_seat(unit: UnitOfWork, offered: int) -> None:
    with pytest.raises(NotPossibleError):
        confirm(unit, offered, ZHAO, LATER)


def test_answers_to_what_is_cancelled(unit: UnitOfWork, offered: int) -> None:
    cancel(unit, offered, Deed(CHEN, LATER, "大雨"))

    for verb in (take, decline, confirm, leave):
        with pytest.raises(ClosedError, match=r"^cancelled$"):
            verb(unit, offered, LI, LATER)
    assert states(unit, offered)[LI] is State.OFFERED


def test_release_frees_what_was_not_confirmed(unit: UnitOfWork) -> None:
    confirm_by = STARTS - DAY_S
    activity_id = published(unit, plan(seats=3, confirm_by=confirm_by))
    seat(unit, activity_id, WANG, LI, ZHAO)
    queue(unit, activity_id, SUN)
    confirm(unit, activity_id, LI, LATER)

    done = release_unconfirmed(unit, activity_id, confirm_by)

    assert told(done.released) == [(ZHAO, State.RELEASED)]  # one waits, and the last to come goes first
    assert told(done.offers) == [(SUN, State.OFFERED)]
    assert release_unconfirmed(unit, activity_id, confirm_by) == signups.Released((), ())


def test_release_spares_who_was_never_asked(unit: UnitOfWork) -> None:
    confirm_by = STARTS - DAY_S
    activity_id = published(unit, plan(seats=2, confirm_by=confirm_by))
    sign_up(unit, activity_id, WANG, OURS, NOW)
    sign_up(unit, activity_id, LI, OURS, NOW + 2 * HOUR_S)
    queue(unit, activity_id, ZHAO, SUN)

    asked = release_unconfirmed(unit, activity_id, confirm_by, asked_at=NOW + HOUR_S)
    late = release_unconfirmed(unit, activity_id, confirm_by)

    assert told(asked.released) == [(WANG, State.RELEASED)]
    assert told(late.released) == [(LI, State.RELEASED)]


def test_release_takes_no_seat_that_nobody_waits_for(unit: UnitOfWork) -> None:
    confirm_by = STARTS - DAY_S
    bounded, unbounded = (published(unit, plan(seats=seats, confirm_by=confirm_by)) for seats in (2, None))
    for activity_id in (bounded, unbounded):
        seat(unit, activity_id, WANG, LI)

        assert release_unconfirmed(unit, activity_id, confirm_by) == signups.Released((), ())


@pytest.mark.parametrize(
    ("before", "state"),
    [(37 * HOUR_S, State.SIGNED_UP), (36 * HOUR_S - 1, State.CONFIRMED), (-HOUR_S, State.CONFIRMED)],
)
def test_sign_up_so_late_that_it_confirms(unit: UnitOfWork, before: float, state: State) -> None:
    confirm_by = STARTS - DAY_S
    activity_id = published(unit, plan(seats=2, confirm_by=confirm_by))

    assert sign_up(unit, activity_id, WANG, OURS, confirm_by - before).state is state


def test_release_where_nobody_is_asked(unit: UnitOfWork) -> None:
    activity_id = published(unit)
    seat(unit, activity_id, WANG)

    assert release_unconfirmed(unit, activity_id, LATER).released == ()


def test_moved_activity_asks_again(unit: UnitOfWork) -> None:
    activity_id = published(unit)
    seat(unit, activity_id, WANG, LI)
    confirm(unit, activity_id, WANG, NOW)

    asked = ask_again(unit, activity_id, LATER)

    assert told(asked.asked) == [(WANG, State.SIGNED_UP)]
    assert asked.asked[0].since == LATER
    assert ask_again(unit, activity_id, LATER) == signups.Asked((), ())


def test_moved_activity_fits_its_offers(unit: UnitOfWork, offered: int) -> None:
    earlier = NOW + 4 * HOUR_S
    move(unit, offered, earlier)
    row = find(unit, offered, LI)
    assert row is not None

    ask_again(unit, offered, LATER)

    assert lapse(unit, row.id, earlier - HOUR_S) is None
    fitted = find(unit, offered, LI)
    assert fitted is not None
    assert (fitted.state, fitted.offered_until) == (State.OFFERED, earlier - 1_800.0)
    due = [(one.version, one.due_at) for one in notices.due(unit, UNTIL, 9)]
    assert due == [(fitted.place, earlier - 1_800.0)]


def test_activity_put_off_offers_what_came_free_too_late(unit: UnitOfWork, last_minute: int) -> None:
    move(unit, last_minute, STARTS + 7 * DAY_S)

    assert told(ask_again(unit, last_minute, STARTS - 500).offers) == [(LI, State.OFFERED)]


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.CANCELLED])
def test_nothing_happens_by_itself_to_what_is_not_held(unit: UnitOfWork, stage: Stage) -> None:
    activity_id = published(unit, plan(confirm_by=STARTS - DAY_S))
    seat(unit, activity_id, WANG, LI)
    queue(unit, activity_id, ZHAO)
    confirm(unit, activity_id, LI, NOW)
    before = states(unit, activity_id)
    resized(unit, activity_id, 3)
    staged(unit, activity_id, stage)

    assert promote(unit, activity_id, LATER) == ()
    assert release_unconfirmed(unit, activity_id, STARTS) == signups.Released((), ())
    assert ask_again(unit, activity_id, LATER) == signups.Asked((), ())
    end(unit, activity_id, ENDS)
    assert states(unit, activity_id) == before
