"""A bot on a sandbox, both in this process and talking over HTTP: the stage that proves the wire."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from aiohttp import ClientSession
from sqlalchemy import create_engine

from bot.app import Part, run
from bot.clock import Clock
from bot.settings import Framework
from storage.unit_of_work import Store
from tests.stage.deeds.sandbox import Request
from tests.stage.playing import BEGINS, Stage, open_sandbox, settings_for


@dataclass(slots=True, kw_only=True)
class WireStage(Stage):
    """A bot that runs as it does in production, at a server of its own; people act over HTTP too."""

    origin: str
    http: ClientSession

    async def does(self, request: Request) -> dict[str, Any]:
        return await self.post(f"/sandbox/{request.path}", request.body)

    async def settles(self, update_id: int | None) -> None:
        async with asyncio.timeout(20):
            while not await asyncio.to_thread(self.is_settled, update_id):  # noqa: ASYNC110  a database rings no bell
                await asyncio.sleep(0.01)

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        content, kind = BytesIO(json.dumps(body).encode()), {"Content-Type": "application/json"}
        async with self.http.post(self.origin + path, data=content, headers=kind) as answer:
            told: dict[str, Any] = await answer.json()
            if answer.status != 200:
                raise AssertionError(f"{path} {body}: {told}")
            return told

    async def get(self, path: str) -> dict[str, Any]:
        async with self.http.get(self.origin + path) as answer:
            told: dict[str, Any] = await answer.json()
            return told


@asynccontextmanager
async def open_stage(
    framework: Framework, database: str, key: str, lacking: Sequence[str] = ()
) -> AsyncIterator[WireStage]:
    """Start a sandbox, which lacks these methods, and a bot on a migrated store; stop both in order at the end."""
    clock, stop, ready = Clock(), asyncio.Event(), asyncio.Event()
    sandbox = open_sandbox(clock)
    origin = await sandbox.start()
    settings = settings_for(framework, database, key, origin)
    for method in lacking:
        sandbox.does("faults", {"method": method, "error_code": 404, "times": 1_000})
    async with ClientSession() as http, asyncio.TaskGroup() as tasks:
        bot = tasks.create_task(run(settings, Part(clock, stop, lambda _username: ready.set(), clock_is_wound=True)))
        waiting = tasks.create_task(ready.wait())
        await asyncio.wait({bot, waiting}, return_when=asyncio.FIRST_COMPLETED)
        engine = create_engine(database)
        store = Store(database, key)
        stage = WireStage(sandbox, clock, engine, store, origin=origin, http=http)
        stage.turn_clock(BEGINS)
        try:
            yield stage
        finally:
            waiting.cancel()
            stop.set()
            await bot
            await sandbox.stop()
            engine.dispose()
            store.close()
