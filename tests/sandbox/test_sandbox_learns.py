"""Updates made elsewhere, chosen cards, and calls of any kind: what the sandbox learns, tells and withstands."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.bot_side.bot_api import METHODS, BotApi
from sandbox.bot_side.parameters import READERS
from sandbox.state.call_log import CallLog
from sandbox.state.faults import Faults
from sandbox.state.limits import UNLIMITED
from sandbox.state.world import World
from tests.sandbox.visitor import FANG, PERSONAS, TOKEN, Visitor
from tests.sandbox.walk import ARTICLE

GROUP = -1_000_000_004_242
ANN = {"id": 7001, "is_bot": False, "first_name": "Ann"}


def _message(**content: object) -> dict[str, object]:
    chat = {"id": GROUP, "type": "supergroup", "title": "支部", "username": "elsewhere"}
    return {"message_id": 11, "date": 1_790_000_000, "chat": chat, "from": ANN, **content}


async def test_a_group_that_an_update_names_can_be_answered(visitor: Visitor) -> None:
    await visitor.post("updates", update={"message": _message(text="/start")})
    sent = await visitor.done("sendMessage", chat_id=GROUP, text="x", reply_parameters={"message_id": 11})
    assert (sent["chat"]["title"], sent["reply_to_message"]["text"]) == ("支部", "/start")
    assert (await visitor.done("sendMessage", chat_id="@elsewhere", text="x"))["chat"]["id"] == GROUP
    forwarded = {"chat_id": GROUP, "from_chat_id": GROUP, "message_id": 11}
    assert (await visitor.done("forwardMessage", **forwarded))["forward_origin"]["sender_user"]["id"] == 7001


@pytest.mark.parametrize("kind", ["edited_message", "channel_post", "callback_query"])
async def test_a_chat_is_learnt_wherever_it_stands(visitor: Visitor, kind: str) -> None:
    message = _message(text="x")
    content = (
        {"id": "1", "from": ANN, "message": message, "chat_instance": "1"} if kind == "callback_query" else message
    )
    await visitor.post("updates", update={kind: content})
    assert (await visitor.done("sendMessage", chat_id=GROUP, text="x"))["chat"]["id"] == GROUP


async def test_a_topic_that_an_update_names_can_be_written_to(visitor: Visitor) -> None:
    await visitor.post("updates", update={"message": _message(text="x", message_thread_id=9, is_topic_message=True)})
    sent = await visitor.done("sendMessage", chat_id=GROUP, message_thread_id=9, text="x")
    assert (sent["message_thread_id"], sent["chat"]["is_forum"]) == (9, True)


@pytest.mark.parametrize("kind", ["photo", "document", "video", "voice", "sticker", "audio", "animation", "video_note"])
async def test_a_file_that_an_update_names_can_be_sent_back(visitor: Visitor, kind: str) -> None:
    named: dict[str, Any] = {"file_id": f"their-{kind}", "file_unique_id": f"u-{kind}", "file_size": 9}
    content: Any = [{**named, "width": 9, "height": 9}] if kind == "photo" else named
    await visitor.post("updates", update={"message": _message(**{kind: content})})
    method = "sendVideoNote" if kind == "video_note" else f"send{kind.title()}"
    sent = await visitor.done(method, chat_id=GROUP, **{kind: f"their-{kind}"})
    again = sent[kind][-1] if kind == "photo" else sent[kind]
    assert (again["file_id"], again["file_unique_id"]) == (f"their-{kind}", f"u-{kind}")
    assert (await visitor.done("getFile", file_id=f"their-{kind}"))["file_id"] == f"their-{kind}"


async def test_what_the_bot_is_in_a_chat_is_learnt(visitor: Visitor) -> None:
    chat = {"id": GROUP, "type": "supergroup", "title": "支部"}
    heads = {"user": {"id": 42}, "status": "administrator", "can_pin_messages": True}
    old = {"user": {"id": 42}, "status": "left"}
    change = {"chat": chat, "from": ANN, "date": 1, "old_chat_member": old}
    await visitor.post("updates", update={"message": _message(text="x")})
    await visitor.post("updates", update={"my_chat_member": {**change, "new_chat_member": heads}})
    assert await visitor.done("pinChatMessage", chat_id=GROUP, message_id=11) is True
    out = {"user": {"id": 42}, "status": "kicked"}
    await visitor.post("updates", update={"my_chat_member": {**change, "new_chat_member": out}})
    assert await visitor.refusal("sendMessage", chat_id=GROUP, text="x") == (
        403,
        "Forbidden: bot was kicked from the supergroup chat",
    )


@pytest.mark.parametrize(
    "content",
    [
        {"chat": 7, "from": ANN},
        {"chat": {"id": "x"}, "photo": 7, "document": [{"file_id": 5}]},
        {"chat": {"id": True}, "message_id": 1, "date": 1},
        {"from": {"id": True}, "chat": {"id": 0}},
        {"message_id": -1, "date": "x", "chat": {"id": 5}, "from": {"id": "y"}},
    ],
)
async def test_an_odd_update_is_queued_all_the_same(visitor: Visitor, content: dict[str, object]) -> None:
    assert "update_id" in await visitor.post("updates", update={"message": content})
    assert (await visitor.updates())[-1]["message"] == content


async def test_a_chosen_card_is_told_to_a_bot_that_asks_for_it(visitor: Visitor) -> None:
    await visitor.does(FANG, "start")
    for wanted in ([], ["inline_query", "chosen_inline_result"]):
        await visitor.done("getUpdates", allowed_updates=wanted, offset=-1)
        await visitor.does(FANG, "inline", query="党课")
        query = (await visitor.updates(offset=-1))[0]["inline_query"]["id"]
        await visitor.done("answerInlineQuery", inline_query_id=query, results=[ARTICLE])
        await visitor.does(FANG, "inline/choose", id="o7")
    chosen = (await visitor.updates())[-1]["chosen_inline_result"]
    assert (chosen["result_id"], chosen["query"], chosen["from"]["id"]) == ("o7", "党课", FANG)


ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["", "x", "1001", "-5", "@x", "photo", "*"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "id", "text", "media", "message_id", "offset", "length", "url", "inline_keyboard", "keyboard"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
NEAR = st.sampled_from([FANG, -5, 42, "1001", {"type": "chat", "chat_id": FANG}, [1, 2], {"message_id": 1}, "{", "[]"])


@given(st.data())
async def test_no_call_of_any_kind_raises(data: st.DataObject) -> None:
    """Whatever the parameters are, the answer is a result or a refusal, and both can be written as JSON."""
    world = World(TOKEN, PERSONAS, UNLIMITED)
    world.meet([FANG])
    world.group(-5, "支部", "supergroup").members.update({42: "administrator", FANG: "creator"})
    api = BotApi(world, Faults(), CallLog(10))
    for _ in range(10):
        method = data.draw(st.sampled_from(sorted(METHODS)))
        names = st.sampled_from(sorted(READERS))
        given_here = data.draw(st.dictionaries(names, ODD | NEAR, max_size=8))
        answer = await api.call(method, {"chat_id": FANG, **given_here})
        assert json.loads(answer.body)["ok"] is (answer.status == 200)
