"""What a page must bear: nothing is lost, and there is one clear answer. What is turned away at once: `test_door`."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import ClientError
from sqlalchemy import Connection, Engine, event

from tests.conftest import KEY
from tests.pages.uploading import PNG, uploads
from tests.stage.pages import PageClient, open_house, text_of

pytestmark = [pytest.mark.wire, pytest.mark.asyncio(loop_scope="module")]

MB = 1_000_000


async def begun(visitor: PageClient) -> PageClient:
    await visitor.does("start")
    await visitor.hears("这里是驿站")
    return visitor


# ---- files


async def test_upload_of_500_mb_that_says_so(visitor: PageClient) -> None:
    page = await begun(visitor)
    host, _, port = page.origin.removeprefix("http://").rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    cookie = f"waystation={page.cookie}"
    head = f"POST /chat/file?id={uuid4().hex} HTTP/1.1\r\nHost: {host}:{port}\r\nOrigin: {page.origin}\r\n"
    writer.write(f"{head}Cookie: {cookie}\r\nContent-Length: {500 * MB}\r\n\r\n".encode())
    async with asyncio.timeout(10):
        answer = await reader.readuntil(b"}")
    assert b" 413 " in answer.splitlines()[0]
    assert answer.endswith(b'{"why": "size"}')
    writer.close()


async def test_upload_of_500_mb_that_does_not_say_so(visitor: PageClient) -> None:
    page, sent = await begun(visitor), 0

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 500 * MB:
            sent += MB
            yield bytes(MB)

    with suppress(ClientError):  # the house may hang up while we still write
        assert await uploads(page, pieces()) == (413, {"why": "size"})
    assert sent < 40 * MB
    await page.says("静安寺附近的服务点")
    await page.hears("静安寺街道党群服务中心")


HTML = b"<html><script>alert(1)</script>"


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"GIF89a" + HTML, "a.gif", "image/gif"),
        (HTML, "a.gif", "application/octet-stream"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "a.svg", "application/octet-stream"),
        (PNG, '"><img src=x onerror=alert(1)>\r\nSet-Cookie: a=b.png', "image/png"),
    ],
)
async def test_file_is_what_it_is_and_leaves_as_nothing_else(
    visitor: PageClient, content: bytes, name: str, kind: str
) -> None:
    page = await begun(visitor)
    assert (await uploads(page, content, name=name))[0] == 200
    await page.polls()
    (file,) = next(line["shown"]["files"] for line in page.lines.values() if (line["shown"] or {}).get("files"))
    assert (file["kind"], file["name"]) == (kind, name)
    async with page.http.get(f"{page.origin}/chat/file/{file['handle']}") as answer:
        assert answer.content_type == kind
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
        assert "a=b" not in str(answer.cookies)
        assert not {"<", ">", '"', "\r", "\n"} & set(answer.headers["Content-Disposition"])


async def test_file_of_another_page_is_nobody_elses(visitor: PageClient) -> None:
    page = await begun(visitor)
    await uploads(page, PNG)
    await page.polls()
    (file,) = next(line["shown"]["files"] for line in page.lines.values() if (line["shown"] or {}).get("files"))
    async with PageClient.at(page.origin) as other:
        await begun(other)
        assert (await other.get(f"/chat/file/{file['handle']}"))[0] == 404


# ---- words


async def test_name_with_markup_stands_there_as_it_was_written(visitor: PageClient) -> None:
    page = await begun(visitor)
    name = '<img src=x onerror=alert(1)><b>王</b>&amp;"'
    await page.says(name)
    await page.hears("")
    nodes = [line["shown"]["html"] for line in page.lines.values() if line["own"]]
    assert nodes == [[name]]  # one piece of text, which the page puts in as text
    assert all("img" not in _tags(line["shown"].get("html", [])) for line in page.lines.values())


def _tags(nodes: list[Any]) -> set[str]:
    inner = [node for node in nodes if not isinstance(node, str)]
    return {node[0] for node in inner}.union(*(_tags(node[1]) for node in inner))


# ---- the way


async def test_two_tabs_send_at_once(visitor: PageClient) -> None:
    page = await begun(visitor)
    other = PageClient(page.origin, page.http)
    texts = [f"第{number}句" for number in range(10)]
    await asyncio.gather(*((page, other)[number % 2].says(text) for number, text in enumerate(texts)))
    await asyncio.sleep(0.5)
    for tab in (page, other):
        await tab.polls()
        assert sorted(text for text in tab.shown() if text in texts) == sorted(texts)
    assert page.shown() == other.shown()


async def test_same_press_from_two_tabs_takes_effect_and_is_answered(visitor: PageClient) -> None:
    page = await begun(visitor)
    other = PageClient(page.origin, page.http, lines=dict(page.lines))
    await asyncio.gather(page.taps("按区浏览"), other.taps("按区浏览"))
    await page.hears("您想看哪个区")


async def test_clock_a_day_off_is_nobodys_concern(visitor: PageClient) -> None:
    """A page cannot say when it is: the house's clock alone counts."""
    page = await begun(visitor)
    status, _ = await page.post("/chat/do", {"do": "say", "id": uuid4().hex, "text": "a", "at": 1_000_000_000})
    assert status == 400
    await page.says("帮助")
    await page.polls()
    times = [line["at"] for _, line in sorted(page.lines.items())]
    assert times == sorted(times)
    assert max(times) - min(times) < 60


async def test_connection_is_cut_after_every_chunk(visitor: PageClient) -> None:
    page = await begun(visitor)
    reloaded = PageClient(page.origin, page.http)
    for text in ("帮助", "静安寺附近的服务点", "谢谢"):
        await page.says(text)
    await asyncio.sleep(0.5)
    await page.polls()
    seen = list[int]()
    async with asyncio.timeout(15):
        while reloaded.event < page.event:
            async with reloaded.stream() as news:
                seen.append((await anext(news))["event"])  # one, and the line is dead
    assert seen == sorted(set(seen))
    assert reloaded.shown() == page.shown()


async def test_proxy_that_holds_the_stream_back_is_gone_around(visitor: PageClient) -> None:
    page = await begun(visitor)
    answered = asyncio.create_task(page.get(f"/chat/lines?after={page.event}&wait=20"))
    await asyncio.sleep(0.1)
    await page.says("帮助")
    async with asyncio.timeout(5):
        _, said = await answered
    assert [text_of(line) for line in said["lines"]][:1] == ["帮助"]


# ---- the house


@contextmanager
def full_disk() -> Iterator[list[bool]]:
    """Give a switch: while it is on, no SQLite store of this process grows by a page."""
    switch = [False]

    def limit(connection: Connection) -> None:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA max_page_count = {1 if switch[0] else 2**30}")

    event.listen(Engine, "begin", limit)
    try:
        yield switch
    finally:
        event.remove(Engine, "begin", limit)


async def test_storage_is_full_and_nothing_is_lost(sqlite_city_url: str) -> None:
    with full_disk() as full:
        async with open_house(sqlite_city_url, KEY) as origin, PageClient.at(origin) as page:
            await begun(page)
            full[0] = True
            posted = [{"do": "say", "id": uuid4().hex, "text": f"{number}" * 4000} for number in range(9)]
            came = [await page.post("/chat/do", body) for body in posted]
            assert {(status, said["why"]) for status, said in came if status != 200} == {(503, "later")}
            full[0] = False
            for body in posted:
                assert (await page.post("/chat/do", body))[0] == 200  # as the page does by itself
            await page.polls()
            assert [text for text in page.shown() if len(text) == 4000] == [body["text"] for body in posted]
