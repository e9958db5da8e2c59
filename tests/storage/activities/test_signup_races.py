"""Many at once, in threads and in processes: no seat too many, none idle, nobody asked out of turn, nobody lost."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import Final

import pytest

from domain.activities.seats import HOLDING, State
from domain.lifecycle import NotPossibleError
from domain.people.deeds import Deed
from storage.activities import activities, signup_reading, signups
from storage.activities.activities import amend
from storage.activities.seats import FullError
from storage.activities.signup_reading import SignupRow
from storage.unit_of_work import Store, UnitOfWork
from tests.conftest import KEY
from tests.storage.signing import CHEN, NOW, OURS, PASSING, opened, plan, published, seat, settle

NewStore = Callable[[], Store]

CROWD: Final = range(1, 501)
SEATS: Final = 20
BATCH: Final = 25


def come(unit: UnitOfWork, activity_id: int, person: int) -> SignupRow:
    """Sign up or wait; every fifth with a seat leaves again."""
    standing = OURS if person % 2 else PASSING
    try:
        row = signups.sign_up(unit, activity_id, person, standing, NOW)
    except FullError:
        row = signups.wait(unit, activity_id, person, standing, NOW)
    if row.state is State.SIGNED_UP and person % 5 == 0:
        row = signups.leave(unit, activity_id, person, NOW).row
    return row


def work(url: str, activity_id: int, crowd: Sequence[int]) -> list[list[int]]:
    """Let these come in batches, and return the places that each batch got in the line."""
    store = Store(url, KEY)
    places = []
    for begin in range(0, len(crowd), BATCH):
        with store.unit_of_work() as unit:
            rows = [come(unit, activity_id, person) for person in crowd[begin : begin + BATCH]]
            unit.commit()
        places.append([row.place for row in rows if row.state is State.WAITING])
    store.close()
    return places


@pytest.mark.parametrize(
    "pool",
    [
        partial(ThreadPoolExecutor, 4),
        pytest.param(partial(ProcessPoolExecutor, 4, mp_context=get_context("spawn")), marks=pytest.mark.process),
    ],
    ids=["threads", "processes"],
)
def test_rush_for_a_few_seats(new_store: NewStore, pool: Callable[[], Executor]) -> None:
    store = new_store()
    settle(store, CROWD)
    activity_id = opened(store, plan(seats=SEATS))
    with pool() as workers:
        crowds = [CROWD[first::4] for first in range(4)]
        told = list(workers.map(work, [store.url] * 4, [activity_id] * 4, crowds))

    with new_store().unit_of_work() as unit:
        rows = signup_reading.of_activity(unit, activity_id, list(State))
    waiting = [row for row in rows if row.state is State.WAITING]
    offered = [row for row in rows if row.state is State.OFFERED]
    assert sorted(row.chat_id for row in rows) == list(CROWD)
    assert sum(row.state in HOLDING for row in rows) == SEATS
    assert len({row.place for row in waiting}) == len(waiting)
    first = min((row.standing, row.place) for row in waiting)
    assert [row for row in offered if (row.standing, row.place) > first] == []
    assert [one for one in told if one != sorted(one, key=lambda places: places or [0])] == []


def test_one_person_at_once_from_everywhere_is_one_sign_up(new_store: NewStore) -> None:
    settle(new_store(), CROWD)
    activity_id = opened(new_store(), plan(seats=1))

    def one(store: Store) -> SignupRow:
        with store.unit_of_work() as unit:
            row = signups.sign_up(unit, activity_id, 7, OURS, NOW)
            unit.commit()
        return row

    with ThreadPoolExecutor(6) as threads:
        rows = set(threads.map(one, [new_store() for _ in range(6)]))

    assert [(row.chat_id, row.state) for row in rows] == [(7, State.SIGNED_UP)]


def test_leaving_and_signing_up_at_once_leaves_no_seat_idle(new_store: NewStore) -> None:
    settle(new_store(), CROWD)
    activity_id = opened(new_store(), plan(seats=8))
    with new_store().unit_of_work() as unit:
        seat(unit, activity_id, *range(1, 9))
        unit.commit()

    def one(person: int, store: Store) -> None:
        with store.unit_of_work() as unit:
            if person <= 8:
                signups.leave(unit, activity_id, person, NOW)
            else:
                come(unit, activity_id, person)
            unit.commit()

    with ThreadPoolExecutor(6) as threads:
        people = [number for pair in zip(range(1, 9), range(101, 301, 25), strict=True) for number in pair]
        list(threads.map(one, people, [new_store() for _ in people]))

    with new_store().unit_of_work() as unit:
        counted = signup_reading.counts(unit, [activity_id])[activity_id]
    assert counted.held <= 8
    assert counted.held == 8 or counted.waiting == 0


def test_offer_is_taken_or_passed_on_and_never_both(new_store: NewStore) -> None:
    settle(new_store(), CROWD)
    with new_store().unit_of_work() as unit:
        pairs = [_offered(unit) for _ in range(6)]
        unit.commit()

    def take(offer: SignupRow, store: Store) -> State | None:
        with store.unit_of_work() as unit:
            row = _taken(unit, offer)
            unit.commit()
        return row

    def lapse(offer: SignupRow, store: Store) -> State | None:
        with store.unit_of_work() as unit:
            moved = signups.lapse(unit, offer.id, offer.offered_until or 0.0)
            unit.commit()
        return moved.row.state if moved else None

    with ThreadPoolExecutor(4) as threads:
        done = [
            (threads.submit(take, offer, new_store()), threads.submit(lapse, offer, new_store())) for offer in pairs
        ]
        outcomes = [(taken.result(), lapsed.result()) for taken, lapsed in done]

    assert Counter(outcomes) - Counter({(State.CONFIRMED, None): 6, (None, State.LAPSED): 6}) == Counter()
    with new_store().unit_of_work() as unit:
        held = signup_reading.counts(unit, [offer.activity_id for offer in pairs])
    assert [one.held for one in held.values()] == [1] * 6


def test_fewer_seats_while_people_sign_up(new_store: NewStore) -> None:
    """Whoever comes second sees what the first has done: seats are counted under the lock that a change takes too."""
    settle(new_store(), CROWD)
    activity_id = opened(new_store(), plan(seats=40))

    def shrink() -> None:
        with new_store().unit_of_work() as unit:
            amend(unit, activity_id, plan(seats=1), Deed(CHEN, NOW))
            unit.commit()

    with ThreadPoolExecutor(3) as threads:
        working = [threads.submit(work, new_store().url, activity_id, CROWD[first:60:2]) for first in range(2)]
        threads.submit(shrink).result()
        with new_store().unit_of_work() as unit:
            held = signup_reading.counts(unit, [activity_id])[activity_id].held
        for one in working:
            one.result()

    with new_store().unit_of_work() as unit:
        row = activities.find(unit, activity_id)
        assert row is not None
        assert row.seats == 1
        assert signup_reading.counts(unit, [activity_id])[activity_id].held <= max(1, held)


def _offered(unit: UnitOfWork) -> SignupRow:
    """Give an offer, with somebody behind."""
    activity_id = published(unit, plan(seats=1))
    for person in (2, 3):
        signups.sign_up(unit, activity_id, 1, OURS, NOW)
        signups.wait(unit, activity_id, person, OURS, NOW)
    (offer,) = signups.leave(unit, activity_id, 1, NOW).offers
    return offer


def _taken(unit: UnitOfWork, offer: SignupRow) -> State | None:
    try:
        return signups.take(unit, offer.activity_id, offer.chat_id, NOW).row.state
    except NotPossibleError:
        return None
