"""How long somebody waits for the menu while strangers write the longest texts that the messenger takes.

Intake and turn are the product's, on an SQLite file with the whole city, in this process; every text arrives by itself,
as a webhook brings it. One stranger writes 200 long texts, then 50 strangers write four each, all at once, and again
until the time is over. A member asks for the menu every quarter of a second; what is measured is from the update to its
commit, and the same with nobody else there, in turns, so that what else this machine does weighs on all of them.
`cpu_ms_per_long_text` is of this process, the texts' alone.
"""

import asyncio
import logging
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from statistics import median
from typing import Final
from zoneinfo import ZoneInfo

from bench.measures import p99
from bench.stores import city
from bot.chat import Arrival, Commanded, Event, Said
from bot.house import House
from bot.intake import Intake
from storage.sealed import new_key

TEXTS: Final = 200
HARMLESS: Final = "您好 " * 1332
"""Just short of what a client cuts in two."""

MEMBER: Final = 10_001
_EVERY_S: Final = 0.25
_ROUNDS: Final = 4


def figures(*, quick: bool) -> dict[str, float]:
    logging.disable(logging.WARNING)
    asked = 40 if quick else 200
    with tempfile.TemporaryDirectory() as folder:
        store = city(f"sqlite:///{folder}/flood.db", new_key())
        house = House(
            language="zh_Hans", zone=ZoneInfo("Asia/Shanghai"), bot_id=77, bot_link="https://t.me/waystation_bot"
        )
        flood = _Flood(Intake(store, house, time.time, lambda _: None))
        idle, one, many, cpu_s = asyncio.run(flood.all(asked))
        store.close()
    return {
        "idle_p50_ms": median(idle),
        "idle_p99_ms": p99(idle),
        "one_p50_ms": median(one),
        "one_p99_ms": p99(one),
        "many_p50_ms": median(many),
        "many_p99_ms": p99(many),
        "ratio_one_vs_idle": median(one) / median(idle),
        "ratio_many_vs_idle": median(many) / median(idle),
        "ratio_p99_one_vs_idle": p99(one) / p99(idle),
        "ratio_p99_many_vs_idle": p99(many) / p99(idle),
        "cpu_ms_per_long_text": 1000 * cpu_s,
    }


class _Flood:
    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._numbers = count(1)

    async def all(self, asked: int) -> tuple[list[float], list[float], list[float], float]:
        await self._waits(3)  # what is read once, as the index of places is for the first text
        await self._take(MEMBER, Said(HARMLESS))
        idle, one, many = list[float](), list[float](), list[float]()
        for _ in range(_ROUNDS):
            idle += await self._waits(asked // _ROUNDS)
            one += await self._while([20_000], asked // _ROUNDS)
            many += await self._while(range(30_000, 30_050), asked // _ROUNDS)
        began = time.process_time()
        await self._poured([40_000])
        return idle, one, many, (time.process_time() - began) / TEXTS

    async def _while(self, strangers: Sequence[int], asked: int) -> list[float]:
        pouring = asyncio.create_task(self._pour_on(strangers))
        await asyncio.sleep(0.5)
        waits = await self._waits(asked)
        pouring.cancel()
        await asyncio.gather(pouring, return_exceptions=True)
        while self._intake.is_busy:  # noqa: ASYNC110  nobody else waits for that
            await asyncio.sleep(0.05)
        return waits

    async def _pour_on(self, strangers: Sequence[int]) -> None:
        while True:
            await self._poured(strangers)

    async def _poured(self, strangers: Sequence[int]) -> None:
        each = TEXTS // len(strangers)
        await asyncio.gather(*(self._take(chat, Said(HARMLESS)) for chat in strangers for _ in range(each)))

    async def _waits(self, asked: int) -> list[float]:
        waits = list[float]()
        for _ in range(asked):
            began = time.perf_counter()
            await self._take(MEMBER, Commanded("menu"))
            waits.append(1000 * (time.perf_counter() - began))
            await asyncio.sleep(_EVERY_S)
        return waits

    async def _take(self, chat: int, event: Event) -> None:
        await self._intake.take([Arrival(next(self._numbers), chat, datetime.now(UTC), event, "zh-hans")])
