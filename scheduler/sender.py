"""The sender: drains the outbox through a front, in the order of the lanes, at the pace that the messenger allows."""

import asyncio
import os
import random
import socket
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import Final, final

import structlog

from bot.chat import Fate, Front, Message, Outcome, Outgoing, Post, Unsend
from bot.codec import decode
from domain.delivery import Lane, State
from scheduler.departures import Departures
from scheduler.dispatch import Clocks, Dispatch, never
from scheduler.pacing import USUAL, Pace
from scheduler.retry import judge
from storage.messages.outbox import Claimed, Mark
from storage.presence import open_presence
from storage.unit_of_work import Store, UnitOfWork

log = structlog.get_logger()

_POLL_S: Final = 1.0
_BREATH_S: Final = 0.004
_LAST_FLIGHTS_S: Final = 10.0
_LETTERS_READ: Final = 64  # more languages and mailings than this are not under way together


def nobody_waits() -> bool:
    """Have no turns."""
    return False


def worker_name() -> str:
    """Make a name that no other process has or had: 40 characters at most."""
    return f"{socket.gethostname()[:16]}:{os.getpid()}:{random.randbytes(4).hex()}"  # noqa: S311  it is no secret


@final
class Sender:
    """Sends what stands in the outbox of `store` through `front` until told to stop.

    `clock` gives seconds since 1970 and decides what is due; a demo may wind it forward. Pauses are real time.
    `is_quiet` tells of such a moment whether announcements wait then that are not urgent.
    `tally` counts what became of the sends of this process.
    """

    def __init__(  # noqa: PLR0913  each is a choice of its own, and all but two have a usual one
        self,
        store: Store,
        front: Front,
        pace: Pace = USUAL,
        clock: Callable[[], float] = time.time,
        *,
        worker: str = "",
        in_flight: int = 30,
        poll_s: float = _POLL_S,
        last_flights_s: float = _LAST_FLIGHTS_S,
        is_quiet: Callable[[float], bool] = never,
    ) -> None:
        self.tally: Counter[Fate] = Counter()
        self._store = store
        self._front = front
        self._pace = pace
        self._clock = clock
        self._poll_s = poll_s
        self._last_flights_s = last_flights_s
        worker = worker or worker_name()
        self._presence = open_presence(store.engine, worker)
        clocks = Clocks(clock, time.monotonic, is_quiet)
        self._dispatch = Dispatch(self._presence, worker, pace, clocks, in_flight)
        self._read: dict[tuple[int, int], Message] = {}
        self._landed: list[Mark] = []
        self._flights: set[asyncio.Task[None]] = set()
        self._answers = 0  # of them, those that people wait for
        self._turn_is_taken = nobody_waits
        self._polled_at = float("-inf")
        self._stirred = asyncio.Event()
        self._heard = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def give_way(self, turn_is_taken: Callable[[], bool]) -> None:
        """Let announcements wait while this tells that a turn is being taken: its answer goes first."""
        self._turn_is_taken = turn_is_taken

    def wake(self) -> None:
        """Say that rows were committed. From any thread; a call that is lost costs one poll and nothing else."""
        self._dispatch.hear()
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._hear)

    def _hear(self) -> None:
        self._stirred.set()
        self._heard.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop` is set, then let what flies land, and mark it.

        Raises `AlreadyRunningError` where another process sends from the same SQLite file.
        """
        async with self.present(), asyncio.TaskGroup() as tasks:
            watch = tasks.create_task(self._stir_at(stop))
            departures = self._departures(tasks)
            leaving = tasks.create_task(departures.run())
            await self._drain(stop, departures)
            leaving.cancel()
            watch.cancel()

    @asynccontextmanager
    async def present(self) -> AsyncIterator[None]:
        """Be alive to other senders meanwhile. Raises `AlreadyRunningError`, as `run` does."""
        self._loop = asyncio.get_running_loop()
        await self._store.write(lambda _unit: self._presence.appear())
        try:
            yield
        finally:
            self._loop = None
            await self._store.write(lambda _unit: self._presence.leave())

    async def send_due(self) -> int:
        """Send, one after the other, what may leave now, mark it, and return how many those were.

        For whoever is `present` and sends no announcements to a crowd: nothing flies beside another here.
        """
        sent = 0
        while rows := await self._round():
            for row in rows:
                await self._fly(row)
            sent += len(rows)
        return sent

    def _departures(self, tasks: asyncio.TaskGroup) -> Departures:
        quickest = max(self._pace.per_second, self._pace.paid_per_second)
        return Departures(partial(self._depart, tasks), self._somebody_waits, per_second=quickest)

    async def _stir_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._stirred.set()

    async def _drain(self, stop: asyncio.Event, departures: Departures) -> None:
        while not stop.is_set():
            departures.add(await self._round())
            await self._pause()
        departures.empty()
        if self._flights:
            _, late = await asyncio.wait(self._flights, timeout=self._last_flights_s)
            for flight in late:  # these rows stay `sending`: the next start settles what is in doubt
                flight.cancel()
        await self._store.write_hastily(partial(self._dispatch.write_down, marks=self._landed))

    def _depart(self, tasks: asyncio.TaskGroup, row: Claimed) -> None:
        flight = tasks.create_task(self._fly(row))
        self._flights.add(flight)
        flight.add_done_callback(self._flights.discard)

    def _somebody_waits(self) -> bool:
        return self._answers > 0 or self._dispatch.has_news or self._turn_is_taken()

    async def _pause(self) -> None:
        """Wait for rows, for a landing, for the pace to allow more, or for the next poll."""
        until = min(self._dispatch.opens_at, self._polled_at + self._poll_s)
        pause_s = max(0.0, until - time.monotonic())
        alarm = asyncio.get_running_loop().call_later(pause_s, self._stirred.set)
        await self._stirred.wait()
        alarm.cancel()
        if self._dispatch.is_busy:
            await self._breathe()
        self._stirred.clear()

    async def _breathe(self) -> None:
        """Let some more land first, unless rows were committed: a round costs the same for one row as for thirty."""
        alarm = asyncio.get_running_loop().call_later(_BREATH_S, self._heard.set)
        await self._heard.wait()
        alarm.cancel()
        self._heard.clear()

    async def _round(self) -> list[Claimed]:
        """Have one round of the outbox. What is known of a flight is not lost, whatever ails the database."""
        landed, self._landed = self._landed, []
        write = self._store.write if self._dispatch.must_last else self._store.write_hastily
        try:
            return await write(partial(self._turn, marks=landed))
        except Exception:  # storage raises what its driver raises, and the sender must outlive it
            log.exception("the outbox is out of reach")
            self._landed = landed + self._landed
            self._dispatch.start_over()
            await asyncio.sleep(self._poll_s)
            return []

    def _turn(self, unit: UnitOfWork, marks: list[Mark]) -> list[Claimed]:
        now = time.monotonic()
        if now >= self._polled_at + self._poll_s:
            self._dispatch.poll(unit)
            self._polled_at = now
        return self._dispatch.turn(unit, marks)

    async def _fly(self, row: Claimed) -> None:
        is_answer = row.lane == Lane.INTERACTIVE
        self._answers += is_answer
        outcome = await self._send(row)
        self._answers -= is_answer
        self.tally[outcome.fate] += 1
        self._dispatch.note(outcome)
        self._landed.append(self._mark(row, outcome))
        self._stirred.set()

    async def _send(self, row: Claimed) -> Outcome:
        try:
            reply = self._reply(row)
        except ValueError as trouble:
            return Outcome(Fate.REFUSED, reason=f"the row cannot be read: {trouble}")
        try:
            return await self._front.send(Outgoing(row.row_id, row.chat_id, reply))
        except Exception as trouble:  # a front never raises; if one does, others' replies still go out
            log.exception("a front raised")
            return Outcome(Fate.UNCERTAIN, reason=repr(trouble))

    def _reply(self, row: Claimed) -> Message:
        """Read what is to be sent; a letter, which has many readers, once. Raises `ValueError`."""
        if row.letter is None:
            return decode(row.reply)
        key = (row.letter.letter_id, row.letter.revision)
        if key not in self._read:
            if len(self._read) >= _LETTERS_READ:
                self._read.clear()
            self._read[key] = decode(row.reply)
        return _aimed(self._read[key], row)

    def _mark(self, row: Claimed, outcome: Outcome) -> Mark:
        now = self._clock()
        first = now if row.first_tried_at is None else row.first_tried_at
        lane = Lane.REMINDER if row.target else Lane(row.lane)  # to rewrite or delete twice is as good as once
        verdict = judge(outcome, lane, row.attempts, now - first, random.random())  # noqa: S311  no secret
        return Mark(
            row.row_id,
            verdict.state,
            outcome.message_id,
            outcome.reason,
            verdict.attempts,
            verdict.repeats,
            now + verdict.delay_s,
            row.first_tried_at if outcome.fate is Fate.SLOW_DOWN else first,
            outcome.others,
            outcome.moved_to if verdict.state is State.TODO else 0,
        )


def _aimed(reply: Message, row: Claimed) -> Message:
    """Say which message a correction or a recall is about."""
    if not row.target:
        return reply
    match reply:
        case Post():
            return replace(reply, replaces=row.target)
        case Unsend():
            return Unsend((row.target, *row.others))
    return reply
