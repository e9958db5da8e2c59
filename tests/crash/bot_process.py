"""The bot as its operators run it: a process of its own, `python -m bot run`, that can be killed."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from getpass import getuser
from pathlib import Path
from tempfile import gettempdir
from typing import Final

from tests.crash.telegram import ROOT, TOKEN

KEY: Final = "d2F5c3RhdGlvbi13YXlzdGF0aW9uLXdheXN0YXRpb24="  # 32 bytes that protect nothing
_COMPILED: Final = str(Path(gettempdir()) / f"waystation-compiled-{getuser()}")
_START_S: Final = 120.0  # a loaded machine takes long to import a library
_STOP_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Installation:
    """What a bot is started with, again and again: the library, the store, and the server it talks to."""

    framework: str
    database: str
    bot_api: str

    def environment(self) -> dict[str, str]:
        """Return this process's environment, but for our own settings, and with room for compiled code.

        Containers often forbid Python to keep any, and to compile everything for each of so many lives takes far
        longer than the lives themselves.
        """
        settings = {
            "TOKEN": TOKEN,
            "BOT_API": self.bot_api,
            "FRAMEWORK": self.framework,
            "DATABASE": self.database,
            "KEY": KEY,
            "LOG": "json",
            "PER_SECOND": "10000",
            "CHAT_PER_SECOND": "10000",
        }
        others = {name: value for name, value in os.environ.items() if not name.startswith("WAYSTATION_")}
        ours = {f"WAYSTATION_{name}": value for name, value in settings.items()}
        return (
            others | ours | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": _COMPILED}
        )


@dataclass(slots=True)
class BotProcess:
    """A running bot, and the last lines of its log."""

    process: Process
    listening: asyncio.Event = field(default_factory=asyncio.Event)
    log: deque[str] = field(default_factory=lambda: deque(maxlen=40))

    async def kill(self) -> None:
        """End it with SIGKILL, which it can neither hear nor delay."""
        self.process.kill()
        await self.process.wait()

    async def terminate(self) -> int:
        """Ask it to end, and return its exit code."""
        self.process.terminate()
        return await self.ended()

    async def ended(self) -> int:
        """Wait for its end and return its exit code. Raises `TimeoutError`."""
        async with asyncio.timeout(_STOP_S):
            return await self.process.wait()

    async def until_it_listens(self) -> None:
        """Return when it is about to fetch. Raises `AssertionError` with its log if it ends first or takes too long."""
        waiting = [asyncio.create_task(self.listening.wait()), asyncio.create_task(self.process.wait())]
        await asyncio.wait(waiting, timeout=_START_S, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        assert self.listening.is_set(), "\n".join(["the bot did not come up:", *self.log])

    async def read_log(self) -> None:
        """Read its log to the end."""
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            self.log.append(line.decode(errors="replace").rstrip())
            if _says_listening(line):
                self.listening.set()


StartBot = Callable[[], Awaitable[BotProcess]]


def _says_listening(line: bytes) -> bool:
    try:
        return bool(json.loads(line)["event"] == "listening")
    except (ValueError, TypeError, KeyError):
        return False  # a traceback, or a warning of the interpreter


@asynccontextmanager
async def open_installation(installation: Installation) -> AsyncIterator[StartBot]:
    """Give what starts a bot, in a folder without an `.env`; it does not listen yet. Nobody is left running."""
    bots: list[BotProcess] = []

    async with asyncio.TaskGroup() as tasks:

        async def start_bot() -> BotProcess:
            bots.append(BotProcess(await _started(installation)))
            tasks.create_task(bots[-1].read_log())
            return bots[-1]

        try:
            yield start_bot
        finally:
            for bot in bots:
                if bot.process.returncode is None:
                    await bot.kill()


async def _started(installation: Installation) -> Process:
    command, environment = (sys.executable, "-m", "bot", "run"), installation.environment()
    return await asyncio.create_subprocess_exec(
        *command, env=environment, cwd=gettempdir(), stdout=DEVNULL, stderr=PIPE
    )
