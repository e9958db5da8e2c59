"""Deliveries by webhook, over real HTTP: who may deliver, and when it counts as delivered."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import aiohttp
import pytest
import pytest_asyncio
import structlog
from aiohttp import web

from bot.chat import Arrival, Front
from bot.handlers.webhook import BODY_LIMIT, PATH, SECRET_HEADER, webhook_routes
from tests.handlers.scripted_bot_api import Answer, ScriptedBotApi
from tests.handlers.test_polling import tap, update

SECRET = "s3cret_of-the-webhook"


@dataclass
class Taker:
    """Remembers what took effect; refuses while `refuses`."""

    refuses: bool = False
    taken: list[int] = field(default_factory=list)

    async def __call__(self, arrivals: Sequence[Arrival]) -> None:
        await asyncio.sleep(0.01)
        if self.refuses:
            raise OSError("no space left on device")
        self.taken.extend(arrival.update_id for arrival in arrivals)


@pytest.fixture
def taker() -> Taker:
    return Taker()


@pytest_asyncio.fixture
async def address(front: Front, taker: Taker) -> AsyncIterator[str]:
    app = web.Application()
    app.add_routes(webhook_routes(front, taker, SECRET))
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}"
    await runner.cleanup()


async def deliver(address: str, body: str | bytes, secret: str | None = SECRET) -> int:
    headers = {} if secret is None else {SECRET_HEADER: secret}
    async with aiohttp.ClientSession() as client, client.post(address, data=_file(body), headers=headers) as response:
        return response.status


def _file(body: str | bytes) -> io.BytesIO:
    return io.BytesIO(body.encode() if isinstance(body, str) else body)


async def test_delivery_is_answered_after_the_commit(address: str, taker: Taker) -> None:
    assert (await deliver(address, json.dumps(update(1))), taker.taken) == (200, [1])


async def test_delivery_that_is_not_taken_comes_again(address: str, taker: Taker) -> None:
    taker.refuses = True
    assert (await deliver(address, json.dumps(update(1))), taker.taken) == (503, [])
    taker.refuses = False
    assert (await deliver(address, json.dumps(update(1))), taker.taken) == (200, [1])


@pytest.mark.parametrize("secret", [None, "", "another", SECRET[:-1], SECRET + "x", "sécret"])
async def test_delivery_without_the_secret(address: str, taker: Taker, secret: str | None) -> None:
    assert (await deliver(address, json.dumps(update(1)), secret), taker.taken) == (403, [])


@pytest.mark.parametrize("body", ["{", "[]", "{}", b"\xff\xfe", " "])
async def test_delivery_of_what_is_no_update_comes_only_once(address: str, taker: Taker, body: str | bytes) -> None:
    with structlog.testing.capture_logs() as lines:
        assert (await deliver(address, body), taker.taken) == (200, [])
    assert [line["event"] for line in lines] == ["delivery_is_no_update"]


async def test_delivery_of_an_odd_update_is_remembered(address: str, taker: Taker) -> None:
    assert (await deliver(address, '{"update_id": 4, "message": 1}'), taker.taken) == (200, [4])


async def test_delivery_at_the_limit(address: str, taker: Taker) -> None:
    whole = json.dumps(update(1))
    assert await deliver(address, whole + " " * (BODY_LIMIT - len(whole))) == 200
    assert await deliver(address, whole + " " * (BODY_LIMIT - len(whole) + 1)) == 413
    assert taker.taken == [1]


async def test_delivery_answers_a_press(address: str, taker: Taker, server: ScriptedBotApi) -> None:
    server.script("answerCallbackQuery", Answer({"ok": True, "result": True}, delay_s=0.2))
    assert (await deliver(address, json.dumps(tap(1))), taker.taken) == (200, [1])
    await server.until("answerCallbackQuery")
    assert server.asked("answerCallbackQuery") == [{"callback_query_id": "r1"}]


async def test_delivery_by_get(address: str) -> None:
    async with aiohttp.ClientSession() as client, client.get(address) as response:
        assert response.status == 405


async def test_routes_without_a_secret(front: Front, taker: Taker) -> None:
    with pytest.raises(ValueError, match="secret"):
        webhook_routes(front, taker, "")
