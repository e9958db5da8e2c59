"""`python -m tests.crash.outages`: every kind of outage upon a running bot, and what came of it, as a table.

People write while the Bot API, the store or the clock is in trouble; then all is well again, and everybody must have
been answered once, by itself. Exits with 1 where anything was lost, or came twice though no answer was on its way.
"""

import argparse
import asyncio
import json
import resource
import sqlite3
import sys
import tempfile
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from tests.crash.bad_answers import KINDS, Kind, Proxy, open_proxy
from tests.crash.bot_process import BotProcess, Installation, StartBot, open_installation
from tests.crash.telegram import Telegram, open_telegram

_PEOPLE: Final = 4
_LASTS_S: Final = 6.0
_PATIENCE_S: Final = 120.0
_FIRST: Final = 7001
HEADINGS: Final = ("front", "trouble", "where", "asked", "lost", "twice", "all answered after, s", "the log says")


@dataclass(frozen=True, slots=True)
class Line:
    """What an outage came to: so many asked, were never answered, or twice; and so long after it all had been."""

    front: str
    trouble: str
    where: str
    asked: int
    lost: int
    twice: int
    after_s: float
    log: tuple[str, ...]

    @property
    def is_well(self) -> bool:
        return self.lost == self.twice == 0

    def cells(self) -> tuple[str, ...]:
        figures = (f"{self.asked}", f"{self.lost}", f"{self.twice}", f"{self.after_s:.1f}")
        return (self.front, self.trouble, self.where, *figures, "; ".join(self.log) or "nothing")


@dataclass(slots=True)
class Scene:
    """A bot on a store of its own, behind a proxy; `ahead` is the file by which its clock is wrong."""

    front: str
    file: Path
    ahead: Path
    telegram: Telegram
    proxy: Proxy
    start_bot: StartBot
    bot: BotProcess
    passed: int = 0
    lines: list[Line] = field(default_factory=list)

    async def begin(self) -> None:
        """Start the bot, and keep all that it says."""
        self.bot = await self.start_bot()
        self.bot.log = deque(maxlen=100_000)
        await self.bot.until_it_listens()

    async def met(self, trouble: str, where: str, outage: Callable[[], Awaitable[None]]) -> Line:
        """Let people write during the outage, and see what becomes of it afterwards."""
        heard = len(self.bot.log)
        before = len(self.telegram.asked)
        await outage()
        if not self.bot.is_running:
            said = (*_events(list(self.bot.log)[heard:]), "it ends, and is started again")
            await self.begin()
        else:
            said = ()
        began = time.monotonic()
        asked = {question.number for question in self.telegram.asked[before:]}
        while not asked <= (answered := {one.number for one in await self.telegram.answers()}):
            if time.monotonic() - began > _PATIENCE_S:
                break
            await asyncio.sleep(0.1)
        after_s = time.monotonic() - began
        numbers = [one.number for one in await self.telegram.answers() if one.number in asked]
        lost, twice = len(asked - answered), len(numbers) - len(set(numbers))
        log = said or _events(list(self.bot.log)[heard:])
        self.lines.append(Line(self.front, trouble, where, len(asked), lost, twice, after_s, log))
        return self.lines[-1]

    async def write(self) -> None:
        """Let people write who have not written before: nobody is asked for patience."""
        self.passed += _PEOPLE
        await self.telegram.ask(range(_FIRST + self.passed, _FIRST + self.passed + _PEOPLE))

    async def answered_badly(self, method: str, kind: Kind, lasts_s: float = _LASTS_S) -> None:
        self.proxy.spoil(method, kind)
        await self.write()
        await asyncio.sleep(lasts_s)
        self.proxy.behave()

    async def locked(self) -> None:
        """Let another process's hand lie on the store."""
        with closing(sqlite3.connect(self.file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await self.write()
            await asyncio.sleep(_LASTS_S)
            other.execute("ROLLBACK")

    async def full(self, lasts_s: float = _LASTS_S) -> None:
        """Let no file of the bot's grow, as on a disk that is full."""
        assert self.bot.process.pid is not None
        before = resource.prlimit(self.bot.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self.bot.process.pid, resource.RLIMIT_FSIZE, (4096, before[1]))
        await self.write()
        await asyncio.sleep(lasts_s)
        resource.prlimit(self.bot.process.pid, resource.RLIMIT_FSIZE, before)

    async def clock_ahead(self, by_s: float, lasts_s: float = _LASTS_S) -> None:
        """Let the clock be ahead while nothing can be sent, and go back."""
        self.ahead.write_text(str(by_s))
        await self.answered_badly("sendMessage", KINDS[0], lasts_s)
        self.ahead.write_text("0")
        await self.write()

    async def clock_jumps(self, by_s: float) -> None:
        """Let the clock jump ahead while nothing can be sent, and stay there for a while."""
        self.proxy.spoil("sendMessage", KINDS[0])
        await self.write()
        await asyncio.sleep(2)
        self.ahead.write_text(str(by_s))
        await asyncio.sleep(_LASTS_S)
        self.proxy.behave()
        await asyncio.sleep(2)
        self.ahead.write_text("0")

    async def clock_set_right_at_the_start(self, by_s: float) -> None:
        """Let the clock be ahead while nothing can be sent, kill the bot, and start it with the right time."""
        self.ahead.write_text(str(by_s))
        await self.answered_badly("sendMessage", KINDS[0])
        await self.bot.kill()
        self.ahead.write_text("0")
        await self.begin()


def _events(lines: Sequence[str]) -> tuple[str, ...]:
    """Return what the log says, each thing once."""
    return tuple(dict.fromkeys(filter(None, map(_event, lines))))


def _event(line: str) -> str:
    try:
        said = json.loads(line)
    except ValueError:
        return f"`{line}`" if line.startswith("waystation: ") else ""  # else a line of a traceback
    what = said["event"].partition("(")[0].partition(" was missed")[0].strip(' "')  # a job's line says when, each time
    of = " ".join(said[name] for name in ("what", "fate") if name in said)  # of a standstill
    return f"`{what}`" + (f" {of}" if of else "") + (f" ({said['reason']})" if "reason" in said else "")


@asynccontextmanager
async def open_scene(front: str) -> AsyncIterator[Scene]:
    with tempfile.TemporaryDirectory(prefix="waystation-outages-") as folder:
        file, ahead = Path(folder) / "waystation.db", Path(folder) / "ahead"
        ahead.write_text("0")
        async with open_telegram() as telegram, open_proxy(telegram.origin) as proxy:
            installation = Installation(front, f"sqlite:///{file}", proxy.origin, str(ahead))
            async with open_installation(installation) as start_bot:
                bot = await start_bot()
                await bot.until_it_listens()
                bot.log = deque(maxlen=100_000)
                yield Scene(front, file, ahead, telegram, proxy, start_bot, bot)


async def suffer(front: str, kinds: Sequence[Kind], say: Callable[[Line], None]) -> list[Line]:
    """Let a bot meet these kinds of answers, to sends and to polls, and then the troubles of store and clock."""
    async with open_scene(front) as scene:
        for kind in kinds:
            for method in ("sendMessage", "getUpdates"):
                say(await scene.met(kind.name, method, partial(scene.answered_badly, method, kind)))
        say(await scene.met("locked by another process", "store", scene.locked))
        say(await scene.met("no file can grow", "store", scene.full))
        say(await scene.met("an hour ahead, then back", "clock", partial(scene.clock_ahead, 3600.0)))
        say(await scene.met("30 days ahead, then back", "clock", partial(scene.clock_ahead, 30 * 86400.0)))
        say(await scene.met("jumps 30 days, then back", "clock", partial(scene.clock_jumps, 30 * 86400.0)))
        right = partial(scene.clock_set_right_at_the_start, 3600.0)
        say(await scene.met("an hour ahead, killed, set right", "clock", right))
        assert await scene.bot.terminate() == 0
        return scene.lines


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.crash.outages", description=__doc__)
    parser.add_argument("--front", choices=("ptb", "aiogram"), action="append", help="this one only")
    parser.add_argument("--kind", action="append", help="kinds that begin so only")
    asked = parser.parse_args()
    kinds = [one for one in KINDS if not asked.kind or one.name.startswith(tuple(asked.kind))]
    _say(HEADINGS)
    _say(["---"] * len(HEADINGS))
    lines: list[Line] = []
    for front in asked.front or ("ptb", "aiogram"):
        lines += asyncio.run(suffer(front, kinds, lambda line: _say(line.cells())))
    sys.exit(not all(line.is_well for line in lines))


def _say(cells: Sequence[str]) -> None:
    print(f"| {' | '.join(cells)} |", flush=True)  # noqa: T201  a long run says how far it is


if __name__ == "__main__":
    main()
