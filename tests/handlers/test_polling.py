"""Long polling over real HTTP: nothing lost, nothing stuck, and an end within a second."""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.chat import Arrival, FetchFailedError, Front, Said, Tapped, TokenRefusedError
from bot.handlers.polling import Patience, poll
from bot.handlers.updates import WANTED_UPDATES
from tests.handlers.conftest import OpenFront
from tests.handlers.scripted_bot_api import DROPPED, Answer, ScriptedBotApi, refusal

HASTY = Patience(first_s=0.01, most_s=0.02)
ALONE = {"id": 7, "type": "private", "first_name": "芳"}
FANG = {"id": 7, "is_bot": False, "first_name": "芳", "language_code": "zh-hans"}


def update(number: int) -> dict[str, Any]:
    said = {"message_id": number, "from": FANG, "chat": ALONE, "date": 1767225600, "text": f"第{number}句"}
    return {"update_id": number, "message": said}


def tap(number: int) -> dict[str, Any]:
    under = {"message_id": 5, "chat": ALONE, "date": 1767225600}
    query = {"id": f"r{number}", "from": FANG, "chat_instance": "1", "data": "near:3:2", "message": under}
    return {"update_id": number, "callback_query": query}


@dataclass
class Taker:
    """Takes batches until it has `enough` updates; refuses as many batches at first as it is told."""

    enough: int
    refuses: int = 0
    batches: list[list[int]] = field(default_factory=list)
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, arrivals: Sequence[Arrival]) -> None:
        await asyncio.sleep(0)
        self.batches.append([arrival.update_id for arrival in arrivals])
        if self.refuses:
            self.refuses -= 1
            raise OSError("no space left on device")
        self.enough -= len(arrivals)
        if self.enough <= 0:
            self.stop.set()


async def polled(front: Front, taker: Taker, wait_s: int = 1) -> None:
    async with asyncio.timeout(5):
        await poll(front, taker, stop=taker.stop, wait_s=wait_s, patience=HASTY)


async def test_poll_asks_for_the_next_only_after_the_commit(front: Front, server: ScriptedBotApi) -> None:
    server.updates = [update(number) for number in range(10, 260)]
    taker = Taker(enough=250)
    await polled(front, taker)
    assert taker.batches == [list(range(10, 110)), list(range(110, 210)), list(range(210, 260))]
    asked = server.asked("getUpdates")
    assert [call["offset"] for call in asked] == [0, 110, 210]
    assert asked[0] == {"offset": 0, "timeout": 1, "allowed_updates": WANTED_UPDATES}


async def test_poll_when_the_batch_is_not_taken(front: Front, server: ScriptedBotApi) -> None:
    server.updates = [update(1), update(2)]
    taker = Taker(enough=2, refuses=2)
    await polled(front, taker)
    assert taker.batches == [[1, 2], [1, 2], [1, 2]]
    assert [call["offset"] for call in server.asked("getUpdates")] == [0, 0, 0]


@pytest.mark.parametrize(
    "trouble",
    [
        refusal(409, "Conflict: terminated by other getUpdates request"),
        refusal(500, "Internal Server Error"),
        Answer("<html>502</html>", 502),
        Answer("{", 200),
        DROPPED,
    ],
)
async def test_poll_goes_on_after_trouble(front: Front, server: ScriptedBotApi, trouble: Answer) -> None:
    server.updates = [update(1)]
    server.script("getUpdates", trouble, trouble)
    taker = Taker(enough=1)
    await polled(front, taker)
    assert (taker.batches, len(server.asked("getUpdates"))) == ([[1]], 3)


async def test_poll_waits_as_long_as_it_is_told(front: Front, server: ScriptedBotApi) -> None:
    server.updates = [update(1)]
    server.script("getUpdates", refusal(429, "Too Many Requests: retry after 1", retry_after=1))
    taker = Taker(enough=1)
    began = asyncio.get_running_loop().time()
    await polled(front, taker)
    assert asyncio.get_running_loop().time() - began >= 1


@pytest.mark.parametrize("trouble", [refusal(401, "Unauthorized"), refusal(404, "Not Found")])
async def test_poll_ends_when_the_token_is_refused(front: Front, server: ScriptedBotApi, trouble: Answer) -> None:
    server.script("getUpdates", trouble)
    with pytest.raises(TokenRefusedError):
        await polled(front, Taker(enough=1))


async def test_poll_with_a_wrong_token(open_front: OpenFront, server: ScriptedBotApi) -> None:
    front = open_front("999:another", server.origin)
    with pytest.raises(TokenRefusedError, match="Unauthorized"):
        await polled(front, Taker(enough=1))
    await front.close()


async def test_poll_stops_during_a_long_poll(front: Front, server: ScriptedBotApi) -> None:
    taker = Taker(enough=1)
    polling = asyncio.create_task(polled(front, taker, wait_s=25))
    await server.until("getUpdates")
    began = asyncio.get_running_loop().time()
    taker.stop.set()
    await polling
    assert asyncio.get_running_loop().time() - began < 1


async def test_poll_stops_while_it_waits_after_trouble(front: Front, server: ScriptedBotApi) -> None:
    server.script("getUpdates", refusal(429, "Too Many Requests: retry after 60", retry_after=60))
    taker = Taker(enough=1)
    polling = asyncio.create_task(polled(front, taker))
    await asyncio.sleep(0.2)
    began = asyncio.get_running_loop().time()
    taker.stop.set()
    await polling
    assert asyncio.get_running_loop().time() - began < 1


async def test_poll_that_is_cancelled_leaves_nothing_behind(front: Front) -> None:
    polling = asyncio.create_task(polled(front, Taker(enough=1), wait_s=25))
    await asyncio.sleep(0.1)
    polling.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await polling
    assert asyncio.all_tasks() - {asyncio.current_task()} == {
        task for task in asyncio.all_tasks() if "RequestHandler" in repr(task)
    }


async def test_poll_answers_presses_before_the_turn_ends(front: Front, server: ScriptedBotApi) -> None:
    server.updates = [tap(1), update(2), tap(3)]
    stop, answered = asyncio.Event(), asyncio.Event()

    async def take(arrivals: Sequence[Arrival]) -> None:
        assert [type(arrival.event) for arrival in arrivals] == [Tapped, Said, Tapped]
        await server.until("answerCallbackQuery", times=2)
        answered.set()
        stop.set()

    async with asyncio.timeout(5):
        await poll(front, take, stop=stop, wait_s=1, patience=HASTY)
    assert answered.is_set()
    assert server.asked("answerCallbackQuery") == [{"callback_query_id": "r1"}, {"callback_query_id": "r3"}]


async def test_poll_does_not_wait_for_an_answer_to_a_press(front: Front, server: ScriptedBotApi) -> None:
    server.updates = [tap(1)]
    server.script("answerCallbackQuery", Answer({"ok": True, "result": True}, delay_s=30))
    taker = Taker(enough=1)
    async with asyncio.timeout(2):
        await polled(front, taker)
    assert taker.batches == [[1]]


async def test_fetch_goes_past_an_odd_update(front: Front, server: ScriptedBotApi) -> None:
    odd = {"update_id": 2, "message": {"message_id": "two", "chat": 7, "from": "芳", "date": "?"}}
    server.updates = [update(1), odd, update(3)]
    fetched = await front.fetch(0, 0)
    assert [(arrival.update_id, arrival.event) for arrival in fetched.arrivals] == [
        (1, Said("第1句")),
        (2, None),
        (3, Said("第3句")),
    ]
    assert fetched.next_offset == 4


async def test_fetch_passes_over_what_has_no_number(front: Front, server: ScriptedBotApi) -> None:
    server.updates = [{"message": {}}, update(3)]
    fetched = await front.fetch(0, 0)
    assert ([arrival.update_id for arrival in fetched.arrivals], fetched.next_offset) == ([3], 4)


async def test_fetch_of_nothing_but_what_has_no_number(front: Front, server: ScriptedBotApi) -> None:
    server.updates = [{"message": {}}]
    with pytest.raises(FetchFailedError):
        await front.fetch(0, 0)


async def test_fetch_of_what_is_no_list(front: Front, server: ScriptedBotApi) -> None:
    server.script("getUpdates", Answer({"ok": True, "result": True}))
    with pytest.raises(FetchFailedError):
        await front.fetch(0, 0)


async def test_fetch_of_nothing_keeps_the_offset(front: Front) -> None:
    fetched = await front.fetch(5, 0)
    assert (list(fetched.arrivals), fetched.next_offset) == ([], 5)


async def test_fetch_that_waits_longer_than_a_send_may(hasty_front: Front) -> None:
    fetched = await hasty_front.fetch(5, 1)
    assert fetched.next_offset == 5


def test_patience_grows_to_its_most() -> None:
    steady, early = Patience(chance=lambda: 0.0), Patience(chance=lambda: 1.0)
    assert [steady.after(failures) for failures in (1, 2, 3, 4, 5, 6, 1000)] == [1, 2, 4, 8, 16, 30, 30]
    assert early.after(5) == 12
