"""The desk in a city of 65,000 members, 12,000 points and 2,100 activities a day for a year; a quick run has 530 a day.

`today_p95_ms`, `table_p95_ms`, `coverage_p95_ms` (`pg_*` on PostgreSQL): a page from its address to its HTML, as its
organiser of the whole city or of a district asks for it, in the desk's own thread; the tables and the pages of coverage
in turns. `*_cold_ms` is the first of each kind after the store was opened, `*_kb` the largest page. A machine that is
busy besides makes all of these longer; two figures hold there too: `*_cpu_ms`, the median of what our process computed,
which on SQLite is all of it, and `*_vs_yardstick`, `*_p95_ms` against one count of all members in the same minutes.

`ratio_p99_vs_idle`: how long answers of the chat take while ten organisers browse, against the same answers before,
in one process on SQLite. Members look at activities, one after the other.
Whoever browses reads each page for three seconds.
"""

import asyncio
import gc
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from itertools import count
from random import Random
from statistics import median, quantiles
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bench.desk_city import NOW, ORGANISERS, Size, furnish
from bench.measures import p99, seconds
from bench.postgres import database
from bench.stores import city
from bot.chat import Arrival, Commanded
from bot.cli.running import SWITCH_S
from bot.desk import coverage_page, map_page, showing
from bot.desk.visits import Visit, desk_for
from bot.house import House
from bot.turn import take
from storage.desk.sessions import Session
from storage.sealed import new_key
from storage.tables.people import members
from storage.unit_of_work import Store, UnitOfWork, reading

QUICK: Final = Size(a_day=530, asked=20, turns=150)

_HOUSE: Final = House(language="zh_Hans", zone=ZoneInfo("Asia/Shanghai"), bot_id=77)
_TABLES: Final = ("requests", "members", "activities", "points")
_READS_S: Final = (2.0, 4.0)
_PAUSE_S: Final = 0.05

Page = Callable[[Visit], str]
PAGES: Final[Mapping[str, tuple[Page, ...]]] = {
    "today": (showing.today_page,),
    "table": tuple(partial(showing.table_page, name=name) for name in _TABLES),
    "coverage": (coverage_page.coverage_page, coverage_page.wall_page, map_page.map_page),
}


def figures(*, quick: bool, size: Size | None = None) -> dict[str, float]:
    """Measure. A quick run has a quarter of the activities, which is the demo's pace, and asks less often."""
    size = size or (QUICK if quick else Size())
    with tempfile.TemporaryDirectory() as folder:
        url, key = f"sqlite:///{folder}/desk.db", new_key()
        found = _pages(url, key, "", size) | _chat(url, key, size)
    with database() as url:
        return found | _pages(url, new_key(), "pg_", size)


# ---------------------------------------------------------------- pages


def _pages(url: str, key: str, prefix: str, size: Size) -> dict[str, float]:
    _furnished(url, key, size)
    store = Store(url, key)  # opened anew: nothing is known of it
    gc.collect()
    gc.freeze()  # as the bot does when it begins: what is there to stay is not looked through during a page
    found: dict[str, float] = {}
    for name, pages in PAGES.items():
        cold_ms = _asked(store, pages[0], ORGANISERS[0])[0]
        told = [_asked(store, pages[at % len(pages)], ORGANISERS[at % 2]) for at in range(size.asked)]
        yard_ms = median(_yardstick_ms(store) for _ in range(5))
        p95_ms = quantiles([took_ms for took_ms, _, _ in told], n=20)[-1]
        figures = {
            "cold_ms": cold_ms,
            "p95_ms": p95_ms,
            "cpu_ms": median(cpu_ms for _, cpu_ms, _ in told),
            "kb": max(length for _, _, length in told) / 1_000,
            "vs_yardstick": p95_ms / yard_ms,
        }
        found |= {f"{prefix}{name}_{figure}": value for figure, value in figures.items()}
    store.close()
    return found


def _furnished(url: str, key: str, size: Size) -> None:
    store = city(url, key)
    with store.unit_of_work() as unit:
        furnish(unit, size)
        unit.commit()
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:  # as by night
        connection.exec_driver_sql("VACUUM ANALYZE" if connection.dialect.name == "postgresql" else "ANALYZE")
    store.close()


def _asked(store: Store, page: Page, chat_id: int) -> tuple[float, float, int]:
    """Ask for a page; return the milliseconds that it took, those of computing, and its length in bytes."""
    began, computed = time.perf_counter(), time.thread_time()
    with UnitOfWork(reading(store.engine), store.seal) as unit:
        html = _written(unit, page, chat_id)
    took_s, cpu_s = time.perf_counter() - began, time.thread_time() - computed
    return took_s * 1_000, cpu_s * 1_000, len(html.encode())


def _written(unit: UnitOfWork, page: Page, chat_id: int) -> str:
    session = Session(1, chat_id, "Firefox", "127.0.0.*", NOW, NOW)
    return page(Visit(session, "", desk_for(unit, chat_id, _HOUSE, NOW), {}, "/desk"))


def _yardstick_ms(store: Store) -> float:
    with UnitOfWork(reading(store.engine), store.seal) as unit:
        everybody = select(func.count(members.c.chat_id.distinct())).where(members.c.last_contact > 0)
        return seconds(lambda: unit.connection.scalar(everybody)) * 1_000


# ---------------------------------------------------------------- the chat meanwhile


def _chat(url: str, key: str, size: Size) -> dict[str, float]:
    store, usual_s = Store(url, key), sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_S)  # as the bot does
    try:
        idle, busy = asyncio.run(_answered(store, size.turns))
    finally:
        sys.setswitchinterval(usual_s)
        store.close()
    return {
        "idle_p99_ms": p99(idle) * 1_000,
        "p99_ms": p99(busy) * 1_000,
        "ratio_p99_vs_idle": p99(busy) / p99(idle),
    }


async def _answered(store: Store, turns: int) -> tuple[list[float], list[float]]:
    """Return the seconds of so many answers before anybody browses, and of so many while ten do."""
    numbers = count(1)
    await _answers(store, turns // 4, numbers)  # statements are compiled, catalogues are read
    idle = await _answers(store, turns, numbers)
    browsing = [asyncio.create_task(_browse(store, chat_id)) for chat_id in ORGANISERS]
    busy = await _answers(store, turns, numbers)
    for one in browsing:
        one.cancel()
    await asyncio.gather(*browsing, return_exceptions=True)
    return idle, busy


async def _answers(store: Store, turns: int, numbers: "count[int]") -> list[float]:
    spent = []
    for number in (next(numbers) for _ in range(turns)):
        await asyncio.sleep(_PAUSE_S)
        began = time.perf_counter()
        await store.write(partial(_turn, number=number))
        spent.append(time.perf_counter() - began)
    return spent


def _turn(unit: UnitOfWork, number: int) -> None:
    at = datetime.fromtimestamp(NOW, _HOUSE.zone)
    who = 100_000 + number
    if take(unit, [Arrival(number, who, at, Commanded("activities"), "zh-hans")], _HOUSE, NOW).failed:
        raise RuntimeError("somebody was not answered")


async def _browse(store: Store, chat_id: int) -> None:
    """Look at one page after the other, and read each for a while. Raises what a page raises."""
    chance = Random(chat_id)
    pages = [page for some in PAGES.values() for page in some]
    while True:
        await asyncio.sleep(chance.uniform(*_READS_S))
        await store.browse(partial(_written, page=chance.choice(pages), chat_id=chat_id))
