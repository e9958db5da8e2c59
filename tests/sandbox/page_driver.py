"""Drives the chat page as a person would, in the Chromium that the machine has."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.async_api import (
    Browser,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Request,
    ViewportSize,
    async_playwright,
    expect,
)

CHROMIUM: Final = shutil.which("chromium")
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
DESKTOP: Final = (1280, 800)
PHONE: Final = (390, 844)
PATIENCE_MS: Final = 15_000  # a busy machine is slow, not wrong

expect.set_options(timeout=PATIENCE_MS)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Start a headless browser."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        try:
            yield browser
        finally:
            await browser.close()


@dataclass  # without slots: playwright writes an attribute of its own onto whoever listens
class ChatPage:
    """One open page; `complaints` are console errors and exceptions, `foreign` are requests to anywhere else."""

    page: Page
    origin: str
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    album: Path | None = None  # where pictures go; without one, none are taken

    async def close(self) -> None:
        """Leave the sandbox, and the window empty for the next page."""
        await self.page.goto("about:blank")
        self.page.remove_listener("console", self._heard)
        self.page.remove_listener("pageerror", self._broke)
        self.page.remove_listener("request", self._asked)

    async def open(self, person: int | None = None) -> None:
        """Load the page, with somebody's phone in hand or at the list."""
        self.page.on("console", self._heard)
        self.page.on("pageerror", self._broke)
        self.page.on("request", self._asked)
        await self.page.goto(self.origin + ("/" if person is None else f"/#/{person}"))
        await self.part("clock-time").wait_for(state="attached")

    def part(self, name: str) -> Locator:
        """Return what bears this data-testid."""
        return self.page.get_by_test_id(name)

    def button(self, kind: str, label: str) -> Locator:
        """Return a button by its label; kind is inline-button or reply-button."""
        return self.part(kind).get_by_text(label, exact=True)

    def bubble(self, message_id: int) -> Locator:
        return self.part(f"message-{message_id}")

    def words(self, message_id: int) -> Locator:
        return self.bubble(message_id).get_by_test_id("message-text")

    async def say(self, text: str) -> None:
        await self.part("composer").fill(text)
        await self.part("composer").press("Enter")

    async def tap(self, label: str) -> None:
        await self.button("inline-button", label).last.click()

    async def press(self, label: str) -> None:
        await self.button("reply-button", label).click()

    async def hold_phone_of(self, person: int) -> None:
        await self.part(f"persona-{person}").click()

    async def texts(self) -> list[str]:
        """Return what the bubbles say, oldest first."""
        return [text.strip() for text in await self.part("message-text").all_inner_texts()]

    async def keep(self, name: str) -> None:
        """Take a picture for the album, without what a resting mouse would light up."""
        if self.album:
            await self.page.mouse.move(0, 0)
            await self.page.screenshot(path=self.album / f"{name}.png")

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _broke(self, error: Error) -> None:
        self.complaints.append(str(error))

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:")):
            self.foreign.append(request.url)


@asynccontextmanager
async def window(browser: Browser, size: tuple[int, int] = DESKTOP, locale: str = "zh-CN") -> AsyncIterator[Page]:
    """Open a window with nothing remembered; one may show several sandboxes in turn, each is an origin of its own."""
    width, height = size
    viewport = ViewportSize(width=width, height=height)
    context = await browser.new_context(viewport=viewport, locale=locale, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    try:
        yield await context.new_page()
    finally:
        await context.close()
