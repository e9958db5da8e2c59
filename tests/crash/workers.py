"""Workers on one PostgreSQL behind one webhook, and what can befall them."""

import asyncio
import os
import signal
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Final

from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from bot.handlers.webhook import PATH
from storage.among_many import BEAT_S, PATIENCE_S
from storage.tables.leases import leadership
from tests.crash import broadcast, trace
from tests.crash.account import Account, Record, account_of
from tests.crash.balancer import Balancer, open_balancer
from tests.crash.books import Books, connected, read_books
from tests.crash.bot_process import BotProcess, Installation, StartBot, open_installation
from tests.crash.line import Line, open_line
from tests.crash.ports import free_ports
from tests.crash.standby import Pair
from tests.crash.telegram import Telegram, open_telegram

FIRST: Final = 5001
_BURST: Final = 4
_PAUSE_S: Final = 0.12
_LATE_S: Final = 0.1
_PATIENCE_S: Final = 90.0


@dataclass(slots=True)
class Fleet:
    """The workers, and what was seen at the end of each of their lives."""

    database: str
    telegram: Telegram
    balancer: Balancer
    starts: Sequence[StartBot]
    chance: Random
    crowd: int
    pause_s: float = _PAUSE_S
    bots: list[BotProcess] = field(default_factory=list)
    in_flight: list[Mapping[str, list[int]]] = field(default_factory=list)
    in_doubt: list[list[int]] = field(default_factory=list)
    mailed_in_flight: int = 0
    left_behind: list[list[int]] = field(default_factory=list)
    line: Line | None = None
    pair: Pair | None = None
    deeds: list[trace.Event] = field(default_factory=list)
    story: str = ""
    """What befell whose answers are not as they must be, once all is accounted for."""
    _passed: int = 0

    @property
    def books_at(self) -> str:
        """Where the books are read."""
        return self.pair.led_at if self.pair else self.database

    async def start(self) -> None:
        """Start every worker, and wait until the balancer has seen them all."""
        self.bots = list(await asyncio.gather(*(start() for start in self.starts)))
        await asyncio.gather(*(bot.until_it_listens() for bot in self.bots))
        await self.until_ready()
        await asyncio.to_thread(trace.begin, self.books_at)

    async def until_ready(self) -> None:
        async with asyncio.timeout(_PATIENCE_S):
            while len(self.balancer.ready) < len(self.bots):  # noqa: ASYNC110  as below
                await asyncio.sleep(0.05)

    async def kill(self, number: int) -> None:
        """End a worker with SIGKILL, and start another in its place."""
        await self._end(number)
        self.bots[number] = await self.starts[number]()

    async def _end(self, number: int) -> None:
        self._note(f"worker {number} is killed", number)
        await self.bots[number].kill()
        await self._note_doubt()

    async def kill_leader(self) -> None:
        await self.kill(await self._leader())

    async def restart_each(self) -> None:
        """Restart one worker after the other, as where a new version comes: each ends what it has begun."""
        for number, bot in enumerate(list(self.bots)):
            await self.until_ready()
            self._note(f"worker {number} is asked to end", number)
            assert await bot.terminate() == 0
            name = f":{bot.process.pid}:"
            claimed = (await self._books()).claimed
            self.left_behind.append([one for worker, rows in claimed.items() if name in worker for one in rows])
            self.bots[number] = await self.starts[number]()

    async def stop_for(self, number: int, seconds: float) -> None:
        """Let a worker hang for so long, as on a host that stands still, and go on.

        What it has under way is in doubt once others send it; before that nothing may come twice.
        """
        pid = self.bots[number].process.pid
        assert pid is not None
        self._note(f"worker {number} stands still", number)
        os.kill(pid, signal.SIGSTOP)
        await self._note_doubt(is_doubt=seconds > PATIENCE_S - 2 * BEAT_S)
        await asyncio.sleep(seconds)
        self._note(f"worker {number} goes on", number)
        os.kill(pid, signal.SIGCONT)

    async def stop_leader_for(self, seconds: float) -> None:
        await self.stop_for(await self._leader(), seconds)

    async def cut_line_for(self, seconds: float) -> None:
        """Let nothing pass between the first worker and the database for so long; nobody is told."""
        assert self.line is not None
        self._note("worker 0's line is cut", 0)
        self.line.passes.clear()
        await self._note_doubt()
        await asyncio.sleep(seconds)
        self._note("worker 0's line is mended", 0)
        self.line.passes.set()

    async def lose_host_for(self, seconds: float) -> None:
        """Let the host of a leader vanish, and another come in its place: the database is not told that it is gone."""
        assert self.line is not None
        while await self._leader() != 0:  # the one behind the line
            await self.kill_leader()
            await self.until_ready()
        self.line.passes.clear()
        await self._end(0)
        await asyncio.sleep(seconds)
        self.line.passes.set()
        self.bots[0] = await self.starts[0]()

    async def crash_database(self) -> None:
        """Kill one of the database's own processes: it ends all sessions, and recovers."""
        await self._note_doubt()
        self._note("the database crashes")
        await asyncio.to_thread(_crash, self.books_at)
        await self._note_doubt()

    async def fail_over(self) -> None:
        """Lose the database's first server with all its data, promote the standby, and then make another."""
        assert self.pair is not None
        await self._note_doubt()
        self._note("the first server is lost")
        await asyncio.to_thread(self.pair.lose_first)
        self._note("the standby is promoted")
        await asyncio.to_thread(self.pair.promote)
        await self._note_doubt()
        await self.until_ready()
        await asyncio.to_thread(self.pair.follow)

    async def fail_over_and_wake(self, seconds: float) -> None:
        """Do the same, but what was first comes back, and takes writes for so long; a new worker meets it, too."""
        assert self.pair is not None
        await self._note_doubt()
        self._note("the first server is lost")
        await asyncio.to_thread(self.pair.lose_first)
        self._note("the standby is promoted")
        await asyncio.to_thread(self.pair.promote)
        await self._note_doubt()
        await asyncio.to_thread(self.pair.wake_second)
        await self.kill(self.chance.randrange(len(self.bots)))
        await asyncio.sleep(seconds)
        await self._replace_second()

    async def promote_beside(self, seconds: float) -> None:
        """Promote the standby while the first server goes on, with all workers on it, and end that so much later."""
        assert self.pair is not None
        await self._note_doubt()
        self._note("the standby is promoted")
        await asyncio.to_thread(self.pair.promote)
        await asyncio.sleep(seconds)
        await self._note_doubt()
        await self._replace_second()

    async def _replace_second(self) -> None:
        assert self.pair is not None
        await asyncio.to_thread(self.pair.lose_second)
        await self.until_ready()
        await asyncio.to_thread(self.pair.follow)

    async def write(self, deeds: Awaitable[None]) -> None:
        """Let people write without pause while this is done."""
        doing = asyncio.ensure_future(deeds)
        while not doing.done():
            await self.telegram.ask(self._people(self.chance.randint(1, _BURST)))
            await asyncio.sleep(self.chance.uniform(0, self.pause_s))
        await doing

    async def finish(self) -> Account:
        """Wait until everything has been said, and account for it."""
        until = time.monotonic() + _PATIENCE_S
        while not self._is_settled(books := await self._books()) and time.monotonic() < until:  # noqa: ASYNC110  nobody tells us
            await asyncio.sleep(0.1)
        answers = await self.telegram.answers(broadcast.WORDS)
        doubt = (self.in_flight, self.in_doubt, self.left_behind)
        account = account_of(Record(self.telegram.asked, (), answers, *doubt, books))
        told = (self.books_at, account.concerned, self.telegram.asked, answers, self.deeds)
        self.story = await asyncio.to_thread(trace.story, *told)
        return account

    def _note(self, what: str, *workers: int) -> None:
        who = "".join(f" (:{self.bots[number].process.pid}:)" for number in workers)
        self.deeds.append(trace.Event(time.time(), what + who))

    async def _note_doubt(self, *, is_doubt: bool = True) -> None:
        books = await self._books()
        self.in_flight.append(books.claimed)
        self.in_doubt.append(books.in_flight if is_doubt else [])
        self.mailed_in_flight += await asyncio.to_thread(broadcast.count_mailed, self.books_at, "sending")

    async def _books(self) -> Books:
        until = time.monotonic() + _PATIENCE_S
        while True:
            try:
                return await asyncio.to_thread(read_books, self.books_at)
            except OperationalError:  # it recovers from a crash
                if time.monotonic() > until:
                    raise
                await asyncio.sleep(0.05)

    async def _leader(self) -> int:
        """Return which of them leads, once one does."""
        pids = [bot.process.pid for bot in self.bots]
        async with asyncio.timeout(_PATIENCE_S):
            while (pid := await asyncio.to_thread(leader_of, self.books_at)) not in pids:  # noqa: ASYNC110  as above
                await asyncio.sleep(0.1)
        return pids.index(pid)

    def _is_settled(self, books: Books) -> bool:
        return books.is_settled and books.taken >= {question.update_id for question in self.telegram.asked}

    def _people(self, count: int) -> list[int]:
        people: list[int] = []
        while len(people) < count:
            self._passed += 1
            people += [FIRST + self._passed % self.crowd] * self.chance.randint(1, 3)
        return people[:count]


def leader_of(url: str) -> int:
    """Return the number of the process that leads; 0: none."""
    with connected(url) as connection:
        holder: str | None = connection.scalar(select(leadership.c.holder))
    return int(holder.split(":")[1]) if holder else 0


def _crash(url: str) -> None:
    with connected(url) as connection:
        pid = connection.scalar(text("SELECT pid FROM pg_stat_activity WHERE backend_type = 'background writer'"))
    os.kill(pid, signal.SIGKILL)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a fleet is set up: how many workers before how many people, and what is wrong with the house."""

    workers: int = 3
    crowd: int = 300
    seed: int = 1
    is_paced: bool = False
    pause_s: float = _PAUSE_S
    """People write something after up to so long, and again."""
    audience: int = 0
    """An announcement goes to so many meanwhile."""
    behind_a_line: bool = False
    has_standby: bool = False
    """Whether the database has a synchronous standby."""
    ahead_s: Sequence[float] = ()
    """By how much each worker's clock is ahead; none: they are right."""


@asynccontextmanager
async def open_fleet(database: str, plan: Plan = Plan(), pair: Pair | None = None) -> AsyncIterator[Fleet]:
    """Give workers that have begun, behind a balancer and before a sandbox; on this `database`, which may be a pair."""
    door, *ports = free_ports(plan.workers + 1)
    async with AsyncExitStack() as opened:
        telegram = await opened.enter_async_context(open_telegram(is_paced=plan.is_paced))
        balancer = await opened.enter_async_context(open_balancer(door, ports))
        line = await opened.enter_async_context(open_line(database)) if plan.behind_a_line else None
        webhook = f"http://127.0.0.1:{door}{PATH}"
        base = Installation("ptb", database, telegram.origin, webhook=webhook, is_paced=plan.is_paced)
        folder = opened.enter_context(tempfile.TemporaryDirectory())
        starts = []
        for number, port in enumerate(ports):
            ours = replace(base, listen=f"127.0.0.1:{port}", ahead=_ahead(folder, number, plan))
            ours = replace(ours, database=line.url) if line and not number else ours
            starts.append(await opened.enter_async_context(open_installation(ours)))
        fleet = Fleet(database, telegram, balancer, starts, Random(plan.seed), plan.crowd, plan.pause_s)
        fleet.line, fleet.pair = line, pair
        await fleet.start()
        if not plan.is_paced:
            await telegram.dawdle(fleet.chance, 300, _LATE_S)
        yield fleet


def _ahead(folder: str, number: int, plan: Plan) -> str:
    if not plan.ahead_s:
        return ""
    file = Path(folder) / str(number)
    file.write_text(str(plan.ahead_s[number]))
    return str(file)
