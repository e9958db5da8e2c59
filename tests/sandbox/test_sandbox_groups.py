"""Groups, and what people write with formatting: the sandbox as somebody in front of it uses it."""

from __future__ import annotations

import base64

import pytest

from tests.sandbox.visitor import FANG, Visitor

LI = 1002
KEYBOARD = {"inline_keyboard": [[{"text": "报名", "callback_data": "=o.1"}]]}
BOLD = {"type": "bold", "offset": 0, "length": 2}


async def made(visitor: Visitor, **more: object) -> int:
    number = (await visitor.post("groups", title="第一支部", members=[FANG, LI], **more))["id"]
    assert isinstance(number, int)
    return number


async def test_group_lets_the_bot_in_by_a_link(visitor: Visitor) -> None:
    group = await made(visitor)
    assert await visitor.refusal("sendMessage", chat_id=group, text="x") == (
        403,
        "Forbidden: bot is not a member of the group chat",
    )
    await visitor.post(f"groups/{group}/add_bot", by=FANG, start="g_abc")
    added, started = await visitor.updates()
    assert (added["my_chat_member"]["chat"], started["message"]["text"]) == (
        {"id": group, "title": "第一支部", "type": "group"},
        "/start@waystation_sandbox_bot g_abc",
    )
    assert (await visitor.get("groups"))["groups"] == [
        {"id": group, "title": "第一支部", "kind": "group", "moved_to": None}
    ]


async def test_press_in_a_group_opens_the_private_chat(visitor: Visitor) -> None:
    group = await made(visitor)
    await visitor.post(f"groups/{group}/add_bot", by=FANG)
    await visitor.done("sendMessage", chat_id=group, text="党课", reply_markup=KEYBOARD)
    await visitor.post(f"groups/{group}/tap", by=LI, button="报名")
    query = (await visitor.updates())[-1]["callback_query"]
    assert (query["from"]["id"], query["message"]["chat"]["id"]) == (LI, group)
    link = "https://t.me/waystation_sandbox_bot?start=o_1"
    assert await visitor.refusal("answerCallbackQuery", callback_query_id=query["id"], url="https://x.cn") == (
        400,
        "Bad Request: URL_INVALID",
    )
    await visitor.done("answerCallbackQuery", callback_query_id=query["id"], url=link)
    shown = await visitor.get(f"groups/{group}/chat")
    assert shown["toasts"] == [{"person": LI, "text": "", "alert": False, "url": link}]


async def test_button_that_no_message_of_the_group_has(visitor: Visitor) -> None:
    group = await made(visitor)
    said = await visitor.post(f"groups/{group}/tap", by=LI, button="报名")
    assert said == {"error": "there is no button '报名' in this group now; there are none"}


async def test_group_that_was_upgraded_names_its_new_number(visitor: Visitor) -> None:
    group = await made(visitor)
    await visitor.post(f"groups/{group}/add_bot", by=FANG)
    new = (await visitor.post(f"groups/{group}/upgrade"))["id"]
    answer = await visitor.bot("sendMessage", chat_id=group, text="x")
    assert answer == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new},
    }
    _, left, came = await visitor.updates()
    assert (left["message"]["migrate_to_chat_id"], came["message"]["migrate_from_chat_id"]) == (new, group)
    assert (await visitor.done("sendMessage", chat_id=new, text="x"))["chat"]["type"] == "supergroup"
    again = await visitor.post(f"groups/{group}/upgrade")
    assert again == {"error": "there is no such group that is not a supergroup yet"}


async def test_supergroup_is_made_as_one(visitor: Visitor) -> None:
    first, second = await made(visitor, kind="supergroup"), await made(visitor)
    assert (first, second) == (-1_000_000_005_001, -5001)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"title": "x", "members": "all"}, "members must be a list of numbers"),
        ({"title": "x", "members": [], "kind": "channel"}, "kind must be group or supergroup"),
    ],
)
async def test_group_that_cannot_be(visitor: Visitor, body: dict[str, object], words: str) -> None:
    assert await visitor.post("groups", **body) == {"error": words}


async def test_text_has_the_formatting_that_was_given(visitor: Visitor) -> None:
    await visitor.does(FANG, "text", text="通知", entities=[BOLD])
    await visitor.does(FANG, "text", text="a", entities=[{"type": "bold", "offset": 0, "length": 9}])
    (heard,) = await visitor.updates()
    shown = (await visitor.chat(FANG))["messages"][0]
    assert (heard["message"]["entities"], shown["html"]) == ([BOLD], "<b>通知</b>")


async def test_file_is_of_an_album_answers_and_has_a_formatted_caption(visitor: Visitor) -> None:
    first = await visitor.does(FANG, "text", text="看")
    content = base64.b64encode(b"x").decode()
    await visitor.does(
        FANG,
        "file",
        name="a.jpg",
        content_base64=content,
        caption="通知",
        caption_entities=[BOLD],
        album="a1",
        reply_to=first["message_id"],
    )
    message = (await visitor.updates())[-1]["message"]
    assert (message["media_group_id"], message["caption_entities"], message["reply_to_message"]["message_id"]) == (
        "a1",
        [BOLD],
        first["message_id"],
    )


async def test_album_counts_as_many_messages_and_goes_as_a_whole(visitor: Visitor) -> None:
    for name in ("a.jpg", "b.csv"):
        await visitor.does(FANG, "file", name=name, content_base64=base64.b64encode(b"x").decode())
    messages = (await visitor.chat(FANG))["messages"]
    photo, document = (messages[0]["photo"]["file_id"], messages[1]["document"]["file_id"])
    mixed = [{"type": "photo", "media": photo}, {"type": "document", "media": document}]
    assert await visitor.refusal("sendMediaGroup", chat_id=FANG, media=mixed) == (
        400,
        "Bad Request: document can't be mixed with other media types",
    )
    assert await visitor.refusal("sendPhoto", chat_id=FANG, photo=document) == (
        400,
        "Bad Request: can't use file of type Document as Photo",
    )
    assert await visitor.refusal("sendVideo", chat_id=FANG, video="gone") == (
        400,
        "Bad Request: wrong file identifier/HTTP URL specified",
    )


async def test_several_messages_are_deleted_together_while_they_are_fresh(visitor: Visitor) -> None:
    await visitor.does(FANG, "start")
    numbers = [(await visitor.done("sendMessage", chat_id=FANG, text=text))["message_id"] for text in "ab"]
    await visitor.done("deleteMessages", chat_id=FANG, message_ids=numbers[:1])
    await visitor.post("clock", advance_s=49 * 3600)
    assert await visitor.refusal("deleteMessages", chat_id=FANG, message_ids=numbers) == (
        400,
        "Bad Request: message can't be deleted",
    )
    assert [one["deleted"] for one in (await visitor.chat(FANG))["messages"] if one["from"] == "bot"] == [True, False]
