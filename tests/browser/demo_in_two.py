"""The demo in two halves: the sandbox and its chat page stay, the bot is a process of its own that may be killed."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from getpass import getuser
from pathlib import Path
from tempfile import gettempdir
from typing import Final

from bot.demo.stage import BOT_ID, PERSONAS, Seed, furnish, settings_in
from bot.settings import Framework
from sandbox.person_side.views import chat_view
from sandbox.server import Sandbox
from sandbox.state.limits import Limits
from sandbox.state.people import Persona
from sandbox.state.world import new_token
from tests.browser.running_demo import ENDS_S, READY_S, SATURDAY, ZONE, Demo

ROOT: Final = Path(__file__).parents[2]
CHAT_PER_SECOND: Final = 1.5
"""Telegram allows one. Like this the test waits less, and is not told yet to write more slowly; in all it is 30."""

_COMPILED: Final = str(Path(gettempdir()) / f"waystation-compiled-{getuser()}")


@dataclass(slots=True)
class BotBeside:
    """The bot of a sandbox that lives elsewhere: by which library it talks, in which folder its store is, its token."""

    framework: Framework
    folder: Path
    token: str
    process: Process | None = None

    async def start(self, origin: str, ahead_s: float) -> None:
        """Start it with its clock so far ahead, and return when it listens."""
        given = (origin, self.framework, str(self.folder), str(ahead_s), self.token)
        command = (sys.executable, "-m", "tests.browser.demo_bot_process", *given)
        self.process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, cwd=ROOT, env=_environment()
        )
        assert self.process.stdout is not None
        async with asyncio.timeout(READY_S):
            assert await self.process.stdout.readline() == b"ready\n"

    async def kill(self) -> None:
        """End it with SIGKILL, which it can neither hear nor delay."""
        assert self.process is not None
        self.process.kill()
        await self.process.wait()

    async def end(self) -> int | None:
        """Ask it to leave, and return its exit code; None: there is none."""
        if self.process is None:
            return None
        if self.process.returncode is None:
            self.process.terminate()
        async with asyncio.timeout(ENDS_S):
            return await self.process.wait()

    def wind(self, seconds: float) -> None:
        """Wind its clock forward; where it is not there, it begins at the right time."""
        if self.process is not None and self.process.returncode is None and self.process.stdin is not None:
            self.process.stdin.write(f"{seconds}\n".encode())


@dataclass(frozen=True, slots=True)
class DemoInTwo:
    """Both halves, and the demo that they are together."""

    sandbox: Sandbox
    bot: BotBeside
    demo: Demo

    async def start_bot(self) -> None:
        await self.bot.start(self.demo.origin, self.sandbox.world.clock.ahead.total_seconds())

    def heard(self, person: int) -> list[str]:
        """Return what the bot's messages in somebody's chat say now, oldest first."""
        chat = self.sandbox.world.chats.get(person)
        messages = chat_view(self.sandbox.world, chat)["messages"] if chat else []
        assert isinstance(messages, list)
        return [str(one["text"]) for one in messages if one["from"] == "bot" and not one["deleted"]]


@asynccontextmanager
async def demo_in_two(
    framework: Framework, folder: Path, also: Sequence[Persona], prepare: Callable[[Demo, float], Iterable[int]]
) -> AsyncIterator[DemoInTwo]:
    """Open the sandbox at 10:12 of the next weekday, with more people to play, and then a bot.

    `prepare` may change the store before, as of that moment, and returns who besides has pressed Start.
    """
    bot = BotBeside(framework, folder, new_token(BOT_ID))
    limits = Limits(chat_per_second=CHAT_PER_SECOND)
    sandbox = Sandbox(bot.token, (*PERSONAS, *also), limits=limits, on_advance=bot.wind)
    sandbox.meet(await asyncio.to_thread(furnish, settings_in(folder, framework, bot.token), Seed.SHANGHAI))
    sandbox.world.clock.advance(_until_morning_s())
    two = DemoInTwo(sandbox, bot, Demo(await sandbox.start(), folder / "waystation.db", framework))
    try:
        sandbox.meet(await asyncio.to_thread(prepare, two.demo, sandbox.world.clock.now().timestamp()))
        await two.start_bot()
        yield two
    finally:
        code = await bot.end()
        await sandbox.stop()
    assert code == 0


def _until_morning_s() -> float:
    """Return how long it is until most doors are open, so that pictures look alike at any hour."""
    now = datetime.now(ZONE)
    morning = now.replace(hour=10, minute=12, second=0) + timedelta(days=1)
    while morning.weekday() >= SATURDAY:
        morning += timedelta(days=1)
    return (morning - now).total_seconds()


def _environment() -> dict[str, str]:
    """Let the bot keep its compiled code: containers often forbid it, and to start twice then takes long."""
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": _COMPILED}
    return {**os.environ, **compiled, "WAYSTATION_CHAT_PER_SECOND": str(CHAT_PER_SECOND)}
