"""The bot and the strict Bot API server of a bench, each a process of its own."""

import asyncio
import os
import subprocess
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from aiohttp import ClientSession

TOKEN: Final = "1000001:waystation-bench"  # noqa: S105  it opens nothing but the sandbox on this machine


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Return this process's environment with these settings of the bot and no others."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("WAYSTATION_")}
    return others | {f"WAYSTATION_{name}": value for name, value in settings.items()}


@asynccontextmanager
async def bot(home: Path, settings: Mapping[str, str]) -> AsyncIterator[Process]:
    """Run `waystation run`, at noon by its own time zone: by night nobody is reminded, and announcements wait."""
    at_noon = {"TOKEN": TOKEN, "TIME_ZONE": zone_of_noon(datetime.now(UTC)), **settings}
    command = (sys.executable, "-m", "bot", "run")
    process = await asyncio.create_subprocess_exec(*command, env=environment(at_noon), cwd=home)
    try:
        yield process
    finally:
        process.terminate()
        await process.wait()


def zone_of_noon(now: datetime) -> str:
    return f"Etc/GMT{now.hour - 12:+d}"  # its sign is the other way round: GMT-8 is east


@contextmanager
def sandbox(*options: str) -> Iterator[str]:
    """Run the server and yield its origin; `options` are of `python -m sandbox`."""
    command = [sys.executable, "-m", "sandbox", "--token", TOKEN, *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101  for the type checker: it is a pipe
        try:
            yield process.stdout.readline().removeprefix("ready: ").strip()
        finally:
            process.terminate()


@contextmanager
def hunger() -> Iterator[None]:
    """Take processor time away from everybody else: twice as many processes as there are cores compute meanwhile."""
    hungry = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2 * (os.cpu_count() or 1))]
    try:
        yield
    finally:
        for process in hungry:
            process.kill()
            process.wait()


async def counts(origin: str) -> dict[str, dict[str, int]]:
    """Return how often each method was called: `accepted`, and `refused_429`."""
    async with ClientSession() as session, session.get(f"{origin}/sandbox/counts") as answer:
        found: dict[str, Any] = await answer.json()
    return found
