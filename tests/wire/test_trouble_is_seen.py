"""The whole bot over HTTP, in trouble of each kind: what its log, its figures, `/readyz` and its admins say of it."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass

import pytest
import pytest_asyncio
from aiohttp import ClientConnectorError, ClientSession
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.app import Part, run
from bot.chat import TokenRefusedError
from bot.clock import Clock
from bot.settings import Settings
from domain.people.deeds import HOUSE, Deed
from domain.people.roles import Role
from sandbox.server import Sandbox
from sandbox.state.people import Persona
from storage.people import people, roles
from storage.unit_of_work import Store

TOKEN = "77:trouble"
FANG, BEN = 1001, 1008


@dataclass
class Scene:
    """A bot as it runs in production, the server that it talks to, and its log."""

    sandbox: Sandbox
    settings: Settings
    http: ClientSession
    lines: list[EventDict]

    def does(self, path: str, **body: object) -> None:
        self.sandbox.does(path, body)

    async def get(self, path: str) -> tuple[int, str]:
        async with self.http.get(f"http://{self.settings.listen}{path}") as answer:
            return answer.status, await answer.text()

    async def until(self, condition: Callable[[], Awaitable[bool]], within_s: float = 20.0) -> None:
        async with asyncio.timeout(within_s):
            while not await condition():  # noqa: ASYNC110  what another process would ask, it asks again
                await asyncio.sleep(0.05)

    async def until_ready(self) -> None:
        async def is_ready() -> bool:
            try:
                return (await self.get("/readyz"))[0] == 200
            except ClientConnectorError:
                return False

        await self.until(is_ready)

    async def until_said(self, *wanted: tuple[str, str]) -> None:
        async def are_said() -> bool:
            return self.told == list(wanted)

        try:
            await self.until(are_said)
        except TimeoutError:
            raise AssertionError(self.lines) from None

    @property
    def told(self) -> list[tuple[str, str]]:
        return [(line["event"], line["what"]) for line in self.lines if "what" in line]

    def heard(self, person: int) -> list[str]:
        chat = self.sandbox.world.chats[person]
        return [str(message.api.get("text")) for message in chat.messages.values()]


@pytest_asyncio.fixture
async def scene(sqlite_url: str, key: str, unused_tcp_port: int) -> AsyncIterator[Scene]:
    sandbox = Sandbox(TOKEN, [Persona(FANG, "王芳", "member", "zh-hans"), Persona(BEN, "Ben", "admin", "en")])
    origin = await sandbox.start()
    settings = Settings(
        _env_file=None,
        token=TOKEN,
        bot_api=origin,
        database=sqlite_url,
        key=key,
        listen=f"127.0.0.1:{unused_tcp_port}",
    )
    with closing(Store(sqlite_url, key)) as store, store.unit_of_work() as unit:
        people.welcome(unit, [BEN], 0.0, {BEN: "en"})
        roles.give(unit, BEN, Role.ADMIN, None, Deed(HOUSE, 0.0))
        unit.commit()
    sandbox.meet([BEN])
    async with ClientSession() as http:
        with capture_logs() as lines:
            yield Scene(sandbox, settings, http, lines)
    await sandbox.stop()


@pytest_asyncio.fixture
async def running(scene: Scene) -> AsyncIterator[Scene]:
    stop = asyncio.Event()
    bot = asyncio.create_task(run(scene.settings, Part(Clock(), stop, lambda _username: None)))
    await scene.until_ready()
    yield scene
    stop.set()
    await bot


async def test_server_that_refuses_everything_is_two_lines_and_not_ready(running: Scene) -> None:
    running.does("faults", method="sendMessage", error_code=502, times=30)
    for _ in range(3):
        running.does(f"people/{FANG}/text", text="/help")
    await running.until_said(("stands_still", "sending"))
    line = running.lines[-1]
    assert (line["fate"], line["reason"]) == ("server_trouble", "status 502")

    async def says_so() -> bool:
        status, text = await running.get("/readyz")
        return status == 503 and '{"what": "sending", "why": "server_trouble", ' in text

    await running.until(says_so)
    assert (await running.get("/healthz"))[0] == 200
    _, figures = await running.get("/metrics")
    assert 'waystation_messages_waiting{lane="interactive"}' in figures
    assert 'waystation_messages_total{code="502",fate="retried"}' in figures
    async with running.http.delete(f"{running.settings.bot_api}/sandbox/faults"):
        pass
    await running.until_said(("stands_still", "sending"), ("goes_on", "sending"))
    await running.until_ready()


async def test_server_that_is_away_for_polling_is_two_lines(running: Scene) -> None:
    running.does("faults", method="getUpdates", error_code=500, times=3)
    running.does(f"people/{FANG}/text", text="/help")
    await running.until_said(("stands_still", "polling"), ("goes_on", "polling"))


async def test_store_that_is_locked_is_said_within_seconds(running: Scene) -> None:
    with closing(sqlite3.connect(running.settings.database.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        async def says_so() -> bool:
            return '{"what": "store", "why": "locked", ' in (await running.get("/readyz"))[1]

        await running.until(says_so)
        assert (await running.get("/healthz"))[0] == 200
    await running.until_ready()
    assert running.told == [("stands_still", "store"), ("goes_on", "store")]


async def test_token_that_was_refused_is_told_to_the_admins_by_the_next_process(scene: Scene) -> None:
    scene.does("faults", method="getMe", error_code=401, times=1)
    with pytest.raises(BaseExceptionGroup) as caught:
        await run(scene.settings, Part(Clock(), asyncio.Event(), lambda _username: None))
    assert caught.group_contains(TokenRefusedError, match=r"does not know the bot's token \(Unauthorized\)")

    stop = asyncio.Event()
    bot = asyncio.create_task(run(scene.settings, Part(Clock(), stop, lambda _username: None)))

    async def is_heard() -> bool:
        return any("Telegram refused my token" in words for words in scene.heard(BEN))

    await scene.until(is_heard)
    stop.set()
    await bot


async def test_house_whose_messenger_is_away_says_so_from_the_start(scene: Scene) -> None:
    scene.does("faults", method="getMe", error_code=502, times=1)
    stop = asyncio.Event()
    bot = asyncio.create_task(run(scene.settings, Part(Clock(), stop, lambda _username: None)))
    await scene.until_said(("stands_still", "start"))
    status, text = await scene.get("/readyz")
    assert (status, '{"what": "start", "why": "the messenger has not answered yet", ' in text) == (503, True)
    assert (await scene.get("/healthz"))[0] == 200
    await scene.until_ready()
    assert scene.told == [("stands_still", "start"), ("goes_on", "start")]
    stop.set()
    await bot
