"""A walk-in with nothing but a poster's address: the chat page in a phone's browser, an organiser on Telegram.

Pictures are kept in screenshots/, for people to look at.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, Route, expect

from tests.browser.member import MIN
from tests.browser.running_demo import Demo, running_demo
from tests.sandbox.page_driver import CHROMIUM, chromium

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: `make browser` installs it"),
]

SCREENSHOTS: Final = Path(__file__).parents[2] / "screenshots"
POSTER: Final = "/p/p_310106013-C1"
CENTRE: Final = "静安寺街道党群服务中心"
SMALL: Final = {"width": 360, "height": 740}
WIDE: Final = {"width": 1280, "height": 800}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as started:
        yield started


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    async with running_demo("ptb", tmp_path_factory.mktemp("demo")) as running, ClientSession() as session:
        await session.post(f"{running.origin}/sandbox/people/{MIN.id}/start", json={})
        yield running


class Visitor:
    """Somebody with a browser; whatever they do, the page says nothing on its console and asks nobody else."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.origin = origin
        self.complaints: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._see)

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.complaints.append(said.text)

    def _see(self, asked: Request) -> None:
        if not asked.url.startswith((self.origin, "blob:", "data:")):
            self.complaints.append(asked.url)

    async def says(self, text: str) -> None:
        await self.page.get_by_test_id("composer").fill(text)
        await self.page.get_by_test_id("composer").press("Enter")

    async def taps(self, label: str) -> None:
        await self.page.get_by_role("button", name=label, exact=True).last.click()

    def hears(self, words: str) -> Locator:
        return self.page.get_by_test_id("ours").filter(has_text=words).last

    async def waits_for(self, words: str) -> None:
        await expect(self.hears(words)).to_be_visible(timeout=15_000)

    async def shown(self) -> list[str]:
        """Return every line that stands on the page, without its time."""
        lines = await self.page.locator("[data-line]").all_inner_texts()
        return [re.sub(r"\n\d\d:\d\d(?=\n|$)", "", line) for line in lines]

    async def keeps(self, name: str) -> None:
        await self.page.screenshot(path=SCREENSHOTS / f"page-{name}.png")


async def visit(browser: Browser, demo: Demo, size: dict[str, int], **more: object) -> tuple[BrowserContext, Visitor]:
    context = await browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", **more)  # type: ignore[arg-type]
    return context, Visitor(await context.new_page(), demo.origin)


async def register(visitor: Visitor, name: str) -> None:
    """Register a temporary affiliation from the point's card on."""
    await visitor.taps("在这里挂靠")
    await visitor.waits_for("先说明一下您的信息怎么用")
    await visitor.taps("同意")
    await visitor.waits_for("您的姓名？")
    await visitor.says(f"{name} 13912345678")
    await visitor.waits_for("您的组织关系在哪个支部？")
    await visitor.says("安徽省六安市阳光社区第二党支部")
    await visitor.waits_for("预计到什么时候？")
    await visitor.taps("还不确定")
    await visitor.waits_for("第 5 步")


async def approve(demo: Demo) -> None:
    """Let the organiser open the request that has just come, on Telegram, and receive the member."""
    person = f"{demo.origin}/sandbox/people/{MIN.id}"
    async with ClientSession() as session:

        async def press(label: str) -> None:
            async with asyncio.timeout(15):
                while not await pressed(label):  # noqa: ASYNC110  a messenger rings no bell
                    await asyncio.sleep(0.1)

        async def pressed(label: str) -> bool:
            async with session.get(f"{person}/chat") as answer:
                messages = (await answer.json())["messages"]
            for message in reversed(messages):
                for button in (button for row in message.get("inline") or () for button in row):
                    if button["label"] == label:
                        body = {"button": button["data"], "message_id": message["message_id"]}
                        async with session.post(f"{person}/tap", json=body) as answer:
                            return answer.status == 200
            return False

        await press("看一看")
        await press("通过")


async def test_walk_in_registers_from_a_poster_and_is_received(browser: Browser, demo: Demo) -> None:
    context, visitor = await visit(browser, demo, SMALL)
    await visitor.page.goto(demo.origin + POSTER)
    await visitor.waits_for(CENTRE)
    assert visitor.page.url.endswith("/chat")  # a reload does not open the poster again
    await visitor.keeps("point")
    await register(visitor, "王小明")
    await visitor.keeps("registering")
    await visitor.taps("✅ 发送")
    await visitor.waits_for("等对方答复")
    await approve(demo)
    await visitor.waits_for("的挂靠已经办好")
    await visitor.keeps("received")
    before = await visitor.shown()
    await visitor.page.reload()
    await visitor.waits_for("的挂靠已经办好")
    assert await visitor.shown() == before
    assert visitor.complaints == []
    await context.close()


async def test_page_on_a_line_that_is_cut_again_and_again(browser: Browser, demo: Demo) -> None:
    """Every other request fails, before or after it has reached the house: everything stands there once."""
    context, visitor = await visit(browser, demo, WIDE)
    calls = 0

    async def cut(route: Route) -> None:
        nonlocal calls
        calls += 1
        if calls % 3 == 0:
            await route.abort("connectionreset")
        elif calls % 3 == 1:
            await route.fetch()  # it arrives, and the answer does not
            await route.abort("connectionreset")
        else:
            await route.continue_()

    await context.route("**/chat/do", cut)
    await visitor.page.goto(f"{demo.origin}/chat")
    await visitor.page.get_by_test_id("start").click()
    await visitor.waits_for("这里是驿站")
    for text in ("帮助", "静安寺附近的服务点", "谢谢"):
        await visitor.says(text)
    await expect(visitor.page.get_by_test_id("pending")).to_have_count(0, timeout=20_000)
    await expect(visitor.page.get_by_test_id("own")).to_have_count(3)
    await visitor.keeps("cut")
    await context.close()


async def test_offline_page_says_so_keeps_what_is_typed_and_sends_it_once(browser: Browser, demo: Demo) -> None:
    context, visitor = await visit(browser, demo, SMALL)
    await visitor.page.goto(f"{demo.origin}/chat")
    await visitor.page.get_by_test_id("start").click()
    await visitor.waits_for("这里是驿站")
    await context.set_offline(True)
    await visitor.says("帮助")
    await expect(visitor.page.get_by_test_id("notice")).to_contain_text("没有网络")
    await expect(visitor.page.get_by_test_id("pending")).to_have_count(1)
    await visitor.page.get_by_test_id("composer").fill("写到一半")
    await visitor.keeps("offline")
    await context.set_offline(False)
    await expect(visitor.page.get_by_test_id("pending")).to_have_count(0, timeout=20_000)
    await expect(visitor.page.get_by_test_id("own")).to_have_count(1)
    assert await visitor.page.get_by_test_id("composer").input_value() == "写到一半"
    await visitor.page.reload()
    await visitor.waits_for("这里是驿站")
    assert await visitor.page.get_by_test_id("composer").input_value() == "写到一半"
    await context.close()
