"""The demo as a process of its own, as `make demo` starts it, and what its store says is true."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from aiohttp import ClientSession

EARTH_M: Final = 6_371_008.8
READY_S: Final = 60
ENDS_S: Final = 20
ZONE: Final = ZoneInfo("Asia/Shanghai")
SATURDAY: Final = 5
TAKES_AFFILIATIONS: Final = 1


@dataclass(frozen=True, slots=True)
class Truth:
    """A service point as the store has it, and how far it is from where somebody asked."""

    id: int
    name: str
    slug: str
    metres: float


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo: where its page is, where its store is, and which Telegram library it talks through."""

    origin: str
    database: Path
    framework: str

    def rows(self, query: str, *values: object) -> list[tuple[str, ...]]:
        """Ask the store through a connection of our own, which can only read."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            return connection.execute(query, values).fetchall()

    def nearest(self, latitude: float, longitude: float, services: int = 0) -> list[Truth]:
        """Return every point that offers `services`, nearest first: all distances, no index."""
        points = self.rows(
            "SELECT id, name, slug, latitude, longitude FROM points WHERE services & ? = ?", services, services
        )
        measured = [
            Truth(int(number), name, slug, _metres((latitude, longitude), (float(north), float(east))))
            for number, name, slug, north, east in points
        ]
        return sorted(measured, key=lambda one: (one.metres, one.id))


def _metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the great circle's length by the haversine formula."""
    (north, east), (other_north, other_east) = one, other
    up, along = radians(other_north - north) / 2, radians(other_east - east) / 2
    half_chord = sin(up) ** 2 + cos(radians(north)) * cos(radians(other_north)) * sin(along) ** 2
    return 2 * EARTH_M * asin(sqrt(half_chord))


@asynccontextmanager
async def running_demo(framework: str, folder: Path) -> AsyncIterator[Demo]:
    """Start the demo on a free port at 10:12 of the next weekday; at the end it must leave by SIGTERM, cleanly."""
    options = ("--port", "0", "--framework", framework, "--data", str(folder), "--seed", "shanghai")
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "demo", *options, stdout=PIPE)
    try:
        async with asyncio.timeout(READY_S):
            origin = await _origin(process)
        await _wind_to_morning(origin)
        yield Demo(origin, folder / "waystation.db", framework)
    finally:
        process.terminate()
        async with asyncio.timeout(ENDS_S):
            await process.communicate()
    assert process.returncode == 0


async def _origin(process: asyncio.subprocess.Process) -> str:
    assert process.stdout
    async for line in process.stdout:
        word, _, origin = line.decode().strip().partition(" ")
        if word == "ready:":
            return origin
    raise AssertionError("the demo ended before it was ready")


async def _wind_to_morning(origin: str) -> None:
    """Wind the demo's clock forward to when most doors are open, so that pictures look alike at any hour."""
    now = datetime.now(ZONE)
    morning = now.replace(hour=10, minute=12, second=0) + timedelta(days=1)
    while morning.weekday() >= SATURDAY:
        morning += timedelta(days=1)
    body = {"advance_s": (morning - now).total_seconds()}
    async with ClientSession() as session, session.post(f"{origin}/sandbox/clock", json=body) as answer:
        assert answer.status == 200
