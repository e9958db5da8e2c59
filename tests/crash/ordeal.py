"""The ordeal: people write without pause, answers are on their way, and the bot is ended again and again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Final, Literal

from tests.crash.account import Account, Record, account_of
from tests.crash.books import Books, await_silence, read_books
from tests.crash.bot_process import BotProcess, Installation, StartBot, open_installation
from tests.crash.telegram import Telegram, open_telegram

Signal = Literal["KILL", "TERM"]

_CROWD: Final = 400  # so many that none of them writes so fast as to be asked for patience, which quotes nothing
_FIRST: Final = 5001
_SETTLES_S: Final = 180.0

_WAITING: Final = 40  # questions that are there when the bot starts
_BURST: Final = 5  # and so many at most at once while it lives,
_PAUSE_S: Final = 0.03  # after pauses of so many seconds at most
_LIFE_S: Final = 0.6  # it lives so long at most, from the moment it listens
_LATE_S: Final = 0.15  # the server answers its sends so late at most,
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
    in_flight: list[list[int]] = field(default_factory=list)
    in_doubt: list[list[int]] = field(default_factory=list)
    _passed: int = 0

    async def live_and_end(self, signal: Signal) -> None:
        """Let a bot live for a moment among people who write without pause, and end it."""
        await self.telegram.ask(self._people(_WAITING))
        bot = await self.start_bot()
        await bot.until_it_listens()
        writing = asyncio.create_task(self._write_while_it_lives(bot))
        await asyncio.sleep(self.chance.uniform(0, _LIFE_S))
        await (self._kill(bot) if signal == "KILL" else self._terminate(bot))
        await writing

    async def _kill(self, bot: BotProcess) -> None:
        await bot.kill()
        await asyncio.to_thread(await_silence, self.database)
        self.in_flight.append((await self.books()).in_flight)
        self.in_doubt.append(self.in_flight[-1])

    async def _terminate(self, bot: BotProcess) -> None:
        async with asyncio.timeout(_SETTLES_S):
            while not (in_flight := (await self.books()).in_flight):
                await asyncio.sleep(0)
        assert await bot.terminate() == 0, "\n".join(bot.log)
        self.in_flight.append(in_flight)
        self.in_doubt.append((await self.books()).in_flight)

    async def make_trouble(self, *, cuts_off: bool) -> None:
        """Have the server answer late, and perhaps cut a connection off."""
        await self.telegram.calm_down()
        await self.telegram.dawdle(self.chance, _CALLS // 5, _LATE_S)
        if cuts_off:
            await self.telegram.hang_up()
        await self.telegram.dawdle(self.chance, _CALLS, _LATE_S)

    async def finish(self) -> Account:
        """Wait until everything has been said, and account for everything. Raises `TimeoutError`."""
        async with asyncio.timeout(_SETTLES_S):
            while not self._is_settled(books := await self.books()):
                await asyncio.sleep(0.1)
        answers, handed_out = await self.telegram.answers(), await self.telegram.handed_out()
        return account_of(Record(self.telegram.asked, handed_out, answers, self.in_flight, self.in_doubt, books))

    async def books(self) -> Books:
        return await asyncio.to_thread(read_books, self.database)

    def _is_settled(self, books: Books) -> bool:
        return books.is_settled and books.taken >= {question.update_id for question in self.telegram.asked}

    async def _write_while_it_lives(self, bot: BotProcess) -> None:
        while bot.process.returncode is None:
            await self.telegram.ask(self._people(self.chance.randint(1, _BURST)))
            await asyncio.sleep(self.chance.uniform(0, _PAUSE_S))

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
            await ordeal.make_trouble(cuts_off=plan.signal == "KILL" and number % _CUT_OFF == 0)
            await ordeal.live_and_end(plan.signal)
        await ordeal.telegram.calm_down()
        bot = await ordeal.start_bot()
        account = await ordeal.finish()
        assert await bot.terminate() == 0, "\n".join(bot.log)
    return account
