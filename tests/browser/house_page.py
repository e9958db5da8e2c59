"""A house with the page alone, in this process, and somebody in front of it with a browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.async_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

SMALL: Final = ViewportSize(width=360, height=740)
WIDE: Final = ViewportSize(width=1280, height=800)
SCREENSHOTS: Final = Path(__file__).parents[2] / "screenshots"


@dataclass  # without slots: playwright writes an attribute of its own onto whoever listens
class AtHome:
    """Whoever has the page open; `complaints` is what it put on its console, and whom else it asked."""

    page: Page
    origin: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._asked)

    def _asked(self, asked: object) -> None:
        url = str(getattr(asked, "url", ""))
        if not url.startswith((self.origin, "blob:", "data:")):
            self.complaints.append(url)

    async def opens(self, path: str = "/chat") -> None:
        await self.page.goto(self.origin + path)

    async def starts(self) -> None:
        await self.opens()
        await self.part("start").click()
        await self.waits_for("这里是驿站")

    async def says(self, text: str) -> None:
        await self.part("composer").fill(text)
        await self.part("composer").press("Enter")

    async def taps(self, label: str) -> None:
        await self.page.get_by_role("button", name=label, exact=True).last.click()

    async def waits_for(self, words: str) -> None:
        await expect(self.part("ours").filter(has_text=words).last).to_be_visible()

    async def keeps(self, name: str) -> None:
        await self.page.screenshot(path=SCREENSHOTS / f"page-{name}.png")

    def part(self, name: str) -> Locator:
        return self.page.get_by_test_id(name)


@asynccontextmanager
async def at_home(browser: Browser, origin: str, size: ViewportSize = SMALL) -> AsyncIterator[AtHome]:
    """Give somebody new a window of this size, in Chinese, where nothing moves."""
    context: BrowserContext = await browser.new_context(
        viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce"
    )
    try:
        yield AtHome(await context.new_page(), origin)
    finally:
        await context.close()
