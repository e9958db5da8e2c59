"""A day of bad answers, over HTTP through both libraries: each kind is one standstill in the log, and its fate."""

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.chat import Front, Text
from bot.codec import encode
from domain.messages.delivery import Lane
from scheduler.dispatch import Bounds
from scheduler.pacing import Pace
from scheduler.sender import Sender
from storage.messages import outbox
from storage.messages.outbox import Draft
from storage.unit_of_work import Store
from tests.handlers.scripted_bot_api import DROPPED, Answer, ScriptedBotApi, refusal

FAST = Pace(per_second=10_000, chat_per_second=1000, chat_burst=1000)
PEOPLE = range(1, 13)


@pytest.mark.parametrize(
    ("answer", "fate", "reason"),
    [
        (refusal(500, "Internal Server Error"), "server_trouble", "Internal Server Error"),
        (Answer("<html>Bad Gateway</html>", 502), "server_trouble", "status 502"),
        (refusal(401, "Unauthorized"), "server_trouble", "Unauthorized"),
        (Answer("no JSON at all"), "uncertain", "broken answer"),
        (Answer(""), "uncertain", "broken answer"),
        (Answer("[]"), "uncertain", "broken answer"),
        (Answer("{}", 302), "server_trouble", "status 302"),
        (DROPPED, "uncertain", ""),
        (
            refusal(429, "Too Many Requests: retry after 100000", retry_after=100_000),
            "slow_down",
            "Too Many Requests: retry after 100000, waits 600 s",
        ),
    ],
)
async def test_bad_answers_are_one_standstill(
    sqlite_store: Store, front: Front, server: ScriptedBotApi, *, answer: Answer, fate: str, reason: str
) -> None:
    server.script("sendMessage", *[answer] * 1000)
    drafts = [Draft(f"k{one}", one, Lane.INTERACTIVE, encode(Text("好的")), 0.0) for one in PEOPLE]
    with sqlite_store.unit_of_work() as unit:
        outbox.write(unit, drafts, 0.0)
        unit.commit()
    stop, sender = asyncio.Event(), Sender(sqlite_store, front, FAST, bounds=Bounds(poll_s=0.05))
    with capture_logs() as lines:
        running = asyncio.create_task(sender.run(stop))
        async with asyncio.timeout(10):
            while not sender.sendings.standing.stands:  # noqa: ASYNC110  a standstill sets no event
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.3)  # the others come back in vain meanwhile
        stop.set()
        await running
    told = [line for line in lines if line["event"] != "told_to_wait_too_long"]  # which comes beside it
    assert [(line["event"], line["what"], line["fate"]) for line in told] == [("stands_still", "sending", fate)]
    assert reason in told[0].get("reason", "")
    asked = [line["asked_s"] for line in lines if line not in told]
    assert asked == [100_000.0] * len(asked)
    assert bool(asked) == (fate == "slow_down")


async def test_refusals_are_counted_and_no_standstill(
    sqlite_store: Store, front: Front, server: ScriptedBotApi
) -> None:
    server.script("sendMessage", *[refusal(400, "Bad Request: message is too long")] * len(PEOPLE))
    drafts = [Draft(f"k{one}", one, Lane.INTERACTIVE, encode(Text("好的")), 0.0) for one in PEOPLE]
    with sqlite_store.unit_of_work() as unit:
        outbox.write(unit, drafts, 0.0)
        unit.commit()
    sender = Sender(sqlite_store, front, FAST)
    with capture_logs() as lines:
        async with sender.present():
            await sender.send_due()
        sender.sendings.tell_given_up()
    assert [(line["event"], line["count"], line["reasons"]) for line in lines] == [
        ("messages_given_up", 12, ["12 x refused: Bad Request: message is too long"])
    ]
