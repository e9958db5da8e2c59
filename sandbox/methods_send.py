"""Bot API methods that put a message into a chat."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.chats import Chat, Message
from sandbox.entities import span, utf16_length, with_found
from sandbox.files import StoredFile, Upload, kind_of
from sandbox.html_parse import parse_html
from sandbox.markup import read_markup
from sandbox.people import Json
from sandbox.refusals import bad_request
from sandbox.world import World

TEXT_MOST = 4096
CAPTION_MOST = 1024
ENTITY_KEYS = {"text": "entities", "caption": "caption_entities"}
ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
TYPING_S = 5
PHOTO_MOST = 10 * 2**20
FILE_MOST = 50 * 2**20
# What copying and forwarding take along.
CONTENT = frozenset(
    [
        "text",
        "entities",
        "caption",
        "caption_entities",
        "location",
        "venue",
        "contact",
        "photo",
        "document",
        "voice",
        "video",
        "sticker",
    ]
)


def send_message(world: World, p: Json) -> Json:
    if not p.get("text"):
        world.writable_chat(p.get("chat_id"))
        raise bad_request("message text is empty")
    return post(world, p, formatted(p, "text", TEXT_MOST))


def send_location(world: World, p: Json) -> Json:
    return post(world, p, {"location": location(p)})


def send_venue(world: World, p: Json) -> Json:
    place = location(p)
    venue = {"location": place, "title": _needed(p, "title"), "address": _needed(p, "address")}
    return post(world, p, {"location": place, "venue": venue})


def send_contact(world: World, p: Json) -> Json:
    contact: Json = {"phone_number": _needed(p, "phone_number"), "first_name": _needed(p, "first_name")}
    if p.get("last_name"):
        contact["last_name"] = p["last_name"]
    return post(world, p, {"contact": contact})


def send_file(world: World, p: Json, kind: str) -> Json:
    """Send a file of a kind; the parameter is named for it."""
    stored = uploaded(world, p, kind, kind)
    return post(world, p, {**stored.content_field(), **_caption(p)})


def send_media_group(world: World, p: Json) -> Sequence[Json]:
    media = p.get("media")
    if not isinstance(media, list) or not 2 <= len(media) <= 10:
        raise bad_request("media group must include 2-10 items")
    contents = [album_item(world, p, item) for item in media]
    if len({"document" in content for content in contents}) > 1:
        raise bad_request("document can't be mixed with other media types")
    group: Json = {"media_group_id": str(world.next_message_id())}
    return post_all(world, p, [{**content, **group} for content in contents])


def send_chat_action(world: World, p: Json) -> bool:
    chat = world.writable_chat(p.get("chat_id"))
    if p.get("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.typing_until = world.clock.now().timestamp() + TYPING_S
    world.events.tell(chat.id, "typing")
    return True


def copy_message(world: World, p: Json) -> Json:
    content = _content(_source(world, p, "copy"))
    if p.get("caption") is not None:
        content = {**content, **_caption(p)}
    return {"message_id": post(world, p, content)["message_id"]}


def forward_message(world: World, p: Json) -> Json:
    source = _source(world, p, "forward")
    origin = {"type": "user", "sender_user": source.api.get("from"), "date": source.api["date"]}
    return post(world, p, {**_content(source), "forward_origin": origin})


def post(world: World, p: Json, content: Json) -> Json:
    """Send what has been checked, and return the Message. Raises RefusedError."""
    return post_all(world, p, [content])[0]


def post_all(world: World, p: Json, contents: Sequence[Json]) -> list[Json]:
    """Send messages that belong together, all or none, and return them; each counts. Raises RefusedError."""
    chat = world.writable_chat(p.get("chat_id"))
    markup = read_markup(p.get("reply_markup"))
    reply = _replied(chat, p)
    world.spend(chat, len(contents), paid=p.get("allow_paid_broadcast") is True)
    extra: Json = {"reply_markup": markup.inline} if markup.inline else {}
    if p.get("protect_content") is True:
        extra["has_protected_content"] = True
    messages = [world.record(chat, world.bot_id, {**reply, **content, **extra}) for content in contents]
    chat.typing_until = 0
    if markup.reply is not None:
        _order_keyboard(world, chat, messages[-1], markup.reply)
    return [message.api for message in messages]


def formatted(p: Json, name: str, most: int) -> Json:
    """Return a text and its entities as fields of a Message; `name` is text or caption.

    Raises RefusedError (400) for a text that is too long after parsing, empty, or malformed.
    """
    key = ENTITY_KEYS[name]
    text, given = _parsed(str(p.get(name, "")), p.get("parse_mode"), p.get(key))
    stripped = text.strip()
    if name == "text" and not stripped:
        raise bad_request("text must be non-empty")
    if len(stripped) > most:
        raise bad_request("message is too long" if name == "text" else "message caption is too long")
    if not stripped:
        return {}
    if len(stripped) < len(text):
        given = _moved(given, utf16_length(text[: len(text) - len(text.lstrip())]), stripped)
    entities = with_found(stripped, given)
    return {name: stripped, key: entities} if entities else {name: stripped}


def location(p: Json) -> Json:
    latitude, longitude = p.get("latitude"), p.get("longitude")
    if not isinstance(latitude, (int, float)) or not isinstance(longitude, (int, float)):
        raise bad_request("location is empty")
    if not -90 <= latitude <= 90 or not -180 <= longitude <= 180:
        raise bad_request("wrong latitude or longitude specified")
    return {"latitude": latitude, "longitude": longitude}


def uploaded(world: World, p: Json, name: str, kind: str) -> StoredFile:
    """Return the file of a parameter: a part of the request, or one sent before by its file_id."""
    value = p.get(name)
    if isinstance(value, str) and value.startswith("attach://"):
        value = p.get(value.removeprefix("attach://"))
    if isinstance(value, Upload):
        return _kept(world, value, kind)
    if not value:
        raise bad_request(f"there is no {name} in the request")
    found = world.files.find(value)
    if found is None:
        reason = "failed to get HTTP URL content" if "://" in str(value) else "wrong file identifier specified"
        raise bad_request(reason)
    if {found.kind, kind} != {kind}:
        raise bad_request(f"can't use file of type {found.kind.capitalize()} as {kind.capitalize()}")
    return found


def _kept(world: World, upload: Upload, kind: str) -> StoredFile:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > (PHOTO_MOST if kind == "photo" else FILE_MOST):
        raise bad_request("file is too big")
    if kind == "photo" and kind_of(upload.name) not in ("photo", "document", "sticker"):
        raise bad_request("IMAGE_PROCESS_FAILED")
    return world.files.keep(upload.name, upload.content, kind)


def album_item(world: World, p: Json, item: object) -> Json:
    if not isinstance(item, dict) or item.get("type") not in ("photo", "document", "video"):
        raise bad_request("can't parse InputMedia: type of the media is unsupported here")
    stored = uploaded(world, {**p, "media": item.get("media")}, "media", item["type"])
    return {**stored.content_field(), **_caption(item)}


def _caption(p: Json) -> Json:
    return formatted(p, "caption", CAPTION_MOST) if p.get("caption") else {}


def _needed(p: Json, name: str) -> object:
    if not p.get(name):
        raise bad_request(f"{name.replace('_', ' ')} is empty")
    return p[name]


def _parsed(text: str, mode: object, entities: object) -> tuple[str, list[Json]]:
    if isinstance(entities, list) and entities:
        return text, [_entity(text, one) for one in entities]
    match str(mode or "").lower():
        case "":
            return text, []
        case "html":
            return parse_html(text)
        case _:
            raise bad_request("unsupported parse_mode")


def _entity(text: str, value: object) -> Json:
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        raise bad_request("can't parse MessageEntity: type must be a String")
    start, stop = value.get("offset"), value.get("length")
    if not isinstance(start, int) or not isinstance(stop, int):
        raise bad_request("can't parse MessageEntity: offset and length must be Integers")
    if start < 0 or stop < 1 or start + stop > utf16_length(text):
        raise bad_request("entity beyond the text")
    return {key: what for key, what in value.items() if what is not None}


def _moved(entities: list[Json], left: int, text: str) -> list[Json]:
    """Move entities to where they stand once the text has lost `left` units of space, within what remains."""
    if not entities:
        return []
    most = utf16_length(text)
    moved: list[Json] = []
    for entity in entities:
        start, stop = span(entity)
        start, stop = max(0, start - left), min(most, stop - left)
        if start < stop:
            moved.append({**entity, "offset": start, "length": stop - start})
    return moved


def _replied(chat: Chat, p: Json) -> Json:
    order = p.get("reply_parameters")
    wanted = order if isinstance(order, dict) else {"message_id": p.get("reply_to_message_id")}
    if wanted.get("message_id") is None:
        return {}
    found = chat.find(wanted["message_id"])
    if found is None:
        if wanted.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    return {"reply_to_message": {key: what for key, what in found.api.items() if key != "reply_to_message"}}


def _order_keyboard(world: World, chat: Chat, message: Message, order: Json) -> None:
    message.keyboard = order
    if "keyboard" in order or "remove_keyboard" in order:
        chat.keyboard = order if order.get("keyboard") else None
        world.events.tell(chat.id, "keyboard")


def _source(world: World, p: Json, verb: str) -> Message:
    return world.find_chat(p.get("from_chat_id")).needed(p.get("message_id"), verb)


def _content(message: Message) -> Json:
    return {key: what for key, what in message.api.items() if key in CONTENT}
