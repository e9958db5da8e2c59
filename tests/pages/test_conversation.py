"""A conversation on the page, over HTTP: nothing is lost, nothing is doubled, whatever the line does."""

import asyncio
from uuid import uuid4

import pytest
from yarl import URL

from tests.stage.pages import PageClient, open_house, text_of

pytestmark = pytest.mark.wire


async def test_somebody_opens_the_page_writes_and_is_answered(page: PageClient) -> None:
    await page.does("start")
    await page.hears("这里是驿站")
    await page.says("嘉兴大厦附近的服务点")
    answer = await page.hears("嘉兴大厦")
    assert "米" in answer
    assert page.shown()[-2:] == ["嘉兴大厦附近的服务点", answer]


async def test_what_is_posted_twice_happens_once(page: PageClient) -> None:
    await page.does("start")
    await page.hears("这里是驿站")
    name = uuid4().hex
    for _ in range(3):
        await page.does("say", name, text="帮助")
    await page.hears("")
    await asyncio.sleep(0.3)
    await page.polls()
    assert page.shown().count("帮助") == 1
    assert len([line for line in page.lines.values() if not line["own"]]) == 2


@pytest.mark.asyncio(loop_scope="module")
async def test_poster_opens_what_it_names(visitor: PageClient) -> None:
    await visitor.does("start", payload="b_B1")
    assert "嘉兴" in await visitor.hears("嘉兴")


@pytest.mark.asyncio(loop_scope="module")
async def test_pressed_button_stays_chosen_after_a_reload(visitor: PageClient) -> None:
    page = visitor
    await page.does("start")
    await page.hears("这里是驿站")
    await page.taps("找服务点")
    await page.hears("您想在哪里找")
    reloaded = PageClient(page.origin, page.http)
    await reloaded.polls()
    first = reloaded.lines[min(reloaded.lines)]
    labels = {button["data"]: button["label"] for row in first["shown"]["buttons"] for button in row}
    assert labels[first["shown"]["chosen"]].endswith("找服务点")


async def test_stream_goes_on_from_where_it_was(page: PageClient) -> None:
    await page.does("start")
    async with page.stream() as lines:
        assert "这里是驿站" in text_of(await anext(lines))
    await page.says("帮助")  # while nobody listens
    await page.says("找服务点")
    async with page.stream() as lines, asyncio.timeout(10):
        seen = [text_of(await anext(lines)) for _ in range(4)]
    assert {"帮助", "找服务点"} <= set(seen)
    assert len({line["event"] for line in page.lines.values()}) == len(page.lines)


@pytest.mark.asyncio(loop_scope="module")
async def test_browser_says_itself_what_it_heard_last(visitor: PageClient) -> None:
    page = visitor
    await page.does("start")
    await page.hears("这里是驿站")
    await page.says("帮助")
    async with page.stream(**{"Last-Event-ID": "0"}) as lines, asyncio.timeout(10):
        assert "这里是驿站" in text_of(await anext(lines))  # not `after`, which the address still says


async def test_two_tabs_show_the_same(page: PageClient) -> None:
    await page.does("start")
    await page.hears("这里是驿站")
    other = PageClient(page.origin, page.http, event=page.event, lines=dict(page.lines))
    async with page.stream() as one, other.stream() as two, asyncio.timeout(10):
        await page.says("帮助")
        await asyncio.gather(*([anext(lines) for lines in (one, two)]))
        await asyncio.gather(*([anext(lines) for lines in (one, two)]))
    assert page.shown() == other.shown()


async def test_page_survives_the_house(sqlite_city_url: str, key: str) -> None:
    async with open_house(sqlite_city_url, key) as origin, PageClient.at(origin) as page:
        await page.does("start")
        await page.hears("这里是驿站")
        before = page.shown()
        cookie = page.cookie
    async with open_house(sqlite_city_url, key) as origin, PageClient.at(origin) as page:
        page.http.cookie_jar.update_cookies({"waystation": cookie}, URL(origin))
        await page.polls()
        assert page.shown() == before
        await page.says("帮助")
        await page.hears("")
