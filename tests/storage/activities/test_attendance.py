"""Who was there is checked in once, whichever way; an undo puts things back; and the audit knows of everything."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from domain.activities.activities import Stage
from domain.activities.seats import State, Way
from domain.people.deeds import HOUSE, By, Deed
from storage.activities.attendance import Seen, Undone, check_in, seen, undo
from storage.activities.seats import ClosedError, FullError
from storage.activities.signup_reading import SignupRow, find
from storage.activities.signups import confirm, end, lapse, leave
from storage.people import audit
from storage.tables import people
from storage.unit_of_work import Store, UnitOfWork
from storage.upkeep import own_activities
from tests.storage.signing import (
    CHEN,
    DAY_S,
    ENDS,
    LI,
    NOW,
    PASSING,
    STARTS,
    SUPPORTER,
    WANG,
    ZHAO,
    opened,
    plan,
    published,
    queue,
    seat,
    settle,
    staged,
    states,
    told,
)

NewStore = Callable[[], Store]
AUDIT = people.audit.c


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


# ---------------------------------------------------------------- checking in


def test_check_in_reads_back(hall: NewStore) -> None:
    activity_id = opened(hall())
    with hall().unit_of_work() as unit:
        seat(unit, activity_id, WANG)
        done = check_in(unit, activity_id, WANG, Way.QR, Deed(HOUSE, STARTS))
        unit.commit()

    with hall().unit_of_work() as unit:
        row = find(unit, activity_id, WANG)
        assert row is not None
        assert done == Seen(row, first=True)
        assert (row.state, row.seen_at, row.way, row.before) == (State.CHECKED_IN, STARTS, Way.QR, State.SIGNED_UP)


@pytest.mark.parametrize("way", [way for way in Way if way is not Way.QR])
def test_check_in_twice_counts_once(unit: UnitOfWork, way: Way) -> None:
    activity_id = published(unit)
    seat(unit, activity_id, WANG)
    first = check_in(unit, activity_id, WANG, Way.QR, Deed(HOUSE, STARTS))

    assert check_in(unit, activity_id, WANG, way, Deed(CHEN, STARTS + 9)) == Seen(first.row, first=False)
    assert _audited(unit) == ["attendance.check_in"]


def test_check_in_of_somebody_confirmed_or_offered(unit: UnitOfWork) -> None:
    activity_id = published(unit)
    seat(unit, activity_id, WANG, LI)
    queue(unit, activity_id, ZHAO)
    confirm(unit, activity_id, LI, NOW)
    leave(unit, activity_id, WANG, NOW)

    for chat_id in (LI, ZHAO):
        check_in(unit, activity_id, chat_id, Way.WORD, Deed(HOUSE, STARTS - 60))

    assert states(unit, activity_id) == {
        WANG: State.LEFT,
        **dict.fromkeys((LI, ZHAO), State.CHECKED_IN),
    }


def test_seen_is_in_the_order_of_coming(unit: UnitOfWork) -> None:
    activity_id = published(unit, plan(seats=None))
    seat(unit, activity_id, WANG, LI)
    for late, chat_id in enumerate((LI, ZHAO, WANG)):
        check_in(unit, activity_id, chat_id, Way.ROLL, Deed(CHEN, STARTS + late))

    assert [row.chat_id for row in seen(unit, activity_id)] == [LI, ZHAO, WANG]


def test_late_entry(unit: UnitOfWork) -> None:
    activity_id = published(unit)
    seat(unit, activity_id, WANG)
    end(unit, activity_id, ENDS)

    row = check_in(unit, activity_id, WANG, Way.LATE, Deed(CHEN, ENDS + DAY_S)).row

    assert (row.state, row.way, row.before) == (State.CHECKED_IN, Way.LATE, State.ABSENT)
    assert _audited(unit) == ["attendance.late"]


def test_check_in_alone_when_it_is_over(unit: UnitOfWork) -> None:
    activity_id = published(unit)
    seat(unit, activity_id, WANG)

    with pytest.raises(ClosedError, match=r"^over$"):
        check_in(unit, activity_id, WANG, Way.THERE, Deed(HOUSE, ENDS))


@pytest.mark.parametrize("way", [Way.QR, Way.ROLL])
def test_check_in_to_what_is_not_held(unit: UnitOfWork, way: Way) -> None:
    activity_id = published(unit)
    staged(unit, activity_id, Stage.CANCELLED)

    with pytest.raises(ClosedError, match=r"^cancelled$"):
        check_in(unit, activity_id, WANG, way, Deed(CHEN, STARTS))


def test_check_in_at_the_same_time_counts_once(hall: NewStore) -> None:
    activity_id = opened(hall())
    with hall().unit_of_work() as unit:
        seat(unit, activity_id, WANG)
        unit.commit()

    def one(store: Store) -> bool:
        with store.unit_of_work() as unit:
            done = check_in(unit, activity_id, WANG, Way.QR, Deed(HOUSE, STARTS))
            unit.commit()
        return done.first

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(one, [hall() for _ in range(4)])) == [False, False, False, True]


# ---------------------------------------------------------------- walking in


def test_walk_in_alone_while_a_seat_is_free(unit: UnitOfWork) -> None:
    activity_id = published(unit, plan(seats=2))
    seat(unit, activity_id, WANG)

    row = check_in(unit, activity_id, LI, Way.QR, Deed(HOUSE, STARTS), standing=SUPPORTER).row

    assert (row.state, row.standing, row.before) == (State.WALKED_IN, SUPPORTER, None)
    with pytest.raises(FullError):
        check_in(unit, activity_id, ZHAO, Way.QR, Deed(HOUSE, STARTS))
    assert find(unit, activity_id, ZHAO) is None


def test_walk_in_past_the_last_seat_with_an_organiser(unit: UnitOfWork) -> None:
    activity_id = published(unit, plan(seats=1))
    seat(unit, activity_id, WANG)

    row = check_in(unit, activity_id, LI, Way.ROLL, Deed(CHEN, STARTS)).row

    assert (row.state, row.standing) == (State.WALKED_IN, PASSING)
    assert _audited(unit) == ["attendance.walk_in"]


def test_walk_in_of_who_waits(unit: UnitOfWork) -> None:
    activity_id = published(unit, plan(seats=1))
    seat(unit, activity_id, WANG)
    queue(unit, activity_id, LI)
    leave(unit, activity_id, WANG, STARTS - 60)

    row = check_in(unit, activity_id, LI, Way.QR, Deed(HOUSE, STARTS)).row

    assert (row.state, row.before) == (State.WALKED_IN, State.WAITING)


# ---------------------------------------------------------------- undo


@pytest.fixture
def mistaken(unit: UnitOfWork) -> int:
    """Give an activity to which WANG, who has a seat, was checked in, and LI, who never said anything."""
    activity_id = published(unit, plan(seats=3))
    seat(unit, activity_id, WANG)
    for chat_id in (WANG, LI):
        check_in(unit, activity_id, chat_id, Way.ROLL, Deed(CHEN, NOW))
    return activity_id


def test_undo_puts_back_what_was(unit: UnitOfWork, mistaken: int) -> None:
    done = undo(unit, mistaken, WANG, Deed(CHEN, NOW + 9))

    row = find(unit, mistaken, WANG)
    assert done == Undone(row)
    assert row is not None
    assert (row.state, row.since, row.seen_at, row.way, row.before) == (State.SIGNED_UP, NOW + 9, None, None, None)


def test_undo_of_who_never_said_anything(unit: UnitOfWork, mistaken: int) -> None:
    assert undo(unit, mistaken, LI, Deed(CHEN, NOW)) == Undone(None)
    assert find(unit, mistaken, LI) is None


def test_undo_twice(unit: UnitOfWork, mistaken: int) -> None:
    undo(unit, mistaken, WANG, Deed(CHEN, NOW))

    assert undo(unit, mistaken, WANG, Deed(CHEN, NOW)) is None
    assert undo(unit, mistaken, ZHAO, Deed(CHEN, NOW)) is None
    assert _audited(unit) == ["attendance.check_in", "attendance.walk_in", "attendance.undo"]


def test_check_in_again_after_an_undo(unit: UnitOfWork, mistaken: int) -> None:
    undo(unit, mistaken, WANG, Deed(CHEN, NOW))

    assert check_in(unit, mistaken, WANG, Way.QR, Deed(HOUSE, STARTS)).first


def test_undo_when_it_is_over_leaves_who_was_to_come_absent(unit: UnitOfWork, mistaken: int) -> None:
    undo(unit, mistaken, WANG, Deed(CHEN, ENDS))

    assert states(unit, mistaken) == {WANG: State.ABSENT, LI: State.WALKED_IN}


def test_nobody_reads_of_oneself_as_absent_where_it_was_never_entered(unit: UnitOfWork, mistaken: int) -> None:
    undo(unit, mistaken, WANG, Deed(CHEN, ENDS))
    assert [one.state for one in own_activities.of_person(unit, WANG).signups] == [State.ABSENT]
    undo(unit, mistaken, LI, Deed(CHEN, ENDS))
    assert [one.state for one in own_activities.of_person(unit, WANG).signups] == [State.SIGNED_UP]


def test_undo_that_frees_a_seat_passes_it_on(unit: UnitOfWork) -> None:
    activity_id = published(unit, plan(seats=1))
    check_in(unit, activity_id, WANG, Way.ROLL, Deed(CHEN, NOW))
    queue(unit, activity_id, LI)

    done = undo(unit, activity_id, WANG, Deed(CHEN, NOW))

    assert done is not None
    assert (done.row, told(done.offers)) == (None, [(LI, State.OFFERED)])


@pytest.fixture
def offered(unit: UnitOfWork) -> SignupRow:
    """Give an offer to LI that was answered by coming; ZHAO waits behind."""
    activity_id = published(unit, plan(seats=1))
    seat(unit, activity_id, WANG)
    queue(unit, activity_id, LI, ZHAO)
    leave(unit, activity_id, WANG, NOW)
    return check_in(unit, activity_id, LI, Way.ROLL, Deed(CHEN, NOW)).row


def test_undo_brings_an_offer_back(unit: UnitOfWork, offered: SignupRow) -> None:
    undo(unit, offered.activity_id, LI, Deed(CHEN, NOW))

    row = find(unit, offered.activity_id, LI)
    assert row is not None
    assert (row.state, row.offered_until) == (State.OFFERED, offered.offered_until)
    assert lapse(unit, row.id, offered.offered_until or 0.0) is not None


def test_undo_after_the_offer_has_run_out(unit: UnitOfWork, offered: SignupRow) -> None:
    until = offered.offered_until or 0.0
    assert lapse(unit, offered.id, until) is None

    done = undo(unit, offered.activity_id, LI, Deed(CHEN, until))

    assert done is not None
    assert done.row is not None
    assert (done.row.state, done.row.offered_until) == (State.LAPSED, None)
    assert told(done.offers) == [(ZHAO, State.OFFERED)]


# ---------------------------------------------------------------- the audit


def test_audit_says_who_did_what_in_which_role(unit: UnitOfWork, mistaken: int) -> None:
    check_in(unit, mistaken, ZHAO, Way.QR, Deed(By(ZHAO, "member"), STARTS))

    rows = unit.connection.execute(
        select(AUDIT.chat_id, AUDIT.role, AUDIT.what, AUDIT.subject, AUDIT.why).order_by(AUDIT.number.desc()).limit(2)
    ).all()

    assert [(row.chat_id, row.role, row.what, row.subject) for row in rows] == [
        (ZHAO, "member", "attendance.walk_in", f"signup:{_id(unit, mistaken, ZHAO)}"),
        (CHEN.chat_id, "organiser", "attendance.walk_in", f"signup:{_id(unit, mistaken, LI)}"),
    ]
    why = unit.seal.open(rows[1].why, audit.WHY)
    assert why.endswith(f"activity:{mistaken} person:{LI}".encode())
    assert audit.verify(unit).broken_at is None


def _id(unit: UnitOfWork, activity_id: int, chat_id: int) -> int:
    row = find(unit, activity_id, chat_id)
    assert row is not None
    return row.id


def _audited(unit: UnitOfWork) -> list[str]:
    query = select(AUDIT.what).where(AUDIT.what.startswith("attendance.")).order_by(AUDIT.number)
    return list(unit.connection.scalars(query))
