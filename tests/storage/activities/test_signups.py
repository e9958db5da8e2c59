"""A seat is held by one, the line keeps its order, and what comes free passes on; on both stores, alone and at once."""

from collections.abc import Callable, Iterator
from datetime import UTC

import pytest
from sqlalchemy import LargeBinary, select

from domain.activities.activities import Stage
from domain.activities.offers import Quiet
from domain.activities.seats import State
from domain.lifecycle import NotPossibleError
from domain.people.deeds import Deed
from domain.rules import Rule
from storage.activities import signup_reading, signups
from storage.activities.activities import cancel
from storage.activities.seats import ClosedError, FullError
from storage.activities.signup_reading import (
    Appointment,
    Counts,
    SignupRow,
    by_id,
    clashes,
    counts,
    find,
    of_activity,
    of_person,
    place_in_line,
)
from storage.activities.signups import (
    Moved,
    ask_again,
    be_late,
    confirm,
    decline,
    end,
    lapse,
    leave,
    promote,
    release_unconfirmed,
    sign_up,
    take,
    wait,
)
from storage.messages import notices
from storage.places import unit_rules
from storage.tables import schema
from storage.unit_of_work import Store, UnitOfWork
from tests.storage.signing import (
    CHEN,
    DAY_S,
    ENDS,
    HOUR_S,
    LI,
    NOW,
    OURS,
    PASSING,
    QIAN,
    STARTS,
    SUN,
    SUPPORTER,
    WANG,
    ZHAO,
    drafted,
    opened,
    plan,
    published,
    queue,
    reason,
    resized,
    seat,
    settle,
    staged,
    states,
    told,
)

NewStore = Callable[[], Store]
LATER = NOW + 60.0
UNTIL = NOW + 12 * HOUR_S + 4 * HOUR_S - 0.25  # twelve hours would end at night: eight in the morning


@pytest.fixture
def hall(new_store: NewStore) -> NewStore:
    """Give stores on one database that has people and a unit."""
    settle(new_store())
    return new_store


@pytest.fixture
def unit(hall: NewStore) -> Iterator[UnitOfWork]:
    """Give an open unit of work that is rolled back at the end."""
    with hall().unit_of_work() as opened_unit:
        yield opened_unit


# ---------------------------------------------------------------- signing up


def test_sign_up_reads_back(hall: NewStore) -> None:
    activity_id = opened(hall())
    with hall().unit_of_work() as unit:
        row = sign_up(unit, activity_id, WANG, PASSING, NOW)
        unit.commit()

    with hall().unit_of_work() as unit:
        assert find(unit, activity_id, WANG) == by_id(unit, row.id) == row
        assert row == SignupRow(
            id=row.id,
            activity_id=activity_id,
            chat_id=WANG,
            state=State.SIGNED_UP,
            standing=PASSING,
            place=0,
            since=NOW,
            offered_until=None,
            late_minutes=0,
            seen_at=None,
            way=None,
            before=None,
        )


def test_sign_up_twice_gives_the_same_answer(unit: UnitOfWork) -> None:
    activity_id = published(unit)
    row = sign_up(unit, activity_id, WANG, OURS, NOW)

    assert sign_up(unit, activity_id, WANG, PASSING, LATER) == row
    assert wait(unit, activity_id, WANG, OURS, LATER) == row


def test_sign_up_when_full(unit: UnitOfWork) -> None:
    activity_id = published(unit)
    seat(unit, activity_id, WANG, LI)
    queue(unit, activity_id, ZHAO)

    with pytest.raises(FullError, match=r"^no seat is free, 1 wait$") as full:
        sign_up(unit, activity_id, SUN, OURS, NOW)

    assert full.value.waiting == 1
    assert find(unit, activity_id, SUN) is None


def test_last_seat_goes_to_one(unit: UnitOfWork) -> None:
    activity_id = published(unit)
    seat(unit, activity_id, WANG)

    assert sign_up(unit, activity_id, LI, OURS, NOW).state is State.SIGNED_UP
    with pytest.raises(FullError):
        sign_up(unit, activity_id, ZHAO, OURS, NOW)


def test_as_many_as_come(unit: UnitOfWork) -> None:
    activity_id = published(unit, plan(seats=None))
    seat(unit, activity_id, WANG, LI, ZHAO, SUN)

    assert counts(unit, [activity_id])[activity_id].signed_up == 4


@pytest.mark.parametrize(
    ("times", "now", "why"),
    [
        ({"opens_at": NOW + 10}, NOW + 9, "not_yet"),
        ({"closes_at": NOW + 10}, NOW + 10, "closed"),
        ({}, STARTS, "closed"),
        ({}, ENDS, "over"),
    ],
)
def test_sign_up_outside_its_window(unit: UnitOfWork, times: dict[str, float], now: float, why: str) -> None:
    activity_id = published(unit, plan(opens_at=times.get("opens_at"), closes_at=times.get("closes_at")))

    for verb in (sign_up, wait):
        with pytest.raises(ClosedError) as closed:
            verb(unit, activity_id, WANG, OURS, now)
        assert closed.value.why == why
    assert states(unit, activity_id) == {}


@pytest.mark.parametrize(("times", "now"), [({"opens_at": NOW + 10}, NOW + 10), ({"closes_at": NOW + 10}, NOW + 9)])
def test_sign_up_within_its_window(unit: UnitOfWork, times: dict[str, float], now: float) -> None:
    assert (
        sign_up(
            unit,
            published(unit, plan(opens_at=times.get("opens_at"), closes_at=times.get("closes_at"))),
            WANG,
            OURS,
            now,
        ).state
        is State.SIGNED_UP
    )


@pytest.mark.parametrize(("stage", "why"), [(Stage.DRAFT, "draft"), (Stage.CANCELLED, "cancelled")])
def test_sign_up_for_what_is_not_held(unit: UnitOfWork, stage: Stage, why: str) -> None:
    activity_id = drafted(unit)
    staged(unit, activity_id, stage)

    for verb in (sign_up, wait):
        with pytest.raises(ClosedError) as closed:
            verb(unit, activity_id, WANG, OURS, NOW)
        assert closed.value.why == why


def test_sign_up_for_nothing(unit: UnitOfWork) -> None:
    with pytest.raises(NotPossibleError, match=r"^there is no such activity$"):
        sign_up(unit, 99, WANG, OURS, NOW)


def test_who_has_a_seat_has_it_after_closing(unit: UnitOfWork) -> None:
    activity_id = published(unit)
    seat(unit, activity_id, WANG)

    assert sign_up(unit, activity_id, WANG, OURS, STARTS).state is State.SIGNED_UP


# ---------------------------------------------------------------- the line


def test_line_is_first_come_first_served_within_standing(unit: UnitOfWork) -> None:
    activity_id = published(unit, plan(seats=1))
    seat(unit, activity_id, QIAN)
    for chat_id, standing in ((WANG, SUPPORTER), (LI, PASSING), (ZHAO, OURS), (SUN, OURS)):
        wait(unit, activity_id, chat_id, standing, NOW)

    line = of_activity(unit, activity_id, [State.WAITING])

    assert [row.chat_id for row in line] == [ZHAO, SUN, LI, WANG]
    assert [place_in_line(unit, row) for row in line] == [1, 2, 3, 4]


def test_wait_twice_keeps_the_place(unit: UnitOfWork) -> None:
    activity_id = published(unit, plan(seats=1))
    seat(unit, activity_id, QIAN)
    queue(unit, activity_id, WANG, LI)
    first = find(unit, activity_id, WANG)

    assert wait(unit, activity_id, WANG, OURS, LATER) == first
    assert sign_up(unit, activity_id, WANG, OURS, LATER) == first


def test_wait_while_a_seat_is_free_takes_it(unit: UnitOfWork) -> None:
    assert wait(unit, published(unit), WANG, OURS, NOW).state is State.SIGNED_UP


def test_place_in_line_of_who_does_not_wait(unit: UnitOfWork) -> None:
    assert place_in_line(unit, sign_up(unit, published(unit), WANG, OURS, NOW)) == 0


def test_who_leaves_the_line_and_comes_back_goes_to_its_end(unit: UnitOfWork) -> None:
    activity_id = published(unit, plan(seats=1))
    seat(unit, activity_id, QIAN)
    queue(unit, activity_id, WANG, LI)
    leave(unit, activity_id, WANG, NOW)
    queue(unit, activity_id, WANG)

    assert [row.chat_id for row in of_activity(unit, activity_id, [State.WAITING])] == [LI, WANG]


def test_newcomer_gets_no_seat_while_somebody_is_asked(unit: UnitOfWork) -> None:
    activity_id = published(unit, plan(seats=1))
    seat(unit, activity_id, QIAN)
    queue(unit, activity_id, WANG, LI)
    leave(unit, activity_id, QIAN, NOW)

    with pytest.raises(FullError) as full:
        sign_up(unit, activity_id, ZHAO, OURS, NOW)

    assert full.value.waiting == 1


# ---------------------------------------------------------------- a seat comes free


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


# ---------------------------------------------------------------- too late for offers


@pytest.fixture
def last_minute(unit: UnitOfWork) -> int:
    """Give an activity with one seat that came free too late to be offered, for which LI waits."""
    activity_id = published(unit, plan(seats=1))
    seat(unit, activity_id, WANG)
    queue(unit, activity_id, LI)
    assert leave(unit, activity_id, WANG, STARTS - 600).offers == ()
    return activity_id


def test_seat_at_the_last_minute_goes_to_who_comes(unit: UnitOfWork, last_minute: int) -> None:
    assert sign_up(unit, last_minute, ZHAO, PASSING, STARTS - 500).state is State.SIGNED_UP
    assert states(unit, last_minute)[LI] is State.WAITING


def test_seat_at_the_last_minute_may_be_taken_by_who_waits(unit: UnitOfWork, last_minute: int) -> None:
    assert sign_up(unit, last_minute, LI, OURS, STARTS - 500).state is State.SIGNED_UP


# ---------------------------------------------------------------- answers to an offer


@pytest.fixture
def offered(unit: UnitOfWork) -> int:
    """Give an activity whose one seat is offered to LI; ZHAO waits behind."""
    activity_id = published(unit, plan(seats=1))
    seat(unit, activity_id, WANG)
    queue(unit, activity_id, LI, ZHAO)
    leave(unit, activity_id, WANG, NOW)
    return activity_id


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


# ---------------------------------------------------------------- confirming, releasing, asking again


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
    _move(unit, offered, earlier)
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
    _move(unit, last_minute, STARTS + 7 * DAY_S)

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


# ---------------------------------------------------------------- more seats, expected people, late people, the end


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


# ---------------------------------------------------------------- reading


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


def _move(unit: UnitOfWork, activity_id: int, starts_at: float) -> None:
    table = schema.metadata.tables["activities"]
    times = {"starts_at": starts_at, "ends_at": starts_at + 2 * HOUR_S}
    unit.connection.execute(table.update().where(table.c.id == activity_id).values(times))
