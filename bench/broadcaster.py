"""aiogram_broadcaster with the list and the server of `bench.broadcast`, as a process of its own.

`python -m bench.broadcaster ORIGIN COUNT PAID [URL]`. It sends one message after the other, knows no pace, and gives up
whom a 429 was about. With a URL its own storage keeps the list there: it writes the whole list anew after every
message, so that only a short one ends in reasonable time. Nobody chats meanwhile.
"""

import asyncio
import json
import logging
import sys
import tempfile
import time
from asyncio.subprocess import PIPE
from dataclasses import asdict, dataclass
from typing import Final

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram_broadcaster import Broadcaster
from aiogram_broadcaster.contents import TextContent
from aiogram_broadcaster.mailer.chats import ChatState
from aiogram_broadcaster.storages.sqlalchemy import SQLAlchemyStorage

from sandbox.limits import Limits
from sandbox.server import Sandbox

TOKEN: Final = "1000001:waystation-bench"  # noqa: S105  it opens nothing but the sandbox on this machine
FIRST: Final = 1_000_000
WORDS: Final = "<b>通知</b> 本周六 14:00 在嘉兴大厦党群服务站 3 楼举行主题党日,请提前十分钟签到。"


@dataclass(frozen=True, slots=True)
class Task:
    """So many recipients, at the paid pace or the free one; its list in SQLite or in memory."""

    recipients: int
    is_paid: bool = True
    is_kept: bool = False


def figures(recipients: int, free: int, kept: int) -> dict[str, float]:
    """Measure it at the paid pace and at the free one, and with its list kept."""
    whole = asyncio.run(_announced(Task(recipients)))
    shortened = asyncio.run(_announced(Task(free, is_paid=False)))
    on_disk = asyncio.run(_announced(Task(kept, is_kept=True)))
    return {
        "broadcaster_time_over_minimum": whole.took_s / (recipients / 1000),
        "broadcaster_given_up": whole.given_up,
        "broadcaster_free_given_up_share": shortened.given_up / free,
        "broadcaster_kept_time_over_minimum": on_disk.took_s / (kept / 1000),
    }


@dataclass(frozen=True, slots=True)
class Sent:
    """What it came to."""

    took_s: float
    given_up: int


async def _announced(task: Task) -> Sent:
    sandbox = Sandbox(TOKEN, limits=Limits())
    sandbox.meet(range(FIRST, FIRST + task.recipients))
    origin = await sandbox.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            where = [f"sqlite+aiosqlite:///{folder}/list.db"] if task.is_kept else []
            asked = (origin, str(task.recipients), "paid" if task.is_paid else "free", *where)
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bench.broadcaster", *asked, stdout=PIPE
            )
            told, _ = await process.communicate()
    finally:
        await sandbox.stop()
    return Sent(**json.loads(told))


# ---------------------------------------------------------------- the process of its own


async def _send(origin: str, count: int, pace: str, url: str) -> Sent:
    session = AiohttpSession(api=TelegramAPIServer.from_base(origin))
    storage = SQLAlchemyStorage.from_url(url) if url else None
    async with Bot(TOKEN, session) as bot:
        if storage:
            await storage.startup()
        content = TextContent(text=WORDS, parse_mode="HTML", allow_paid_broadcast=pace == "paid")
        mailer = await Broadcaster(bot, storage=storage).create_mailer(range(FIRST, FIRST + count), content)
        began = time.perf_counter()
        await mailer.start()
        took_s = time.perf_counter() - began
        if storage:
            await storage.shutdown()
    return Sent(took_s, len(mailer.chats.registry[ChatState.FAILED]))


if __name__ == "__main__":
    logging.getLogger("aiogram_broadcaster").setLevel(logging.ERROR)  # it would tell of every message
    origin, count, pace, *url = sys.argv[1:]
    print(json.dumps(asdict(asyncio.run(_send(origin, int(count), pace, "".join(url))))))
