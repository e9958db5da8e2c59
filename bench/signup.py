"""A rush: 5,000 people want one of 200 seats, and then a place in the waiting list; some of those seated leave again.

Everybody asks at once, and again for the list when all is full. As in the bot, whatever has been asked while a
transaction runs is the next batch. On SQLite that is one process with its single writer thread, on PostgreSQL four
processes that want the same lock.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from multiprocessing import get_context
from statistics import median
from typing import Any, Final, Literal

from bench.postgres import database
from bench.stores import empty
from domain.activities.activities import Audience, Kind, Plan, Spot, Standing
from domain.activities.seats import HOLDING, State
from domain.people.deeds import HOUSE, By, Deed
from domain.places.places import Unit, UnitKind
from storage.activities import activities, signup_reading, signups
from storage.activities.seats import FullError
from storage.activities.signup_reading import SignupRow
from storage.people import people
from storage.places import saving
from storage.sealed import new_key
from storage.unit_of_work import Store, UnitOfWork

PEOPLE: Final = 5_000
SEATS: Final = 200
WORKERS: Final = 4
MOST: Final = 200
"""So many to a transaction at the most, as in `bot.intake`."""

LEAVES: Final = 10
"""Every tenth of those who got a seat leaves again, and somebody in line is asked."""

_NOW: Final = 1_800_000_000.0
_STARTS: Final = _NOW + 7 * 86_400.0

Ask = Literal["sign_up", "wait", "leave"]


@dataclass(frozen=True, slots=True)
class Rush:
    """What came of a rush: seconds, and what must be 0."""

    took_s: float
    oversold: int
    order_violations: int


def figures(*, quick: bool) -> dict[str, float]:
    rounds = 1 if quick else 3
    ours = [_on_sqlite() for _ in range(rounds)]
    theirs = [_on_postgresql() for _ in range(rounds)]
    return {
        "signups_per_s": PEOPLE / median(rush.took_s for rush in ours),
        "pg_signups_per_s": PEOPLE / median(rush.took_s for rush in theirs),
        "oversold": sum(rush.oversold for rush in [*ours, *theirs]),
        "order_violations": sum(rush.order_violations for rush in [*ours, *theirs]),
    }


def _on_sqlite() -> Rush:
    with tempfile.TemporaryDirectory() as folder, _hall(f"sqlite:///{folder}/waystation.db") as (store, activity_id):
        began = time.perf_counter()
        places_told = asyncio.run(_rush(store, activity_id, range(1, PEOPLE + 1)))
        return _judged(store, activity_id, time.perf_counter() - began, [places_told])


def _on_postgresql() -> Rush:
    """Let four processes begin at once; the clock runs from then until the last one is through."""
    context = get_context("spawn")
    with database() as url, _hall(url) as (store, activity_id):
        ready, told = context.Barrier(WORKERS + 1), context.Queue()
        crowds = [range(first, PEOPLE + 1, WORKERS) for first in range(1, WORKERS + 1)]
        workers = [context.Process(target=_work, args=(url, activity_id, one, ready, told)) for one in crowds]
        for worker in workers:
            worker.start()
        ready.wait()
        began = time.perf_counter()
        answers = [told.get() for _ in workers]
        took_s = time.perf_counter() - began
        for worker in workers:
            worker.join()
        return _judged(store, activity_id, took_s, answers)


def _work(url: str, activity_id: int, crowd: Sequence[int], ready: Any, told: Any) -> None:  # noqa: ANN401  the context's types have no shared name
    """Be one of four processes; tell the places that people got in the line, in the order in which they were told."""
    store = Store(url, new_key())
    with store.unit_of_work() as unit:
        signup_reading.find(unit, activity_id, 0)  # connected, and statements are compiled
    ready.wait()
    told.put(asyncio.run(_rush(store, activity_id, crowd)))
    store.close()


@contextmanager
def _hall(url: str) -> Iterator[tuple[Store, int]]:
    """Give a migrated store with an activity that everybody may come to."""
    store = empty(url)
    times = _STARTS, _STARTS + 7_200.0
    with store.unit_of_work() as unit:
        saving.save_units(unit, [Unit("31", UnitKind.CITY, "上海市", None)])
        people.welcome(unit, range(1, PEOPLE + 1), _NOW)
        plan = Plan(Kind.LECTURE, "新时代党课", *times, Spot(title="人民广场"), Audience.ANYONE, SEATS)
        activity_id = activities.draft(unit, plan, 1, Deed(HOUSE, _NOW)).id
        activities.publish(unit, activity_id, Deed(By(None, "bench"), _NOW))
        unit.commit()
    yield store, activity_id
    store.close()


async def _rush(store: Store, activity_id: int, crowd: Sequence[int]) -> list[list[int]]:
    """Let everybody ask at once; return the places in the line, one list for each transaction, in their order."""
    counter = _Counter(store, activity_id)
    await asyncio.gather(*(_come(counter, person) for person in crowd))
    return counter.places


async def _come(counter: "_Counter", person: int) -> None:
    row = await counter.ask("sign_up", person)
    if row is None:
        await counter.ask("wait", person)
    elif person % LEAVES == 0:
        await counter.ask("leave", person)


class _Counter:
    """Where everybody asks: what has come in while a transaction ran is the next batch."""

    def __init__(self, store: Store, activity_id: int) -> None:
        self.places: list[list[int]] = []
        self._store = store
        self._activity_id = activity_id
        self._asked: list[tuple[Ask, int, asyncio.Future[SignupRow | None]]] = []
        self._at_work: asyncio.Task[None] | None = None

    async def ask(self, what: Ask, person: int) -> SignupRow | None:
        """Return the sign-up once it is committed; None: all seats are taken."""
        answered: asyncio.Future[SignupRow | None] = asyncio.get_running_loop().create_future()
        self._asked.append((what, person, answered))
        if self._at_work is None:
            self._at_work = asyncio.create_task(self._drain())
        return await answered

    async def _drain(self) -> None:
        while self._asked:
            batch, self._asked = self._asked[:MOST], self._asked[MOST:]
            asked = [(what, person) for what, person, _ in batch]
            rows = await self._store.write(partial(self._done, asked=asked))
            self.places.append([row.place for row in rows if row is not None and row.state is State.WAITING])
            for (_, _, answered), row in zip(batch, rows, strict=True):
                answered.set_result(row)
            await asyncio.sleep(0)  # whoever was answered asks on
        self._at_work = None

    def _done(self, unit: UnitOfWork, asked: Sequence[tuple[Ask, int]]) -> list[SignupRow | None]:
        rows = [self._one(unit, what, person) for what, person in asked]
        unit.commit()
        return rows

    def _one(self, unit: UnitOfWork, what: Ask, person: int) -> SignupRow | None:
        match what:
            case "sign_up":
                try:
                    return signups.sign_up(unit, self._activity_id, person, _standing(person), _NOW)
                except FullError:
                    return None
            case "wait":
                return signups.wait(unit, self._activity_id, person, _standing(person), _NOW)
            case "leave":
                return signups.leave(unit, self._activity_id, person, _NOW).row


def _standing(person: int) -> Standing:
    return Standing(person % len(Standing))


def _judged(store: Store, activity_id: int, took_s: float, told: Sequence[Sequence[Sequence[int]]]) -> Rush:
    """Count seats sold twice and people asked out of turn. Raises `RuntimeError` if anybody was lost or a seat is idle.

    `told` are the places that each process gave, by transaction: who came to a process later stands further back.
    """
    with store.unit_of_work() as unit:
        rows = signup_reading.of_activity(unit, activity_id, list(State))
    held = sum(row.state in HOLDING for row in rows)
    waiting = [row for row in rows if row.state is State.WAITING]
    if len(rows) != PEOPLE or held < SEATS:
        raise RuntimeError(f"{PEOPLE - len(rows)} people were lost, {SEATS - held} seats are idle")
    return Rush(took_s, max(0, held - SEATS), _asked_out_of_turn(rows, waiting) + _set_back(told))


def _asked_out_of_turn(rows: Sequence[SignupRow], waiting: Sequence[SignupRow]) -> int:
    """Count those who were asked although somebody who still waits came before them."""
    first = min((row.standing, row.place) for row in waiting)
    asked = [row for row in rows if row.state is State.OFFERED]
    doubled = len(waiting) - len({row.place for row in waiting})
    return doubled + sum((row.standing, row.place) > first for row in asked)


def _set_back(told: Sequence[Sequence[Sequence[int]]]) -> int:
    """Count transactions in which somebody got a place before one that had been given already."""
    given = [[places_given for places_given in one if places_given] for one in told]
    return sum(max(earlier) > min(later) for one in given for earlier, later in pairwise(one))
