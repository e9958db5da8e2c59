"""What the bot may send, what it gets back, and what Telegram would refuse."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from sandbox.server import Sandbox
from tests.sandbox.visitor import FANG, Visitor

PARSE_KEYBOARD = "Bad Request: can't parse reply keyboard markup JSON object"
STRANGER = 990001
BUTTON = {"text": "来", "callback_data": "yes"}
ME = {"id": 42, "is_bot": True, "first_name": "驿站 Waystation", "username": "waystation_sandbox_bot"}


@pytest.fixture
async def met(visitor: Visitor) -> Visitor:
    await visitor.does(STRANGER, "text", text="/start")
    return visitor


async def test_a_message_has_the_documented_shape(met: Visitor) -> None:
    sent = await met.done("sendMessage", chat_id=STRANGER, text="  <b>您好</b> 😀 &lt;3 ", parse_mode="HTML")
    assert {key: sent[key] for key in sent if key not in ("date", "message_id")} == {
        "from": ME,
        "chat": {"id": STRANGER, "first_name": "李杰", "type": "private"},
        "text": "您好 😀 <3",
        "entities": [{"offset": 0, "length": 2, "type": "bold"}],
    }


async def test_message_ids_grow_across_chats(met: Visitor) -> None:
    await met.does(FANG, "text", text="hi")
    first = await met.done("sendMessage", chat_id=STRANGER, text="1")
    second = await met.done("sendMessage", chat_id=FANG, text="2")
    assert second["message_id"] == first["message_id"] + 1


@pytest.mark.parametrize(
    ("parameters", "refusal"),
    [
        ({}, (400, "Bad Request: message text is empty")),
        ({"text": ""}, (400, "Bad Request: message text is empty")),
        ({"text": " \n "}, (400, "Bad Request: text must be non-empty")),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, (400, "Bad Request: text must be non-empty")),
        ({"text": "字" * 4097}, (400, "Bad Request: message is too long")),
        ({"text": "x", "chat_id": None}, (400, "Bad Request: chat_id is empty")),
        ({"text": "x", "chat_id": 5}, (400, "Bad Request: chat not found")),
        ({"text": "x", "chat_id": "@nobody"}, (400, "Bad Request: chat not found")),
        ({"text": "x", "chat_id": FANG}, (403, "Forbidden: bot can't initiate conversation with a user")),
        ({"text": "x", "parse_mode": "BBCode"}, (400, "Bad Request: unsupported parse_mode")),
        (
            {"text": "x", "reply_parameters": {"message_id": 1}},
            (400, "Bad Request: message to be replied not found"),
        ),
    ],
)
async def test_a_message_is_refused_in_telegrams_words(
    met: Visitor, parameters: dict[str, object], refusal: tuple[int, str]
) -> None:
    assert await met.refusal("sendMessage", **{"chat_id": STRANGER, **parameters}) == refusal


@pytest.mark.parametrize(
    ("button", "description"),
    [
        ({"text": "A", "callback_data": "字" * 21 + "xx"}, "BUTTON_DATA_INVALID"),
        ({"text": "A", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "", "callback_data": "x"}, "inline keyboard button text must be non-empty"),
        (
            {"text": "A"},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
    ],
)
async def test_an_inline_button_is_refused(met: Visitor, button: dict[str, str], description: str) -> None:
    markup = {"inline_keyboard": [[button]]}
    refusal = await met.refusal("sendMessage", chat_id=STRANGER, text="x", reply_markup=markup)
    assert refusal == (400, f"Bad Request: {description}")


async def test_the_longest_text_data_and_caption_are_accepted(met: Visitor) -> None:
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "x" * 64}]]}
    tagged = f"<b>{'字' * 4096}</b>"
    sent = await met.done("sendMessage", chat_id=STRANGER, text=tagged, parse_mode="HTML", reply_markup=markup)
    assert (len(sent["text"]), sent["reply_markup"]) == (4096, markup)


async def test_a_caption_of_1025_characters_is_refused(met: Visitor) -> None:
    file_id = await _photo_of(met)
    refusal = await met.refusal("sendPhoto", chat_id=STRANGER, photo=file_id, caption="x" * 1025)
    assert refusal == (400, "Bad Request: message caption is too long")


async def test_a_reply_names_its_message(met: Visitor) -> None:
    first = await met.done("sendMessage", chat_id=STRANGER, text="one")
    second = await met.done(
        "sendMessage", chat_id=STRANGER, text="two", reply_parameters={"message_id": first["message_id"]}
    )
    assert second["reply_to_message"] == first


async def test_a_blocked_bot_is_refused_until_unblocked(met: Visitor) -> None:
    await met.does(STRANGER, "block")
    refused = await met.refusal("sendMessage", chat_id=STRANGER, text="x")
    await met.does(STRANGER, "unblock")
    sent = await met.done("sendMessage", chat_id=STRANGER, text="x")
    assert (refused, sent["text"]) == ((403, "Forbidden: bot was blocked by the user"), "x")


async def test_a_deleted_account_is_refused(met: Visitor) -> None:
    await met.does(STRANGER, "deactivate")
    assert await met.refusal("sendMessage", chat_id=STRANGER, text="x") == (403, "Forbidden: user is deactivated")


async def test_an_edit_changes_the_message_in_place(met: Visitor) -> None:
    sent = await met.done("sendMessage", chat_id=STRANGER, text="one", reply_markup={"inline_keyboard": [[BUTTON]]})
    where = {"chat_id": STRANGER, "message_id": sent["message_id"]}
    edited = await met.done("editMessageText", **where, text="two")
    assert {key: edited.get(key) for key in ("message_id", "text", "reply_markup")} == {
        "message_id": sent["message_id"],
        "text": "two",
        "reply_markup": None,
    }
    assert (await met.chat(STRANGER))["messages"][-1]["edited"] is True


async def test_an_edit_that_changes_nothing_is_refused(met: Visitor) -> None:
    sent = await met.done("sendMessage", chat_id=STRANGER, text="one")
    where = {"chat_id": STRANGER, "message_id": sent["message_id"]}
    first = await met.refusal("editMessageText", **where, text="one ")
    await met.done("editMessageText", **where, text="two")
    second = await met.refusal("editMessageText", **where, text="two")
    unchanged = (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
        " as a current content and reply markup of the message"
    )
    assert (first, second) == ((400, unchanged), (400, unchanged))


async def test_a_message_that_is_not_there_is_neither_edited_nor_deleted(met: Visitor) -> None:
    where = {"chat_id": STRANGER, "message_id": 7}
    assert await met.refusal("editMessageText", **where, text="x") == (400, "Bad Request: message to edit not found")
    assert await met.refusal("deleteMessage", **where) == (400, "Bad Request: message to delete not found")


async def test_what_a_person_wrote_or_a_reply_keyboard_hangs_on_is_not_edited(met: Visitor) -> None:
    theirs = (await met.chat(STRANGER))["messages"][0]["message_id"]
    ours = await met.done("sendMessage", chat_id=STRANGER, text="x", reply_markup={"keyboard": [["A"]]})
    for number in (theirs, ours["message_id"]):
        refusal = await met.refusal("editMessageText", chat_id=STRANGER, message_id=number, text="y")
        assert refusal == (400, "Bad Request: message can't be edited")


async def test_a_message_is_deleted_once_and_not_after_two_days(met: Visitor) -> None:
    young, old = [await met.done("sendMessage", chat_id=STRANGER, text=text) for text in "ab"]
    assert await met.done("deleteMessage", chat_id=STRANGER, message_id=young["message_id"]) is True
    again = await met.refusal("deleteMessage", chat_id=STRANGER, message_id=young["message_id"])
    await met.post("clock", advance_s=48 * 3600 + 1)
    late = await met.refusal("deleteMessage", chat_id=STRANGER, message_id=old["message_id"])
    assert (again, late) == (
        (400, "Bad Request: message to delete not found"),
        (400, "Bad Request: message can't be deleted"),
    )


async def test_deleting_many_skips_what_is_gone(met: Visitor) -> None:
    sent = [(await met.done("sendMessage", chat_id=STRANGER, text=text))["message_id"] for text in "ab"]
    assert await met.done("deleteMessages", chat_id=STRANGER, message_ids=[1, *sent]) is True
    shown = (await met.chat(STRANGER))["messages"]
    assert [message["deleted"] for message in shown] == [False, True, True]


async def test_a_venue_is_a_pin_with_a_name(met: Visitor) -> None:
    place = {"latitude": 31.23, "longitude": 121.47}
    sent = await met.done("sendVenue", chat_id=STRANGER, **place, title="驿站", address="南京路 1 号")
    shown = (await met.chat(STRANGER))["messages"][-1]
    assert sent["venue"] == {"location": place, "title": "驿站", "address": "南京路 1 号"}
    assert (shown["venue"], shown["kind"]) == ({"title": "驿站", "address": "南京路 1 号", **place}, "venue")


async def test_a_place_outside_the_world_is_refused(met: Visitor) -> None:
    refusal = await met.refusal("sendLocation", chat_id=STRANGER, latitude=91, longitude=0)
    assert refusal == (400, "Bad Request: invalid location specified")


async def test_an_album_is_several_messages_of_one_group(met: Visitor) -> None:
    photo = {"type": "photo", "media": await _photo_of(met)}
    sent = await met.done("sendMediaGroup", chat_id=STRANGER, media=[{**photo, "caption": "图"}, photo])
    assert [message.get("caption") for message in sent] == ["图", None]
    assert sent[0]["media_group_id"] == sent[1]["media_group_id"]


async def test_copying_leaves_the_author_out_and_forwarding_names_them(met: Visitor) -> None:
    source = (await met.chat(STRANGER))["messages"][0]["message_id"]
    order = {"chat_id": STRANGER, "from_chat_id": STRANGER, "message_id": source}
    copied, forwarded = await met.done("copyMessage", **order), await met.done("forwardMessage", **order)
    shown = (await met.chat(STRANGER))["messages"][1:]
    assert [(one["message_id"], one["text"], one["forwarded"]) for one in shown] == [
        (copied["message_id"], "/start", False),
        (forwarded["message_id"], "/start", True),
    ]


@pytest.mark.parametrize(
    ("method", "parameters", "refusal"),
    [
        ("sendNothing", {}, (404, "Not Found: method not found")),
        ("sendPhoto", {}, (400, "Bad Request: there is no photo in the request")),
        ("sendPhoto", {"photo": "nothing"}, (400, "Bad Request: wrong file identifier/HTTP URL specified")),
        ("sendPhoto", {"photo": "https://x.cn/a.png"}, (400, "Bad Request: failed to get HTTP URL content")),
        ("sendContact", {"first_name": "A"}, (400, "Bad Request: phone number is empty")),
        ("sendChatAction", {"action": "dancing"}, (400, "Bad Request: wrong parameter action in request")),
        ("sendMessage", {"text": "x", "reply_markup": "{"}, (400, PARSE_KEYBOARD)),
        ("deleteMessage", {"message_id": "x"}, (400, "Bad Request: message identifier is not specified")),
        ("getFile", {"file_id": "x"}, (400, "Bad Request: invalid file_id")),
        ("sendMediaGroup", {"media": []}, (400, "Bad Request: media are not specified")),
        ("sendMediaGroup", {"media": [{}] * 11}, (400, "Bad Request: too many messages to send as an album")),
        ("pinChatMessage", {"message_id": 1}, (400, "Bad Request: message to pin not found")),
        (
            "getChatAdministrators",
            {},
            (400, "Bad Request: there are no administrators in the private chat"),
        ),
        (
            "answerCallbackQuery",
            {"callback_query_id": "1"},
            (400, "Bad Request: query is too old and response timeout expired or query ID is invalid"),
        ),
    ],
)
async def test_a_call_is_refused(
    met: Visitor, method: str, parameters: dict[str, object], refusal: tuple[int, str]
) -> None:
    assert await met.refusal(method, chat_id=STRANGER, **parameters) == refusal


@pytest.mark.parametrize(
    ("markup", "description"),
    [
        ([], "object expected as reply markup"),
        ({"inline_keyboard": {}}, 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'),
        (
            {"inline_keyboard": [BUTTON]},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        ({"keyboard": [BUTTON]}, 'field "keyboard" of the ReplyKeyboardMarkup must be an Array of Arrays'),
        ({"inline_keyboard": [[BUTTON] * 101]}, "reply markup is too long"),
        (
            {"inline_keyboard": [["来"]]},
            "can't parse inline keyboard button: InlineKeyboardButton must be an Object",
        ),
        (
            {"inline_keyboard": [[{"callback_data": "x"}]]},
            "can't parse inline keyboard button: Can't find field \"text\"",
        ),
        ({"keyboard": [[{"text": 7}]]}, "can't parse keyboard button: Can't find field \"text\""),
        ({"keyboard": [[1]]}, "can't parse keyboard button: KeyboardButton must be an Object"),
    ],
)
async def test_a_keyboard_is_refused(met: Visitor, markup: object, description: str) -> None:
    refusal = await met.refusal("sendMessage", chat_id=STRANGER, text="x", reply_markup=markup)
    assert refusal == (400, f"Bad Request: {description}")


@pytest.mark.parametrize(
    ("method", "parameters", "description"),
    [
        ("setMyCommands", {"commands": [{"command": "A", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "a"}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("setMyCommands", {"commands": [{}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ("setMyCommands", {"commands": [], "scope": {"type": "x"}}, "can't parse BotCommandScope: unsupported type"),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
        ("setMyName", {"name": "x" * 65}, "bot name is too long"),
        ("setMyName", {"language_code": "zh-hans"}, "invalid language code specified"),
        ("setChatMenuButton", {"menu_button": {"type": "x"}}, "MenuButton has unsupported type"),
        ("editMessageText", {"text": "x"}, "message identifier is not specified"),
        ("deleteMessages", {"message_ids": []}, "message identifiers are not specified"),
        ("unpinChatMessage", {}, "message to unpin not found"),
        ("leaveChat", {}, "chat member status can't be changed in private chats"),
        ("getChatMember", {"user_id": 5}, "member not found"),
        ("copyMessage", {"from_chat_id": STRANGER, "message_id": 1}, "message to copy not found"),
        ("answerCallbackQuery", {"text": "x" * 201}, "MESSAGE_TOO_LONG"),
        (
            "sendMessage",
            {"text": "x", "entities": [{"type": "bold", "offset": 0, "length": 2}]},
            "entity beyond the text",
        ),
        ("sendLocation", {"latitude": 1}, "longitude is empty"),
        ("sendVenue", {"latitude": 91, "longitude": 0}, "wrong venue location specified"),
    ],
)
async def test_a_call_with_a_wrong_value_is_refused(
    met: Visitor, method: str, parameters: dict[str, object], description: str
) -> None:
    chat = {} if method.startswith("setMy") or method == "setChatMenuButton" else {"chat_id": STRANGER}
    assert await met.refusal(method, **chat, **parameters) == (400, f"Bad Request: {description}")


async def test_given_entities_move_with_the_text(met: Visitor) -> None:
    bold = {"type": "bold", "offset": 1, "length": 3}
    sent = await met.done("sendMessage", chat_id=STRANGER, text="  您好 ", entities=[bold])
    assert (sent["text"], sent["entities"]) == ("您好", [{"type": "bold", "offset": 0, "length": 2}])


async def test_a_wrong_token_is_refused(visitor: Visitor) -> None:
    async with visitor.session.get(f"{visitor.origin}/bot42:other/getMe") as answer:
        assert (answer.status, await answer.json()) == (
            401,
            {"ok": False, "error_code": 401, "description": "Unauthorized"},
        )


async def test_a_method_is_called_by_get_form_and_any_case(visitor: Visitor) -> None:
    await visitor.does(FANG, "text", text="hi")
    address = f"{visitor.origin}/bot42:test"
    async with visitor.session.get(f"{address}/SENDMESSAGE?chat_id={FANG}&text=%E6%82%A8") as by_get:
        got = (await by_get.json())["result"]["text"]
    form = {"chat_id": str(FANG), "text": "好", "reply_markup": '{"inline_keyboard":[]}'}
    async with visitor.session.post(f"{address}/sendMessage", data=form) as by_form:
        formed = (await by_form.json())["result"]["text"]
    assert (got, formed) == ("您", "好")


async def test_half_a_character_is_refused(met: Visitor) -> None:
    refusal = await met.refusal("sendMessage", chat_id=STRANGER, text="\ud83d")
    assert refusal == (400, "Bad Request: strings must be encoded in UTF-8")


async def test_typing_shows_until_the_message_comes(met: Visitor) -> None:
    await met.done("sendChatAction", chat_id=STRANGER, action="typing")
    before = (await met.chat(STRANGER))["typing"]
    await met.done("sendMessage", chat_id=STRANGER, text="x")
    assert (before, (await met.chat(STRANGER))["typing"]) == (True, False)


async def _photo_of(visitor: Visitor) -> str:
    """Let the stranger send a picture, and return its file_id."""
    await visitor.does(STRANGER, "file", name="a.png", content_base64="iVBORw0KGgo=")
    photo: dict[str, Any] = (await visitor.chat(STRANGER))["messages"][-1]["photo"]
    return str(photo["file_id"])


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("javascript:alert(1)", "Wrong port number specified in the URL"),
        ("JavaScript://x.cn/%0aalert(1)", "Unsupported URL protocol"),
        ("data:text/html,x", "Wrong port number specified in the URL"),
        ("vbscript:x", "Wrong port number specified in the URL"),
        ("ftp://x.cn", "Unsupported URL protocol"),
        ("http://localhost:80", "Wrong HTTP URL"),
        ("nothing", "Wrong HTTP URL"),
        ("no link.cn", "Disallowed character in URL host"),
        ("https://x.cn:0", "Wrong port number specified in the URL"),
        ("tg://x:5", "Wrong tg URL"),
        ("tg:https://x.cn", "Wrong tg URL"),
        ("https://", "URL host is empty"),
        ("", "URL host is empty"),
    ],
)
@pytest.mark.parametrize("method", ["sendMessage", "editMessageReplyMarkup"])
async def test_a_button_leads_where_telegram_lets_it(met: Visitor, method: str, address: str, why: str) -> None:
    sent = await met.done("sendMessage", chat_id=STRANGER, text="x")
    markup = {"inline_keyboard": [[{"text": "A", "url": address}]]}
    refusal = await met.refusal(method, chat_id=STRANGER, message_id=sent["message_id"], text="x", reply_markup=markup)
    assert refusal == (400, f"Bad Request: inline keyboard button URL '{address}' is invalid: {why}")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"url": "x.cn"}, {"url": "http://x.cn/"}),
        ({"url": "HTTPS://X.cn?a=1"}, {"url": "https://x.cn/?a=1"}),
        ({"url": "tg:resolve?domain=x"}, {"url": "tg://resolve?domain=x"}),
        ({"url": "x.cn", "callback_data": "d"}, {"url": "http://x.cn/"}),
        ({"callback_data": "d", "pay": True}, {"callback_data": "d"}),
        ({"web_app": {"url": "https://x.cn"}}, {"web_app": {"url": "https://x.cn/"}}),
        ({"copy_text": {"text": "c"}}, {"copy_text": {"text": "c"}}),
    ],
)
async def test_a_button_is_kept_with_the_first_thing_that_it_does(
    met: Visitor, given: dict[str, object], kept: dict[str, object]
) -> None:
    markup = {"inline_keyboard": [[{"text": "A", **given}]]}
    sent = await met.done("sendMessage", chat_id=STRANGER, text="x", reply_markup=markup)
    assert sent["reply_markup"]["inline_keyboard"] == [[{"text": "A", **kept}]]


@pytest.mark.parametrize(
    ("button", "why"),
    [
        (
            {"web_app": {"url": "http://x.cn"}},
            "button Web App URL 'http://x.cn' is invalid: Only HTTPS links are allowed",
        ),
        ({"login_url": {"url": "x"}}, "button login URL 'x' is invalid: Wrong HTTP URL"),
    ],
)
async def test_a_web_app_is_reached_by_https(met: Visitor, button: dict[str, object], why: str) -> None:
    markup = {"inline_keyboard": [[{"text": "A", **button}]]}
    refusal = await met.refusal("sendMessage", chat_id=STRANGER, text="x", reply_markup=markup)
    assert refusal == (400, f"Bad Request: inline keyboard {why}")


@pytest.mark.parametrize(
    ("method", "given", "sent_back"),
    [
        ("sendMessage", {"text": "x", "link_preview_options": {"is_disabled": True}}, None),
        ("sendMessage", {"text": "x", "message_effect_id": "5"}, {"effect_id": "5"}),
        (
            "sendVenue",
            {
                "latitude": 1,
                "longitude": 2,
                "title": "a",
                "address": "b",
                "foursquare_id": "4",
                "google_place_type": "g",
            },
            {
                "venue": {
                    "location": {"latitude": 1, "longitude": 2},
                    "title": "a",
                    "address": "b",
                    "foursquare_id": "4",
                    "google_place_type": "g",
                }
            },
        ),
        (
            "sendLocation",
            {"latitude": 1, "longitude": 2, "horizontal_accuracy": 9, "live_period": 60, "heading": 90},
            {
                "location": {
                    "latitude": 1,
                    "longitude": 2,
                    "horizontal_accuracy": 9,
                    "live_period": 60,
                    "heading": 90,
                }
            },
        ),
        (
            "sendContact",
            {"phone_number": "1", "first_name": "a", "vcard": "V"},
            {"contact": {"phone_number": "1", "first_name": "a", "vcard": "V"}},
        ),
    ],
)
async def test_what_a_sender_says_is_sent_back(
    met: Visitor, method: str, given: dict[str, object], sent_back: dict[str, object] | None
) -> None:
    sent = await met.done(method, chat_id=STRANGER, **given)
    wanted = sent_back or {name: what for name, what in given.items() if name != "text"}
    assert {name: sent[name] for name in wanted} == wanted


async def test_looks_of_a_photo_are_sent_back_and_an_edit_can_take_them(met: Visitor) -> None:
    looks = {"has_spoiler": True, "show_caption_above_media": True}
    sent = await met.done("sendPhoto", chat_id=STRANGER, photo=await _photo_of(met), caption="x", **looks)
    assert (sent["has_media_spoiler"], sent["show_caption_above_media"]) == (True, True)
    where = {"chat_id": STRANGER, "message_id": sent["message_id"]}
    edited = await met.done("editMessageCaption", **where, caption="x")
    assert "show_caption_above_media" not in edited


@pytest.mark.parametrize(
    ("quote", "place"),
    [
        ({"quote": "好😀"}, 1),
        ({"quote": "好", "quote_position": 1}, 1),
        ({"quote": "<b>好</b>", "quote_parse_mode": "HTML"}, 1),
    ],
)
async def test_an_answer_quotes_words_of_its_message(met: Visitor, quote: dict[str, object], place: int) -> None:
    first = await met.done("sendMessage", chat_id=STRANGER, text="您好😀")
    order = {"message_id": first["message_id"], **quote}
    sent = await met.done("sendMessage", chat_id=STRANGER, text="x", reply_parameters=order)
    assert (sent["quote"]["position"], sent["quote"]["is_manual"]) == (place, True)


async def test_words_that_are_not_in_a_message_are_not_quoted(met: Visitor) -> None:
    first = await met.done("sendMessage", chat_id=STRANGER, text="您好")
    order = {"message_id": first["message_id"], "quote": "再见"}
    refusal = await met.refusal("sendMessage", chat_id=STRANGER, text="x", reply_parameters=order)
    assert refusal == (400, "Bad Request: QUOTE_TEXT_INVALID")


async def test_an_album_of_one_is_a_message(met: Visitor) -> None:
    (sent,) = await met.done(
        "sendMediaGroup", chat_id=STRANGER, media=[{"type": "photo", "media": await _photo_of(met)}]
    )
    assert "media_group_id" not in sent


async def test_a_mentioned_person_stands_with_a_name(met: Visitor) -> None:
    text = f'<a href="tg://user?id={FANG}">x</a>'
    sent = await met.done("sendMessage", chat_id=STRANGER, text=text, parse_mode="HTML")
    (entity,) = sent["entities"]
    assert (entity["type"], entity["user"]["first_name"]) == ("text_mention", "王芳")


async def test_a_file_of_more_than_20_megabytes_is_not_handed_out(sandbox: Sandbox, met: Visitor) -> None:
    content = base64.b64encode(bytes(20 * 2**20 + 1)).decode()
    sandbox.does(f"people/{STRANGER}/file", {"name": "film.mp4", "content_base64": content})
    file_id = (await met.updates())[-1]["message"]["video"]["file_id"]
    assert await met.refusal("getFile", file_id=file_id) == (400, "Bad Request: file is too big")


async def test_a_poll_is_closed_by_hand_or_in_time(met: Visitor) -> None:
    options = [{"text": "a"}, {"text": "b", "media": {"type": "location", "latitude": 1, "longitude": 2}}]
    asked = {"chat_id": STRANGER, "question": "?", "options": options}
    first, second = [await met.done("sendPoll", **asked, open_period=60) for _ in "ab"]
    assert first["poll"]["options"][1]["media"] == {"location": {"latitude": 1, "longitude": 2}}
    stopped = await met.done("stopPoll", chat_id=STRANGER, message_id=first["message_id"])
    await met.post("clock", advance_s=61)
    late = await met.refusal("stopPoll", chat_id=STRANGER, message_id=second["message_id"])
    assert (stopped["is_closed"], late) == (True, (400, "Bad Request: poll has already been closed"))


async def test_a_live_location_is_moved_until_it_is_stopped(met: Visitor) -> None:
    place = {"latitude": 1, "longitude": 2}
    sent = await met.done("sendLocation", chat_id=STRANGER, **place, live_period=60)
    where = {"chat_id": STRANGER, "message_id": sent["message_id"]}
    moved = await met.done("editMessageLiveLocation", **where, latitude=3, longitude=4)
    assert moved["location"] == {"latitude": 3, "longitude": 4, "live_period": 60}
    stopped = await met.done("stopMessageLiveLocation", **where)
    assert stopped["location"] == {"latitude": 3, "longitude": 4}
    refusal = await met.refusal("editMessageLiveLocation", **where, **place)
    assert refusal == (400, "Bad Request: message can't be edited")


async def test_the_menu_button_of_nobody_is_that_of_commands(visitor: Visitor) -> None:
    assert await visitor.done("getChatMenuButton") == {"type": "commands"}


@pytest.mark.parametrize(
    ("mode", "text", "said", "kinds"),
    [
        ("Markdown", "*a* _b_ `c` [d](x.cn)", "a b c d", ["bold", "italic", "code", "text_link"]),
        ("markdown", "```py\nx```", "x", ["pre"]),
        (
            "MarkdownV2",
            "*a _b_* ~c~ ||d|| __e__",
            "a b c d e",
            ["bold", "italic", "strikethrough", "spoiler", "underline"],
        ),
        ("MarkdownV2", ">a\nc\\.", "a\nc.", ["blockquote"]),
    ],
)
async def test_markdown_is_read(met: Visitor, mode: str, text: str, said: str, kinds: list[str]) -> None:
    sent = await met.done("sendMessage", chat_id=STRANGER, text=text, parse_mode=mode)
    assert (sent["text"], [one["type"] for one in sent["entities"]]) == (said, kinds)
