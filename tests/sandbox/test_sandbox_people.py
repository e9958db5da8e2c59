"""What people do, what the bot hears of it, and what they see."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from tests.sandbox.visitor import FANG, Visitor

STRANGER = 990001
INLINE = {"inline_keyboard": [[{"text": "来", "callback_data": "yes"}, {"text": "看", "url": "https://x.cn"}]]}
KEYS = {
    "keyboard": [
        [{"text": "我的位置", "request_location": True}, {"text": "电话", "request_contact": True}],
        [{"text": "菜单"}],
    ]
}


async def _heard(visitor: Visitor) -> Any:
    """Return the one update that waits, without its number."""
    (update,) = await visitor.updates()
    return {kind: content for kind, content in update.items() if kind != "update_id"}


async def _greeted(visitor: Visitor, person: int = STRANGER, **message: object) -> int:
    """Let the bot write first things first; returns the message's number, with no update left waiting."""
    await visitor.does(person, "text", text="/start")
    await visitor.updates(offset=(await visitor.updates())[-1]["update_id"] + 1)
    sent = await visitor.done("sendMessage", **{"chat_id": person, "text": "您好", **message})
    return int(sent["message_id"])


async def test_a_text_is_heard_with_its_author_and_command(visitor: Visitor) -> None:
    said = await visitor.does(STRANGER, "text", text="/start abc")
    heard = (await _heard(visitor))["message"]
    assert {key: heard[key] for key in ("message_id", "from", "chat", "text", "entities")} == {
        "message_id": said["message_id"],
        "from": {"id": STRANGER, "is_bot": False, "first_name": "李杰", "language_code": "zh-hans"},
        "chat": {"id": STRANGER, "first_name": "李杰", "type": "private"},
        "text": "/start abc",
        "entities": [{"offset": 0, "length": 6, "type": "bot_command"}],
    }


async def test_a_very_long_text_comes_in_pieces(visitor: Visitor) -> None:
    await visitor.does(FANG, "text", text="字" * 5000)
    assert [len(update["message"]["text"]) for update in await visitor.updates()] == [4096, 904]


async def test_a_deep_link_is_a_start_with_its_payload(visitor: Visitor) -> None:
    await visitor.does(FANG, "start", payload="point_XH-01")
    assert (await _heard(visitor))["message"]["text"] == "/start point_XH-01"


async def test_a_reply_and_a_forward_say_so(visitor: Visitor) -> None:
    number = await _greeted(visitor)
    await visitor.does(STRANGER, "text", text="好的", reply_to=number, forward=True)
    heard = (await _heard(visitor))["message"]
    origin = heard["forward_origin"]
    assert (heard["reply_to_message"]["message_id"], origin["type"], origin["sender_user"]["id"]) == (
        number,
        "user",
        STRANGER,
    )


async def test_a_tap_is_a_callback_query_with_its_message(visitor: Visitor) -> None:
    number = await _greeted(visitor, reply_markup=INLINE)
    tapped = await visitor.does(STRANGER, "tap", button="来")
    heard = (await _heard(visitor))["callback_query"]
    assert (tapped["message_id"], heard["message"]["message_id"], heard["data"], heard["from"]["id"]) == (
        number,
        number,
        "yes",
        STRANGER,
    )


async def test_a_query_is_answered_once_with_a_toast(visitor: Visitor) -> None:
    await _greeted(visitor, reply_markup=INLINE)
    await visitor.does(STRANGER, "tap", button="yes")
    query = (await _heard(visitor))["callback_query"]["id"]
    await visitor.done("answerCallbackQuery", callback_query_id=query, text="已报名", show_alert=True)
    again = await visitor.refusal("answerCallbackQuery", callback_query_id=query)
    assert again == (400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    assert (await visitor.chat(STRANGER))["toasts"] == [
        {"person": STRANGER, "text": "已报名", "alert": True, "url": ""}
    ]


async def test_a_query_is_too_old_after_a_minute(visitor: Visitor) -> None:
    await _greeted(visitor, reply_markup=INLINE)
    await visitor.does(STRANGER, "tap", button="yes")
    query = (await _heard(visitor))["callback_query"]["id"]
    await visitor.post("clock", advance_s=61)
    refusal = await visitor.refusal("answerCallbackQuery", callback_query_id=query)
    assert refusal == (400, "Bad Request: query is too old and response timeout expired or query ID is invalid")


async def test_the_newest_message_with_the_button_is_tapped_unless_one_is_named(visitor: Visitor) -> None:
    older = await _greeted(visitor, reply_markup=INLINE)
    newer = (await visitor.done("sendMessage", chat_id=STRANGER, text="x", reply_markup=INLINE))["message_id"]
    unnamed = await visitor.does(STRANGER, "tap", button="来")
    named = await visitor.does(STRANGER, "tap", button="来", message_id=older)
    assert (unnamed["message_id"], named["message_id"]) == (newer, older)


async def test_a_link_button_opens_and_tells_nobody(visitor: Visitor) -> None:
    await _greeted(visitor, reply_markup=INLINE)
    assert await visitor.does(STRANGER, "tap", button="看") == {"url": "https://x.cn/"}
    assert await visitor.updates() == []


async def test_a_key_of_the_keyboard_below_sends_its_label(visitor: Visitor) -> None:
    await _greeted(visitor, reply_markup=KEYS)
    await visitor.does(STRANGER, "tap", button="菜单")
    assert (await _heard(visitor))["message"]["text"] == "菜单"


@pytest.mark.parametrize(("label", "wanted"), [("我的位置", "location"), ("电话", "contact")])
async def test_a_key_that_asks_for_more_says_what(visitor: Visitor, label: str, wanted: str) -> None:
    await _greeted(visitor, reply_markup=KEYS)
    assert await visitor.does(STRANGER, "tap", button=label) == {
        "error": f"this button asks for a {wanted}: POST it to /sandbox/people/{STRANGER}/{wanted}"
    }


async def test_an_unknown_button_names_those_that_are_there(visitor: Visitor) -> None:
    await _greeted(visitor, reply_markup=INLINE)
    assert await visitor.does(STRANGER, "tap", button="不来") == {
        "error": "there is no button '不来' in this chat now; there are [来], [看]"
    }


async def test_a_location_a_venue_and_a_contact_are_heard(visitor: Visitor) -> None:
    place = {"latitude": 31.23, "longitude": 121.47}
    await visitor.does(FANG, "location", **place)
    await visitor.does(FANG, "location", **place, title="大厦", address="路")
    await visitor.does(FANG, "contact", phone_number="+8613800138000")
    first, second, third = [update["message"] for update in await visitor.updates()]
    assert (first["location"], second["venue"], third["contact"]) == (
        place,
        {"location": place, "title": "大厦", "address": "路"},
        {"phone_number": "+8613800138000", "first_name": "王芳", "user_id": FANG},
    )


@pytest.mark.parametrize(
    ("name", "kind", "heard"),
    [
        ("a.png", None, "photo"),
        ("list.xlsx", None, "document"),
        ("hello.ogg", None, "voice"),
        ("hi.webp", None, "sticker"),
        ("film.mp4", None, "video"),
        ("a.png", "document", "document"),
    ],
)
async def test_a_file_is_what_its_ending_says(visitor: Visitor, name: str, kind: str | None, heard: str) -> None:
    content = base64.b64encode(b"bytes").decode()
    await visitor.does(FANG, "file", name=name, content_base64=content, kind=kind)
    message = (await _heard(visitor))["message"]
    assert [field for field in ("photo", "document", "voice", "sticker", "video") if field in message] == [heard]


async def test_a_file_is_downloaded_as_it_was_sent(visitor: Visitor) -> None:
    await visitor.does(FANG, "file", name="名单.csv", content_base64=base64.b64encode(b"a,b").decode())
    document = (await _heard(visitor))["message"]["document"]
    path = (await visitor.done("getFile", file_id=document["file_id"]))["file_path"]
    async with visitor.session.get(f"{visitor.origin}/file/bot42:test/{path}") as answer:
        downloaded = await answer.read()
    async with visitor.session.get(f"{visitor.origin}/sandbox/files/{document['file_id']}") as answer:
        seen = await answer.read()
    assert (document["file_name"], downloaded, seen) == ("名单.csv", b"a,b", b"a,b")


async def test_another_language_is_told_with_the_next_message(visitor: Visitor) -> None:
    await visitor.does(FANG, "language", language_code="en")
    await visitor.does(FANG, "text", text="hi")
    people = (await visitor.get("people"))["people"]
    assert (await _heard(visitor))["message"]["from"]["language_code"] == "en"
    assert people[0] == {"id": FANG, "name": "王芳", "role": "member", "language": "en"}


async def test_blocking_is_told_once_and_nothing_can_be_said(visitor: Visitor) -> None:
    await _greeted(visitor)
    await visitor.does(STRANGER, "block")
    again = await visitor.does(STRANGER, "block")
    said = await visitor.does(STRANGER, "text", text="x")
    change = (await _heard(visitor))["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")
    assert (again, sorted(said)) == ({"update_id": None}, ["error"])


async def test_pressing_start_unblocks(visitor: Visitor) -> None:
    await visitor.does(FANG, "block")
    await visitor.does(FANG, "start")
    kinds = [next(kind for kind in update if kind != "update_id") for update in await visitor.updates()]
    assert kinds == ["my_chat_member", "my_chat_member", "message"]


async def test_an_edited_text_is_heard_as_such(visitor: Visitor) -> None:
    said = await visitor.does(FANG, "text", text="a")
    await visitor.does(FANG, "edit", message_id=said["message_id"], text="b")
    heard = (await visitor.updates())[-1]["edited_message"]
    assert (heard["message_id"], heard["text"], "edit_date" in heard) == (said["message_id"], "b", True)


async def test_a_group_a_channel_and_raw_updates_are_heard(visitor: Visitor) -> None:
    await visitor.post("groups/-5/add_bot", by=FANG, title="支部")
    await visitor.post("groups/-5/text", by=FANG, text="hi")
    await visitor.post("channels/-6/post", text="news")
    await visitor.post("updates", update={"poll_answer": {"poll_id": "1"}, "update_id": 3})
    added, said, posted, raw = await visitor.updates()
    assert (added["my_chat_member"]["new_chat_member"]["status"], said["message"]["chat"]) == (
        "member",
        {"id": -5, "title": "支部", "type": "supergroup"},
    )
    assert (posted["channel_post"]["text"], raw["poll_answer"]) == ("news", {"poll_id": "1"})
    assert (await visitor.done("sendMessage", chat_id=-5, text="x"))["chat"]["id"] == -5


async def test_a_bot_that_left_a_group_may_not_write_there(visitor: Visitor) -> None:
    await visitor.post("groups/-5/add_bot", by=FANG, title="支部")
    before = await visitor.done("getChatAdministrators", chat_id=-5)
    await visitor.done("leaveChat", chat_id=-5)
    refusal = await visitor.refusal("sendMessage", chat_id=-5, text="x")
    assert ([member["user"]["id"] for member in before], refusal) == (
        [FANG],
        (403, "Forbidden: bot is not a member of the supergroup chat"),
    )


async def test_a_chat_shows_what_was_said_on_both_sides(visitor: Visitor) -> None:
    number = await _greeted(visitor, text="<b>您好</b>", parse_mode="HTML", reply_markup=INLINE)
    theirs, ours = (await visitor.chat(STRANGER))["messages"]
    contract = ("from", "text", "buttons", "keyboard", "venue", "photo", "document", "edited", "deleted")
    assert (theirs["from"], theirs["text"]) == ("person", "/start")
    assert ours["message_id"] == number
    assert [ours[key] for key in contract] == ["bot", "您好", [["来", "看"]], [], None, None, None, False, False]
    assert ours["html"] == "<b>您好</b>"
    assert ours["inline"] == [[{"label": "来", "data": "yes"}, {"label": "看", "url": "https://x.cn/"}]]


async def test_what_has_no_words_of_its_own_is_shown_by_some(visitor: Visitor) -> None:
    await visitor.does(FANG, "start")
    options = [{"text": "周四"}, {"text": "周五"}]
    await visitor.done("sendPoll", chat_id=FANG, question="哪天", options=options)
    dice = await visitor.done("sendDice", chat_id=FANG, emoji="🎯")
    await visitor.done("sendGame", chat_id=FANG, game_short_name="棋")
    bill = {"title": "书", "description": "x", "payload": "p", "currency": "XTR"}
    await visitor.done("sendInvoice", chat_id=FANG, **bill, prices=[{"label": "x", "amount": 3}])
    shown = [one["text"] for one in (await visitor.chat(FANG))["messages"][1:]]
    assert shown == ["哪天\n○ 周四\n○ 周五", f"🎯 {dice['dice']['value']}", "棋", "书: 3 XTR"]


async def test_a_stranger_who_said_nothing_has_an_empty_chat(visitor: Visitor) -> None:
    chat = await visitor.chat(5)
    assert (chat["messages"], chat["keyboard_now"], chat["unread"]) == ([], None, 0)


async def test_a_reader_is_given_what_is_new_or_changed_since_and_a_glance_is_the_newest(visitor: Visitor) -> None:
    first = await _greeted(visitor, text="一")
    await visitor.done("sendMessage", chat_id=STRANGER, text="二")
    seen = (await visitor.chat(STRANGER))["revision"]
    await visitor.done("editMessageText", chat_id=STRANGER, message_id=first, text="一改")
    last = await visitor.done("sendMessage", chat_id=STRANGER, text="三")
    await visitor.done("deleteMessage", chat_id=STRANGER, message_id=last["message_id"])
    newer = await visitor.get(f"people/{STRANGER}/chat?since={seen}")
    glance = await visitor.get(f"people/{STRANGER}/chat?glance=1")
    assert [(one["text"], one["deleted"]) for one in newer["messages"]] == [("一改", False), ("三", True)]
    assert [one["text"] for one in glance["messages"]] == ["二"]
    assert (await visitor.get(f"people/{STRANGER}/chat?since={newer['revision']}"))["messages"] == []
    assert "error" in await visitor.get(f"people/{STRANGER}/chat?since=x")


async def test_what_the_page_reads_comes_compressed(visitor: Visitor) -> None:
    await _greeted(visitor, text="长" * 1000)
    for path in ("/page/page.css", f"/sandbox/people/{STRANGER}/chat"):
        async with visitor.session.get(visitor.origin + path, headers={"Accept-Encoding": "gzip"}) as answer:
            assert (answer.headers.get("Content-Encoding"), answer.status) == ("gzip", 200)
            assert await answer.text()
    known = {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT", "Accept-Encoding": "gzip"}
    for _ in range(2):  # a body after the first answer would be taken for the head of the second
        async with visitor.session.get(f"{visitor.origin}/page/page.css", headers=known) as answer:
            assert (answer.status, await answer.read()) == (304, b"")


async def test_the_keyboard_below_stays_until_it_is_removed(visitor: Visitor) -> None:
    await _greeted(visitor, reply_markup=KEYS)
    await visitor.done("sendMessage", chat_id=STRANGER, text="x")
    stays = (await visitor.chat(STRANGER))["keyboard_now"]
    await visitor.done("sendMessage", chat_id=STRANGER, text="x", reply_markup={"remove_keyboard": True})
    chat = await visitor.chat(STRANGER)
    assert stays[1] == [{"label": "菜单", "request_location": False, "request_contact": False}]
    assert (chat["keyboard_now"], chat["messages"][1]["keyboard"]) == (None, [["我的位置", "电话"], ["菜单"]])


async def test_a_keyboard_for_one_time_goes_when_used(visitor: Visitor) -> None:
    await _greeted(visitor, reply_markup={**KEYS, "one_time_keyboard": True})
    await visitor.does(STRANGER, "tap", button="菜单")
    assert (await visitor.chat(STRANGER))["keyboard_now"] is None


async def test_what_the_bot_wrote_is_unread_until_read(visitor: Visitor) -> None:
    await _greeted(visitor)
    await visitor.done("sendMessage", chat_id=STRANGER, text="x")
    before = (await visitor.chat(STRANGER))["unread"]
    await visitor.does(STRANGER, "read")
    assert (before, (await visitor.chat(STRANGER))["unread"]) == (2, 0)


async def test_the_clock_dates_messages(visitor: Visitor) -> None:
    earlier = await _greeted(visitor)
    await visitor.post("clock", advance_s=3600)
    await visitor.done("sendMessage", chat_id=STRANGER, text="later")
    dates = {call["seq"]: call["answer"]["result"] for call in await _sent(visitor)}
    first, second = dates.values()
    assert (first["message_id"], 3600 <= second["date"] - first["date"] < 3660) == (earlier, True)


async def test_commands_are_those_of_the_closest_scope_and_language(visitor: Visitor) -> None:
    await visitor.does(FANG, "text", text="x")
    await visitor.does(1003, "text", text="x")
    orders: dict[str, dict[str, object]] = {
        "any": {},
        "private": {"scope": {"type": "all_private_chats"}},
        "english": {"scope": {"type": "all_private_chats"}, "language_code": "en"},
        "fang": {"scope": {"type": "chat", "chat_id": FANG}},
    }
    for name, order in orders.items():
        await visitor.done("setMyCommands", commands=[{"command": name, "description": "x"}], **order)
    seen = {
        person: (await visitor.get(f"people/{person}/commands"))["commands"][0]["command"]
        for person in (FANG, 1002, 1003)
    }
    assert seen == {FANG: "fang", 1002: "private", 1003: "english"}


async def test_what_the_bot_says_of_itself_is_kept_by_language(visitor: Visitor) -> None:
    await visitor.done("setMyDescription", description="欢迎")
    await visitor.done("setMyDescription", description="Welcome", language_code="en")
    await visitor.done("setMyName", name="驿站")
    english = await visitor.done("getMyDescription", language_code="en")
    french = await visitor.done("getMyDescription", language_code="fr")
    assert (english, french) == ({"description": "Welcome"}, {"description": "欢迎"})
    assert (await visitor.get("bot"))["name"] == "驿站"
    assert await visitor.get("settings") == {
        "title": "驿站",
        "start_link": "https://t.me/waystation_sandbox_bot?start=",
        "time_zone": "Asia/Shanghai",
    }


async def test_the_menu_button_of_a_chat_goes_before_the_bots_own(visitor: Visitor) -> None:
    await visitor.does(FANG, "text", text="x")
    await visitor.done("setChatMenuButton", menu_button={"type": "commands"})
    own = {"type": "web_app", "text": "开", "web_app": {"url": "https://x.cn"}}
    await visitor.done("setChatMenuButton", chat_id=FANG, menu_button=own)
    assert (await visitor.get(f"people/{FANG}/commands"))["menu_button"] == own
    assert (await visitor.get("people/1002/commands"))["menu_button"] == {"type": "commands"}


@pytest.mark.parametrize(
    ("path", "body", "error"),
    [
        ("people/1001/text", {}, "text must be a text"),
        ("people/1001/text", {"text": " "}, "a text must not be empty"),
        ("people/1001/text", {"text": "x", "reply_to": 1}, "there is no message to reply to with that message_id"),
        ("people/x/text", {"text": "x"}, "'x' is not a number"),
        ("people/1001/location", {"latitude": 1}, "Bad Request: longitude is empty"),
        ("people/1001/contact", {}, "phone_number must be a text"),
        ("people/1001/file", {"name": "a", "content_base64": ""}, "a file must not be empty"),
        ("people/1001/file", {"name": "a", "content_base64": "eA==", "kind": "x"}, None),
        ("people/1001/file", {"name": "a", "content_base64": "!"}, None),
        ("people/1001/start", {"payload": "a b"}, None),
        ("people/1001/edit", {"message_id": 1, "text": "x"}, "there is no text of this person with that message_id"),
        ("groups/5/text", {"by": 1, "text": "x"}, "groups and channels have negative numbers"),
        ("clock", {"advance_s": -1}, "advance_s must be a number of 0 or more"),
        ("faults", {"method": "getMe", "error": 1}, "unknown key 'error'"),
        ("faults", {"method": "getMe", "times": "2"}, "times must be a number of 0 or more"),
        ("updates", {"update": {}}, "an update has exactly one kind of content, an object"),
    ],
)
async def test_misuse_is_answered_with_what_is_wrong(
    visitor: Visitor, path: str, body: dict[str, object], error: str | None
) -> None:
    async with visitor.session.post(f"{visitor.origin}/sandbox/{path}", json=body) as answer:
        said = await answer.json()
        assert (answer.status, list(said)) == (400, ["error"])
        assert error in (None, said["error"])


async def test_a_body_that_is_no_json_is_refused(visitor: Visitor) -> None:
    async with visitor.session.post(f"{visitor.origin}/sandbox/people/1001/text", data="{") as answer:
        assert answer.status == 400


async def test_many_strangers_are_met_at_once(visitor: Visitor) -> None:
    assert await visitor.post("people/meet", first=5000, count=3) == {"known": 3}
    assert (await visitor.done("sendMessage", chat_id=5002, text="x"))["chat"]["id"] == 5002


async def _sent(visitor: Visitor) -> list[Any]:
    calls = (await visitor.get("calls?method=sendMessage"))["calls"]
    assert isinstance(calls, list)
    return calls
