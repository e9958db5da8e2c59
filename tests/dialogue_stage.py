"""A bot on a sandbox, both in this process and talking over HTTP, for playing dialogues to the end of each turn."""

import asyncio
import base64
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import ClientSession
from dialogue import Act, Heard, MoveClock, Remark, Step, written
from sqlalchemy import text

from bot.app import Part, run
from bot.clock import Clock
from bot.settings import Framework, Settings
from sandbox.limits import UNLIMITED
from sandbox.people import Persona
from sandbox.server import Sandbox
from storage.unit_of_work import connect

TOKEN = "77:dialogue"
ZONE = ZoneInfo("Asia/Shanghai")
BEGINS = "2026-12-01T10:00"  # a Tuesday

PEOPLE = (
    Persona(1001, "王芳", "member", "zh-hans"),
    Persona(1002, "Anna", "member", "en"),
    Persona(1003, "李强", "volunteer", "zh-hans"),
    Persona(1004, "陈敏", "organiser", "zh-hans"),
)
_NUMBERS = {persona.name: persona.id for persona in PEOPLE}
_NAMES = {persona.id: persona.name for persona in PEOPLE}
_DEED = re.compile(r"\((?P<verb>[\w-]+)(?:\s+(?P<rest>.*))?\)", re.DOTALL)


@dataclass(slots=True)
class Stage:
    """A running bot, and what each person has heard so far."""

    origin: str
    http: ClientSession
    sandbox: Sandbox
    clock: Clock
    database: str
    seen: dict[int, dict[int, str]] = field(default_factory=dict)

    async def play(self, script: list[Step]) -> list[str]:
        """Play a dialogue and return its lines with what the bot said at each step."""
        lines: list[str] = []
        for step in script:
            lines.append(step.line.rstrip())
            match step:
                case MoveClock(to=to):
                    self.turn_clock(to)
                case Act(who=who, what=what):
                    await self.act(_NUMBERS[who], what)
                    lines += [written(heard, who) for heard in await self.heard()]
                case Remark():
                    pass
        return lines

    def turn_clock(self, to: str) -> None:
        """Set both clocks to a local time; at the start this may be backwards."""
        seconds = datetime.fromisoformat(to).replace(tzinfo=ZONE).timestamp() - self.clock()
        self.clock.advance(seconds)
        self.sandbox.world.clock.advance(seconds)

    async def act(self, person: int, what: str) -> None:
        """Do what a line says, and wait until the bot has said all that it has to say."""
        verb, body = await self._deed(person, what)
        answer = await self.post(f"/sandbox/{verb}", body)
        await self._settled(answer.get("update_id"))

    async def _deed(self, person: int, what: str) -> tuple[str, dict[str, Any]]:
        here = f"people/{person}"
        if what.startswith("[") and what.endswith("]"):
            return f"{here}/tap", {"button": what[1:-1]}
        deed = _DEED.fullmatch(what)
        if deed is None:
            return f"{here}/text", {"text": what}
        rest = deed["rest"] or ""
        match deed["verb"]:
            case "location":
                latitude, longitude, *title = (part.strip() for part in rest.split(",", 2))
                venue = {"title": title[0], "address": title[0]} if title else {}
                return f"{here}/location", {"latitude": float(latitude), "longitude": float(longitude), **venue}
            case "contact":
                return f"{here}/contact", {"phone_number": rest}
            case "start":
                return f"{here}/start", {"payload": rest}
            case "forward":
                return f"{here}/text", {"text": rest, "forward": True}
            case "file":
                kind, name = rest.split()
                content = base64.b64encode(b"content").decode()
                return f"{here}/file", {"name": name, "kind": kind, "content_base64": content}
            case "edit":
                return f"{here}/edit", {"message_id": await self._newest_own(person), "text": rest}
            case "earlier":
                return f"{here}/tap", await self._earlier(person, rest[1:-1])
            case "times":
                count, text = rest.split(" ", 1)
                return "updates/bulk", {"person": person, "texts": [text] * int(count)}
            case "in-group":
                return "groups/-5001/text", {"person": person, "text": rest}
            case "block" | "unblock":
                return f"{here}/{deed['verb']}", {}
            case verb:
                raise ValueError(f"nobody knows how to {verb}")

    async def _newest_own(self, person: int) -> int:
        chat = await self.get(f"/sandbox/people/{person}/chat")
        return int(max(one["message_id"] for one in chat["messages"] if one["from"] == "person"))

    async def _earlier(self, person: int, label: str) -> dict[str, Any]:
        """Find the oldest button of this label that the chat still shows."""
        chat = await self.get(f"/sandbox/people/{person}/chat")
        having = [one for one in chat["messages"] if any(label in row for row in one.get("buttons") or [])]
        return {"button": label, "message_id": having[0]["message_id"]}

    async def _settled(self, update_id: int | None) -> None:
        """Wait until an update has taken effect and every reply has left. Raises `TimeoutError`."""
        async with asyncio.timeout(20):
            while not await asyncio.to_thread(self._is_settled, update_id):
                await asyncio.sleep(0.01)

    def _is_settled(self, update_id: int | None) -> bool:
        engine = connect(self.database)
        with engine.connect() as connection:
            taken = connection.execute(text("SELECT 1 FROM inbox WHERE update_id = :id"), {"id": update_id}).first()
            waiting = connection.execute(text("SELECT 1 FROM outbox WHERE state IN ('todo', 'sending')")).first()
        engine.dispose()
        return (taken is not None or update_id is None) and waiting is None

    async def heard(self) -> list[Heard]:
        """Return what the bot has said since the last look, to anybody, in order."""
        said: list[tuple[int, Heard]] = []
        for person in [*_NAMES, -5001]:
            kind = "groups" if person < 0 else "people"
            chat = await self.get(f"/sandbox/{kind}/{person}/chat")
            known = self.seen.setdefault(person, {})
            for message in chat["messages"]:
                if message["from"] != "bot":
                    continue
                number, now = message["message_id"], json.dumps(message, sort_keys=True)
                if known.get(number) != now:
                    said.append((number, _heard(person, message, in_place=number in known)))
                known[number] = now
        return [one for _, one in sorted(said, key=lambda pair: pair[0])]

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        async with self.http.post(self.origin + path, json=body) as answer:
            told: dict[str, Any] = await answer.json()
            if answer.status != 200:
                raise AssertionError(f"{path} {body}: {told}")
            return told

    async def get(self, path: str) -> dict[str, Any]:
        async with self.http.get(self.origin + path) as answer:
            told: dict[str, Any] = await answer.json()
            return told


def _heard(person: int, message: dict[str, Any], *, in_place: bool) -> Heard:
    venue = message.get("venue")
    said = f"(pin) {venue['title']}, {venue['address']}" if venue else message["text"]
    rows = [tuple(row) for row in message.get("buttons") or []]
    rows += [tuple(f"⌨ {label}" for label in row) for row in message.get("keyboard") or []]
    return Heard(_NAMES.get(person, "群"), in_place, said, tuple(rows))


@asynccontextmanager
async def open_stage(framework: Framework, database: str, key: str) -> AsyncIterator[Stage]:
    """Start a sandbox and a bot on a migrated store; stop both in order at the end."""
    clock, stop, ready = Clock(), asyncio.Event(), asyncio.Event()
    sandbox = Sandbox(TOKEN, PEOPLE, limits=UNLIMITED, on_advance=clock.advance)
    origin = await sandbox.start()
    settings = Settings(
        _env_file=None,
        token=TOKEN,
        bot_api=origin,
        framework=framework,
        database=database,
        key=key,
        per_second=10_000,
        chat_per_second=10_000,
        group_per_minute=10_000,
    )
    async with ClientSession() as http, asyncio.TaskGroup() as tasks:
        bot = tasks.create_task(run(settings, Part(clock, stop, lambda _username: ready.set())))
        waiting = tasks.create_task(ready.wait())
        await asyncio.wait({bot, waiting}, return_when=asyncio.FIRST_COMPLETED)
        stage = Stage(origin, http, sandbox, clock, database)
        stage.turn_clock(BEGINS)
        try:
            yield stage
        finally:
            waiting.cancel()
            stop.set()
            await bot
            await sandbox.stop()
