"""The ordeal: people write without pause, answers are on their way, and the bot is ended again and again."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Final, Literal

from tests.crash.account import Account, Record, account_of
from tests.crash.books import Books, await_flight, await_silence, read_books
from tests.crash.bot_process import BotProcess, Installation, StartBot, open_installation
from tests.crash.telegram import Telegram, open_telegram

Signal = Literal["KILL", "TERM"]

_CROWD: Final = 400  # so many that none of them writes so fast as to be asked for patience, which quotes nothing
_FIRST: Final = 5001
_PATIENCE_S: Final = 120.0

# All of these are drawn anew for each life, so that it may end in a rush or in a lull.
_WAITING: Final = 40  # at most so many questions are there when the bot starts,
_BURST: Final = 5  # and so many at once follow while it lives,
_PAUSE_S: Final = 0.1  # after pauses of so many seconds
_LIFE_S: Final = 0.6  # it lives for so many seconds, from the moment it listens
_LATE_S: Final = 0.15  # the server answers its sends so late,
_CALLS: Final = 150  # for so many of them,
_CUT_OFF: Final = 3  # and in every third life it cuts off one after having carried it out


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done to whom: the library, the store, which signal how often, and the seed of everything random."""

    framework: str
    database: str
    signal: Signal
    ends: int
    seed: int = 1


@dataclass(slots=True)
class Ordeal:
    """One bot's lives over one store and one sandbox, and what was seen at the end of each."""

    database: str
    telegram: Telegram
    start_bot: StartBot
    chance: Random
    in_flight: list[Mapping[str, list[int]]] = field(default_factory=list)
    in_doubt: list[list[int]] = field(default_factory=list)
    left_behind: list[list[int]] = field(default_factory=list)
    _passed: int = 0

    async def live_and_end(self, signal: Signal) -> None:
        """Let a bot live for a moment among people who write without pause, and end it."""
        await self.telegram.ask(self._people(self.chance.randint(1, _WAITING)))
        bot = await self.start_bot()
        await bot.until_it_listens()
        writing = asyncio.create_task(self._write_while_it_lives(bot))
        await asyncio.sleep(self.chance.uniform(0, _LIFE_S))
        if not any(self.in_flight):  # lives may all end in a lull, and then nothing is proved: wait for the first rush
            await asyncio.to_thread(await_flight, self.database, _PATIENCE_S)
        await (self._kill(bot) if signal == "KILL" else self._terminate(bot))
        await writing

    async def _kill(self, bot: BotProcess) -> None:
        await bot.kill()
        await asyncio.to_thread(await_silence, self.database)
        claimed, known = (await self.books()).claimed, set[str]().union(*self.in_flight)
        self.in_flight.append(claimed)  # those killed earlier are in doubt already, and come to no more
        self.in_doubt.append([one for worker, updates in claimed.items() if worker not in known for one in updates])

    async def _terminate(self, bot: BotProcess) -> None:
        await asyncio.to_thread(await_flight, self.database, _PATIENCE_S)
        self.in_flight.append((await self._books_when(lambda books: bool(books.in_flight))).claimed)
        assert await bot.terminate() == 0, "\n".join(bot.log)
        self.left_behind.append((await self.books()).in_flight)

    async def make_trouble(self, *, cuts_off: bool) -> None:
        """Have the server answer late, and perhaps cut a connection off."""
        await self.telegram.calm_down()
        await self.telegram.dawdle(self.chance, _CALLS // 5, _LATE_S)
        if cuts_off:
            await self.telegram.hang_up()
        await self.telegram.dawdle(self.chance, _CALLS, _LATE_S)

    async def finish(self) -> Account:
        """Wait until everything has been said, or for so long that it never will be, and account for everything."""
        return account_of(
            Record(
                books=await self._books_when(self._is_settled, every_s=0.1),
                asked=self.telegram.asked,
                handed_out=await self.telegram.handed_out(),
                answers=await self.telegram.answers(),
                in_flight=self.in_flight,
                in_doubt=self.in_doubt,
                left_behind=self.left_behind,
            )
        )

    async def books(self) -> Books:
        return await asyncio.to_thread(read_books, self.database)

    async def _books_when(self, are_so: Callable[[Books], bool], every_s: float = 0.0) -> Books:
        """Read the books, again and again until they are so, or patience ends."""
        until = time.monotonic() + _PATIENCE_S
        while not are_so(books := await self.books()) and time.monotonic() < until:  # noqa: ASYNC110  nobody tells us
            await asyncio.sleep(every_s)
        return books

    def _is_settled(self, books: Books) -> bool:
        return books.is_settled and books.taken >= {question.update_id for question in self.telegram.asked}

    async def _write_while_it_lives(self, bot: BotProcess) -> None:
        pause_s = self.chance.uniform(0, _PAUSE_S)
        while bot.is_running:
            await self.telegram.ask(self._people(self.chance.randint(1, _BURST)))
            await asyncio.sleep(self.chance.uniform(0, pause_s))

    def _people(self, count: int) -> list[int]:
        """Choose who writes: one after the other, each up to three messages in a row."""
        people: list[int] = []
        while len(people) < count:
            self._passed += 1
            people += [_FIRST + self._passed % _CROWD] * self.chance.randint(1, 3)
        return people[:count]


@asynccontextmanager
async def open_ordeal(framework: str, database: str, seed: int) -> AsyncIterator[Ordeal]:
    """Start a sandbox for bots of this library on this store."""
    async with open_telegram() as telegram:
        installation = Installation(framework, database, telegram.origin)
        async with open_installation(installation) as start_bot:
            yield Ordeal(database, telegram, start_bot, Random(seed))


async def suffer(plan: Plan) -> Account:
    """End the bot as often as planned, let it finish in peace, and account for everything."""
    async with open_ordeal(plan.framework, plan.database, plan.seed) as ordeal:
        for number in range(plan.ends):
            await ordeal.make_trouble(cuts_off=plan.signal == "KILL" and number % _CUT_OFF == 1)
            await ordeal.live_and_end(plan.signal)
        await ordeal.telegram.calm_down()
        bot = await ordeal.start_bot()
        account = await ordeal.finish()
        assert await bot.terminate() == 0, "\n".join(bot.log)
    return account
