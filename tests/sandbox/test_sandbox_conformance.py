"""Every accepted call, every answer and every update has the shape that Telegram documents."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from sandbox.bot_api import METHODS, WAITING_METHODS
from sandbox.parameters import READERS
from sandbox.updates import KINDS
from tests.sandbox.schema import FILE, Schema, read_schema
from tests.sandbox.visitor import FANG, Visitor

pytestmark = pytest.mark.skipif(not FILE.exists(), reason=f"Telegram's schema is not at {FILE}")

GROUP = -100500
OF_TYPE = {
    "_whole": {"Integer"},
    "_decimal": {"Float"},
    "_yes_or_no": {"Boolean"},
    "_text": {"String"},
    "_chat": {"Integer", "String"},
    "_file": {"InputFile", "String"},
}


@pytest.fixture(scope="module")
def schema() -> Schema:
    return read_schema()


@pytest.fixture
async def busy(visitor: Visitor) -> Visitor:
    """Give a world in which everything we support has been called and done."""
    await _everything_people_do(visitor)
    await _everything_bots_do(visitor)
    return visitor


async def test_every_accepted_call_is_as_documented(schema: Schema, busy: Visitor) -> None:
    calls = (await busy.get("calls"))["calls"]
    assert [call for call in calls if call["status"] != 200] == []
    assert {call["method"]: schema.faults_of_call(call) for call in calls if schema.faults_of_call(call)} == {}
    assert {call["method"] for call in calls} == {*METHODS, *WAITING_METHODS}


async def test_every_update_is_as_documented(schema: Schema, visitor: Visitor) -> None:
    await _everything_people_do(visitor)
    updates = await visitor.updates()
    assert [fault for update in updates for fault in schema.faults_of("Update", update)] == []
    assert {kind for update in updates for kind in update} == {
        "update_id",
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
        "channel_post",
    }


@pytest.mark.parametrize("method", sorted([*METHODS, *WAITING_METHODS]))
def test_every_parameter_is_read_as_its_documented_type(schema: Schema, method: str) -> None:
    fields = schema.methods[method]["fields"]
    assert {name for name in fields if name not in READERS} == set()
    for name, field in fields.items():
        wanted = OF_TYPE.get(READERS[name].__name__)
        assert wanted is None or set(field["types"]) <= wanted, name


@pytest.mark.parametrize(
    ("value", "faults"),
    [
        ({"message_id": 1, "date": 2, "chat": {"id": 3, "type": "private"}}, 0),
        ({"message_id": True, "date": 2, "chat": {"id": 3}}, 2),
        ({"message_id": 1, "date": 2, "chat": {"id": 3, "type": "private"}, "colour": "red"}, 1),
    ],
)
def test_what_is_not_as_documented_is_found(schema: Schema, value: dict[str, object], faults: int) -> None:
    assert len(schema.faults_of("Message", value)) == faults


def test_the_kinds_of_updates_are_the_documented_ones(schema: Schema) -> None:
    assert {*KINDS, "update_id"} == set(schema.types["Update"]["fields"])


async def _everything_people_do(visitor: Visitor) -> None:
    await visitor.does(FANG, "start", payload="point_1")
    said = await visitor.does(FANG, "text", text="您好 https://x.cn #a @waystation", forward=True)
    await visitor.does(FANG, "text", text="re", reply_to=said["message_id"])
    await visitor.does(FANG, "edit", message_id=said["message_id"], text="b")
    for more in ({}, {"title": "大厦", "address": "路"}):
        await visitor.does(FANG, "location", latitude=31.2, longitude=121.4, **more)
    await visitor.does(FANG, "contact", phone_number="+8613800138000")
    for name in ("a.png", "a.csv", "a.ogg", "a.webp", "a.mp4"):
        await visitor.does(FANG, "file", name=name, content_base64=base64.b64encode(b"x").decode(), caption="图")
    markup = {"inline_keyboard": [[{"text": "来", "callback_data": "yes"}]]}
    await visitor.done("sendMessage", chat_id=FANG, text="x", reply_markup=markup)
    await visitor.does(FANG, "tap", button="来")
    await visitor.does(FANG, "block")
    await visitor.does(FANG, "unblock")
    await visitor.post(f"groups/{GROUP}/add_bot", by=FANG, title="支部")
    await visitor.post(f"groups/{GROUP}/text", by=FANG, text="/help@waystation_sandbox_bot")
    await visitor.post(f"groups/{GROUP}/remove_bot", by=FANG)
    await visitor.post(f"groups/{GROUP}/add_bot", by=FANG, title="支部")
    await _everything_in_a_group(visitor)
    await visitor.post("channels/-7/post", text="news")


async def _everything_in_a_group(visitor: Visitor) -> None:
    group = (await visitor.post("groups", title="第一支部", members=[FANG, 1002]))["id"]
    await visitor.post(f"groups/{group}/add_bot", by=FANG, start="g_1")
    markup = {"inline_keyboard": [[{"text": "报名", "callback_data": "=o.1"}]]}
    await visitor.done("sendMessage", chat_id=group, text="x", reply_markup=markup)
    await visitor.post(f"groups/{group}/tap", by=1002, button="报名")
    await visitor.post(f"groups/{group}/upgrade")


async def _everything_bots_do(visitor: Visitor) -> None:
    await _sends(visitor)
    await _edits_and_asks(visitor)
    await _says_of_itself(visitor)
    await visitor.done("leaveChat", chat_id=GROUP)
    await visitor.done("setWebhook", url="http://127.0.0.1:9/", allowed_updates=["message"], max_connections=3)
    await visitor.done("getWebhookInfo")
    await visitor.done("deleteWebhook", drop_pending_updates=True)
    await visitor.done("logOut")
    await visitor.done("close")


async def _sends(visitor: Visitor) -> None:
    place = {"chat_id": FANG, "latitude": 31.2, "longitude": 121.4}
    keyboard: dict[str, Any] = {"keyboard": [[{"text": "位置", "request_location": True}]], "resize_keyboard": True}
    html = '<b>a</b><a href="https://x.cn">b</a><pre><code class="language-py">c</code></pre><tg-spoiler>d</tg-spoiler>'
    await visitor.done("sendMessage", chat_id=FANG, text=html, parse_mode="HTML", reply_markup=keyboard)
    await visitor.done("sendMessage", chat_id=FANG, text="x", protect_content=True, disable_notification=True)
    await visitor.done("sendLocation", **place)
    await visitor.done("sendVenue", **place, title="驿站", address="路")
    await visitor.done("sendContact", chat_id=FANG, phone_number="+86138", first_name="芳", last_name="王")
    await visitor.done("sendChatAction", chat_id=FANG, action="typing")
    messages = (await visitor.chat(FANG))["messages"]
    photo = next(message["photo"]["file_id"] for message in messages if message["photo"])
    document = next(message["document"]["file_id"] for message in messages if message["document"])
    await visitor.done("sendPhoto", chat_id=FANG, photo=photo, caption="<i>a</i>", parse_mode="HTML")
    await visitor.done("sendDocument", chat_id=FANG, document=document)
    video = next(message["video"]["file_id"] for message in messages if message.get("video"))
    await visitor.done("sendVideo", chat_id=FANG, video=video, caption="短片")
    voice = next(message["voice"]["file_id"] for message in messages if message.get("voice"))
    await visitor.done("sendVoice", chat_id=FANG, voice=voice)
    await visitor.done("sendMediaGroup", chat_id=FANG, media=[{"type": "photo", "media": photo}] * 2)
    await visitor.done("getFile", file_id=photo)
    source = {"chat_id": FANG, "from_chat_id": FANG, "message_id": messages[0]["message_id"]}
    await visitor.done("copyMessage", **source)
    await visitor.done("forwardMessage", **source)


ARTICLE = {
    "type": "article",
    "id": "o7",
    "title": "党课",
    "input_message_content": {"message_text": "<b>党课</b>", "parse_mode": "HTML"},
}


async def _edits_and_asks(visitor: Visitor) -> None:
    messages = [one for one in (await visitor.chat(FANG))["messages"] if one["from"] == "bot"]
    text = next(one["message_id"] for one in messages if one["buttons"])
    photo, picture = next((one["message_id"], one["photo"]["file_id"]) for one in messages if one["photo"])
    markup = {"inline_keyboard": [[{"text": "看", "url": "https://x.cn"}]]}
    await visitor.done("editMessageText", chat_id=FANG, message_id=text, text="y")
    await visitor.done("editMessageReplyMarkup", chat_id=FANG, message_id=text, reply_markup=markup)
    await visitor.done("editMessageCaption", chat_id=FANG, message_id=photo, caption="b")
    await visitor.done("editMessageMedia", chat_id=FANG, message_id=photo, media={"type": "photo", "media": picture})
    await visitor.done("pinChatMessage", chat_id=FANG, message_id=text)
    await visitor.done("getChat", chat_id=FANG)
    await visitor.done("unpinChatMessage", chat_id=FANG)
    await visitor.done("deleteMessage", chat_id=FANG, message_id=photo)
    await visitor.done("deleteMessages", chat_id=FANG, message_ids=[text])
    query = next(one["callback_query"] for one in await visitor.updates() if "callback_query" in one)
    await visitor.done("answerCallbackQuery", callback_query_id=query["id"], text="好")
    await visitor.post("updates", update={"inline_query": {"id": "7", "from": {"id": FANG}}})
    await visitor.done("answerInlineQuery", inline_query_id="7", results=[ARTICLE])
    for chat, person in ((FANG, FANG), (GROUP, FANG), (GROUP, 42)):
        await visitor.done("getChatMember", chat_id=chat, user_id=person)
    await visitor.done("getChatAdministrators", chat_id=GROUP)
    await visitor.done("getChat", chat_id=GROUP)


async def _says_of_itself(visitor: Visitor) -> None:
    await visitor.done("getMe")
    command = {"command": "near", "description": "找服务点"}
    for scope in ({"type": "default"}, {"type": "chat_member", "chat_id": GROUP, "user_id": FANG}):
        await visitor.done("setMyCommands", commands=[command], scope=scope, language_code="zh")
        await visitor.done("getMyCommands", scope=scope, language_code="zh")
    await visitor.done("deleteMyCommands")
    await visitor.done("setChatMenuButton", chat_id=FANG, menu_button={"type": "commands"})
    await visitor.done("getChatMenuButton", chat_id=FANG)
    for what, name in (("Name", "name"), ("Description", "description"), ("ShortDescription", "short_description")):
        await visitor.done(f"setMy{what}", **{name: "驿站"})
        await visitor.done(f"getMy{what}")
