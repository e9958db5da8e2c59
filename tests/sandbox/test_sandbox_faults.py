"""Trouble on order, the log of calls, and the pace."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

import aiohttp
import pytest

from sandbox.refusals import RefusedError
from sandbox.server import Sandbox
from sandbox.state.limits import UNLIMITED, Limits, Pace
from tests.sandbox.visitor import FANG, TOKEN, Visitor


async def _texts(visitor: Visitor) -> list[str]:
    return [message["text"] for message in (await visitor.chat(FANG))["messages"] if message["from"] == "bot"]


@pytest.fixture
async def met(visitor: Visitor) -> Visitor:
    await visitor.does(FANG, "text", text="/start")
    return visitor


async def test_an_ordered_429_says_how_long_and_has_no_effect(met: Visitor) -> None:
    await met.post("faults", method="sendMessage", error_code=429, retry_after=3, times=2)
    first, second, third = [await met.bot("sendMessage", chat_id=FANG, text=text) for text in "abc"]
    assert first == second
    assert first == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 3",
        "parameters": {"retry_after": 3},
    }
    assert (third["ok"], await _texts(met)) == (True, ["c"])


async def test_an_ordered_502_is_a_page_and_not_json(met: Visitor) -> None:
    await met.post("faults", method="*", error_code=502)
    async with met.session.get(f"{met.origin}/bot{TOKEN}/getMe") as answer:
        body = await answer.text()
        assert (answer.status, answer.content_type, "<h1>502 Bad Gateway</h1>" in body) == (502, "text/html", True)


async def test_an_ordered_refusal_may_have_its_own_words(met: Visitor) -> None:
    await met.post("faults", method="sendmessage", error_code=403, description="Forbidden: user is deactivated")
    refusal = await met.refusal("sendMessage", chat_id=FANG, text="a")
    assert refusal == (403, "Forbidden: user is deactivated")


async def test_a_dropped_call_is_carried_out(met: Visitor) -> None:
    await met.post("faults", method="sendMessage", drop_after=True)
    with pytest.raises(aiohttp.ClientError):
        await met.bot("sendMessage", chat_id=FANG, text="a")
    (call,) = (await met.get("calls?method=sendMessage"))["calls"]
    assert (await _texts(met), call["status"], call["dropped"]) == (["a"], 200, True)


async def test_a_late_answer_is_late_but_carried_out_at_once(met: Visitor) -> None:
    await met.post("faults", method="sendMessage", delay_s=0.3)
    started = time.monotonic()
    await met.done("sendMessage", chat_id=FANG, text="a")
    assert time.monotonic() - started >= 0.3


async def test_faults_are_cleared(met: Visitor) -> None:
    await met.post("faults", method="*", error_code=500, times=9)
    async with met.session.delete(f"{met.origin}/sandbox/faults") as answer:
        assert answer.status == 200
    assert (await met.bot("getMe"))["ok"] is True


async def test_every_call_is_logged_with_its_answer(met: Visitor) -> None:
    await met.bot("getMe")
    await met.bot("sendMessage", chat_id=FANG, text="")
    calls = (await met.get("calls"))["calls"]
    later = (await met.get("calls?since=1"))["calls"]
    assert [(call["seq"], call["method"], call["parameters"], call["status"]) for call in calls] == [
        (1, "getMe", {}, 200),
        (2, "sendMessage", {"chat_id": FANG, "text": ""}, 400),
    ]
    assert (calls[1]["answer"]["description"], later) == ("Bad Request: message text is empty", calls[1:])


async def test_calls_are_counted(met: Visitor) -> None:
    await met.post("faults", method="getMe", error_code=429)
    for _ in range(3):
        await met.bot("getMe")
    counts = await met.get("counts")
    assert (counts["calls"], counts["accepted"], counts["refused_429"]) == (3, {"getMe": 2}, {"getMe": 1})


@pytest.fixture
async def hurried() -> AsyncIterator[Visitor]:
    """Give a sandbox with Telegram's own limits."""
    running = Sandbox(TOKEN, limits=Limits(chat_burst=2), calls=3)
    async with aiohttp.ClientSession() as session:
        yield Visitor(await running.start(), session)
    await running.stop()


async def test_too_fast_to_one_chat_is_refused_with_429(hurried: Visitor) -> None:
    await hurried.post("people/meet", first=1, count=2)
    answers = [await hurried.bot("sendMessage", chat_id=1, text="x") for _ in range(3)]
    elsewhere = await hurried.bot("sendMessage", chat_id=2, text="x")
    assert [answer["ok"] for answer in [*answers, elsewhere]] == [True, True, False, True]
    assert answers[2]["parameters"] == {"retry_after": 1}


async def test_the_log_keeps_the_last_calls_only(hurried: Visitor) -> None:
    for _ in range(5):
        await hurried.bot("getMe")
    assert [call["seq"] for call in (await hurried.get("calls"))["calls"]] == [3, 4, 5]


def _accepted(limits: Limits, times: list[float], chats: list[int], *, paid: bool = False) -> int:
    pace = Pace(limits)
    accepted = 0
    for now, chat in zip(times, chats, strict=True):
        try:
            pace.spend(chat, now, paid=paid)
        except RefusedError:
            continue
        accepted += 1
    return accepted


@pytest.mark.parametrize(
    ("limits", "times", "chats", "accepted"),
    [
        (Limits(), [0.0] * 100, list(range(1, 101)), 30),
        (Limits(), [number / 30 for number in range(300)], list(range(1, 301)), 300),
        (Limits(), [number / 60 for number in range(600)], list(range(1, 601)), 329),
        (Limits(), [0.0] * 30, [1] * 30, 10),
        (Limits(), [float(number) for number in range(60)], [1] * 60, 60),
        (Limits(), [0.0] * 25, [-1] * 25, 20),
        (UNLIMITED, [0.0] * 500, [1] * 500, 500),
    ],
)
def test_the_pace_lets_through(limits: Limits, times: list[float], chats: list[int], accepted: int) -> None:
    assert _accepted(limits, times, chats) == accepted


def test_paid_messages_have_a_pace_of_their_own() -> None:
    assert _accepted(Limits(), [0.0] * 1200, list(range(1, 1201)), paid=True) == 1000
