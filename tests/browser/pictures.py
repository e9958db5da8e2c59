"""Makes the pictures of the README: `python -m tests.browser.pictures`, into docs/images/."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from aiohttp import ClientSession
from PIL import Image
from playwright.async_api import Browser

from tests.browser.member import ANNA, FANG, MIN, Phone
from tests.browser.running_demo import Demo, running_demo
from tests.sandbox.page_driver import PHONE, ChatPage, chromium, window

IMAGES: Final = Path(__file__).parents[2] / "docs" / "images"
WIDE: Final = (1280, 860)
COLOURS: Final = 200
SETTLED_MS: Final = 600

Scene = Callable[[Phone], Awaitable[None]]


async def mistyped(phone: Phone) -> None:
    """Type a building's name with a slip, tap what was meant, and look at what is near it."""
    await phone.page.say("嘉兴大夏")
    await phone.hears(phone.member.words.unsure)
    await phone.page.tap("嘉兴大厦 · 虹口区 凉城新村街道")
    await phone.hears("嘉兴大厦")


async def card(phone: Phone) -> None:
    """Look for a service centre by its name."""
    await phone.page.say("静安寺街道党群服务中心")
    await phone.hears("静安寺", "静安寺")


async def take(browser: Browser, demo: Demo, name: str, size: tuple[int, int], scene: Scene) -> None:
    async with window(browser, size, FANG.browser) as opened:
        phone = Phone(FANG, ChatPage(opened, demo.origin, album=IMAGES))
        await phone.take()
        await scene(phone)
        await opened.wait_for_timeout(SETTLED_MS)
        await phone.page.keep(name)
    _shrink(IMAGES / f"{name}.png")


def _shrink(picture: Path) -> None:
    """Keep as many colours as the page has shades: a third of the bytes."""
    with Image.open(picture) as full:
        small = full.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(picture, optimize=True)


async def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        async with running_demo("ptb", Path(folder)) as demo, chromium() as browser, ClientSession() as session:
            for person in (ANNA, MIN, FANG):
                await session.post(f"{demo.origin}/sandbox/people/{person.id}/start", json={})
            await take(browser, demo, "chat", WIDE, mistyped)
            await take(browser, demo, "phone", PHONE, card)


if __name__ == "__main__":
    asyncio.run(main())
