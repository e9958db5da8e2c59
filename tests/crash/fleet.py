"""Several workers on one PostgreSQL behind one webhook, of which some are killed, hang or lead no more meanwhile.

`python -m tests.crash.fleet` is the long form, which prints a table; `make chaos` calls it.
"""

import asyncio
import os
import signal
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from random import Random
from typing import Final

from sqlalchemy import select

from bot.handlers.webhook import PATH
from storage.tables.workers import leadership
from tests.crash.account import Account, Record, account_of
from tests.crash.balancer import Balancer, open_balancer
from tests.crash.books import Books, connected, read_books
from tests.crash.bot_process import BotProcess, Installation, StartBot, open_installation
from tests.crash.telegram import Telegram, open_telegram

_FIRST: Final = 5001
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
    bots: list[BotProcess] = field(default_factory=list)
    in_doubt: list[list[int]] = field(default_factory=list)
    _passed: int = 0

    async def start(self) -> None:
        """Start every worker, and wait until the balancer has seen them all."""
        self.bots = list(await asyncio.gather(*(start() for start in self.starts)))
        await asyncio.gather(*(bot.until_it_listens() for bot in self.bots))
        await self.until_ready()

    async def until_ready(self) -> None:
        async with asyncio.timeout(_PATIENCE_S):
            while len(self.balancer.ready) < len(self.bots):
                await asyncio.sleep(0.05)

    async def kill(self, number: int) -> None:
        """End a worker with SIGKILL, and start another in its place."""
        await self.bots[number].kill()
        await self._note_doubt()
        self.bots[number] = await self.starts[number]()

    async def kill_leader(self) -> None:
        await self.kill(await self._leader())

    async def stop_for(self, number: int, seconds: float) -> None:
        """Let a worker hang for so long, as on a host that stands still, and go on."""
        pid = self.bots[number].process.pid
        assert pid is not None
        os.kill(pid, signal.SIGSTOP)
        await self._note_doubt()
        await asyncio.sleep(seconds)
        os.kill(pid, signal.SIGCONT)

    async def stop_leader_for(self, seconds: float) -> None:
        await self.stop_for(await self._leader(), seconds)

    async def write(self, deeds: Awaitable[None]) -> None:
        """Let people write without pause while this is done."""
        doing = asyncio.ensure_future(deeds)
        while not doing.done():
            await self.telegram.ask(self._people(self.chance.randint(1, _BURST)))
            await asyncio.sleep(self.chance.uniform(0, _PAUSE_S))
        await doing

    async def finish(self) -> Account:
        """Wait until everything has been said, and account for it."""
        until = time.monotonic() + _PATIENCE_S
        while not self._is_settled(books := await self._books()) and time.monotonic() < until:
            await asyncio.sleep(0.1)
        answers = await self.telegram.answers()
        return account_of(Record(self.telegram.asked, (), answers, self.in_doubt, self.in_doubt, (), books))

    async def _note_doubt(self) -> None:
        self.in_doubt.append((await self._books()).in_flight)

    async def _books(self) -> Books:
        return await asyncio.to_thread(read_books, self.database)

    async def _leader(self) -> int:
        """Return which of them leads, once one does."""
        pids = [bot.process.pid for bot in self.bots]
        async with asyncio.timeout(_PATIENCE_S):
            while (pid := await asyncio.to_thread(leader_of, self.database)) not in pids:
                await asyncio.sleep(0.1)
        return pids.index(pid)

    def _is_settled(self, books: Books) -> bool:
        return books.is_settled and books.taken >= {question.update_id for question in self.telegram.asked}

    def _people(self, count: int) -> list[int]:
        people: list[int] = []
        while len(people) < count:
            self._passed += 1
            people += [_FIRST + self._passed % self.crowd] * self.chance.randint(1, 3)
        return people[:count]


def leader_of(url: str) -> int:
    """Return the number of the process that leads; 0: none."""
    with connected(url) as connection:
        holder: str | None = connection.scalar(select(leadership.c.holder))
    return int(holder.split(":")[1]) if holder else 0


@asynccontextmanager
async def open_fleet(database: str, workers: int = 3, crowd: int = 300, seed: int = 1) -> AsyncIterator[Fleet]:
    """Give so many workers that have begun, behind a balancer and before a sandbox."""
    door, *ports = _free_ports(workers + 1)
    async with AsyncExitStack() as opened:
        telegram = await opened.enter_async_context(open_telegram())
        balancer = await opened.enter_async_context(open_balancer(door, ports))
        base = Installation("ptb", database, telegram.origin, webhook=f"http://127.0.0.1:{door}{PATH}")
        starts = [
            await opened.enter_async_context(open_installation(replace(base, listen=f"127.0.0.1:{port}")))
            for port in ports
        ]
        fleet = Fleet(database, telegram, balancer, starts, Random(seed), crowd)
        await fleet.start()
        await telegram.dawdle(fleet.chance, 300, _LATE_S)
        yield fleet


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports: list[int] = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports
