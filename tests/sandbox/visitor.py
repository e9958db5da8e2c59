"""A visitor who plays the bot and the people over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import aiohttp

from sandbox.state.people import Persona

TOKEN = "42:test"
FANG = 1001
PERSONAS = (
    Persona(FANG, "王芳", "member", "zh-hans"),
    Persona(1002, "李强", "organiser", "zh_Hans"),
    Persona(1003, "Ann", "volunteer", "en"),
)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Calls the sandbox from outside; every answer comes as its parsed JSON."""

    origin: str
    session: aiohttp.ClientSession

    async def bot(self, method: str, **parameters: object) -> Any:
        async with self.session.post(f"{self.origin}/bot{TOKEN}/{method}", json=parameters) as answer:
            return await answer.json()

    async def done(self, method: str, **parameters: object) -> Any:
        """Call a method that must succeed, and return its result."""
        answer = await self.bot(method, **parameters)
        assert answer["ok"], answer
        return answer["result"]

    async def refusal(self, method: str, **parameters: object) -> tuple[int, str]:
        answer = await self.bot(method, **parameters)
        assert not answer["ok"], answer
        return answer["error_code"], answer["description"]

    async def post(self, path: str, **body: object) -> Any:
        async with self.session.post(f"{self.origin}/sandbox/{path}", json=body) as answer:
            return await answer.json()

    async def get(self, path: str) -> Any:
        async with self.session.get(f"{self.origin}/sandbox/{path}") as answer:
            return await answer.json()

    async def does(self, person: int, deed: str, **body: object) -> Any:
        return await self.post(f"people/{person}/{deed}", **body)

    async def chat(self, person: int) -> Any:
        return await self.get(f"people/{person}/chat")

    async def updates(self, **parameters: object) -> list[Any]:
        found = await self.done("getUpdates", **parameters)
        assert isinstance(found, list)
        return found
