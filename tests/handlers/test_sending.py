"""What each front asks of Telegram for each reply, and what it makes of each answer."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from bot.chat import (
    Button,
    Card,
    Cards,
    Commands,
    Document,
    Drawing,
    Fate,
    Front,
    Key,
    Message,
    Outcome,
    Outgoing,
    Picture,
    Pin,
    Post,
    Reply,
    Text,
    Toast,
    TokenRefusedError,
    Unsend,
)
from bot.handlers.outcomes import CallFailedError
from bot.handlers.posts import plain
from bot.handlers.wire import Wire
from domain.announcements.announcements import Medium
from tests.handlers.conftest import OpenFront
from tests.handlers.scripted_bot_api import DROPPED, NEXT_MESSAGE, TOKEN, Answer, Call, ScriptedBotApi, refusal

SCHEMA = Path(__file__).parents[3] / "shared" / "telegram" / "bot-api-10.1.schema.json"

BUTTONS = ((Button("附近", "near:1:0"), Button("地图", url="https://example.org/map")),)
INLINE = {
    "inline_keyboard": [
        [{"text": "附近", "callback_data": "near:1:0"}, {"text": "地图", "url": "https://example.org/map"}]
    ]
}
KEYS = ((Key("发送位置", "location"), Key("发送电话", "phone")), (Key("返回"),))
KEYBOARD = {
    "keyboard": [
        [{"text": "发送位置", "request_location": True}, {"text": "发送电话", "request_contact": True}],
        [{"text": "返回"}],
    ],
    "resize_keyboard": True,
    "one_time_keyboard": True,
}
PIN = Pin(31.2304, 121.4737, "人民广场站", "黄浦区人民大道", "<b>人民广场站</b>", BUTTONS)
FILE = Document("您.txt", b"\xff\x00", "一份")
PICTURE = Picture("AgAC", "证件", BUTTONS)
DRAWING = Drawing(b"\x89PNG", "本月", BUTTONS)
LINK = ((Button("打开", url="https://t.me/WaystationBot?start=o_7"),),)
INLINE_LINK = {"inline_keyboard": [[{"text": "打开", "url": "https://t.me/WaystationBot?start=o_7"}]]}
CARDS = Cards("4711", (Card("o7", "党课", "周四 19:00", "<b>党课</b>", LINK),))
QUIET = {"is_disabled": True}

ACCEPTED = Outcome(Fate.ACCEPTED, NEXT_MESSAGE)
LOOKED_AT = ("type", "media", "caption", "parse_mode")
MODIFIED = "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
UNPARSED = 'Bad Request: can\'t parse entities: Unsupported start tag "secret" at byte offset 3'
GATEWAY_PAGE = "<html><head><title>502 Bad Gateway</title></head></html>"


def sent(html: str = "您好", **more: Any) -> dict[str, Any]:
    return {"chat_id": 7, "text": html, "parse_mode": "HTML", "link_preview_options": QUIET} | more


def venue() -> dict[str, Any]:
    place = {"latitude": 31.2304, "longitude": 121.4737, "title": "人民广场站", "address": "黄浦区人民大道"}
    return {"chat_id": 7, "reply_markup": INLINE} | place


async def send(front: Front, reply: Message) -> Outcome:
    return await front.send(Outgoing(1, 7, reply))


ONE, TWO = Medium("photo", "AgAC"), Medium("video", "BAAC")
CAPTIONED = {"chat_id": 7, "caption": "<b>通知</b>", "parse_mode": "HTML"}

CALLS: list[tuple[Reply, Call]] = [
    (Post("<b>通知</b>"), Call("sendMessage", sent("<b>通知</b>"))),
    (
        Post("通知", buttons=LINK, paid=True),
        Call("sendMessage", sent("通知", reply_markup=INLINE_LINK, allow_paid_broadcast=True)),
    ),
    (Post("<b>通知</b>", (ONE,), BUTTONS), Call("sendPhoto", CAPTIONED | {"photo": "AgAC", "reply_markup": INLINE})),
    (Post("<b>通知</b>", (TWO,)), Call("sendVideo", CAPTIONED | {"video": "BAAC"})),
    (Post("", (Medium("voice", "AwAC"),)), Call("sendVoice", {"chat_id": 7, "voice": "AwAC"})),
    (Post("", (Medium("document", "CQAC"),)), Call("sendDocument", {"chat_id": 7, "document": "CQAC"})),
    (Post("<b>通知</b>", replaces=5), Call("editMessageText", sent("<b>通知</b>", message_id=5))),
    (Post("<b>通知</b>", (ONE,), replaces=5), Call("editMessageCaption", CAPTIONED | {"message_id": 5})),
    (Unsend((5,)), Call("deleteMessage", {"chat_id": 7, "message_id": 5})),
    (Unsend((5, 6)), Call("deleteMessages", {"chat_id": 7, "message_ids": [5, 6]})),
    (Toast("4711", "已报名"), Call("answerCallbackQuery", {"callback_query_id": 4711, "text": "已报名"})),
    (
        Toast("4711", url="https://t.me/WaystationBot?start=o_7"),
        Call("answerCallbackQuery", {"callback_query_id": 4711, "url": "https://t.me/WaystationBot?start=o_7"}),
    ),
    (Text("您好"), Call("sendMessage", sent())),
    (Text("<b>您</b>好 &lt;3", BUTTONS), Call("sendMessage", sent("<b>您</b>好 &lt;3", reply_markup=INLINE))),
    (Text("您好", keys=KEYS), Call("sendMessage", sent(reply_markup=KEYBOARD))),
    (
        Text("您好", keys=((Key("附近"),),)),
        Call("sendMessage", sent(reply_markup={"keyboard": [[{"text": "附近"}]], "resize_keyboard": True})),
    ),
    (Text("您好", topic=44), Call("sendMessage", sent(message_thread_id=44))),
    (Text("您好", hide_keys=True), Call("sendMessage", sent(reply_markup={"remove_keyboard": True}))),
    (Text("您好", BUTTONS, KEYS, hide_keys=True), Call("sendMessage", sent(reply_markup=INLINE))),
    (Text("您好", BUTTONS, replaces=5), Call("editMessageText", sent(message_id=5, reply_markup=INLINE))),
    (Text("您好", keys=KEYS, replaces=5), Call("editMessageText", sent(message_id=5))),
    (PIN, Call("sendVenue", venue())),
    (FILE, Call("sendDocument", {"chat_id": 7, "document": ("您.txt", b"\xff\x00"), "caption": "一份"})),
    (PICTURE, Call("sendPhoto", {"chat_id": 7, "photo": "AgAC", "caption": "证件", "reply_markup": INLINE})),
    (
        DRAWING,
        Call(
            "sendPhoto", {"chat_id": 7, "photo": ("picture.png", b"\x89PNG"), "caption": "本月", "reply_markup": INLINE}
        ),
    ),
]


@pytest.mark.parametrize(("reply", "call"), CALLS)
async def test_send_asks_once(front: Front, server: ScriptedBotApi, reply: Reply, call: Call) -> None:
    outcome = await send(front, reply)
    assert outcome.fate is Fate.ACCEPTED
    assert [_without_defaults(asked) for asked in server.calls] == [call]
    _check_with_schema(server.calls)


@pytest.mark.parametrize("paid", [False, True])
async def test_album_carries_the_words_once(front: Front, server: ScriptedBotApi, paid: bool) -> None:  # noqa: FBT001  a parameter
    outcome = await send(front, Post("<b>通知</b>", (ONE, TWO), paid=paid))
    (asked,) = server.asked("sendMediaGroup")
    assert outcome == Outcome(Fate.ACCEPTED, NEXT_MESSAGE, others=(NEXT_MESSAGE + 1,))
    assert [{key: one[key] for key in one if key in LOOKED_AT} for one in asked["media"]] == [
        {"type": "photo", "media": "AgAC", "caption": "<b>通知</b>", "parse_mode": "HTML"},
        {"type": "video", "media": "BAAC"},
    ]
    assert asked.get("allow_paid_broadcast", False) == paid
    _check_with_schema(server.calls)


@pytest.mark.parametrize("more", [{}, {"media": (ONE,)}, {"replaces": 5}, {"media": (ONE, TWO)}])
async def test_post_whose_tags_are_refused_goes_plain(
    front: Front, server: ScriptedBotApi, more: dict[str, Any]
) -> None:
    method = {(): "sendMessage", (ONE,): "sendPhoto", (ONE, TWO): "sendMediaGroup"}[more.get("media", ())]
    method = "editMessageText" if "replaces" in more else method
    server.script(method, refusal(400, UNPARSED))
    outcome = await send(front, Post("<b>a</b> &lt; b", **more))
    asked = server.asked(method)[-1]
    last = asked["media"][0] if "media" in asked else asked
    assert outcome.fate is Fate.ACCEPTED
    assert (last.get("text") or last.get("caption"), last.get("parse_mode")) == ("a < b", None)


async def test_post_that_is_as_it_was_is_accepted(front: Front, server: ScriptedBotApi) -> None:
    server.script("editMessageText", refusal(400, MODIFIED))
    assert await send(front, Post("通知", replaces=5)) == Outcome(Fate.ACCEPTED, 5)


async def test_post_that_is_gone_is_not_sent_again(front: Front, server: ScriptedBotApi) -> None:
    server.script("editMessageText", refusal(400, "Bad Request: message to edit not found"))
    assert await send(front, Post("通知", replaces=5)) == Outcome(
        Fate.REFUSED, reason="Bad Request: message to edit not found"
    )
    assert server.methods() == ["editMessageText"]


@pytest.mark.parametrize("media", [(ONE,), (ONE, TWO)])
async def test_words_go_out_alone_where_media_are_not_taken(
    front: Front, server: ScriptedBotApi, media: tuple[Medium, ...]
) -> None:
    why = "Bad Request: not enough rights to send photos to the chat"
    server.script("sendMediaGroup" if len(media) > 1 else "sendPhoto", refusal(400, why))
    assert await send(front, Post("通知", media, topic=44)) == Outcome(Fate.ACCEPTED, NEXT_MESSAGE, reason=why)
    (asked,) = server.asked("sendMessage")
    assert (asked["text"], int(asked["message_thread_id"])) == ("通知", 44)


async def test_post_waits_where_its_call_is_not_found_for_the_moment(front: Front, server: ScriptedBotApi) -> None:
    server.script("sendMessage", refusal(404, "Not Found"))
    server.script("sendPhoto", refusal(404, "Not Found"))
    assert (await send(front, Post("通知"))).fate is Fate.SERVER_TROUBLE
    assert (await send(front, Post("通知", (ONE,)))).fate is Fate.REFUSED


async def test_picture_without_words_fails_where_media_are_not_taken(front: Front, server: ScriptedBotApi) -> None:
    server.script("sendPhoto", refusal(400, "Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN"))
    assert (await send(front, Post("", (ONE,)))).fate is Fate.REFUSED
    assert server.methods() == ["sendPhoto"]


async def test_words_that_went_out_alone_are_corrected(front: Front, server: ScriptedBotApi) -> None:
    server.script("editMessageCaption", refusal(400, "Bad Request: there is no caption in the message to edit"))
    assert await send(front, Post("更正", (ONE,), replaces=5)) == Outcome(Fate.ACCEPTED, 5)
    assert server.methods() == ["editMessageCaption", "editMessageText"]


async def test_picture_that_telegram_has_no_more_is_refused(front: Front, server: ScriptedBotApi) -> None:
    server.script("sendPhoto", refusal(400, "Bad Request: wrong file identifier/HTTP URL specified"))
    outcome = await send(front, Post("通知", (ONE,)))
    assert outcome == Outcome(Fate.REFUSED, reason="Bad Request: wrong file identifier/HTTP URL specified")
    assert server.methods() == ["sendPhoto"]


async def test_message_that_is_gone_is_as_good_as_deleted(front: Front, server: ScriptedBotApi) -> None:
    server.script("deleteMessage", refusal(400, "Bad Request: message to delete not found"))
    assert await send(front, Unsend((5,))) == Outcome(Fate.ACCEPTED)


async def test_message_that_is_too_old_is_not_deleted(front: Front, server: ScriptedBotApi) -> None:
    server.script("deleteMessage", refusal(400, "Bad Request: message can't be deleted"))
    assert await send(front, Unsend((5,))) == Outcome(Fate.REFUSED, reason="Bad Request: message can't be deleted")


async def test_photo_that_came_as_a_file_goes_as_a_file(front: Front, server: ScriptedBotApi) -> None:
    server.script("sendPhoto", refusal(400, "Bad Request: can't use file of type Document as Photo"))
    outcome = await send(front, PICTURE)
    assert outcome == ACCEPTED
    assert [(call.method, call.parameters.get("document")) for call in server.calls] == [
        ("sendPhoto", None),
        ("sendDocument", "AgAC"),
    ]


async def test_photo_is_not_sent_twice_when_the_first_may_have_arrived(front: Front, server: ScriptedBotApi) -> None:
    server.script("sendPhoto", DROPPED)
    outcome = await send(front, PICTURE)
    assert outcome.fate is Fate.UNCERTAIN
    assert server.methods() == ["sendPhoto"]


def _without_defaults(call: Call) -> Call:
    """Drop what a library spells out though Telegram takes it for granted: `is_persistent: false` and the like."""
    markup = call.parameters.get("reply_markup")
    if markup is None:
        return call
    shown = {name: value for name, value in markup.items() if value is not False}
    return Call(call.method, call.parameters | {"reply_markup": shown})


def _check_with_schema(calls: list[Call]) -> None:
    """Check names and required ones of parameters; without the schema beside this checkout nothing is checked."""
    if not SCHEMA.exists():
        return
    methods = json.loads(SCHEMA.read_text())["methods"]
    for call in calls:
        fields = methods[call.method]["fields"]
        assert set(call.parameters) - set(fields) == set()
        assert {name for name, field in fields.items() if field.get("required")} - set(call.parameters) == set()


FATES: list[tuple[Answer, Outcome]] = [
    (
        refusal(429, "Too Many Requests: retry after 7", retry_after=7),
        Outcome(Fate.SLOW_DOWN, 0, 7.0, "Too Many Requests: retry after 7"),
    ),
    (refusal(429, "Too Many Requests"), Outcome(Fate.SLOW_DOWN, 0, 1.0, "Too Many Requests")),
    (Answer("slow down", 429), Outcome(Fate.SLOW_DOWN, 0, 1.0, "status 429")),
    (
        refusal(403, "Forbidden: bot was blocked by the user"),
        Outcome(Fate.UNREACHABLE, reason="Forbidden: bot was blocked by the user"),
    ),
    (refusal(400, "Bad Request: chat not found"), Outcome(Fate.UNREACHABLE, reason="Bad Request: chat not found")),
    (
        refusal(400, "Bad Request: user is deactivated"),
        Outcome(Fate.UNREACHABLE, reason="Bad Request: user is deactivated"),
    ),
    (
        refusal(400, "Bad Request: message is too long"),
        Outcome(Fate.REFUSED, reason="Bad Request: message is too long"),
    ),
    (refusal(404, "Not Found"), Outcome(Fate.SERVER_TROUBLE, reason="Not Found")),
    (refusal(409, "Conflict"), Outcome(Fate.SERVER_TROUBLE, reason="Conflict")),
    (refusal(413, "Request Entity Too Large"), Outcome(Fate.REFUSED, reason="Request Entity Too Large")),
    (refusal(501, "Not Implemented"), Outcome(Fate.REFUSED, reason="Not Implemented")),
    (
        refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-100500),
        Outcome(Fate.REFUSED, reason="migrated to -100500", moved_to=-100500),
    ),
    (refusal(401, "Unauthorized"), Outcome(Fate.SERVER_TROUBLE, reason="Unauthorized")),
    (refusal(500, "Internal Server Error"), Outcome(Fate.SERVER_TROUBLE, reason="Internal Server Error")),
    (Answer(GATEWAY_PAGE, 502), Outcome(Fate.SERVER_TROUBLE, reason="status 502")),
    (Answer("", 504), Outcome(Fate.SERVER_TROUBLE, reason="status 504")),
    (Answer(GATEWAY_PAGE, 403), Outcome(Fate.SERVER_TROUBLE, reason="status 403")),
    (Answer("no such page", 404), Outcome(Fate.SERVER_TROUBLE, reason="status 404: method not found")),
    (Answer("", 302), Outcome(Fate.SERVER_TROUBLE, reason="status 302")),
    (Answer(GATEWAY_PAGE), Outcome(Fate.UNCERTAIN, reason="broken answer")),
    (Answer('{"ok": true, "result": {"mess'), Outcome(Fate.UNCERTAIN, reason="broken answer")),
    (Answer({"ok": True}), Outcome(Fate.UNCERTAIN, reason="broken answer")),
    (Answer([1]), Outcome(Fate.UNCERTAIN, reason="broken answer")),
    (DROPPED, Outcome(Fate.UNCERTAIN, reason="ServerDisconnectedError")),
    (Answer({"ok": True}, cut=True), Outcome(Fate.UNCERTAIN, reason="ClientPayloadError")),
]


@pytest.mark.parametrize(("answer", "outcome"), FATES)
async def test_send_names_the_outcome(front: Front, server: ScriptedBotApi, answer: Answer, outcome: Outcome) -> None:
    server.script("sendMessage", answer)
    assert await send(front, Text("您好")) == outcome
    assert server.methods() == ["sendMessage"]


@pytest.mark.parametrize(
    "text", ["a=1&b=2;c +%41%", "\x01\n\t\\", "أهلا\u202e", "👨‍👩‍👧 站", "null", "0", "[1]", "站" * 4096]
)
async def test_send_keeps_every_character(front: Front, server: ScriptedBotApi, text: str) -> None:
    await send(front, Text(f"“{text}”"))
    assert server.asked("sendMessage")[0]["text"] == f"“{text}”"


@pytest.mark.wire
async def test_send_when_nothing_listens(open_front: OpenFront) -> None:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        front = open_front(TOKEN, f"http://127.0.0.1:{unheard.getsockname()[1]}")
        outcome = await send(front, Text("您好"))
        await front.close()
    assert outcome == Outcome(Fate.NOT_CONNECTED, reason="ClientConnectorError")


async def test_send_when_the_name_is_unknown(open_front: OpenFront) -> None:
    front = open_front(TOKEN, "http://telegram.invalid")
    outcome = await send(front, Text("您好"))
    await front.close()
    assert outcome == Outcome(Fate.NOT_CONNECTED, reason="ClientConnectorDNSError")


@pytest.mark.wire
async def test_post_when_the_server_lets_nobody_in() -> None:
    with socket.socket() as busy, socket.socket() as first, socket.socket() as second:
        busy.bind(("127.0.0.1", 0))
        busy.listen(0)
        for guest in (first, second):  # the queue holds one more than it says
            guest.settimeout(0)
            guest.connect_ex(busy.getsockname())
        wire = Wire("http://127.0.0.1", connect_s=0.2)
        with pytest.raises(CallFailedError) as failure:
            await wire.post(f"http://127.0.0.1:{busy.getsockname()[1]}", {})
        await wire.close()
    assert failure.value.outcome == Outcome(Fate.NOT_CONNECTED, reason="ConnectionTimeoutError")


async def test_send_leaves_out_half_a_character(front: Front, server: ScriptedBotApi) -> None:
    assert await send(front, Text("您\ud800好")) == ACCEPTED
    assert server.asked("sendMessage")[0]["text"] == "您好"


async def test_send_when_the_reply_is_beyond_the_library(front: Front, server: ScriptedBotApi) -> None:
    outcome = await send(front, Text(object()))  # type: ignore[arg-type]  # that is the point
    assert (outcome.fate, server.calls) == (Fate.UNCERTAIN, [])


async def test_edit_that_changes_nothing(front: Front, server: ScriptedBotApi) -> None:
    server.script("editMessageText", refusal(400, MODIFIED))
    assert await send(front, Text("您好", replaces=5)) == Outcome(Fate.ACCEPTED, 5)
    assert server.methods() == ["editMessageText"]


@pytest.mark.parametrize("why", ["message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID"])
async def test_edit_of_a_message_that_is_gone(front: Front, server: ScriptedBotApi, why: str) -> None:
    server.script("editMessageText", refusal(400, f"Bad Request: {why}"))
    assert await send(front, Text("您好", BUTTONS, replaces=5)) == ACCEPTED
    assert server.calls[1:] == [Call("sendMessage", sent(reply_markup=INLINE))]


async def test_edit_that_is_refused(front: Front, server: ScriptedBotApi) -> None:
    server.script("editMessageText", refusal(403, "Forbidden: bot was blocked by the user"))
    assert (await send(front, Text("您好", replaces=5))).fate is Fate.UNREACHABLE
    assert server.methods() == ["editMessageText"]


async def test_html_that_is_refused(front: Front, server: ScriptedBotApi) -> None:
    server.script("sendMessage", refusal(400, UNPARSED))
    assert await send(front, Text("<b>您好</b> &lt;3", BUTTONS)) == ACCEPTED
    plainly = {"chat_id": 7, "text": "您好 <3", "link_preview_options": QUIET, "reply_markup": INLINE}
    assert server.calls[1:] == [Call("sendMessage", plainly)]


async def test_html_that_is_refused_in_an_edit(front: Front, server: ScriptedBotApi) -> None:
    server.script("editMessageText", refusal(400, UNPARSED))
    assert await send(front, Text("<b>您好</b>", replaces=5)) == Outcome(Fate.ACCEPTED, 5)
    assert server.calls[1:] == [
        Call("editMessageText", {"chat_id": 7, "message_id": 5, "text": "您好", "link_preview_options": QUIET})
    ]


async def test_refusal_quotes_nothing(front: Front, server: ScriptedBotApi) -> None:
    server.script("sendMessage", refusal(400, UNPARSED), refusal(400, UNPARSED))
    outcome = await send(front, Text("<secret>"))
    reason = 'Bad Request: can\'t parse entities: Unsupported start tag "..." at byte offset 3'
    assert outcome == Outcome(Fate.REFUSED, reason=reason)


@pytest.mark.parametrize(
    "answer", [refusal(400, "Bad Request: wrong venue"), refusal(404, "Not Found"), refusal(501, "No"), Answer("", 404)]
)
async def test_venue_that_is_refused(front: Front, server: ScriptedBotApi, answer: Answer) -> None:
    server.script("sendVenue", answer)
    assert await send(front, PIN) == ACCEPTED
    assert server.calls[1:] == [Call("sendMessage", sent("<b>人民广场站</b>", reply_markup=INLINE))]


@pytest.mark.parametrize(
    ("answer", "fate"),
    [
        (refusal(403, "Forbidden"), Fate.UNREACHABLE),
        (refusal(400, "Bad Request: chat not found"), Fate.UNREACHABLE),
        (refusal(429, "Too Many Requests", retry_after=3), Fate.SLOW_DOWN),
        (refusal(500, "Internal Server Error"), Fate.SERVER_TROUBLE),
        (DROPPED, Fate.UNCERTAIN),
    ],
)
async def test_venue_that_may_pass_later(front: Front, server: ScriptedBotApi, answer: Answer, fate: Fate) -> None:
    server.script("sendVenue", answer)
    assert (await send(front, PIN)).fate is fate
    assert server.methods() == ["sendVenue"]


@pytest.mark.parametrize("token", ["", "token", "1:", "1:a b", "x:abc", "1:abc/getMe"])
def test_token_that_is_none(open_front: OpenFront, token: str) -> None:
    with pytest.raises(TokenRefusedError):
        open_front(token, "http://127.0.0.1")


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<b>您好</b>", "您好"),
        ('<a href="https://example.org/?a=1&amp;b=2">地图</a> &amp; 路', "地图 & 路"),
        ("1 < 2 > 0 <3", "1 < 2 > 0 <3"),
        ("&lt;b&gt;", "<b>"),
        ("<pre><code class='x'>1</code></pre>", "1"),
    ],
)
def test_plain_keeps_the_words(html: str, words: str) -> None:
    assert plain(html) == words


async def test_commands_of_a_chat_are_set_there_and_nowhere_else(front: Front, server: ScriptedBotApi) -> None:
    assert await send(front, Commands((("review", "审核"),))) == Outcome(Fate.ACCEPTED)
    assert server.calls == [
        Call(
            "setMyCommands",
            {"commands": [{"command": "review", "description": "审核"}], "scope": {"type": "chat", "chat_id": 7}},
        )
    ]


async def test_commands_of_a_chat_are_taken_away(front: Front, server: ScriptedBotApi) -> None:
    assert await send(front, Commands()) == Outcome(Fate.ACCEPTED)
    assert server.calls == [Call("deleteMyCommands", {"scope": {"type": "chat", "chat_id": 7}})]


async def test_commands_that_are_refused(front: Front, server: ScriptedBotApi) -> None:
    server.script("setMyCommands", refusal(400, "Bad Request: BOT_COMMAND_INVALID"))
    assert (await send(front, Commands((("review", "审核"),)))).fate is Fate.REFUSED
