"""The sender: drains the outbox through a front, in the order of the lanes, at the pace that the messenger allows.

    News --> pause --> round --> Departures --> Flights --> front
     ^                  ^ |        at once, or            |
     |                  | |        one by one             |
     |                  | +-- the store's thread:         |
     |                  |     mark, look, claim, commit   |
     |                  +------------- marks -------------+
     +------------------ a landing -----------------------+

A round: 1. News end the pause: rows were committed, a flight has landed, the pace allows more, or it is time to poll.
2. While messages fly it waits 4 ms longer, so that one round serves many landings; news of rows end that, too.
3. One transaction (`Dispatch.turn`) marks what landed, looks at what is due, claims what may leave, and commits.
4. What somebody waits for departs at once; announcements depart one by one, and after answers (`Departures`).
5. Each flies in a task of its own (`Flights`), and its outcome becomes a mark (`landing`), which wakes the sender.
6. A mark that is lost with the process leaves its row `sending`: the next start settles what is in doubt.
"""

import asyncio
import os
import random
import socket
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Final, final

from bot.abilities import TELEGRAM as ALL
from bot.chat import TELEGRAM, Fate, Front
from bot.texts import LANGUAGES
from domain.messages.delivery import Lane, Queue
from scheduler.departures import Departures
from scheduler.dispatch import Bounds, Clocks, Dispatch
from scheduler.flights import Flights
from scheduler.lines import QUEUES
from scheduler.pacing import USUAL, Pace
from scheduler.watching.sendings import Sendings
from storage.messages.claims import Claimed
from storage.presence import open_presence
from storage.unit_of_work import Store
from storage.upkeep import keys

REAL: Final = Clocks()
USUAL_BOUNDS: Final = Bounds()


def worker_name() -> str:
    """Make a name that no other process has or had: 40 characters at most."""
    return f"{socket.gethostname()[:16]}:{os.getpid()}:{random.randbytes(4).hex()}"  # noqa: S311  it is no secret


@dataclass(frozen=True, slots=True)
class Channel:
    """A further way out: its front, and its pace."""

    front: Front
    pace: Pace = USUAL


NO_OTHERS: Final[Mapping[str, Channel]] = MappingProxyType({})


@final
class Sender:
    """Sends what stands in the outbox of `store` through `front` until told to stop."""

    def __init__(  # noqa: PLR0913  each is of use to some test, and all have their usual
        self,
        store: Store,
        front: Front,
        pace: Pace = USUAL,
        clocks: Clocks = REAL,
        bounds: Bounds = USUAL_BOUNDS,
        *,
        sendings: Sendings | None = None,
        language: str = LANGUAGES[0],
        others: Mapping[str, Channel] = NO_OTHERS,
    ) -> None:
        """Prepare. `language` is the house's, for who has chosen none; `front` is Telegram's, `others` are by name."""
        worker = self.worker = store.worker or worker_name()
        self.appeared = asyncio.Event()
        """Set once it is alive to others: none can take it for dead from then on."""
        self._store = store
        self._bounds = bounds
        self._quickest = max(pace.per_second, pace.paid_per_second)
        self._presence = open_presence(store.engine, worker, store.seal.fingerprints, store.common_time)
        paces = {name: channel.pace for name, channel in others.items()}
        fronts = {TELEGRAM: front} | {name: channel.front for name, channel in others.items()}
        unable = {"" if name == TELEGRAM else name for name, one in fronts.items() if one.abilities is not ALL}
        untrusted = {name for name, one in fronts.items() if not one.abilities.trusted}
        self._dispatch = Dispatch(self._presence, worker, pace, clocks, bounds, paces, unable, untrusted)
        self._news = self._dispatch.news
        self.sendings = sendings or Sendings()
        """What became of everything that was sent, and whether sending stands still."""
        self._flights = Flights(fronts, clocks.wall, self._dispatch, self.sendings, language)
        self._turn_is_taken: Callable[[], bool] = lambda: False

    @property
    def leads(self) -> bool:
        """Tell whether this worker sends what is paced for all together."""
        return self._dispatch.leads

    @property
    def tally(self) -> Counter[Fate]:
        """What became of the sends of this process."""
        return self._flights.tally

    def give_way(self, turn_is_taken: Callable[[], bool]) -> None:
        """Let announcements wait while this tells that a turn is being taken: its answer goes first."""
        self._turn_is_taken = turn_is_taken

    def wake(self, lanes: Iterable[Lane | Queue] = QUEUES) -> None:
        """Say, from any thread, that rows of these lanes were committed: by a turn its own, by others any."""
        self._news.tell_of_rows(lanes)

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop` is set, then let what flies land, and mark it.

        Raises `AlreadyRunningError` where another process sends from the same SQLite file.
        """
        async with self.present(), asyncio.TaskGroup() as tasks:
            watch = tasks.create_task(self._stir_at(stop))
            departures = Departures(
                partial(self._flights.begin, tasks), self._somebody_waits, per_second=self._quickest
            )
            leaving = tasks.create_task(departures.run())
            await self._drain(stop, departures)
            leaving.cancel()
            watch.cancel()

    @asynccontextmanager
    async def present(self) -> AsyncIterator[None]:
        """Be alive to other senders meanwhile. Raises `AlreadyRunningError`, as `run` does, and `KeyRefusedError`."""
        self._news.listen()
        await self._store.write(lambda _unit: self._presence.appear())
        try:
            await self._store.read(keys.check)  # a change of key that begins from now on sees this worker
            self.appeared.set()
            yield
        finally:
            self._news.turn_away()
            await asyncio.to_thread(self._presence.leave)  # asks nothing of the store, which may be what has broken

    async def send_due(self) -> int:
        """Send, one after the other, what may leave now, mark it, and return how many those were.

        For whoever is `present` and sends no announcements to a crowd: nothing flies beside another here.
        """
        sent = 0
        while rows := await self._round():
            for row in rows:
                await self._flights.fly(row)
            sent += len(rows)
        return sent

    async def _stir_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._news.stir()

    def _somebody_waits(self) -> bool:
        return self._flights.answers > 0 or bool(self._news.unread) or self._turn_is_taken()

    async def _drain(self, stop: asyncio.Event, departures: Departures) -> None:
        while not stop.is_set():
            departures.add(await self._round())
            await self._news.wait(self._dispatch.pause_s, more_land=self._dispatch.is_busy)
        departures.empty()
        await self._flights.land(self._bounds.last_flights_s)
        marks = self._flights.take_marks()
        try:
            await self._store.write_hastily(partial(self._dispatch.write_down, marks=marks))
        except Exception as trouble:  # noqa: BLE001  as in a round: what is not marked flies again
            self.sendings.out_of_reach(trouble)

    async def _round(self) -> list[Claimed]:
        """Have one round of the outbox. What is known of a flight is not lost, whatever ails the database."""
        marks = self._flights.take_marks()
        write = self._store.write if self._dispatch.must_last else self._store.write_hastily
        try:
            rows = await write(partial(self._dispatch.turn, marks=marks))
        except Exception as trouble:  # noqa: BLE001  storage raises what its driver raises, and the sender must outlive it
            self.sendings.out_of_reach(trouble)
            self._flights.give_back(marks)
            await asyncio.sleep(self._bounds.poll_s)
            return []
        self.sendings.outbox.went()
        return rows
