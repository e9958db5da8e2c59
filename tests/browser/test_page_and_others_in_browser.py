"""The page beside others: a poster that leads to both channels, and a page of another origin, which can do nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import pytest
import pytest_asyncio
from aiohttp import web
from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Browser, expect

from tests.browser.house_page import at_home
from tests.conftest import KEY
from tests.sandbox.page_driver import CHROMIUM, chromium
from tests.stage.on_page import PageStage, open_page_stage

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: `make browser` installs it"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as started:
        yield started


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def both(sqlite_city: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[PageStage]:
    """Give a house that has the page and Telegram."""
    file = shutil.copyfile(sqlite_city, tmp_path_factory.mktemp("both") / "city.db")
    async with open_page_stage(f"sqlite:///{file}", KEY, []) as stage:
        yield stage


async def test_poster_offers_here_and_telegram_and_whoever_is_known_goes_on_here(
    both: PageStage, browser: Browser
) -> None:
    async with at_home(browser, both.web) as home:
        await home.opens("/p/p_JA-1")
        await expect(home.part("start")).to_have_text("在这里开始")
        there = home.page.get_by_role("link", name="用 Telegram 打开")
        await expect(there).to_have_attribute("href", "https://t.me/waystation_sandbox_bot?start=p_JA-1")
        await home.page.evaluate(AXE_SCRIPT)
        assert (await home.page.evaluate("axe.run()"))["violations"] == []
        await home.keeps("poster")
        await home.part("start").click()
        await home.waits_for("愚园路100号")
        await home.opens("/p/b_B1")
        await home.waits_for("嘉兴大厦")
        assert home.page.url == f"{both.web}/chat"
        assert home.complaints == []


ATTACKS: Final = """async (house) => {
    const told = {};
    const deed = JSON.stringify({ do: "say", id: "attack0123456789", text: "attack" });
    const ask = async (name, path, options) => {
        try {
            const answer = await fetch(house + path, { credentials: "include", ...options });
            told[name] = answer.type === "opaque" ? "opaque" : await answer.text();
        } catch (problem) {
            told[name] = "refused";
        }
    };
    const json = { "Content-Type": "application/json" };
    await ask("json", "/chat/do", { method: "POST", headers: json, body: deed });
    await ask("plain", "/chat/do", { method: "POST", mode: "no-cors", body: deed });
    await ask("file", "/chat/file?id=attack0123456789", { method: "POST", mode: "no-cors", body: "attack" });
    await ask("got", "/chat/got", { method: "POST", mode: "no-cors", body: '{"event":99,"read":true}' });
    await ask("lines", "/chat/lines?after=0");
    await ask("embedded", "/chat/lines?after=0", { mode: "no-cors" });
    told.stream = await new Promise((done) => {
        const source = new EventSource(house + "/chat/stream", { withCredentials: true });
        source.onmessage = () => done("read");
        source.onerror = () => done("refused");
    });
    told.script = await new Promise((done) => {
        const script = document.createElement("script");
        script.src = house + "/chat/lines?after=0";
        script.onload = () => done("loaded");
        script.onerror = () => done("refused");
        document.body.append(script);
    });
    const frame = document.createElement("iframe");
    frame.src = house + "/chat";
    document.body.append(frame);
    await new Promise((done) => { frame.onload = done; setTimeout(done, 2000); });
    const form = document.createElement("form");
    form.method = "post";
    form.action = house + "/chat/do";
    form.enctype = "text/plain";
    form.target = "sink";
    const field = document.createElement("input");
    field.name = deed.slice(0, -1) + ',"x":"';
    field.value = '"}';
    form.append(field);
    const sink = document.createElement("iframe");
    sink.name = "sink";
    document.body.append(sink, form);
    form.submit();
    await new Promise((done) => setTimeout(done, 500));
    return told;
}"""


@asynccontextmanager
async def elsewhere() -> AsyncIterator[str]:
    """Serve an empty page on another port of this machine: another origin, to which browsers send the same cookies."""

    async def page(_request: web.Request) -> web.Response:
        return web.Response(text="<!doctype html><title>elsewhere</title><body>", content_type="text/html")

    app = web.Application()
    app.router.add_get("/", page)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def test_page_of_another_origin_can_do_nothing(both: PageStage, browser: Browser) -> None:
    async with at_home(browser, both.web) as home, elsewhere() as origin:
        await home.opens()
        await home.part("start").click()
        await home.waits_for("这里是驿站")
        before = await _lines(home.page)
        evil = await home.page.context.new_page()
        await evil.goto(origin)
        told = await evil.evaluate(ATTACKS, both.web)
        assert "attack" not in json.dumps(told)
        assert "驿站" not in json.dumps(told, ensure_ascii=False)
        assert {name: told[name] for name in ("json", "lines", "stream", "script")} == {
            "json": "refused",
            "lines": "refused",
            "stream": "refused",
            "script": "refused",
        }
        assert [frame.url for frame in evil.frames if frame.url.startswith(both.web)] == []  # nobody frames it
        assert await _lines(home.page) == before  # nothing was said, sent or marked as read


async def _lines(page: Any) -> Any:
    return await page.evaluate("fetch('/chat/lines?after=0').then((answer) => answer.json())")
