"""More seats, late people, the end, and what is read."""

import pytest

from domain.activities.activities import Stage
from domain.activities.seats import State
from domain.lifecycle import NotPossibleError
from domain.people.deeds import Deed
from storage.activities.activities import cancel
from storage.activities.signup_reading import Appointment, Counts, clashes, counts, of_person
from storage.activities.signups import be_late, confirm, end, leave, promote, sign_up
from storage.unit_of_work import UnitOfWork
from tests.storage.activities.signups.moments import LATER
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
    states,
    told,
)


def test_promote_fills_new_seats(unit: UnitOfWork) -> None:
    activity_id = published(unit, plan(seats=1))
    seat(unit, activity_id, WANG)
    queue(unit, activity_id, LI, ZHAO, SUN)
    resized(unit, activity_id, 3)

    assert told(promote(unit, activity_id, LATER)) == [(LI, State.OFFERED), (ZHAO, State.OFFERED)]
    assert promote(unit, activity_id, LATER) == ()


def test_promote_without_a_limit(unit: UnitOfWork) -> None:
    activity_id = published(unit, plan(seats=1))
    seat(unit, activity_id, WANG)
    queue(unit, activity_id, LI, ZHAO)
    resized(unit, activity_id, None)

    assert told(promote(unit, activity_id, LATER)) == [(LI, State.OFFERED), (ZHAO, State.OFFERED)]


def test_promote_after_it_has_begun(unit: UnitOfWork) -> None:
    activity_id = published(unit, plan(seats=1))
    seat(unit, activity_id, WANG)
    queue(unit, activity_id, LI)
    resized(unit, activity_id, 2)

    assert promote(unit, activity_id, STARTS) == ()


def test_be_late(unit: UnitOfWork) -> None:
    activity_id = published(unit)
    seat(unit, activity_id, WANG)

    row = be_late(unit, activity_id, WANG, 20)

    assert (row.state, row.late_minutes) == (State.SIGNED_UP, 20)


def test_be_late_without_a_seat(unit: UnitOfWork) -> None:
    with pytest.raises(NotPossibleError, match=r"^only somebody who comes can be late$"):
        be_late(unit, published(unit), WANG, 20)


def test_end_closes_the_book(unit: UnitOfWork) -> None:
    activity_id = published(unit)
    seat(unit, activity_id, WANG, LI)
    confirm(unit, activity_id, LI, NOW)
    queue(unit, activity_id, ZHAO, SUN)
    leave(unit, activity_id, WANG, NOW)

    end(unit, activity_id, ENDS)

    assert states(unit, activity_id) == {
        WANG: State.LEFT,
        LI: State.ABSENT,
        ZHAO: State.LAPSED,
        SUN: State.LAPSED,
    }


def test_end_while_it_goes_on(unit: UnitOfWork) -> None:
    activity_id = published(unit)
    seat(unit, activity_id, WANG)

    with pytest.raises(NotPossibleError, match=r"^it goes on still$"):
        end(unit, activity_id, ENDS - 1)
    assert states(unit, activity_id) == {WANG: State.SIGNED_UP}


def test_counts(unit: UnitOfWork) -> None:
    full, empty = published(unit), published(unit)
    seat(unit, full, WANG, LI)
    queue(unit, full, ZHAO, SUN)
    leave(unit, full, WANG, NOW)

    found = counts(unit, [full, empty])

    assert found == {full: Counts(signed_up=1, left=1, offered=1, waiting=1), empty: Counts()}
    assert [(one.held, one.free(3), one.free(None)) for one in found.values()] == [(2, 1, None), (0, 3, None)]


def test_of_person_has_all_in_order(unit: UnitOfWork) -> None:
    later, sooner = published(unit, plan(starts_at=STARTS + DAY_S)), published(unit)
    rows = [sign_up(unit, activity_id, WANG, OURS, NOW) for activity_id in (later, sooner)]
    seat(unit, sooner, LI)

    assert list(of_person(unit, WANG, ENDS - 1, STARTS + DAY_S + 1)) == [
        Appointment(rows[1], sooner, STARTS, ENDS, Stage.PUBLISHED),
        Appointment(rows[0], later, STARTS + DAY_S, ENDS + DAY_S, Stage.PUBLISHED),
    ]
    assert list(of_person(unit, WANG, ENDS, STARTS + DAY_S)) == []


def test_clashes_are_at_the_same_time(unit: UnitOfWork) -> None:
    this = published(unit)
    before, during, after = (published(unit, plan(starts_at=STARTS + hours * HOUR_S)) for hours in (-2, 1, 2))
    for activity_id in (this, before, during, after):
        seat(unit, activity_id, WANG)

    assert clashes(unit, WANG, this) == [during]
    assert clashes(unit, LI, this) == []
    leave(unit, during, WANG, NOW)
    assert clashes(unit, WANG, this) == []


def test_clashes_leave_out_what_is_cancelled(unit: UnitOfWork) -> None:
    this, other = published(unit), published(unit, plan(seats=1))
    seat(unit, other, LI)
    queue(unit, other, WANG)
    assert clashes(unit, WANG, this) == [other]

    cancel(unit, other, Deed(CHEN, NOW))

    assert clashes(unit, WANG, this) == []
