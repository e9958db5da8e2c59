"""A chat keeps its order over several workers, whatever comes between what one of them does and the next."""

import asyncio
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from sqlalchemy import select, text, update

from domain.messages.delivery import HOLDS_S, State
from scheduler.dispatch import Bounds, Clocks, Dispatch
from scheduler.sender import Sender
from storage.among_many import BEAT_S, SILENT_S, AmongMany
from storage.common_time import CommonTime
from storage.messages import claims
from storage.messages.claims import Mark
from storage.presence import Presence, open_presence
from storage.tables.messages import outbox
from storage.unit_of_work import Store
from tests.scheduler.messenger import Messenger
from tests.scheduler.test_sender import FAST, sending, states, until, until_states, write


@dataclass
class Worker:
    """One that has begun to send; what it claims departs when the test says so."""

    name: str
    store: Store
    presence: Presence
    dispatch: Dispatch

    def turn(self, *marks: Mark) -> list[int]:
        """Take a turn, and return the rows that were claimed."""
        with self.store.unit_of_work() as unit:
            return [row.row_id for row in self.dispatch.turn(unit, marks)]


def begun(name: str, url: str, key: str) -> Worker:
    store = Store(url, key)
    presence = open_presence(store.engine, name)
    presence.appear()
    return Worker(name, store, presence, Dispatch(presence, name, FAST, Clocks(), Bounds(poll_s=0.05)))


@pytest.fixture
def workers(postgres_url: str, key: str) -> Iterator[tuple[Worker, Worker]]:
    one, other = (begun(name, postgres_url, key) for name in ("one", "other"))
    yield one, other
    for worker in (one, other):
        worker.presence.leave()
        worker.store.close()


def held_up(store: Store) -> int:
    with store.unit_of_work() as unit:
        waiting = text(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return unit.connection.scalar(waiting) or 0


def test_what_another_takes_in_hand_during_a_turn_is_not_overtaken(workers: tuple[Worker, Worker]) -> None:
    """One has begun a turn and is held up in it; the other takes up the first of two answers to somebody."""
    one, other = workers
    write(one.store, (9, "before"))
    assert one.turn() == [1]
    write(one.store, (1, "first"), (1, "second"))
    claimed: list[Sequence[int]] = []
    with one.store.unit_of_work() as holds:
        holds.connection.execute(select(outbox.c.id).where(outbox.c.id == 1).with_for_update())
        marking = threading.Thread(target=lambda: claimed.append(one.turn(Mark(1, State.SENT))))
        marking.start()
        while not held_up(other.store):
            time.sleep(0.01)
        assert other.turn() == [2]
    marking.join()
    assert (claimed, one.turn()) == ([[]], [])

    assert other.turn(Mark(2, State.SENT)) == [3]


@pytest.mark.parametrize("of_silent", [True, False])
async def test_what_follows_waits_until_it_is_known_whether_a_silent_worker_is_dead(
    postgres_url: str, key: str, *, of_silent: bool
) -> None:
    """Its answer has been under way for long, and would give way to the next; but it will be sent again, and first."""
    store, messenger = Store(postgres_url, key), Messenger()
    gone = AmongMany(store.engine, "gone", (), CommonTime(lambda _ahead_s: None))
    gone.appear()
    write(store, (1, "first"), (1, "second"))
    with store.unit_of_work() as unit:
        claims.claim(unit, [1], "gone", time.time())
        unit.commit()
    async with sending(Sender(store, messenger, FAST, bounds=Bounds(poll_s=0.1))):
        if of_silent:
            gone._say_goodbye = lambda: None  # type: ignore[method-assign]
            gone.leave()
        await asyncio.sleep(SILENT_S)
        with store.unit_of_work() as unit:
            ends = update(outbox).where(outbox.c.id == 1).values(holds_until=time.time() + 1.0)
            unit.connection.execute(ends)
            unit.commit()
        await (until_states(store, State.SENT, State.SENT) if of_silent else until(lambda: messenger.delivered))
    gone.leave()
    assert messenger.delivered == ([(1, "first")] if of_silent else []) + [(1, "second")]
    assert states(store)[1] == "sent"
    store.close()


def test_seconds_are_seconds() -> None:
    assert SILENT_S + 2 * BEAT_S < HOLDS_S / 2
