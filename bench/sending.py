"""One sending side of the bench `sender`, as a process: `python -m bench.sending SIDE ORIGIN TOKEN COUNT LIMIT CHATS`.

SIDE is `aiogram`, `ptb` or `raw_aiohttp`; a LIMIT of 0 is none. Prints seconds taken and 429s met as JSON.
"""

import asyncio
import importlib
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Final

from aiohttp import ClientSession

from bot.chat import Fate, Front, Text
from bot.codec import encode
from domain.messages.delivery import Lane
from scheduler.dispatch import Bounds
from scheduler.pacing import Pace
from scheduler.sender import Sender
from storage.messages import outbox
from storage.messages.outbox import Draft
from storage.migrate import upgrade
from storage.sealed import new_key
from storage.unit_of_work import Store

IN_FLIGHT: Final = 30
WORDS: Final = "<b>提醒</b> 明天 19:00 主题党日,地点:嘉兴大厦党群服务站 3 楼。No. {}"
UNPACED: Final = 1_000_000


async def _through_the_sender(front: Front, count: int, limit: int, chats: int) -> tuple[float, int]:
    pace = Pace(limit or UNPACED, chat_per_second=UNPACED, chat_burst=UNPACED)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/waystation.db"
        upgrade(url)
        store = Store(url, new_key())
        _fill(store, count, chats)
        sender = Sender(store, front, pace, bounds=Bounds(in_flight=IN_FLIGHT))
        stop, started = asyncio.Event(), time.perf_counter()
        running = asyncio.create_task(sender.run(stop))
        while sender.tally[Fate.ACCEPTED] < count:  # noqa: ASYNC110  the sender tells nobody when it has nothing to do
            await asyncio.sleep(0.005)
        took_s = time.perf_counter() - started
        stop.set()
        await running
        store.close()
        await front.close()
    return took_s, sender.tally[Fate.SLOW_DOWN]


def _fill(store: Store, count: int, chats: int) -> None:
    now = time.time()
    with store.unit_of_work() as unit:
        outbox.write(
            unit,
            (
                Draft(f"bench:{number}", number % chats + 1, Lane.ANNOUNCEMENT, encode(Text(WORDS.format(number))), now)
                for number in range(count)
            ),
            now,
        )
        unit.commit()


async def _bare(origin: str, token: str, count: int, chats: int) -> tuple[float, int]:
    numbers = iter(range(count))
    async with ClientSession() as session:
        started = time.perf_counter()
        refused = await asyncio.gather(
            *(_post(session, f"{origin}/bot{token}/sendMessage", numbers, chats) for _ in range(IN_FLIGHT))
        )
        return time.perf_counter() - started, sum(refused)


async def _post(session: ClientSession, address: str, numbers: Iterator[int], chats: int) -> int:
    refused = 0
    for number in numbers:
        message = {
            "chat_id": number % chats + 1,
            "text": WORDS.format(number),
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }
        async with session.post(address, json=message) as answer:
            refused += (await answer.json())["ok"] is not True
    return refused


async def _send(side: str, origin: str, token: str, *sizes: int) -> tuple[float, int]:
    count, limit, chats = sizes
    if side == "raw_aiohttp":
        return await _bare(origin, token, count, chats)
    front = importlib.import_module(f"bot.handlers.{side}_front").open_front(token, origin)
    return await _through_the_sender(front, count, limit, chats)


if __name__ == "__main__":
    side, origin, token, *figures = sys.argv[1:]
    took_s, refused = asyncio.run(_send(side, origin, token, *map(int, figures)))
    print(json.dumps({"took_s": took_s, "refused": refused}))
