"""Every accepted call, every answer and every update has the shape that Telegram documents."""

from __future__ import annotations

import base64
import json

import aiohttp
import pytest

from sandbox.bot_side.bot_api import METHODS, WAITING_METHODS
from sandbox.bot_side.parameters import READERS
from sandbox.state.updates import KINDS
from tests.sandbox.schema import FILE, Schema, read_schema
from tests.sandbox.visitor import FANG, TOKEN, Visitor
from tests.sandbox.walk import REFUSED, Walk, picture

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
# Where a list begins is a text for gifts alone, and nobody here has any.
TEXT_OFFSETS = {(f"get{whose}Gifts", "offset") for whose in ("BusinessAccount", "Chat", "User")}


@pytest.fixture(scope="module")
def schema() -> Schema:
    return read_schema()


async def test_every_accepted_call_is_as_documented(schema: Schema, visitor: Visitor) -> None:
    """Everything that can be carried out is, is answered as documented, and nothing else is there."""
    await _everything_people_do(visitor)
    await Walk(visitor, visitor.done).whole()
    await _with_uploads(visitor)
    calls = (await visitor.get("calls"))["calls"]
    assert [call for call in calls if call["status"] != 200] == []
    assert {call["method"]: schema.faults_of_call(call) for call in calls if schema.faults_of_call(call)} == {}
    assert {call["method"] for call in calls} == {*METHODS, *WAITING_METHODS} - REFUSED


async def test_what_nobody_here_has_is_refused_as_telegram_does(schema: Schema, visitor: Visitor) -> None:
    assert {*METHODS, *WAITING_METHODS} == set(schema.methods)
    await visitor.does(FANG, "start")
    for method in sorted(REFUSED):
        fields = schema.methods[method]["fields"]
        answer = await visitor.bot(method, **{name: FANG for name in fields if name.endswith("_id")})
        assert (answer["ok"], answer["error_code"] in (400, 403)) == (False, True), method
        assert answer["description"] != "Not Found: method not found", method


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
        assert wanted is None or set(field["types"]) <= wanted or (method, name) in TEXT_OFFSETS, name


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


async def _with_uploads(visitor: Visitor) -> None:
    admin = {"by": FANG, "rights": "administrator"}
    await visitor.post(f"groups/{GROUP}/add_bot", title="支部", **admin)
    static = json.dumps({"type": "static", "photo": "attach://file"})
    for method, fields in (
        ("setChatPhoto", {"chat_id": str(GROUP), "photo": picture()}),
        ("setMyProfilePhoto", {"photo": static, "file": picture()}),
        ("uploadStickerFile", {"user_id": str(FANG), "sticker": picture(512, 512), "sticker_format": "static"}),
    ):
        form = aiohttp.FormData()
        for name, value in fields.items():
            form.add_field(name, value, filename="a.png" if isinstance(value, bytes) else None)
        async with visitor.session.post(f"{visitor.origin}/bot{TOKEN}/{method}", data=form) as answer:
            assert (await answer.json())["ok"], (method, await answer.text())
    await visitor.done("removeMyProfilePhoto")
