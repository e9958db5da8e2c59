"""The desk over HTTP, on a store of one's own: a browser for each person, and the chat beside it."""

from __future__ import annotations

import html as markup
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Final

from aiohttp import ClientSession, CookieJar, FormData, web

from bot.chat import Commanded, Tapped
from bot.desk.desk_pages import DeskPages
from bot.house import House
from bot.page_origin import Origin
from bot.pages.feeds import Feeds
from bot.pages.guard import Guard
from storage.desk import sessions
from storage.desk.sessions import Where
from storage.unit_of_work import Store
from tests.stage.talk import NOON, ZONE, Talk, button, house, html

CHROME: Final = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0 Safari"


@dataclass
class Clock:
    """The desk's time, which tests move."""

    now: float = NOON.timestamp()

    def __call__(self) -> float:
        return self.now


@dataclass
class DeskHouse:
    """A desk that is served."""

    origin: str
    store: Store
    house: House
    clock: Clock = field(default_factory=Clock)

    @asynccontextmanager
    async def browser(self, language: str = "en") -> AsyncIterator[Browser]:
        headers = {"Accept-Language": language, "User-Agent": CHROME}
        async with ClientSession(cookie_jar=CookieJar(unsafe=True), headers=headers) as http:
            yield Browser(self, http)

    @asynccontextmanager
    async def signed_in(self, person: int) -> AsyncIterator[Browser]:
        """Give a browser of this person, signed in by a row of its own."""
        async with self.browser() as one:
            with self.store.unit_of_work() as unit:
                token = sessions.make_link(unit, person, self.clock.now)
                sessions.enter(unit, token, token, Where("Chrome 128 · Windows", "127.0.0.x"), self.clock.now)
                unit.commit()
            one.http.cookie_jar.update_cookies({"desk": token})
            yield one

    def talk(self, person: int) -> Talk:
        return Talk(self.store, self.house, person, "en")


@asynccontextmanager
async def served(store: Store, language: str = "en", *, with_feeds: bool = False) -> AsyncIterator[DeskHouse]:
    """Serve the desk alone on this machine, or with the calendars that phones ask for."""
    pages, feeds = DeskPages(Origin("http", "127.0.0.1")), Feeds(Guard(Origin("http", "127.0.0.1")))
    app = web.Application()
    app.add_routes(pages.routes())
    if with_feeds:
        app.add_routes(feeds.all())
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    origin = pages.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    page = origin if with_feeds else ""
    there = DeskHouse(origin, store, replace(house(language), desk_address=origin, page=page))
    pages.open(store, there.house, there.clock)
    feeds.open(store, there.clock, ZONE, language)
    try:
        yield there
    finally:
        await runner.cleanup()


@dataclass(frozen=True)
class Page:
    """What was answered."""

    status: int
    text: str
    headers: Any
    url: str

    @property
    def words(self) -> str:
        """All that can be read, without markup."""
        shown = re.sub(r"<(script|style).*?</\1>", " ", self.text, flags=re.DOTALL)
        return " ".join(markup.unescape(re.sub(r"<[^>]+>", " ", shown)).split())

    def hidden(self, name: str) -> str:
        """Return the value of the first hidden field of this name."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        assert found, f"no field {name} on {self.url}: {self.words[:300]}"
        return markup.unescape(found[1])

    def every(self, pattern: str) -> list[str]:
        return [markup.unescape(one) for one in re.findall(pattern, self.text)]


@dataclass
class Browser:
    """A browser: its cookies, and pages that it asks for."""

    there: DeskHouse
    http: ClientSession

    async def get(self, path: str, **headers: str) -> Page:
        async with self.http.get(self.there.origin + path, headers=headers) as answer:
            return Page(answer.status, (await answer.read()).decode(errors="replace"), answer.headers, str(answer.url))

    async def post(self, path: str, fields: dict[str, str] | list[tuple[str, str]], **headers: str) -> Page:
        data = FormData(list(fields.items()) if isinstance(fields, dict) else fields)
        usual = {"Origin": self.there.origin}
        async with self.http.post(self.there.origin + path, data=data, headers={**usual, **headers}) as answer:
            return Page(answer.status, (await answer.read()).decode(errors="replace"), answer.headers, str(answer.url))

    async def key(self) -> str:
        """Return what every form of this browser carries."""
        return (await self.get("/desk/today")).hidden("key")

    async def does(self, path: str, **fields: str) -> Page:
        return await self.post(path, {"key": await self.key(), **fields})

    async def signs_in(self, person: int) -> Page:
        """Go the whole way in: a code on the page, the chat that asks, the number that is tapped, and in."""
        shown = await self.post("/desk/in", {})
        code, number = shown.every(r'<strong class="code" id="\w+">([^<]+)</strong>')
        chat = self.there.talk(person)
        asked = chat.does(Commanded("desk", code))
        assert "Chrome 128 · Windows" in html(asked[-1])
        chat.updates += 100
        chat.does(Tapped(button(asked, number).data, 500))
        agreed = await self.get("/desk/in")
        return await self.post("/desk/in/go", {"key": agreed.hidden("key")})
