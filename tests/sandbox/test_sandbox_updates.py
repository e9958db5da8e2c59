"""Long polling: what is delivered, confirmed, delivered again, and who may ask."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.sandbox.visitor import FANG, Visitor

OTHER_POLLER = (
    409,
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
)


async def _say(visitor: Visitor, *texts: str) -> list[int]:
    return [(await visitor.does(FANG, "text", text=text))["update_id"] for text in texts]


async def test_updates_are_delivered_again_until_confirmed(visitor: Visitor) -> None:
    first, second, third = await _say(visitor, "a", "b", "c")
    once = [update["update_id"] for update in await visitor.updates()]
    again = [update["update_id"] for update in await visitor.updates(offset=second)]
    after = await visitor.updates(offset=third + 1)
    assert (once, again, after) == ([first, second, third], [second, third], [])


async def test_a_negative_offset_forgets_all_but_the_last(visitor: Visitor) -> None:
    *_, last = await _say(visitor, "a", "b", "c")
    assert [update["update_id"] for update in await visitor.updates(offset=-1)] == [last]
    assert [update["update_id"] for update in await visitor.updates()] == [last]


@pytest.mark.parametrize(("limit", "delivered"), [(2, 2), (0, 100), (500, 100)])
async def test_no_more_than_the_limit_is_delivered(visitor: Visitor, limit: int, delivered: int) -> None:
    await visitor.post("updates/bulk", person=FANG, texts=["x"] * 101)
    assert len(await visitor.updates(limit=limit)) == delivered


async def test_a_waiting_poll_is_answered_the_moment_something_comes(visitor: Visitor) -> None:
    started = time.monotonic()
    poll = asyncio.create_task(visitor.updates(timeout=20))
    await asyncio.sleep(0.1)
    (said,) = await _say(visitor, "a")
    assert ([update["update_id"] for update in await poll], time.monotonic() - started < 5) == ([said], True)


async def test_a_poll_that_nothing_came_for_ends_empty(visitor: Visitor) -> None:
    assert await visitor.updates(timeout=1) == []


async def test_the_older_of_two_pollers_is_refused(visitor: Visitor) -> None:
    older = asyncio.create_task(visitor.refusal("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    newer = asyncio.create_task(visitor.updates(timeout=20))
    assert await older == OTHER_POLLER
    (said,) = await _say(visitor, "a")
    assert [update["update_id"] for update in await newer] == [said]


async def test_kinds_that_are_not_allowed_do_not_come(visitor: Visitor) -> None:
    await visitor.updates(allowed_updates=["my_chat_member"])
    await _say(visitor, "a")
    await visitor.does(FANG, "block")
    assert [sorted(update) for update in await visitor.updates()] == [["my_chat_member", "update_id"]]


async def test_an_empty_list_allows_the_default_again(visitor: Visitor) -> None:
    await visitor.updates(allowed_updates=["my_chat_member"])
    await visitor.updates(allowed_updates=[])
    (said,) = await _say(visitor, "a")
    await visitor.post("updates", update={"chat_member": {"from": {"id": FANG}}})
    assert [update["update_id"] for update in await visitor.updates()] == [said]


async def test_update_ids_grow_by_one(visitor: Visitor) -> None:
    first, second = await _say(visitor, "a", "b")
    assert second == first + 1
