"""What users of other channels complain about, each complaint a test on the page (docs/testing.md has the list)."""

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from yarl import URL

from storage.pages import lines, openings
from storage.people import addresses
from storage.tables.pages import pages
from storage.unit_of_work import Store
from tests.conftest import KEY
from tests.pages.uploading import PNG, uploads
from tests.stage.pages import PageClient, open_house, text_of

pytestmark = [pytest.mark.wire, pytest.mark.asyncio(loop_scope="module")]


async def begun(visitor: PageClient) -> PageClient:
    await visitor.does("start")
    await visitor.hears("这里是驿站")
    return visitor


async def test_conversation_is_gone_after_a_reload(visitor: PageClient) -> None:
    page = await begun(visitor)
    await page.says("帮助")
    await page.hears("/start")
    reloaded = PageClient(page.origin, page.http)
    await reloaded.polls()
    assert reloaded.shown() == page.shown()


async def test_answers_sent_while_the_line_was_down_never_arrive(visitor: PageClient) -> None:
    page = await begun(visitor)
    for text in ("帮助", "静安寺附近的服务点"):
        await page.says(text)  # and nobody listens
    await asyncio.sleep(0.5)
    async with page.stream() as news, asyncio.timeout(10):
        heard = [text_of(await anext(news)) for _ in range(4)]
    assert any("/start" in words for words in heard)
    assert any("静安寺街道党群服务中心" in words for words in heard)


async def test_messages_are_doubled_after_a_reconnect(visitor: PageClient) -> None:
    page = await begun(visitor)
    name = uuid4().hex
    for _ in range(3):
        await page.does("say", name, text="帮助")
        async with page.stream() as news:
            del news  # connected anew, each time
    await page.hears("")
    await asyncio.sleep(0.3)
    again = PageClient(page.origin, page.http)
    await again.polls()
    assert again.shown().count("帮助") == 1
    assert sum("/start" in words for words in again.shown()) == 1


async def test_one_strange_message_kills_the_channel(visitor: PageClient) -> None:
    page = await begun(visitor)
    for body in (b'{"do":"fly","id":"0123456789"}', b"\xff\xfe", b'{"do":"say","id":"0123456789","text":"\\ud800"}'):
        assert (await page.post("/chat/do", body))[0] == 400
    for text in ("\u202e\u0000\u200b", "𠮷" * 200, "<b>", "/\n/", "\ufeff"):
        await page.says(text)
    await page.says("静安寺附近的服务点")
    await page.hears("静安寺街道党群服务中心")


async def test_channel_is_broken_and_the_light_stays_green(sqlite_city_url: str) -> None:
    async with open_house(sqlite_city_url, KEY) as origin, PageClient.at(origin) as page:
        assert (await page.get("/readyz"))[0] == 200
        _spoil(sqlite_city_url)
        status, said = await page.post("/chat/do", {"do": "start", "id": uuid4().hex})
        assert (status, said) == (503, {"why": "later"})
        async with asyncio.timeout(15):
            while (await page.get("/readyz"))[0] == 200:  # noqa: ASYNC110  a light rings no bell
                await asyncio.sleep(0.2)


def _spoil(url: str) -> None:
    Path(url.removeprefix("sqlite:///")).write_bytes(b"no store any more" * 1000)


async def test_success_is_reported_and_nothing_received(sqlite_city_url: str) -> None:
    """What the house has written is not said to have arrived before the page says so."""
    async with open_house(sqlite_city_url, KEY) as origin, PageClient.at(origin) as page:
        await page.does("start")
        await page.hears("这里是驿站")
        store = Store(sqlite_city_url, KEY)
        with store.unit_of_work() as unit:
            number = unit.connection.scalars(select(pages.c.number)).one()
            assert lines.waiting(unit, number) == 1
        await page.post("/chat/got", {"event": page.event})
        with store.unit_of_work() as unit:
            assert lines.waiting(unit, number) == 0
        store.close()


async def test_too_long_and_the_whole_message_is_lost(visitor: PageClient) -> None:
    page = await begun(visitor)
    await page.says("长" * 4096)
    await page.polls()
    assert "长" * 4096 in page.shown()
    status, said = await page.post("/chat/do", {"do": "say", "id": uuid4().hex, "text": "长" * 4097})
    assert (status, said) == (400, {"why": "form"})  # the page's box takes no more, and gets it back (queue.js)


async def test_one_person_becomes_two(visitor: PageClient) -> None:
    page = await begun(visitor)
    before = page.cookie
    await page.does("start")  # the poster scanned once more
    await page.does("start", payload="b_B1")
    await page.hears("嘉兴")
    assert page.cookie == before


async def test_strangers_are_merged_by_what_they_type(sqlite_city_url: str) -> None:
    async with open_house(sqlite_city_url, KEY) as origin:
        for _ in range(2):
            async with PageClient.at(origin) as page:
                await page.does("start")
                await page.says("王小明 13912345678")
    store = Store(sqlite_city_url, KEY)
    with store.unit_of_work() as unit:
        numbers = unit.connection.scalars(select(pages.c.number)).all()
        assert len(set(numbers)) == 2
        assert addresses.persons(unit, numbers) == {}  # each is a person of its own
        assert openings.find(unit, ["王小明"])[0] is None
        assert unit.connection.scalar(select(func.count()).select_from(pages)) == 2
    store.close()


async def test_buttons_vanish_after_use_and_choices_are_lost_on_reload(visitor: PageClient) -> None:
    page = await begun(visitor)
    await page.says("静安寺附近的服务点")
    await page.hears("静安寺街道党群服务中心")
    await page.taps("1")
    await page.hears("愚园路100号")
    again = PageClient(page.origin, page.http)
    await again.polls()
    listed = next(line for line in again.lines.values() if "离“静安寺”" in text_of(line))
    buttons = [button for row in listed["shown"]["buttons"] for button in row]
    assert [button["label"] for button in buttons][:5] == ["1", "2", "3", "4", "5"]
    assert listed["shown"]["chosen"] == buttons[0]["data"]
    await again.does("tap", line=listed["line"], data=buttons[2]["data"])  # and the others still press
    await again.hears("")


async def test_picture_without_a_text_is_ignored(visitor: PageClient) -> None:
    page = await begun(visitor)
    assert (await uploads(page, PNG, name="a.png"))[0] == 200
    await page.hears("可以替您转过去")
    assert page.cookie


async def test_cookie_of_yesterday_still_opens(sqlite_city_url: str) -> None:
    """A phone that slept, another house's restart: what was said stands there."""
    async with open_house(sqlite_city_url, KEY) as origin, PageClient.at(origin) as page:
        await page.does("start")
        await page.hears("这里是驿站")
        cookie, before = page.cookie, page.shown()
    async with open_house(sqlite_city_url, KEY) as origin, PageClient.at(origin) as page:
        page.http.cookie_jar.update_cookies({"waystation": cookie}, URL(origin))
        await page.polls()
        assert page.shown() == before
