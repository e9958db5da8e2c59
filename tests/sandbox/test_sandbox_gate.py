"""The sandbox speaks to its own machine and its own page alone."""

from __future__ import annotations

import asyncio
import json

import pytest

from sandbox.server import Sandbox
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
