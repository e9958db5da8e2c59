"""Neither library, nor we, write a token, a text or a phone number into a log."""

import asyncio
import logging
from collections.abc import Sequence

import pytest

from bot.chat import Arrival, Button, Front, Introduction, Outgoing, Pin, Text
from bot.handlers.polling import poll
from tests.handlers.conftest import OpenFront
from tests.handlers.scripted_bot_api import DROPPED, TOKEN, Answer, ScriptedBotApi, refusal
from tests.handlers.test_polling import HASTY, update

SECRETS = ("scripted-token", "第1句", "第2句", "您的电话是", "13800000000", "人民广场")


async def test_logs_tell_no_secret(
    front: Front, server: ScriptedBotApi, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    await _a_bad_day(front, server)
    seen = caplog.text + "".join(capsys.readouterr())
    assert "stands_still" in seen  # it was looked at
    assert [secret for secret in SECRETS if secret in seen] == []


async def test_reasons_tell_no_secret(open_front: OpenFront) -> None:
    front = open_front(TOKEN, "not://an address")
    outcome = await front.send(Outgoing(1, 7, Text("您的电话是 13800000000")))
    await front.close()
    assert [secret for secret in SECRETS if secret in repr(outcome)] == []


async def _a_bad_day(front: Front, server: ScriptedBotApi) -> None:
    """Let every kind of trouble happen once, with secrets in every place."""
    troubles = (
        refusal(400, 'Bad Request: can\'t parse entities: unsupported tag "您的电话是"'),
        refusal(403, "Forbidden"),
        refusal(500, "Internal Server Error"),
        Answer('{"ok": true, "result": "您的电话是"', 200),
        Answer("您的电话是", 502),
        Answer({"ok": True, "result": {"message_id": "您的电话是"}}),
        DROPPED,
    )
    text, pin = Text("您的电话是 13800000000", ((Button("人民广场", "1"),),)), Pin(0, 0, "人民广场", "", "人民广场")
    for method in ("sendMessage", "sendVenue", "answerCallbackQuery", "setMyCommands", "getUpdates"):
        server.script(method, *troubles)
    for _ in troubles:
        await front.send(Outgoing(1, 7, text))
        await front.send(Outgoing(1, 7, pin))
        await front.acknowledge("13800000000")
        await front.introduce([Introduction("zh", (("near", "人民广场"),))])
    await _polled(front, server)


async def _polled(front: Front, server: ScriptedBotApi) -> None:
    server.updates = [update(1), update(2)]
    stop, batches = asyncio.Event(), []

    async def take(arrivals: Sequence[Arrival]) -> None:
        batches.append(arrivals)
        if len(batches) == 1:
            raise ValueError("第1句")
        stop.set()

    async with asyncio.timeout(10):
        await poll(front, take, stop=stop, wait_s=0, patience=HASTY)
