"""What an answer of the server may hold and weigh: odd numbers, no numbers, too much, packed or not."""

import json
import tracemalloc
import zlib
from typing import Any, Final

import pytest

from bot.chat import Fate, FetchFailedError, Front, Message, Outcome, Outgoing, Picture, Pin, Post, Text
from bot.handlers.wire import ANSWER_MOST, UPDATES_MOST
from domain.announcements.announcements import Medium
from tests.handlers.scripted_bot_api import NEXT_MESSAGE, Answer, ScriptedBotApi, message, refusal

MB: Final = 1024 * 1024
ONE: Final = Medium("photo", "AgAC")
SENT: Final = {"ok": True, "result": message()}
HELLO: Final = Text("您好")


async def send(front: Front, reply: Message = HELLO, chat_id: int = 7) -> Outcome:
    return await front.send(Outgoing(1, chat_id, reply))


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize("odd", [10**30, -5, 0, "77", 1.5, True, None, [77], {"x": 77}, 2**63, "0" * 5000])
async def test_number_that_is_none_costs_no_message(front: Front, server: ScriptedBotApi, odd: object) -> None:
    server.script("sendMessage", Answer({"ok": True, "result": message() | {"message_id": odd}}))
    assert await send(front) == Outcome(Fate.ACCEPTED)


@pytest.mark.parametrize(
    ("reply", "method"),
    [
        (Text("a"), "sendMessage"),
        (Pin(1, 2, "a", "b", "c"), "sendVenue"),
        (Picture("AgAC"), "sendPhoto"),
        (Post("a", (ONE,)), "sendPhoto"),
        (Post("a", (ONE, ONE)), "sendMediaGroup"),
        (Text("a", replaces=5), "editMessageText"),
    ],
)
@pytest.mark.parametrize("result", [True, None, [], 5, "ok", {}])
async def test_ok_is_the_word_that_it_was_taken(
    front: Front, server: ScriptedBotApi, reply: Message, method: str, result: object
) -> None:
    server.script(method, Answer({"ok": True, "result": result, "description": 5}))
    outcome = await send(front, reply)
    assert (outcome.fate, outcome.message_id, server.methods()) == (
        Fate.ACCEPTED,
        5 if method == "editMessageText" else 0,
        [method],
    )


async def test_album_with_odd_numbers_keeps_the_others(front: Front, server: ScriptedBotApi) -> None:
    numbers = [{"message_id": 10**30}, {"message_id": 5}, True]
    server.script("sendMediaGroup", Answer({"ok": True, "result": numbers}))
    assert await send(front, Post("a", (ONE, ONE))) == Outcome(Fate.ACCEPTED, 0, others=(5, 0))


@pytest.mark.parametrize("moved_to", [10**30, -(10**30), 5, True, "x", None])
async def test_group_moves_to_no_number_that_a_group_cannot_have(
    front: Front, server: ScriptedBotApi, moved_to: Any
) -> None:
    server.script("sendMessage", refusal(400, "Bad Request: upgraded", migrate_to_chat_id=moved_to))
    assert await send(front, chat_id=-5) == Outcome(Fate.REFUSED, reason="Bad Request: upgraded")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("7", 7.0),
        ("0", 0.0),
        ("100000", 100000.0),
        ("1" + "0" * 400, 10.0**9),
        ("1e999", 1.0),
        ("NaN", 1.0),
        ("-3", 1.0),
        ("true", 1.0),
        ('"5"', 1.0),
        ("null", 1.0),
    ],
)
async def test_time_to_wait_is_one(front: Front, server: ScriptedBotApi, asked: str, expected: float) -> None:
    body = f'{{"ok": false, "error_code": 429, "description": "x", "parameters": {{"retry_after": {asked}}}}}'
    server.script("sendMessage", Answer(body, 429))
    assert await send(front) == Outcome(Fate.SLOW_DOWN, retry_after=expected, reason="x")


async def test_reason_holds_nothing_that_a_database_does_not_take(front: Front, server: ScriptedBotApi) -> None:
    server.script("sendMessage", refusal(400, "a\0b\ud800c"))
    assert (await send(front)).reason == "a b?c"


# ---------------------------------------------------------------- weight


def packed(form: int, megabytes: int) -> bytes:
    """Pack an answer that unpacks to so many megabytes; 31: gzip, 15: deflate, -15: without its header."""
    packer = zlib.compressobj(9, zlib.DEFLATED, form)
    parts = [packer.compress(b" " * MB) for _ in range(megabytes)]
    return b"".join([packer.compress(json.dumps(SENT).encode()), *parts, packer.flush()])


@pytest.mark.parametrize(
    ("encoding", "form"), [("gzip", 31), ("x-gzip", 31), ("deflate", 15), ("deflate", -15), ("GZIP", 31)]
)
async def test_answer_that_is_packed_is_read(front: Front, server: ScriptedBotApi, encoding: str, form: int) -> None:
    server.script("sendMessage", Answer(packed(form, 0), packed=encoding))
    assert await send(front) == Outcome(Fate.ACCEPTED, NEXT_MESSAGE)


@pytest.mark.parametrize(("encoding", "form"), [("gzip", 31), ("deflate", 15), ("deflate", -15)])
async def test_answer_that_unpacks_to_too_much_is_not_read(
    front: Front, server: ScriptedBotApi, encoding: str, form: int
) -> None:
    body = packed(form, 200)
    server.script("sendMessage", Answer(body, packed=encoding))
    tracemalloc.start()
    outcome = await send(front)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert outcome == Outcome(Fate.UNCERTAIN, reason="the answer is too long")
    assert peak < 10 * MB


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "what"])
async def test_answer_that_cannot_be_unpacked_is_broken(front: Front, server: ScriptedBotApi, encoding: str) -> None:
    server.script("sendMessage", Answer(b"\x07no such thing", packed=encoding))
    assert await send(front) == Outcome(Fate.UNCERTAIN, reason="broken answer")


async def test_answer_is_read_up_to_its_limit(front: Front, server: ScriptedBotApi) -> None:
    body = json.dumps(SENT).encode()
    server.script("sendMessage", Answer(body.ljust(ANSWER_MOST)), Answer(body.ljust(ANSWER_MOST + 1)))
    assert [await send(front), await send(front)] == [
        Outcome(Fate.ACCEPTED, NEXT_MESSAGE),
        Outcome(Fate.UNCERTAIN, reason="the answer is too long"),
    ]


async def test_error_page_without_end_is_the_servers_trouble(front: Front, server: ScriptedBotApi) -> None:
    server.script("sendMessage", Answer(b" " * 5 * MB, 500))
    assert await send(front) == Outcome(Fate.SERVER_TROUBLE, reason="status 500")


async def test_updates_are_read_up_to_their_limit(front: Front, server: ScriptedBotApi) -> None:
    update = {"update_id": 1, "message": message("x" * 4096)}
    body = json.dumps({"ok": True, "result": [update] * 100}).encode()
    server.script("getUpdates", Answer(body.ljust(UPDATES_MOST)), Answer(body.ljust(UPDATES_MOST + 1)))
    assert len((await front.fetch(0, 0)).arrivals) == 100
    with pytest.raises(FetchFailedError, match="the answer is too long"):
        await front.fetch(0, 0)
