"""aiogram_broadcaster with the list and the server of `bench.broadcast`, as a process of its own.

`python -m bench.broadcaster ORIGIN COUNT PACE [URL]`. It is set up as its documentation shows: its interval between two
messages is what the pace of so many a second allows, and its own handler of 429s is registered. It sends one message
after the other. With a URL its own storage keeps the list there: it writes the whole list anew after every message, so
that only a short one ends in reasonable time. Nobody chats meanwhile.

`broadcaster_missed*` are those of the list to whom the server has accepted nothing.
"""

import asyncio
import logging
import sys
import tempfile
import time
from asyncio.subprocess import PIPE
from dataclasses import dataclass
from typing import Final

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram_broadcaster import Broadcaster
from aiogram_broadcaster.contents import TextContent
from aiogram_broadcaster.intervals import SimpleInterval
from aiogram_broadcaster.storages.sqlalchemy import SQLAlchemyStorage
from aiogram_broadcaster.utils.retry_after_handler import setup_retry_after_handler

from bench.processes import TOKEN, counts
from sandbox.server import Sandbox
from sandbox.state.limits import Limits

FIRST: Final = 1_000_000
PAID: Final = 1000  # messages a second
FREE: Final = 30
WORDS: Final = "<b>通知</b> 本周六 14:00 在嘉兴大厦党群服务站 3 楼举行主题党日,请提前十分钟签到。"


@dataclass(frozen=True, slots=True)
class Task:
    """So many recipients, at a pace of so many a second; its list in SQLite or in memory."""

    recipients: int
    per_second: int = PAID
    is_kept: bool = False


def figures(recipients: int, free: int, kept: int) -> dict[str, float]:
    """Measure it at the paid pace and at the free one, and with its list kept."""
    whole = asyncio.run(_announced(Task(recipients)))
    shortened = asyncio.run(_announced(Task(free, FREE)))
    on_disk = asyncio.run(_announced(Task(kept, is_kept=True)))
    return {
        "broadcaster_time_over_minimum": whole.took_s / (recipients / PAID),
        "broadcaster_refused_429": whole.refused,
        "broadcaster_missed": whole.missed,
        "broadcaster_free_time_over_minimum": shortened.took_s / (free / FREE),
        "broadcaster_free_refused_429": shortened.refused,
        "broadcaster_free_missed": shortened.missed,
        "broadcaster_kept_time_over_minimum": on_disk.took_s / (kept / PAID),
    }


@dataclass(frozen=True, slots=True)
class Sent:
    """What it came to."""

    took_s: float
    refused: int
    missed: int


async def _announced(task: Task) -> Sent:
    sandbox = Sandbox(TOKEN, limits=Limits())
    sandbox.meet(range(FIRST, FIRST + task.recipients))
    origin = await sandbox.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            where = [f"sqlite+aiosqlite:///{folder}/list.db"] if task.is_kept else []
            asked = (origin, str(task.recipients), str(task.per_second), *where)
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bench.broadcaster", *asked, stdout=PIPE
            )
            took_s, _ = await process.communicate()
        called = await counts(origin)
    finally:
        await sandbox.stop()
    accepted = called["accepted"].get("sendMessage", 0)
    return Sent(float(took_s), sum(called["refused_429"].values()), task.recipients - accepted)


async def _send(origin: str, count: int, per_second: int, url: str) -> float:
    """Return how long it took, in seconds."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(origin))
    storage = SQLAlchemyStorage.from_url(url) if url else None
    async with Bot(TOKEN, session) as bot:
        if storage:
            await storage.startup()
        broadcaster = Broadcaster(bot, storage=storage)
        setup_retry_after_handler(broadcaster.event)
        mailer = await broadcaster.create_mailer(
            range(FIRST, FIRST + count),
            TextContent(text=WORDS, parse_mode="HTML", allow_paid_broadcast=per_second == PAID),
            interval=SimpleInterval(interval=1 / per_second),
        )
        began = time.perf_counter()
        await mailer.start()
        took_s = time.perf_counter() - began
        if storage:
            await storage.shutdown()
    return took_s


if __name__ == "__main__":
    logging.getLogger("aiogram_broadcaster").setLevel(logging.ERROR)  # it would tell of every message
    origin, count, per_second, *url = sys.argv[1:]
    print(asyncio.run(_send(origin, int(count), int(per_second), "".join(url))))
