"""A photo goes from a page to Telegram and back: by both libraries over HTTP, with a house that has both channels."""

import asyncio
import base64
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import ClientSession
from PIL import Image
from sqlalchemy import select

from bot.app import Part, run
from bot.chat import Picture, Post
from bot.clock import Clock
from bot.codec import encode
from bot.page_origin import Origin
from bot.pages.pages import Pages
from bot.settings import Framework, Settings
from domain.announcements.announcements import Medium
from domain.messages.delivery import Lane
from sandbox.server import Sandbox
from storage.messages import outbox
from storage.messages.outbox import Draft
from storage.tables.pages import page_files, pages
from storage.unit_of_work import Store
from tests.conftest import KEY
from tests.stage.pages import PageClient

pytestmark = pytest.mark.wire

TOKEN = "123456:token_of-the-sandbox"
FANG = 1001


def photo(size: int = 40) -> bytes:
    """Take a picture that says where it was taken."""
    taken, content = Image.Exif(), BytesIO()
    taken[0x010F] = "a camera of somebody"
    Image.new("RGB", (size, size), "green").save(content, "JPEG", exif=taken)
    return content.getvalue()


@asynccontextmanager
async def both(framework: Framework, database: str) -> AsyncIterator[str]:
    """Run a house on a sandbox, with its chat page beside the phones, and give where both are."""
    page_routes = Pages(Origin("http", "127.0.0.1"))
    sandbox = Sandbox(TOKEN, beside=page_routes.routes())
    origin = await sandbox.start()
    settings = Settings(_env_file=None, token=TOKEN, framework=framework, database=database, key=KEY, bot_api=origin)
    stop, ready = asyncio.Event(), asyncio.Event()
    part = Part(Clock(), stop, lambda _name: ready.set(), clock_is_wound=True, pages=page_routes)
    house = asyncio.create_task(run(settings, part))
    try:
        async with asyncio.timeout(30):
            await ready.wait()
        yield origin
    finally:
        stop.set()
        await house
        await sandbox.stop()


def write(store: Store, chat_id: int, message: Picture | Post) -> None:
    with store.unit_of_work() as unit:
        outbox.write(unit, [Draft(uuid4().hex, chat_id, Lane.INTERACTIVE, encode(message), 0.0)], time.time())
        unit.commit()


async def in_chat(http: ClientSession, origin: str, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Look into the chat until such a message stands there, and return it."""
    async with asyncio.timeout(20):
        while True:
            async with http.get(f"{origin}/sandbox/people/{FANG}/chat") as answer:
                found = [message for message in (await answer.json())["messages"] if wanted(message)]
            if found:
                return dict(found[0])
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("framework", ["aiogram", "ptb"])
async def test_photo_goes_both_ways(framework: Framework, sqlite_city_url: str) -> None:
    store = Store(sqlite_city_url, KEY)
    async with both(framework, sqlite_city_url) as origin, PageClient.at(origin) as page:
        await page.does("start")
        await page.hears("这里是驿站")
        with store.unit_of_work() as unit:
            number = unit.connection.scalars(select(pages.c.number)).one()
        # from the page to Telegram
        async with page.http.post(
            f"{origin}/chat/file?id={uuid4().hex}&name=me.jpg", data=photo(), headers={"Origin": origin}
        ) as answer:
            assert answer.status == 200
        with store.unit_of_work() as unit:
            handle = unit.connection.scalars(select(page_files.c.handle)).one()
        async with page.http.post(f"{origin}/sandbox/people/{FANG}/text", json={"text": "/start"}) as answer:
            assert answer.status == 200
        write(store, FANG, Post("看照片", (Medium("photo", f"page:{handle}"),)))
        await in_chat(page.http, origin, lambda message: bool(message["photo"]))
        await in_chat(page.http, origin, lambda message: message.get("text") == "看照片")
        # and from Telegram to the page
        what = {"name": "here.jpg", "content_base64": base64.b64encode(photo(50)).decode()}
        async with page.http.post(f"{origin}/sandbox/people/{FANG}/file", json=what) as answer:
            assert answer.status == 200
        sent = await in_chat(page.http, origin, lambda message: bool(message["photo"]) and message["from"] == "person")
        file_id = str(sent["photo"]["file_id"])
        write(store, number, Picture(file_id, "从微信外来的照片"))
        await page.hears("从微信外来的照片")
        line = next(one for one in page.lines.values() if "从微信外" in str(one["shown"]))
        (hanging,) = line["shown"]["files"]
        assert hanging["kind"] == "image/jpeg"
        status, content = await page.get(f"/chat/file/{hanging['handle']}")
        assert (status, content[:3]) == (200, b"\xff\xd8\xff")
        assert b"camera of somebody" not in content
        with store.unit_of_work() as unit:
            kept = unit.connection.execute(select(page_files).where(page_files.c.handle == hanging["handle"])).one()
        assert content not in kept.content  # sealed, and forgotten with the rest of the page after its time
    store.close()
