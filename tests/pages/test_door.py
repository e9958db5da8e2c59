"""Who is let in to the page, and what is turned away with one clear word."""

import asyncio
from uuid import uuid4

import pytest
from yarl import URL

from tests.stage.pages import PageClient

pytestmark = [pytest.mark.wire, pytest.mark.asyncio(loop_scope="module")]

START = {"do": "start", "id": "0123456789abcdef"}


async def test_page_comes_whole_in_one_answer(visitor: PageClient) -> None:
    for path in ("/chat", "/p/b_B1"):
        async with visitor.http.get(visitor.origin + path) as answer:
            html = await answer.text()
            policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "src=" not in html
        assert visitor.cookie == ""  # a GET changes nothing, and makes nobody known
        assert len(html.encode()) < 60_000


async def test_key_is_a_cookie_that_no_script_reads(visitor: PageClient) -> None:
    body, headers = b'{"do":"start","id":"0123456789"}', {"Content-Type": "application/json", "Origin": visitor.origin}
    async with visitor.http.post(f"{visitor.origin}/chat/do", data=body, headers=headers) as answer:
        cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert len(visitor.cookie) >= 43  # 256 bits


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Origin": "", "Sec-Fetch-Site": "none"},
    ],
)
async def test_another_origin_can_do_nothing(visitor: PageClient, headers: dict[str, str]) -> None:
    status, said = await visitor.post("/chat/do", START, **headers)
    assert (status, said["why"]) in {(403, "origin"), (421, "host")}
    assert visitor.cookie == ""


async def test_neither_origin_nor_fetch_metadata(visitor: PageClient) -> None:
    async with visitor.http.post(f"{visitor.origin}/chat/do", json=START) as answer:
        assert answer.status == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_form_of_another_page(visitor: PageClient, kind: str) -> None:
    status, said = await visitor.post("/chat/do", START, **{"Content-Type": kind})
    assert (status, said) == (415, {"why": "form"})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"do":"start"}',
        b'{"do":"fly","id":"0123456789"}',
        b'{"do":"say","id":"0123456789","text":""}',
        b'{"do":"say","id":"0123456789","text":"a","more":1}',
        b'{"do":"say","id":"../../etc","text":"a"}',
        b'{"do":"start","id":"0123456789","payload":"<script>"}',
        b'{"do":"place","id":"0123456789","lat":91,"lon":0}',
        b'{"do":"place","id":"0123456789","lat":NaN,"lon":0}',
        b'{"do":"tap","id":"0123456789","line":0,"data":"x"}',
        b'{"do":"tap","id":"0123456789","line":99999999999,"data":"x"}',
        b"\xff\xfe",
        b'{"do":"say","id":"0123456789","text":"' + b"a" * 4097 + b'"}',
        b'{"do":"say","id":"0123456789","text":"\\ud800"}',
    ],
)
async def test_what_no_page_sends(visitor: PageClient, body: bytes) -> None:
    status, said = await visitor.post("/chat/do", body)
    assert (status, said) == (400, {"why": "form"})


async def test_body_beyond_the_limit(visitor: PageClient) -> None:
    status, said = await visitor.post("/chat/do", b" " * 40_000)
    assert (status, said) == (413, {"why": "size"})


async def test_cookie_of_another_house(visitor: PageClient) -> None:
    visitor.http.cookie_jar.update_cookies({"waystation": "of-another-house"}, URL(visitor.origin))
    assert await visitor.get("/chat/lines?after=0") == (200, {"lines": [], "is_new": True})
    for path in ("/chat/stream", "/chat/earlier?before=1", f"/chat/file/{'a' * 24}"):
        assert await visitor.get(path) == (401, {"why": "key"})
    assert await visitor.post("/chat/got", {"event": 1}) == (401, {"why": "key"})
    await visitor.does("start")  # who starts anew is somebody new
    assert visitor.cookie != "of-another-house"


async def test_flood_of_one_page_is_slowed_and_others_are_not(visitor: PageClient) -> None:
    await visitor.does("start")
    came = [await visitor.post("/chat/do", {"do": "say", "id": uuid4().hex, "text": "谢谢"}) for _ in range(60)]
    assert {said["why"] for status, said in came if status == 429} == {"fast"}
    assert 20 <= sum(status == 200 for status, _ in came) <= 45
    async with PageClient.at(visitor.origin) as other:
        await other.does("start")
        await other.hears("这里是驿站")


async def test_streams_of_one_page_are_limited(visitor: PageClient) -> None:
    await visitor.does("start")
    opened = [await visitor.http.get(f"{visitor.origin}/chat/stream") for _ in range(8)]
    assert await visitor.get("/chat/stream") == (429, {"why": "tabs"})
    for answer in opened:
        answer.close()


async def test_odd_numbers_in_an_address(visitor: PageClient) -> None:
    await visitor.does("start")
    await visitor.hears("这里是驿站")
    for odd in ("", "-1", "1e9", "٣", "99999999999999999999", "null", "%00"):
        status, said = await visitor.get(f"/chat/lines?after={odd}&wait={odd}")
        assert (status, len(said["lines"])) == (200, 1)


@pytest.mark.parametrize("body", [b"", b"[]", b'"x"', b'{"event":"x"}', b'{"event":null}', b"\xff"])
async def test_odd_acknowledgement(visitor: PageClient, body: bytes) -> None:
    await visitor.does("start")
    assert await visitor.post("/chat/got", body) == (400, {"why": "form"})


async def test_connection_cut_in_the_middle_of_a_body(visitor: PageClient) -> None:
    host, _, port = visitor.origin.removeprefix("http://").rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = f"POST /chat/do HTTP/1.1\r\nHost: {host}:{port}\r\nOrigin: {visitor.origin}\r\n"
    writer.write(f"{head}Content-Type: application/json\r\nContent-Length: 400\r\n\r\n{{".encode())
    await writer.drain()
    writer.close()
    await visitor.does("start")  # nobody else notices
    await visitor.hears("这里是驿站")
    assert reader is not None
