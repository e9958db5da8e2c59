"""Every kind of update, as Telegram's documentation shows it, and what the flows hear of it."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.chat import (
    Arrival,
    AskedInGroup,
    AskedInline,
    Blocked,
    Commanded,
    Edited,
    Event,
    Forwarded,
    Front,
    GroupMoved,
    JoinedGroup,
    LeftGroup,
    PlaceMoved,
    Said,
    SentFile,
    SharedContact,
    SharedPlace,
    Started,
    Tapped,
    TappedInGroup,
    Unblocked,
    Unreadable,
)
from bot.handlers.message_fields import ENVELOPE, SERVICE, UNREADABLE
from bot.handlers.updates import read_update
from tests.handlers.scripted_bot_api import ScriptedBotApi

SCHEMA = Path(__file__).parents[3] / "shared" / "telegram" / "bot-api-10.1.schema.json"

NOW = datetime(2026, 12, 2, 9, tzinfo=UTC)
THEN, THEN_S = datetime(2026, 1, 1, tzinfo=UTC), 1767225600
LATER, LATER_S = datetime(2026, 1, 1, 0, 5, tzinfo=UTC), 1767225900

FANG: dict[str, Any] = {"id": 7, "is_bot": False, "first_name": "芳", "language_code": "zh-hans"}
BOT: dict[str, Any] = {"id": 123456, "is_bot": True, "first_name": "驿站", "username": "WaystationBot"}
ANONYMOUS: dict[str, Any] = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
ALONE: dict[str, Any] = {"id": 7, "type": "private", "first_name": "芳"}
BOLD = {"type": "bold", "offset": 0, "length": 2}
GROUP: dict[str, Any] = {"id": -100200, "type": "supergroup", "title": "浦东"}
CHANNEL: dict[str, Any] = {"id": -100300, "type": "channel", "title": "通知"}
ORIGIN = {"type": "hidden_user", "date": THEN_S, "sender_user_name": "强"}
PARK = {"latitude": 31.2304, "longitude": 121.4737}
VENUE = {"location": PARK, "title": "人民广场", "address": "黄浦区"}
PHOTO = [
    {"file_id": "small", "file_unique_id": "s", "width": 90, "height": 90, "file_size": 900},
    {"file_id": "large", "file_unique_id": "l", "width": 900, "height": 900, "file_size": 90_000},
]
DOCUMENT = {"file_id": "doc", "file_unique_id": "d", "file_name": "名单.xlsx"}
FILE = {"file_id": "f", "file_unique_id": "u"}
SERVICE_MESSAGES: list[dict[str, Any]] = [
    {"pinned_message": {"message_id": 1, "date": 0, "chat": ALONE}},
    {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
    {"write_access_allowed": {}},
]
KINDS: dict[str, Any] = {
    "sticker": FILE | {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False},
    "voice": {"duration": 3},
    "video_note": FILE | {"length": 240, "duration": 3},
    "audio": FILE | {"duration": 3},
    "poll": {"id": "1", "question": "?", "options": [], "type": "regular"},
    "dice": {"emoji": "🎲", "value": 6},
    "story": {"chat": ALONE, "id": 1},
    "game": {"title": "2048", "description": "", "photo": PHOTO},
    "paid_media": {"star_count": 1, "paid_media": []},
    "checklist": {"title": "", "tasks": []},
    "rich_message": {"blocks": []},
    "hologram": {"of": "a Bot API to come"},
}


def message(**content: Any) -> dict[str, Any]:
    return {"update_id": 9, "message": {"message_id": 5, "from": FANG, "chat": ALONE, "date": THEN_S} | content}


def in_group(text: str, sender: dict[str, Any] = FANG) -> dict[str, Any]:
    return message(chat=GROUP, text=text, **{"from": sender})


def edited(**content: Any) -> dict[str, Any]:
    return {"update_id": 9, "edited_message": message(edit_date=LATER_S, **content)["message"]}


def tap(**content: Any) -> dict[str, Any]:
    under = {"message_id": 5, "from": BOT, "chat": ALONE, "date": THEN_S, "text": "?"}
    query = {"id": "receipt", "from": FANG, "chat_instance": "1", "data": "near:3:2", "message": under}
    return {"update_id": 9, "callback_query": query | content}


def membership(status: str, chat: dict[str, Any] = ALONE, before: str = "member") -> dict[str, Any]:
    old, new = {"status": before, "user": BOT}, {"status": status, "user": BOT, "until_date": 0}
    member = {"chat": chat, "from": FANG, "date": THEN_S, "old_chat_member": old, "new_chat_member": new}
    return {"update_id": 9, "my_chat_member": member}


@pytest.mark.parametrize("kind", ["message", "edited_message", "my_chat_member"])
def test_update_without_a_date_is_taken_as_of_now(kind: str) -> None:
    of_each = {"message": message(text="/start"), "edited_message": edited(text="b")}
    update = (of_each | {"my_chat_member": membership("kicked")})[kind]
    read = read_update(json.dumps(update), username="", now=NOW)
    for name in ("date", "edit_date"):
        update[kind].pop(name, None)
    assert read_update(json.dumps(update), username="", now=NOW) == replace(read, at=NOW)
    assert (read.event is None, read.at == NOW) == (False, False)


def test_field_that_is_missing_is_named() -> None:
    update = {"update_id": 9, "message": {"message_id": 5, "from": FANG, "text": "x"}}
    with structlog.testing.capture_logs() as logs:
        read_update(json.dumps(update), username="", now=NOW)
    assert [(one["event"], one["trouble"], one["field"]) for one in logs] == [("odd_update", "KeyError", "chat")]


def arrival(event: Event | None, at: datetime = THEN, chat_id: int = 7) -> Arrival:
    return Arrival(9, chat_id, at, event, "zh-hans")


# What a location message carries that the sender has not sent with own hands and just now.
NOT_OWN: tuple[dict[str, Any], ...] = (
    {"forward_origin": ORIGIN},
    {"forward_date": 1767225000, "forward_from": FANG},  # as an older server writes it
    {"forward_date": 1767225000, "forward_sender_name": "芳"},
    {"via_bot": {**BOT, "username": "AnotherBot"}},
    {"is_from_offline": True},  # it was scheduled
    {"sender_business_bot": BOT},
)

TABLE: list[tuple[dict[str, Any], Arrival]] = [
    (message(text="/start"), arrival(Started())),
    (message(text="/start p_310101-07"), arrival(Started("p_310101-07"))),
    (message(text="/START@WaystationBot p_1"), arrival(Started("p_1"))),
    (message(text="/help"), arrival(Commanded("help"))),
    (message(text="/Near@WaystationBot  人民广场 2号"), arrival(Commanded("near", "人民广场 2号"))),
    (message(text="/near\n人民广场"), arrival(Commanded("near", "人民广场"))),
    (message(text="/路"), arrival(Said("/路"))),
    (message(text="/"), arrival(Said("/"))),
    (message(text="/usr/bin"), arrival(Said("/usr/bin"))),
    (message(text="人民广场"), arrival(Said("人民广场"))),
    (message(text="\u202eأهلا"), arrival(Said("\u202eأهلا"))),
    (message(text="👋👋"), arrival(Said("👋👋"))),
    (message(text="站" * 20_000), arrival(Said("站" * 20_000))),
    (message(text="附近", via_bot={**BOT, "username": "AnotherBot"}), arrival(Said("附近"))),
    (message(text="党课", via_bot=BOT), arrival(None)),
    (message(text="来", reply_to_message={"message_id": 4}), arrival(Said("来", 4))),
    (
        {"update_id": 9, "inline_query": {"id": "9", "from": FANG, "query": "党课", "offset": ""}},
        arrival(AskedInline("党课", "9"), NOW),
    ),
    (message(location=PARK), arrival(SharedPlace(31.2304, 121.4737))),
    (message(location=PARK, venue=VENUE), arrival(SharedPlace(31.2304, 121.4737, "人民广场", is_own=False))),
    (message(location={"latitude": 31, "longitude": -180}), arrival(SharedPlace(31.0, -180.0))),
    (message(location=PARK | {"live_period": 900}), arrival(SharedPlace(31.2304, 121.4737))),
    *(
        (message(**passed_on, location=PARK), arrival(SharedPlace(31.2304, 121.4737, is_own=False)))
        for passed_on in NOT_OWN
    ),
    (
        message(forward_origin=ORIGIN, location=PARK, venue=VENUE),
        arrival(SharedPlace(31.2304, 121.4737, "人民广场", is_own=False)),
    ),
    (
        message(contact={"phone_number": "+8613800000000", "first_name": "芳", "user_id": 7}),
        arrival(SharedContact("+8613800000000", own=True, first_name="芳")),
    ),
    (
        message(contact={"phone_number": "10086", "first_name": "强", "user_id": 8}),
        arrival(SharedContact("10086", own=False, first_name="强")),
    ),
    (
        message(contact={"phone_number": "10086", "first_name": "客服", "last_name": "中心"}),
        arrival(SharedContact("10086", own=False, first_name="客服", last_name="中心")),
    ),
    (message(photo=PHOTO), arrival(SentFile("photo", "large", 90_000))),
    (message(photo=PHOTO, caption="名单"), arrival(SentFile("photo", "large", 90_000, "名单"))),
    (message(document=DOCUMENT, caption="名单"), arrival(SentFile("document", "doc", 0, "名单"))),
    (message(video=FILE, caption="短片"), arrival(SentFile("video", FILE["file_id"], 0, "短片"))),
    (message(voice=FILE | {"duration": 3}), arrival(SentFile("voice", FILE["file_id"]))),
    (
        message(
            photo=PHOTO,
            caption="名单",
            caption_entities=[BOLD],
            media_group_id="g1",
            reply_to_message={"message_id": 4},
        ),
        arrival(SentFile("photo", "large", 90_000, "名单", "<b>名单</b>", "g1", 4)),
    ),
    (message(text="通知", entities=[BOLD]), arrival(Said("通知", html="<b>通知</b>"))),
    (message(animation=FILE, document=DOCUMENT), arrival(Unreadable("animation"))),
    (message(forward_origin=ORIGIN, text="通知"), arrival(Forwarded("通知"))),
    (message(forward_origin=ORIGIN, text="/start"), arrival(Forwarded("/start"))),
    (message(forward_origin=ORIGIN, photo=PHOTO, caption="海报"), arrival(Forwarded("海报"))),
    (message(forward_origin=ORIGIN, sticker=KINDS["sticker"]), arrival(Forwarded())),
    *((message(**{kind: content}), arrival(Unreadable(kind))) for kind, content in KINDS.items()),
    *((message(**content), arrival(None)) for content in SERVICE_MESSAGES),
    (message(), arrival(None)),
    (edited(text="改了"), arrival(Edited("改了"), LATER)),
    (edited(photo=PHOTO, caption="改了"), arrival(Edited("改了"), LATER)),
    (edited(location=PARK | {"live_period": 900}), arrival(PlaceMoved(31.2304, 121.4737), LATER)),
    *(
        (edited(**passed_on, location=PARK), arrival(PlaceMoved(31.2304, 121.4737, is_own=False), LATER))
        for passed_on in NOT_OWN[:4]  # a fetch brings a hundred at most
    ),
    (edited(chat=GROUP, text="改了"), arrival(None, LATER, -100200)),
    (tap(), arrival(Tapped("near:3:2", 5, "receipt"), NOW)),
    (tap(message={"chat": ALONE, "message_id": 5, "date": 0}), arrival(Tapped("near:3:2", 0, "receipt"), NOW)),
    (tap(message=None, inline_message_id="i"), arrival(Tapped("near:3:2", 0, "receipt"), NOW)),
    (
        tap(message={"chat": GROUP, "message_id": 5, "date": THEN_S}),
        arrival(TappedInGroup("near:3:2", -100200, 5, "receipt", GROUP["title"]), NOW),
    ),
    (tap(message={"chat": CHANNEL, "message_id": 5, "date": THEN_S}), arrival(None, NOW, -100300)),
    (membership("kicked"), arrival(Blocked())),
    (membership("member"), arrival(Unblocked())),
    (membership("kicked", GROUP), arrival(LeftGroup(), chat_id=-100200)),
    (membership("left", GROUP), arrival(LeftGroup(), chat_id=-100200)),
    (membership("member", GROUP, "left"), arrival(JoinedGroup(7, GROUP["title"]), chat_id=-100200)),
    (membership("administrator", GROUP), arrival(None, chat_id=-100200)),
    (membership("kicked", CHANNEL), arrival(None, chat_id=-100300)),
    (message(chat=GROUP, migrate_to_chat_id=-100900), arrival(GroupMoved(-100900), chat_id=-100200)),
    (message(chat=GROUP, migrate_from_chat_id=-5), arrival(None, chat_id=-100200)),
    (
        in_group("/near@waystationbot 人民广场"),
        arrival(AskedInGroup("near", "人民广场", 7, GROUP["title"]), chat_id=-100200),
    ),
    (
        message(chat=GROUP, text="/start", is_topic_message=True, message_thread_id=44),
        arrival(AskedInGroup("start", "", 7, GROUP["title"], 44), chat_id=-100200),
    ),
    (  # a thread of replies is no topic
        message(chat=GROUP, text="/start", message_thread_id=44),
        arrival(AskedInGroup("start", "", 7, GROUP["title"]), chat_id=-100200),
    ),
    (in_group("/start"), arrival(AskedInGroup("start", "", 7, GROUP["title"]), chat_id=-100200)),
    (
        in_group("/start@WaystationBot g_abc"),
        arrival(AskedInGroup("start", "g_abc", 7, GROUP["title"]), chat_id=-100200),
    ),
    (in_group("/near"), arrival(None, chat_id=-100200)),
    (in_group("/near@OtherBot"), arrival(None, chat_id=-100200)),
    (in_group("大家好"), arrival(None, chat_id=-100200)),
    (message(chat=GROUP, new_chat_members=[BOT]), arrival(None, chat_id=-100200)),
    (message(chat=GROUP, new_chat_title="新"), arrival(None, chat_id=-100200)),
    (in_group("/start", BOT), Arrival(9, -100200, THEN, None)),
    (
        message(chat=GROUP, text="/start@WaystationBot g_abc", sender_chat=GROUP, **{"from": ANONYMOUS}),
        Arrival(9, -100200, THEN, AskedInGroup("start", "g_abc", 0, GROUP["title"])),
    ),
    (
        message(chat=GROUP, text="/start@WaystationBot", sender_chat=CHANNEL, **{"from": ANONYMOUS}),
        Arrival(9, -100200, THEN, None),
    ),
    (
        {"update_id": 9, "my_chat_member": membership("member", GROUP, "left")["my_chat_member"] | {"from": ANONYMOUS}},
        Arrival(9, -100200, THEN, JoinedGroup(0, GROUP["title"])),
    ),
    (message(text="我是机器人", **{"from": BOT}), Arrival(9, 7, THEN, None)),
    (message(chat=CHANNEL, text="通知", **{"from": {}}), Arrival(9, -100300, THEN, None)),
    ({"update_id": 9, "channel_post": {"message_id": 5, "chat": CHANNEL, "date": THEN_S}}, Arrival(9, 0, NOW, None)),
    ({"update_id": 9, "hologram": {"of": "a Bot API to come"}}, Arrival(9, 0, NOW, None)),
]

ODD: list[dict[str, Any]] = [
    {"update_id": 9, "message": "text"},
    {"update_id": 9, "message": {"message_id": 5}},
    message(date="yesterday"),
    message(date=10**30),
    message(chat={"id": "seven", "type": "private"}),
    message(chat={"id": 2**70, "type": "private"}),
    message(location={"latitude": 91.0, "longitude": 0.0}),
    message(location={"latitude": float("nan"), "longitude": 0.0}),
    message(location={"latitude": "31", "longitude": "121"}),
    message(**{"from": [1]}),
    tap(**{"from": None}),
    membership("kicked", {}),
]


@pytest.mark.parametrize(("update", "expected"), TABLE)
def test_update_of_each_kind(update: dict[str, Any], expected: Arrival) -> None:
    assert read_update(json.dumps(update), username="WaystationBot", now=NOW) == expected


async def test_update_is_the_same_fetched_and_delivered(front: Front, server: ScriptedBotApi) -> None:
    await front.introduce([])
    server.updates = [update | {"update_id": number} for number, (update, _) in enumerate(TABLE)]
    fetched = await front.fetch(0, 0)
    assert [arrival.event for arrival in fetched.arrivals] == [expected.event for _, expected in TABLE]
    assert list(fetched.arrivals) == [front.parse(json.dumps(update)) for update in server.updates]
    assert fetched.next_offset == len(TABLE)


@pytest.mark.parametrize("update", ODD)
def test_odd_update_is_gone_past(update: dict[str, Any]) -> None:
    with structlog.testing.capture_logs() as lines:
        assert read_update(json.dumps(update), username="", now=NOW) == Arrival(9, 0, NOW, None)
    assert [(line["event"], line["update_id"]) for line in lines] == [("odd_update", 9)]


@pytest.mark.parametrize("text", ["", "{", "[]", "1", "{}", '{"update_id": "9"}', "[" * 100_000, '{"update_id": 1e30}'])
def test_update_that_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="an update"):
        read_update(text, username="", now=NOW)


def test_update_that_is_not_utf8() -> None:
    with pytest.raises(ValueError, match="not JSON"):
        read_update(b"\xff\xfe\xfd", username="", now=NOW)


def test_message_fields_each_in_one_sort() -> None:
    if not SCHEMA.exists():
        pytest.skip("the schema of the Bot API is not beside this checkout")
    fields = set(json.loads(SCHEMA.read_text())["types"]["Message"]["fields"])
    content = {"text", "location", "venue", "contact", "photo", "document", *UNREADABLE}
    named = {"paid_media", "live_photo", "checklist", "rich_message", "invoice", "giveaway", "giveaway_winners"}
    assert [*(ENVELOPE & SERVICE), *(ENVELOPE & content), *(SERVICE & content)] == []
    assert fields - ENVELOPE - SERVICE - content == named
    assert sorted((ENVELOPE | SERVICE | content) - fields) == []
