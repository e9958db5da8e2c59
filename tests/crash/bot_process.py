"""The bot as its operators run it: a process of its own that can be killed."""

import asyncio
import json
import os
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Final

from tests.crash.lives import forks, live
from tests.crash.telegram import TOKEN

KEY: Final = "d2F5c3RhdGlvbi13YXlzdGF0aW9uLXdheXN0YXRpb24="  # 32 bytes that protect nothing
_START_S: Final = 120.0  # a loaded machine takes long to import a library
_STOP_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Installation:
    """What a bot is started with, again and again: the library, the store, and the server it talks to.

    `ahead` is a file that says by how many seconds its clock is ahead, or empty: it is right. `listen` is where it
    serves the webhook `webhook`; without, it polls. `is_paced`: it keeps to Telegram's pace.
    """

    framework: str
    database: str
    bot_api: str
    ahead: str = ""
    webhook: str = ""
    listen: str = ""
    is_paced: bool = False

    def environment(self) -> dict[str, str]:
        """Return this process's environment, with settings of our own alone."""
        settings = {
            "TOKEN": TOKEN,
            "BOT_API": self.bot_api,
            "FRAMEWORK": self.framework,
            "DATABASE": self.database,
            "KEY": KEY,
            "LOG": "json",
        }
        if not self.is_paced:
            settings |= {"PER_SECOND": "10000", "CHAT_PER_SECOND": "10000"}
        if self.webhook:
            settings |= {"WEBHOOK_URL": self.webhook, "LISTEN": self.listen, "WEBHOOK_SECRET": "fleet"}
        others = {name: value for name, value in os.environ.items() if not name.startswith("WAYSTATION_")}
        return others | {f"WAYSTATION_{name}": value for name, value in settings.items()} | {"AHEAD": self.ahead}


@dataclass(slots=True)
class BotProcess:
    """A running bot, and the last lines of its log."""

    process: ForkServerProcess
    listening: asyncio.Event = field(default_factory=asyncio.Event)
    log: deque[str] = field(default_factory=lambda: deque(maxlen=40))

    @property
    def is_running(self) -> bool:
        return self.process.exitcode is None

    async def kill(self) -> None:
        """End it with SIGKILL, which it can neither hear nor delay."""
        self.process.kill()
        await self.ended()

    async def terminate(self) -> int:
        """Ask it to end, and return its exit code."""
        self.process.terminate()
        return await self.ended()

    async def ended(self) -> int:
        """Wait for its end and return its exit code. Raises `TimeoutError`."""
        async with asyncio.timeout(_STOP_S):
            await readable(self.process.sentinel)
        self.process.join()
        assert self.process.exitcode is not None
        return self.process.exitcode

    async def until_it_listens(self) -> None:
        """Return when it is about to fetch. Raises `AssertionError` with its log if it ends first or takes too long."""
        waiting = [asyncio.create_task(self.listening.wait()), asyncio.create_task(readable(self.process.sentinel))]
        await asyncio.wait(waiting, timeout=_START_S, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        assert self.listening.is_set(), "\n".join(["the bot did not come up:", *self.log])

    async def read_log(self, log: Connection) -> None:
        """Read its log to the end."""
        reader = asyncio.StreamReader()
        pipe = os.fdopen(os.dup(log.fileno()), "rb")
        log.close()
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
        async for line in reader:
            self.log.append(line.decode(errors="replace").rstrip())
            if _says_listening(line):
                self.listening.set()


StartBot = Callable[[], Awaitable[BotProcess]]


async def readable(descriptor: int) -> None:
    """Return when there is something to read, or nothing ever will be: so a process's sentinel tells of its end."""
    loop = asyncio.get_running_loop()
    told = asyncio.Event()
    loop.add_reader(descriptor, told.set)
    try:
        await told.wait()
    finally:
        loop.remove_reader(descriptor)


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
            hears, says = Pipe(duplex=False)
            process = forks().Process(target=live, args=(installation.environment(), says), daemon=True)
            process.start()
            says.close()
            bots.append(BotProcess(process))
            tasks.create_task(bots[-1].read_log(hears))
            return bots[-1]

        try:
            yield start_bot
        finally:
            for bot in bots:
                if bot.is_running:
                    await bot.kill()
