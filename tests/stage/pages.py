"""The whole house with the chat page alone, in this process, and a browser's part of the page's protocol."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import uuid4

from aiohttp import ClientResponse, ClientSession, CookieJar

from bot.app import Part, run
from bot.clock import Clock
from bot.settings import Settings

PATIENCE_S = 20


def free_host() -> str:
    """Return a host and port of this machine where nobody listens yet."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


@asynccontextmanager
async def open_house(database: str, key: str) -> AsyncIterator[str]:
    """Run a house without Telegram on a migrated store, and give the origin of its page."""
    host = free_host()
    settings = Settings(_env_file=None, database=database, key=key, listen=host, web=f"http://{host}")
    stop, ready = asyncio.Event(), asyncio.Event()
    house = asyncio.create_task(run(settings, Part(Clock(), stop, lambda _name: ready.set(), clock_is_wound=True)))
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait({house, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if house.done():
        await house
    try:
        yield settings.web
    finally:
        stop.set()
        await house


@dataclass
class PageClient:
    """A browser with one page: its cookie, its lines, and how far it has come."""

    origin: str
    http: ClientSession
    event: int = 0
    lines: dict[int, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    @asynccontextmanager
    async def at(cls, origin: str) -> AsyncIterator[Self]:
        async with ClientSession(cookie_jar=CookieJar(unsafe=True), headers={"Accept-Language": "zh-CN,zh"}) as http:
            yield cls(origin, http)

    @property
    def cookie(self) -> str:
        return next((cookie.value for cookie in self.http.cookie_jar if cookie.key == "waystation"), "")

    async def post(self, path: str, body: object, **headers: str) -> tuple[int, Any]:
        content = json.dumps(body).encode() if not isinstance(body, bytes) else body
        usual = {"Content-Type": "application/json", "Origin": self.origin}
        async with self.http.post(self.origin + path, data=content, headers={**usual, **headers}) as answer:
            return answer.status, await told(answer)

    async def get(self, path: str, **headers: str) -> tuple[int, Any]:
        async with self.http.get(self.origin + path, headers=headers) as answer:
            return answer.status, await told(answer)

    async def does(self, do: str, name: str = "", **what: object) -> None:
        status, said = await self.post("/chat/do", {"id": name or uuid4().hex, "do": do, **what})
        assert status == 200, said

    async def says(self, text: str) -> None:
        await self.does("say", text=text)

    async def taps(self, label: str) -> None:
        """Press the newest button of that name."""
        for number in sorted(self.lines, reverse=True):
            for row in (self.lines[number]["shown"] or {}).get("buttons", ()):
                for button in row:
                    if button["label"].endswith(label):
                        await self.does("tap", line=number, data=button["data"])
                        return
        raise AssertionError(f"no button says {label!r}")

    def take(self, lines: list[dict[str, Any]]) -> None:
        for line in lines:
            self.lines[line["line"]] = line
            self.event = max(self.event, line["event"])

    async def polls(self, wait: int = 0) -> list[dict[str, Any]]:
        _, said = await self.get(f"/chat/lines?after={self.event}&wait={wait}")
        self.take(said["lines"])
        return list(said["lines"])

    async def hears(self, words: str) -> str:
        """Poll until a line of ours with these words has come, and return all of its text."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                for line in await self.polls(wait=5):
                    if not line["own"] and words in text_of(line):
                        return text_of(line)

    def shown(self) -> list[str]:
        """Return what stands on the page, from the top."""
        return [text_of(self.lines[number]) for number in sorted(self.lines) if self.lines[number]["shown"]]

    @asynccontextmanager
    async def stream(self, **headers: str) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
        """Open the stream from where this page is, and give its lines as they come."""
        address = f"{self.origin}/chat/stream?after={self.event}"
        async with self.http.get(address, headers=headers) as answer:
            assert answer.status == 200, await told(answer)
            yield self._events(answer)

    async def _events(self, answer: ClientResponse) -> AsyncIterator[dict[str, Any]]:
        async for raw in answer.content:
            if raw.startswith(b"data: {") and raw != b"data: {}\n":
                line = json.loads(raw[6:])
                self.take([line])
                yield line


async def told(answer: ClientResponse) -> Any:
    if answer.content_type == "application/json":
        return await answer.json()
    return await answer.read()


def text_of(line: dict[str, Any]) -> str:
    return _plain((line["shown"] or {}).get("html", []))


def _plain(nodes: list[Any]) -> str:
    return "".join(node if isinstance(node, str) else _plain(node[1]) for node in nodes)
