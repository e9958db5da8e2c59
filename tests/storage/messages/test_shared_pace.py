"""The pace over several workers: however many ask at once, no more leave in any second than may."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from storage.messages import shared_pace
from storage.messages.shared_pace import Allowance
from storage.tables.leases import leadership
from storage.unit_of_work import Store
from tests.conftest import KEY

ALLOWANCE = Allowance(most=10, period_s=0.5, chat_gap_s=1.0, chat_burst_s=2.0, kept=2)

Take = Callable[[Sequence[int], int], tuple[int, set[int]]]


@pytest.fixture
def store(postgres_url: str) -> Iterator[Store]:
    store = Store(postgres_url, KEY)
    with store.unit_of_work() as unit:
        shared_pace.make(unit, ALLOWANCE)
        unit.connection.execute(leadership.insert(), {"id": 1})
        unit.commit()
    yield store
    store.close()


@pytest.fixture
def take(store: Store) -> Take:
    def take(chats: Sequence[int], answers: int) -> tuple[int, set[int]]:
        with store.unit_of_work() as unit:
            room, allowed = shared_pace.take(unit, chats, answers, ALLOWANCE)
            unit.commit()
        return room, set(allowed)

    return take


def test_no_more_than_the_pace_over_all_workers(store: Store) -> None:
    """Three at once, none of which knows of the others, for two seconds."""
    until = time.monotonic() + 2

    def send(worker: int) -> list[float]:
        left, chat = [], worker * 10_000
        while time.monotonic() < until:
            chat += 4
            with store.unit_of_work() as unit:
                room, _ = shared_pace.take(unit, range(chat, chat + 4), 4, ALLOWANCE)
                at = unit.connection.scalar(text("SELECT extract(epoch FROM clock_timestamp())::float8")) or 0.0
                unit.commit()
            left += [at] * room
        return left

    with ThreadPoolExecutor(3) as workers:
        left = sorted(at for one in workers.map(send, range(1, 4)) for at in one)
    # A moment passes between the count in the database and ours.
    assert all(later - earlier > ALLOWANCE.period_s - 0.05 for earlier, later in zip(left, left[10:], strict=False))
    assert len(left) >= 30


def test_a_chat_has_its_bucket(take: Take) -> None:
    assert [take([7], 1) for _ in range(4)] == [(1, {7}), (1, {7}), (1, {7}), (0, set())]
    assert take([7, 8, -9], 3)[1] == {8, -9}  # groups are paced by who leads


def test_what_nobody_waits_for_leaves_some_room(take: Take) -> None:
    assert take(range(1, 21), 0)[0] == 8
    assert take(range(21, 41), 0)[0] == 0
    assert take(range(41, 61), 1)[0] == 1
    assert take(range(61, 81), 20)[0] == 1


def test_what_is_undone_is_not_counted(store: Store, take: Take) -> None:
    with store.unit_of_work() as unit:
        assert shared_pace.take(unit, range(1, 21), 20, ALLOWANCE)[0] == 10
    assert take(range(1, 21), 20)[0] == 10


def test_slots_that_somebody_holds_are_gone_past(store: Store, take: Take) -> None:
    """As where a worker was stopped in mid-transaction."""
    with store.unit_of_work() as unit:
        shared_pace.take(unit, range(1, 5), 4, ALLOWANCE)
        assert take(range(11, 31), 20)[0] == 6


def test_a_halt_holds_for_all(store: Store, take: Take) -> None:
    with store.unit_of_work() as unit:
        shared_pace.halt(unit, 0.3)
        unit.commit()
    assert take([1], 1)[0] == 0
    time.sleep(0.35)
    assert take([2], 1)[0] == 1


def test_chats_are_forgotten(store: Store, take: Take) -> None:
    take([7], 1)
    with store.unit_of_work() as unit:
        unit.connection.execute(text("UPDATE chat_pace SET full_at = full_at - 120"))
        shared_pace.make(unit, ALLOWANCE)
        assert unit.connection.scalar(text("SELECT count(*) FROM chat_pace")) == 0
