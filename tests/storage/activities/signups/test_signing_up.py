"""Signing up, and waiting in line."""

import pytest

from domain.activities.activities import Stage
from domain.activities.seats import State
from domain.lifecycle import NotPossibleError
from storage.activities.seats import ClosedError, FullError
from storage.activities.signup_reading import SignupRow, by_id, counts, find, of_activity, place_in_line
from storage.activities.signups import leave, sign_up, wait
from storage.unit_of_work import UnitOfWork
from tests.storage.activities.signups.moments import LATER, NewStore
from tests.storage.signing import (
    ENDS,
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
    seat,
    staged,
    states,
)


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
