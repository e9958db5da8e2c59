"""A dialogue whose members have no Telegram: each has a page of the running house, everybody else the sandbox.

Their lines are posts of the page's protocol, and what they hear is what polling gives; so one conversation goes over
two channels at once, as in a house that has both. Nothing knows that it is played.
"""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

from aiohttp import ClientSession, CookieJar
from sqlalchemy import create_engine
from yarl import URL

from bot.app import Part, run
from bot.clock import Clock
from storage.pages import openings
from storage.people import addresses, people
from storage.unit_of_work import Store
from tests.stage.deeds.sandbox import Request
from tests.stage.hearing import NAMES, Ears, without_secrets
from tests.stage.pages import PageClient, free_host, text_of, told
from tests.stage.playing import BEGINS, open_sandbox, settings_for
from tests.stage.script import Heard
from tests.stage.wire import WireStage

_OF_SOMEBODY: Final = re.compile(r"people/(\d+)/(\w+)")
_LANGUAGES: Final = {"Anna": "en", "Ben": "en"}


@dataclass(slots=True)
class PageEars(Ears):
    """Those who have a page hear what stands on it."""

    pages: Mapping[int, PageClient] = field(default_factory=dict)
    shown: dict[int, dict[int, object]] = field(default_factory=dict)
    """By person and line what was heard of it."""

    def heard(self, speaker: str) -> list[Heard]:
        everybody = sorted(NAMES, key=lambda number: NAMES[number] != speaker)
        there = [one for number in everybody if number in self.pages for one in self._on_page(number)]
        elsewhere = Ears.heard(self, speaker)
        return sorted(there + elsewhere, key=lambda one: [NAMES[number] for number in everybody].index(one.to))

    def messages(self, person: int) -> list[Mapping[str, Any]]:
        if person not in self.pages:
            return Ears.messages(self, person)
        return [_as_message(line) for _, line in sorted(self.pages[person].lines.items())]

    def _on_page(self, person: int) -> list[Heard]:
        known, fresh = self.shown.setdefault(person, {}), list[Heard]()
        for number, line in sorted(self.pages[person].lines.items()):
            face = line["shown"] and {name: what for name, what in line["shown"].items() if name != "chosen"}
            if not line["own"] and (number not in known or known[number] != face):
                fresh.append(_heard(person, line, in_place=number in known))
                known[number] = face
        return fresh


@dataclass(slots=True, kw_only=True)
class PageStage(WireStage):
    """A house with both channels; what those with a page do is posted to it."""

    pages: Mapping[int, PageClient]
    web: str
    """The page's origin."""

    def __post_init__(self) -> None:
        self.ears = PageEars(self.sandbox.world, pages=self.pages)

    async def does(self, request: Request) -> dict[str, Any]:
        if (forged := request.body.get("update", {}).get("callback_query")) and forged["from"]["id"] in self.pages:
            await self.pages[forged["from"]["id"]].does("tap", line=1, data=forged["data"])
            return {"update_ids": [None]}
        found = _OF_SOMEBODY.fullmatch(request.path)
        if found is None or int(found[1]) not in self.pages:
            return await WireStage.does(self, request)
        page = self.pages[int(found[1])]
        await _DEEDS[found[2]](page, request.body)
        return {"update_ids": [None]}  # what is posted has taken effect

    async def settles(self, update_id: int | None) -> None:
        await WireStage.settles(self, update_id)
        for page in self.pages.values():
            while await page.polls():
                continue


async def _taps(page: PageClient, body: dict[str, Any]) -> None:
    """Press a button by its label, else the key that types it."""
    for number in [body["message_id"]] if "message_id" in body else sorted(page.lines, reverse=True):
        for row in (page.lines[number]["shown"] or {}).get("buttons", ()):
            for button in row:
                if button["label"] == body["button"]:
                    await page.does("tap", line=number, data=button["data"])
                    return
    await page.says(body["button"])


async def _writes(page: PageClient, body: dict[str, Any]) -> None:
    await page.does("say", text=body["text"], answers=body.get("reply_to", 0))


async def _starts(page: PageClient, body: dict[str, Any]) -> None:
    await page.does("start", payload=body["payload"])


async def _shares(page: PageClient, body: dict[str, Any]) -> None:
    await page.does("place", lat=body["latitude"], lon=body["longitude"], is_own="title" not in body)


async def _sends(page: PageClient, body: dict[str, Any]) -> None:
    query = {"id": uuid4().hex, "name": body["name"], "caption": body.get("caption", "")}
    content = base64.b64decode(body["content_base64"])
    address, ours = f"{page.origin}/chat/file", {"Origin": page.origin}
    async with page.http.post(address, params=query, data=content, headers=ours) as answer:
        assert answer.status == 200, await told(answer)


_DEEDS: Final = {"tap": _taps, "text": _writes, "start": _starts, "location": _shares, "file": _sends}
"""By what the sandbox calls it; all else there is not on a page."""


def _as_message(line: dict[str, Any]) -> dict[str, Any]:
    return {
        "message_id": line["line"],
        "from": "person" if line["own"] else "bot",
        "text": text_of(line),
        "buttons": [[button["label"] for button in row] for row in (line["shown"] or {}).get("buttons", ())],
    }


def _heard(person: int, line: dict[str, Any], *, in_place: bool) -> Heard:
    shown = line["shown"] or {}
    rows = [tuple(button["label"] for button in row) for row in shown.get("buttons", ())]
    keys = [tuple(f"⌨ {key['label']}" for key in row) for row in shown.get("keys", ())]
    return Heard(NAMES[person], in_place, _words_of(line), (*rows, *keys))


def _words_of(line: dict[str, Any]) -> str:
    if line["shown"] is None:
        return "(deleted)"
    if place := line["shown"].get("place"):
        return f"(pin) {place['title']}, {place['at']}"
    said = text_of(line)
    for file in line["shown"].get("files", ()):
        is_picture = file["kind"].startswith("image/")
        said = f"({'photo' if is_picture else 'document'}) {'photo' if is_picture else file['name']} {said}".rstrip()
    return without_secrets(said)


@asynccontextmanager
async def open_page_stage(database: str, key: str, on_pages: Collection[int]) -> AsyncIterator[PageStage]:
    """Start a sandbox and a bot with a page beside it, where these people have one and nothing else."""
    clock, stop, ready = Clock(), asyncio.Event(), asyncio.Event()
    sandbox, host = open_sandbox(clock), free_host()
    settings = settings_for("ptb", database, key, await sandbox.start())
    settings = settings.model_copy(update={"listen": host, "web": f"http://{host}"})
    async with AsyncExitStack() as open_things, asyncio.TaskGroup() as tasks:
        http = await open_things.enter_async_context(ClientSession())
        engine, store = create_engine(database), Store(database, key)
        pages = {
            person: await open_things.enter_async_context(_page(settings.web, store, person)) for person in on_pages
        }
        bot = tasks.create_task(run(settings, Part(clock, stop, lambda _name: ready.set(), clock_is_wound=True)))
        waiting = tasks.create_task(ready.wait())
        await asyncio.wait({bot, waiting}, return_when=asyncio.FIRST_COMPLETED)
        stage = PageStage(
            sandbox, clock, engine, store, origin=settings.bot_api, http=http, pages=pages, web=settings.web
        )
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


@asynccontextmanager
async def _page(origin: str, store: Store, person: int) -> AsyncIterator[PageClient]:
    """Give the page of a person whom dialogues know by number: it was linked some time, and is what they use."""
    secret = uuid4().hex
    with store.unit_of_work() as unit:
        people.welcome(unit, [person], 0.0)
        number = openings.open_page(unit, secret, 0.0)
        addresses.link(unit, number, person, 0.0)
        addresses.choose(unit, person, number)
        unit.commit()
    language = _LANGUAGES.get(NAMES[person], "zh-CN")
    async with ClientSession(cookie_jar=CookieJar(unsafe=True), headers={"Accept-Language": language}) as http:
        http.cookie_jar.update_cookies({"waystation": secret}, URL(origin))
        yield PageClient(origin, http)
