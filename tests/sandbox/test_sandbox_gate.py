"""The sandbox speaks to its own machine and its own page alone."""

from __future__ import annotations

import asyncio
import json
import re

import pytest

from sandbox.server import Sandbox
from sandbox.state.world import new_token
from tests.sandbox.visitor import FANG, Visitor


@pytest.mark.parametrize(
    ("host", "status"),
    [("evil.example", 403), ("evil.example:80", 403), ("127.0.0.1.evil.example", 403), ("localhost:1", 200)],
)
@pytest.mark.parametrize("path", ["/", "/sandbox/people", "/bot42:test/getMe"])
async def test_a_foreign_name_is_refused(visitor: Visitor, path: str, host: str, status: int) -> None:
    async with visitor.session.get(f"{visitor.origin}{path}", headers={"Host": host}) as answer:
        assert answer.status == status


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
async def test_a_change_from_a_foreign_page_is_refused(visitor: Visitor, origin: str) -> None:
    address = f"{visitor.origin}/sandbox/people/{FANG}/text"
    async with visitor.session.post(address, json={"text": "x"}, headers={"Origin": origin}) as answer:
        assert (answer.status, (await visitor.chat(FANG))["messages"]) == (403, [])


BOT_CALLS = [f"/bot42:test/sendMessage?chat_id={FANG}&text=x", "/bot42:test/getUpdates?offset=2000000000"]


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("mode", ["no-cors", "navigate", "cors"])
@pytest.mark.parametrize("path", [*BOT_CALLS, "/sandbox/people", "/file/bot42:test/photos/x.jpg", "/page/main.js"])
async def test_what_a_page_of_another_site_orders_by_get_is_refused(
    visitor: Visitor, path: str, mode: str, site: str
) -> None:
    """A picture or a script of a foreign page bears no Origin: its browser says by Sec-Fetch-Site whose it is."""
    said = await visitor.does(FANG, "text", text="x")
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": "document"}
    async with visitor.session.get(f"{visitor.origin}{path}", headers=headers) as answer:
        assert answer.status == 403
    assert len((await visitor.chat(FANG))["messages"]) == 1
    assert [one["update_id"] for one in await visitor.updates()] == [said["update_id"]]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
async def test_what_a_foreign_page_asks_for_by_get_is_refused(visitor: Visitor, origin: str) -> None:
    async with visitor.session.get(f"{visitor.origin}{BOT_CALLS[1]}", headers={"Origin": origin}) as answer:
        assert answer.status == 403


async def test_a_link_to_the_page_may_stand_anywhere(visitor: Visitor) -> None:
    visit = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    async with visitor.session.get(f"{visitor.origin}/", headers=visit) as answer:
        assert answer.status == 200
    for frame in ("iframe", "object", "embed"):
        async with visitor.session.get(f"{visitor.origin}/", headers={**visit, "Sec-Fetch-Dest": frame}) as answer:
            assert answer.status == 403


@pytest.mark.parametrize("site", ["same-origin", "none", None])
async def test_its_own_page_and_clients_that_are_no_browsers_are_welcome(visitor: Visitor, site: str | None) -> None:
    await visitor.does(FANG, "start")
    headers = {"Sec-Fetch-Site": site} if site else {}
    for path in ("/", "/page/main.js", "/sandbox/people", BOT_CALLS[0]):
        async with visitor.session.get(f"{visitor.origin}{path}", headers=headers) as answer:
            assert answer.status == 200


@pytest.mark.parametrize("path", ["/", "/page/main.js", "/sandbox/people", "/bot42:test/getMe", "/nothing"])
async def test_nobody_frames_what_is_answered(visitor: Visitor, path: str) -> None:
    async with visitor.session.get(f"{visitor.origin}{path}") as answer:
        policy = answer.headers["Content-Security-Policy"].split("; ")
        assert ("frame-ancestors 'none'" in policy, answer.headers["X-Frame-Options"]) == (True, "DENY")


async def test_the_pages_policy_says_as_a_header_what_its_head_says(visitor: Visitor) -> None:
    async with visitor.session.get(f"{visitor.origin}/") as answer:
        page, said = await answer.text(), answer.headers["Content-Security-Policy"]
    in_head = re.search(r'http-equiv="Content-Security-Policy"\s+content="([^"]*)"', page)
    assert in_head
    assert said == f"{in_head.group(1)}; frame-ancestors 'none'"


def test_a_token_is_another_each_time() -> None:
    first, second = new_token(7), new_token(7)
    assert (first == second, first[:2], len(first) >= 35) == (False, "7:", True)


async def test_whoever_plays_the_bot_finds_its_token(visitor: Visitor) -> None:
    assert (await visitor.get("bot"))["token"] == "42:test"


async def test_a_change_from_its_own_page_is_welcome(visitor: Visitor) -> None:
    address = f"{visitor.origin}/sandbox/people/{FANG}/text"
    async with visitor.session.post(address, json={"text": "x"}, headers={"Origin": visitor.origin}) as answer:
        assert answer.status == 200


@pytest.mark.wire
async def test_it_listens_on_loopback_alone(sandbox: Sandbox) -> None:
    assert (await sandbox.start()).startswith("http://127.0.0.1:")


async def test_the_page_and_its_files_are_served(visitor: Visitor) -> None:
    async with visitor.session.get(f"{visitor.origin}/") as answer:
        assert (answer.status, answer.content_type) == (200, "text/html")
    async with visitor.session.get(f"{visitor.origin}/page/../server.py") as answer:
        assert answer.status == 404


@pytest.mark.parametrize("path", ["/", "/page/main.js"])
async def test_a_browser_asks_again_whether_the_page_has_changed(visitor: Visitor, path: str) -> None:
    async with visitor.session.get(f"{visitor.origin}{path}") as answer:
        assert answer.headers["Cache-Control"] == "no-cache"


async def test_a_strangers_page_is_saved_and_not_run(visitor: Visitor) -> None:
    await visitor.does(FANG, "file", name="x.html", content_base64="PGI+")
    file_id = (await visitor.chat(FANG))["messages"][0]["document"]["file_id"]
    async with visitor.session.get(f"{visitor.origin}/sandbox/files/{file_id}") as answer:
        assert answer.content_type == "application/octet-stream"


async def test_events_tell_the_page_what_happens(visitor: Visitor) -> None:
    async with visitor.session.get(f"{visitor.origin}/sandbox/events") as stream:
        await stream.content.readuntil(b"\n\n")
        said = await visitor.does(FANG, "text", text="x")
        async with asyncio.timeout(5):
            line = await stream.content.readuntil(b"\n\n")
    assert json.loads(line.removeprefix(b"data: ")) == {
        "person": FANG,
        "kind": "message",
        "message_id": said["message_id"],
    }


async def test_stopping_ends_what_waits(sandbox: Sandbox, visitor: Visitor) -> None:
    poll = asyncio.create_task(visitor.updates(timeout=30))
    stream = await visitor.session.get(f"{visitor.origin}/sandbox/events")
    await asyncio.sleep(0.1)
    async with asyncio.timeout(5):
        await sandbox.stop()
        rest = await stream.read()
    assert (await poll, rest) == ([], b": hello\n\n")
