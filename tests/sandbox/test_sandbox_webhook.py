"""Webhook delivery: the secret, the order, the patience."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from tests.sandbox.visitor import FANG, Visitor

OTHER = 1002
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


@dataclass(slots=True)
class Receiver:
    """A bot's own address; it keeps what came, and answers as told."""

    url: str = ""
    texts: list[str] = field(default_factory=list)
    secrets: set[str | None] = field(default_factory=set)
    statuses: list[int] = field(default_factory=list)
    order: dict[str, object] | None = None
    hold: asyncio.Event = field(default_factory=asyncio.Event)
    came: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def take(self, request: web.Request) -> web.Response:
        update = await request.json()
        async with self.came:
            self.texts.append(update["message"]["text"])
            self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
            self.came.notify_all()
        await self.hold.wait()
        if self.statuses:
            return web.Response(status=self.statuses.pop(0))
        return web.json_response(self.order) if self.order else web.Response()

    async def has(self, count: int) -> list[str]:
        async with asyncio.timeout(10), self.came:
            await self.came.wait_for(lambda: len(self.texts) >= count)
        return self.texts


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    receiver.hold.set()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


async def _drained(visitor: Visitor) -> None:
    async with asyncio.timeout(10):
        while (await visitor.done("getWebhookInfo"))["pending_update_count"]:  # noqa: ASYNC110  another's queue
            await asyncio.sleep(0.02)


async def test_updates_arrive_in_order_with_the_secret(visitor: Visitor, receiver: Receiver) -> None:
    await visitor.does(FANG, "text", text="0")
    await visitor.done("setWebhook", url=receiver.url, secret_token="s3cret")
    await visitor.post("updates/bulk", person=FANG, texts=[str(number) for number in range(1, 30)])
    await receiver.has(30)
    await _drained(visitor)
    assert (receiver.texts, receiver.secrets) == ([str(number) for number in range(30)], {"s3cret"})


async def test_an_update_is_delivered_until_it_is_taken(visitor: Visitor, receiver: Receiver) -> None:
    receiver.statuses = [500, 403]
    await visitor.done("setWebhook", url=receiver.url)
    await visitor.post("updates/bulk", person=FANG, texts=["a", "b"])
    await receiver.has(4)
    info = await visitor.done("getWebhookInfo")
    await _drained(visitor)
    assert receiver.texts == ["a", "a", "a", "b"]
    assert info["last_error_message"] == "Wrong response from the webhook: 403 Forbidden"


@pytest.mark.parametrize(("most", "at_once"), [(1, ["a"]), (2, ["a", "c"])])
async def test_several_chats_are_served_at_once(
    visitor: Visitor, receiver: Receiver, most: int, at_once: list[str]
) -> None:
    receiver.hold.clear()
    items = [{"person": FANG, "text": "a"}, {"person": FANG, "text": "b"}, {"person": OTHER, "text": "c"}]
    await visitor.post("updates/bulk", items=items)
    await visitor.done("setWebhook", url=receiver.url, max_connections=most)
    await receiver.has(most)
    await asyncio.sleep(0.1)
    before = sorted(receiver.texts)
    receiver.hold.set()
    await receiver.has(3)
    assert (before, sorted(receiver.texts)) == (at_once, ["a", "b", "c"])


async def test_a_call_in_the_answer_is_carried_out(visitor: Visitor, receiver: Receiver) -> None:
    receiver.order = {"method": "sendMessage", "chat_id": FANG, "text": "pong"}
    await visitor.done("setWebhook", url=receiver.url)
    await visitor.does(FANG, "text", text="ping")
    await receiver.has(1)
    await _drained(visitor)
    assert [message["text"] for message in (await visitor.chat(FANG))["messages"]] == ["ping", "pong"]


async def test_polling_is_refused_while_a_webhook_is_set(visitor: Visitor, receiver: Receiver) -> None:
    await visitor.done("setWebhook", url=receiver.url)
    refusal = await visitor.refusal("getUpdates")
    await visitor.done("deleteWebhook")
    assert (refusal, await visitor.updates()) == ((409, WEBHOOK_ACTIVE), [])


async def test_setting_a_webhook_ends_the_poll_under_way(visitor: Visitor, receiver: Receiver) -> None:
    poll = asyncio.create_task(visitor.refusal("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    await visitor.done("setWebhook", url=receiver.url)
    assert await poll == (409, "Conflict: terminated by setWebhook request")


async def test_pending_updates_are_dropped_on_demand(visitor: Visitor) -> None:
    await visitor.does(FANG, "text", text="a")
    await visitor.done("deleteWebhook", drop_pending_updates=True)
    assert await visitor.updates() == []


@pytest.mark.parametrize("url", ["https://example.org/hook", "ftp://127.0.0.1/", "nonsense"])
async def test_an_address_on_another_machine_is_refused(visitor: Visitor, url: str) -> None:
    refusal = await visitor.refusal("setWebhook", url=url)
    assert refusal == (400, "Bad Request: bad webhook: the sandbox delivers to 127.0.0.1 and localhost alone")


async def test_a_secret_of_other_signs_is_refused(visitor: Visitor, receiver: Receiver) -> None:
    refusal = await visitor.refusal("setWebhook", url=receiver.url, secret_token="a b")
    assert refusal == (400, "Bad Request: secret token contains unallowed characters")
