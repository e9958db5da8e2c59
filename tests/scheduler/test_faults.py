"""Announcements through both fronts and the sandbox's faults: each trouble has its right standing in the ledger."""

import importlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
import pytest
import pytest_asyncio

from bot.chat import Fate, Front, Message, Pin, Post, Text
from bot.codec import encode
from domain.announcements.announcements import Medium, Standing
from domain.messages.delivery import Lane, State
from sandbox.server import Sandbox
from sandbox.state.limits import UNLIMITED
from scheduler.dispatch import Clocks
from scheduler.sender import Sender
from storage.messages import outbox
from storage.messages.outbox import Draft
from storage.unit_of_work import Store
from tests.scheduler.test_mailings import bind, mailed, standing, stands, until_ledger
from tests.scheduler.test_sender import FAST, Clock, rows, sending, until, until_states
from tests.storage.announcements.test_mailings import announced, live

pytestmark = pytest.mark.wire

TOKEN: Final = "123456:token_of-the-sandbox"
CROWD: Final = range(5001, 5021)

Order = Callable[..., Awaitable[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Stage:
    """A sandbox, a front on it, and what orders things there.

    The front waits for an answer a second and a half at most: a busy machine takes its time.
    """

    sandbox: Sandbox
    front: Front
    order: Order
    calm_down: Callable[[], Awaitable[None]]

    def heard(self) -> list[int]:
        """Return the chats in which the announcement stands, each as often as it does."""
        chats = ((chat, message) for chat in self.sandbox.world.chats.values() for message in chat.messages.values())
        return sorted(chat.id for chat, message in chats if message.api.get("text") == "hello")


@pytest_asyncio.fixture(params=["aiogram", "ptb"])
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    sandbox = Sandbox(TOKEN, limits=UNLIMITED)
    origin = await sandbox.start()
    front = importlib.import_module(f"bot.handlers.{request.param}_front").open_front(TOKEN, origin, read_s=1.5)
    async with _ordering(origin) as (order, calm_down):
        yield Stage(sandbox, front, order, calm_down)
    await front.close()
    await sandbox.stop()


@asynccontextmanager
async def _ordering(origin: str) -> AsyncIterator[tuple[Order, Callable[[], Awaitable[None]]]]:
    async with aiohttp.ClientSession() as http:

        async def order(path: str, **what: Any) -> dict[str, Any]:
            async with http.post(f"{origin}/sandbox/{path}", json=what) as answer:
                told: dict[str, Any] = await answer.json()
                assert answer.status == 200, told
                return told

        async def calm_down() -> None:
            async with http.delete(f"{origin}/sandbox/faults") as answer:
                assert answer.status == 200

        yield order, calm_down


def crowd(store: Store, stage: Stage) -> int:
    """Let the crowd be known to both sides, and return an announcement to it that has not begun."""
    live(store, CROWD)
    stage.sandbox.meet(CROWD)
    return announced(store)


async def test_429_at_every_tenth_call_slows_all_and_loses_none(sqlite_store: Store, stage: Stage) -> None:
    announcement = crowd(sqlite_store, stage)
    for _ in range(2):
        await stage.order("faults", method="sendMessage", times=9)
        await stage.order("faults", method="sendMessage", error_code=429, retry_after=1)
    mailed(sqlite_store, announcement)
    sender = Sender(sqlite_store, stage.front, FAST)
    async with sending(sender):
        await until_ledger(sqlite_store, announcement, delivered=20)
    assert stage.heard() == list(CROWD)
    assert sender.tally[Fate.SLOW_DOWN] == 2


async def test_500_for_a_minute_loses_none_and_repeats_none(sqlite_store: Store, stage: Stage) -> None:
    announcement, clock = crowd(sqlite_store, stage), Clock()
    await stage.order("faults", method="sendMessage", error_code=500, times=1000)
    mailed(sqlite_store, announcement)
    sender = Sender(sqlite_store, stage.front, FAST, Clocks(clock))
    async with sending(sender):
        await until(lambda: sender.tally[Fate.SERVER_TROUBLE] >= 5)
        assert stands(sqlite_store, announcement) == {Standing.NOT_YET: 20}
        await stage.calm_down()
        clock.ahead = 60.0
        await until_ledger(sqlite_store, announcement, delivered=20)
    assert stage.heard() == list(CROWD)


@pytest.mark.parametrize("fault", [{"delay_s": 2.0}, {"drop_after": 0.01}])
async def test_server_that_hangs_or_hangs_up_leaves_who_it_was_about_unknown(
    sqlite_store: Store, stage: Stage, fault: dict[str, float]
) -> None:
    announcement = crowd(sqlite_store, stage)
    await stage.order("faults", method="sendMessage", times=2, **fault)
    mailed(sqlite_store, announcement)
    async with sending(Sender(sqlite_store, stage.front, FAST)):
        await until_ledger(sqlite_store, announcement, delivered=18, unknown=2)
    assert stage.heard() == list(CROWD)  # it was carried out all the same, and nobody has it twice


async def test_who_is_gone_has_a_standing_and_a_reason_of_their_own(sqlite_store: Store, stage: Stage) -> None:
    announcement = crowd(sqlite_store, stage)
    live(sqlite_store, [6001])  # whom the messenger has never seen
    await stage.order("people/5001/block")
    await stage.order("people/5002/deactivate")
    mailed(sqlite_store, announcement)
    async with sending(Sender(sqlite_store, stage.front, FAST)):
        await until_ledger(sqlite_store, announcement, delivered=18, blocked=3)
    reasons = {chat: standing(sqlite_store, announcement, chat).reason for chat in (5001, 5002, 6001)}
    words = {5001: "blocked", 5002: "deactivated", 6001: "chat not found"}
    assert {chat: word in reasons[chat] for chat, word in words.items()} == dict.fromkeys(words, True), reasons


async def test_refusal_of_another_kind_fails_with_its_reason(sqlite_store: Store, stage: Stage) -> None:
    announcement = crowd(sqlite_store, stage)
    words = "Bad Request: wrong file identifier/HTTP URL specified"
    await stage.order("faults", method="sendMessage", error_code=400, description=words)
    mailed(sqlite_store, announcement)
    async with sending(Sender(sqlite_store, stage.front, FAST)):
        await until_ledger(sqlite_store, announcement, delivered=19, failed=1)


async def test_group_that_was_upgraded_gets_it_under_its_new_number(sqlite_store: Store, stage: Stage) -> None:
    announcement = crowd(sqlite_store, stage)
    group = (await stage.order("groups", title="第二党支部", members=[5001]))["id"]
    await stage.order(f"groups/{group}/add_bot", by=5001)
    moved_to = (await stage.order(f"groups/{group}/upgrade"))["id"]
    bind(sqlite_store, group)
    mailed(sqlite_store, announcement, to_groups=(group,))
    async with sending(Sender(sqlite_store, stage.front, FAST)):
        await until_ledger(sqlite_store, announcement, delivered=21)
    assert rows(sqlite_store, "chat_id")[-1] == (moved_to,)
    assert moved_to in stage.heard()


async def test_pin_that_keeps_failing_goes_as_text_and_holds_nobody(sqlite_store: Store, stage: Stage) -> None:
    stage.sandbox.meet(CROWD)
    await stage.order("faults", method="sendVenue", error_code=500, times=10_000)
    pin = Pin(31.2, 121.5, "站", "路", "<b>站</b>")
    with sqlite_store.unit_of_work() as unit:
        replies: tuple[Message, ...] = (pin, Text("behind"))
        drafts = [Draft(f"{n}", 5001, Lane.INTERACTIVE, encode(one), 0.0) for n, one in enumerate(replies)]
        outbox.write(unit, drafts, 0.0)
        unit.commit()
    async with sending(Sender(sqlite_store, stage.front, FAST)):
        await until_states(sqlite_store, State.SENT, State.SENT)
    messages = stage.sandbox.world.chats[5001].messages.values()
    assert [message.api.get("text") for message in messages] == ["站", "behind"]


async def test_look_of_an_announcement_with_a_file_that_is_gone_says_so(sqlite_store: Store, stage: Stage) -> None:
    stage.sandbox.meet(CROWD)
    gone = Post("通知", (Medium("photo", "AgACgone"),))
    with sqlite_store.unit_of_work() as unit:
        outbox.write(unit, [Draft("1", 5001, Lane.INTERACTIVE, encode(gone), 0.0)], 0.0)
        unit.commit()
    async with sending(Sender(sqlite_store, stage.front, FAST)):
        await until_states(sqlite_store, State.SENT)
    (message,) = stage.sandbox.world.chats[5001].messages.values()
    assert "可能已经失效" in str(message.api["text"])
