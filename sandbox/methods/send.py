"""Bot API methods that put a message into a chat."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.formatting.entities import span, utf16_length, with_found
from sandbox.formatting.html import parse_html
from sandbox.formatting.links import link_or_none
from sandbox.formatting.markdown import parse_markdown, parse_markdown_v2
from sandbox.formatting.markup import read_markup
from sandbox.refusals import bad_request
from sandbox.state.chats import Chat, Message
from sandbox.state.files import StoredFile, Upload, picture_size
from sandbox.state.people import Json
from sandbox.state.world import World

NOTHING: Json = {}
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
ALBUM_MOST = 10
SIDES_MOST = 10_000  # of a photo: width and height together
RATIO_MOST = 20
LIVE_FOREVER = 0x7FFFFFFF
# What copying and forwarding take along.
CONTENT = frozenset(
    [
        "text",
        "entities",
        "link_preview_options",
        "caption",
        "caption_entities",
        "show_caption_above_media",
        "has_media_spoiler",
        "location",
        "venue",
        "contact",
        "photo",
        "document",
        "audio",
        "animation",
        "voice",
        "video",
        "video_note",
        "live_photo",
        "sticker",
        "poll",
        "dice",
        "game",
        "invoice",
        "paid_media",
        "checklist",
        "rich_message",
    ]
)
VENUE_IDS = ("foursquare_id", "foursquare_type", "google_place_id", "google_place_type")
# What a sender may say of a file beside its caption.
SAID_OF_FILE = ("duration", "width", "height", "length", "performer", "title", "emoji", "start_timestamp")


def send_message(world: World, p: Json) -> Json:
    if not p.get("text"):
        world.writable_chat(p.get("chat_id"))
        raise bad_request("message text is empty")
    return post(world, p, {**formatted(p, "text", TEXT_MOST), **preview(p)})


def send_location(world: World, p: Json) -> Json:
    return post(world, p, {"location": location(p)})


def send_venue(world: World, p: Json) -> Json:
    place = location(p, "wrong venue location specified")
    ids = {name: p[name] for name in VENUE_IDS if p.get(name)}
    venue = {"location": place, "title": _needed(p, "title"), "address": _needed(p, "address"), **ids}
    return post(world, p, {"location": place, "venue": venue})


def send_contact(world: World, p: Json) -> Json:
    contact: Json = {"phone_number": _needed(p, "phone_number"), "first_name": _needed(p, "first_name")}
    contact |= {name: p[name] for name in ("last_name", "vcard") if p.get(name)}
    return post(world, p, {"contact": contact})


def send_file(world: World, p: Json, kind: str, more: Json = NOTHING) -> Json:
    """Send a file of a kind; the parameter is named for it, `more` is what it is shown with besides."""
    stored = uploaded(world, p, kind, kind)
    about: Json = {**{name: p.get(name) for name in SAID_OF_FILE}, **more}
    if kind in ("video", "animation", "video_note", "audio", "document"):
        about["thumbnail"] = _thumbnail(world, p.get("thumbnail"), p)
    return post(world, p, {**stored.content_field(**about), **caption(p), **media_looks(p)})


def send_media_group(world: World, p: Json) -> Sequence[Json]:
    media = p.get("media")
    if not isinstance(media, list) or not media:
        raise bad_request("media are not specified" if media is not None else "there are no media in the request")
    if len(media) > ALBUM_MOST:
        raise bad_request("too many messages to send as an album")
    contents = [album_item(world, p, item) for item in media]
    for kind in ("document", "audio"):
        if len({kind in content for content in contents}) > 1:
            raise bad_request(f"{kind} can't be mixed with other media types")
    group: Json = {"media_group_id": str(world.next_message_id())} if len(contents) > 1 else {}
    return post_all(world, p, [{**content, **group} for content in contents])


def send_chat_action(world: World, p: Json) -> bool:
    chat = world.writable_chat(p.get("chat_id"))
    if p.get("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.typing_until = world.clock.now().timestamp() + TYPING_S
    world.events.tell(chat.id, "typing")
    return True


def copy_message(world: World, p: Json) -> Json:
    content = _content(source(world, p, "copy"))
    if p.get("caption") is not None:
        bare = {key: what for key, what in content.items() if key not in ("caption", "caption_entities")}
        content = {**bare, **caption(p), **media_looks(p)}
    return {"message_id": post(world, p, content)["message_id"]}


def forward_message(world: World, p: Json) -> Json:
    return post(world, p, _forwarded(source(world, p, "forward")))


def copy_messages(world: World, p: Json) -> list[Json]:
    """Copy up to a hundred messages; what is not found or cannot be copied is skipped, as documented."""
    contents = [_content(one) for one in _sources(world, p, "copy")]
    if p.get("remove_caption") is True:
        contents = [{key: what for key, what in one.items() if not key.startswith("caption")} for one in contents]
    return [{"message_id": one["message_id"]} for one in post_all(world, p, contents)]


def forward_messages(world: World, p: Json) -> list[Json]:
    contents = [_forwarded(one) for one in _sources(world, p, "forward")]
    return [{"message_id": one["message_id"]} for one in post_all(world, p, contents)]


def post(world: World, p: Json, content: Json) -> Json:
    """Send what has been checked, and return the Message. Raises RefusedError."""
    return post_all(world, p, [content])[0]


def post_all(world: World, p: Json, contents: Sequence[Json]) -> list[Json]:
    """Send messages that belong together, all or none, and return them; each counts. Raises RefusedError."""
    chat = world.writable_chat(p.get("chat_id"))
    if p.get("business_connection_id"):
        raise bad_request("business connection not found")
    markup = read_markup(p.get("reply_markup"))
    extra = {**_place_in(chat, p), **replied(chat, p)}
    world.spend(chat, len(contents), paid=p.get("allow_paid_broadcast") is True)
    if markup.inline:
        extra["reply_markup"] = markup.inline
    if p.get("protect_content") is True:
        extra["has_protected_content"] = True
    if p.get("message_effect_id") and chat.id > 0:
        extra["effect_id"] = p["message_effect_id"]
    messages = [world.record(chat, world.bot_id, {**content, **extra}) for content in contents]
    chat.typing_until = 0
    if markup.reply is not None:
        _order_keyboard(world, chat, messages[-1], markup.reply)
    return [message.api for message in messages]


def formatted(p: Json, name: str, most: int, key: str = "", mode: str = "parse_mode") -> Json:
    """Return a text and its entities as fields of a Message; `name` is text or caption, or others with their `key`.

    Raises RefusedError (400) for a text that is too long after parsing, empty, or malformed.
    """
    key = key or ENTITY_KEYS[name]
    text, given = _parsed(str(p.get(name, "")), p.get(mode), p.get(key))
    stripped = text.strip()
    if name == "text" and not stripped:
        raise bad_request("text must be non-empty")
    if len(stripped) > most:
        raise bad_request("message caption is too long" if name == "caption" else "message is too long")
    if not stripped:
        return {}
    if len(stripped) < len(text):
        given = _moved(given, utf16_length(text[: len(text) - len(text.lstrip())]), stripped)
    entities = with_found(stripped, given)
    return {name: stripped, key: entities} if entities else {name: stripped}


def preview(p: Json) -> Json:
    """Return how a link is previewed, as a field of the Message, where the sender said it."""
    asked = p.get("link_preview_options")
    if not asked and p.get("disable_web_page_preview"):
        asked = {"is_disabled": True}
    if not isinstance(asked, dict):
        return {}
    kept = {key: what for key, what in asked.items() if what not in (None, False)}
    if isinstance(kept.get("url"), str):
        kept["url"] = link_or_none(kept["url"]) or kept["url"]
    return {"link_preview_options": kept} if kept else {}


def location(p: Json, wrong: str = "invalid location specified") -> Json:
    """Return a Location. Raises RefusedError (400)."""
    place: Json = {}
    for name, most in (("latitude", 90), ("longitude", 180)):
        value = p.get(name)
        if value is None:
            raise bad_request(f"{name} is empty")
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not -most <= value <= most:
            raise bad_request(wrong)
        place[name] = value
    return {**place, **_movement(p)}


def _movement(p: Json) -> Json:
    """Return what a Location tells beyond its place; what Telegram does not take is refused in its words."""
    found: Json = {}
    accuracy, period = p.get("horizontal_accuracy"), p.get("live_period")
    if isinstance(accuracy, (int, float)) and 0 < accuracy <= 1500:
        found["horizontal_accuracy"] = accuracy
    if isinstance(period, int) and period:
        if period != LIVE_FOREVER and not 60 <= period <= 86400:
            raise bad_request("invalid live_period specified")
        found["live_period"] = period
        for name, least, most in (("heading", 1, 360), ("proximity_alert_radius", 1, 100_000)):
            value = p.get(name)
            if isinstance(value, int) and value:
                if not least <= value <= most:
                    raise bad_request(f"invalid {name.replace('_', ' ')} specified")
                found[name] = value
    return found


def uploaded(world: World, p: Json, name: str, kind: str) -> StoredFile:
    """Return the file of a parameter: a part of the request, or one sent before by its file_id."""
    value = p.get(name)
    if isinstance(value, str) and value.startswith("attach://"):
        value = p.get(value.removeprefix("attach://"))
    if isinstance(value, Upload):
        return _kept(world, value, kind)
    if not value:
        raise bad_request(f"there is no {name.replace('_', ' ')} in the request")
    found = world.files.find(value)
    if found is None:
        is_link = "://" in str(value)
        raise bad_request("failed to get HTTP URL content" if is_link else "wrong file identifier/HTTP URL specified")
    if {found.kind, kind} not in ({kind}, {"video", "live_photo"}):
        raise bad_request(f"can't use file of type {found.kind.capitalize()} as {kind.capitalize()}")
    return found if found.kind == kind else world.files.keep(found.name, found.content, kind)


def _kept(world: World, upload: Upload, kind: str) -> StoredFile:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > (PHOTO_MOST if kind == "photo" else FILE_MOST):
        raise bad_request("file is too big")
    if kind == "photo":
        size = picture_size(upload.content)
        if size is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
        if sum(size) > SIDES_MOST or max(size) > RATIO_MOST * min(size):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return world.files.keep(upload.name, upload.content, kind)


def _thumbnail(world: World, value: object, p: Json) -> Json | None:
    """Return the PhotoSize of a thumbnail that came along; one that is no picture is left out."""
    if isinstance(value, str) and value.startswith("attach://"):
        value = p.get(value.removeprefix("attach://"))
    size = picture_size(value.content) if isinstance(value, Upload) else None
    if not isinstance(value, Upload) or size is None:
        return None
    stored = world.files.keep(value.name, value.content, "photo")
    return {**stored.ids(), "width": size[0], "height": size[1]}


def album_item(world: World, p: Json, item: object) -> Json:
    """Return what an InputMedia shows in a message."""
    if not isinstance(item, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    kind = item.get("type")
    if kind not in ("photo", "document", "video", "audio", "animation", "live_photo"):
        raise bad_request("can't parse InputMedia: type of the media is unsupported here")
    stored = uploaded(world, {**p, "media": item.get("media")}, "media", kind)
    about: Json = {name: item.get(name) for name in SAID_OF_FILE}
    about["thumbnail"] = _thumbnail(world, item.get("thumbnail"), p)
    return {**stored.content_field(**about), **caption(item), **media_looks(item)}


def media_looks(p: Json) -> Json:
    looks: Json = {"has_media_spoiler": True} if p.get("has_spoiler") is True else {}
    if p.get("show_caption_above_media") is True and p.get("caption"):
        looks["show_caption_above_media"] = True
    return looks


def caption(p: Json) -> Json:
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
        case "markdown":
            return parse_markdown(text)
        case "markdownv2":
            return parse_markdown_v2(text)
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


def _place_in(chat: Chat, p: Json) -> Json:
    """Return which topic of a forum a message goes to. Raises RefusedError (400)."""
    number = p.get("message_thread_id")
    if not isinstance(number, int) or not number:
        return {}
    topic = chat.topics.get(number)
    if topic is None:
        raise bad_request("message thread not found")
    if topic.get("is_closed"):
        raise bad_request("TOPIC_CLOSED")
    return {"message_thread_id": number, "is_topic_message": True}


def replied(chat: Chat, p: Json) -> Json:
    """Return what a message says of the one that it answers."""
    order = p.get("reply_parameters")
    wanted = order if isinstance(order, dict) else {"message_id": p.get("reply_to_message_id")}
    if not wanted.get("message_id"):
        return {}
    found = chat.find(wanted["message_id"])
    if found is None:
        if wanted.get("allow_sending_without_reply") or p.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    answered = {key: what for key, what in found.api.items() if key != "reply_to_message"}
    return {"reply_to_message": answered, **_quote(wanted, found)}


def _quote(wanted: Json, found: Message) -> Json:
    """Return which words of a message are answered. Raises RefusedError (400) where it has none of the kind."""
    if not wanted.get("quote"):
        return {}
    said = formatted({**wanted, "text": wanted["quote"]}, "text", CAPTION_MOST, "quote_entities", "quote_parse_mode")
    units = str(found.api.get("text") or found.api.get("caption") or "").encode("utf-16-le", "surrogatepass")
    words = str(said["text"])
    place = wanted.get("quote_position")
    at = _found_at(units, words, place if isinstance(place, int) and place >= 0 else 0)
    if at is None:
        raise bad_request("QUOTE_TEXT_INVALID")
    entities = {"entities": said["quote_entities"]} if "quote_entities" in said else {}
    return {"quote": {"text": words, "position": at, "is_manual": True, **entities}}


def _found_at(units: bytes, words: str, near: int) -> int | None:
    """Return where words stand in a text, in UTF-16 units: at the place that was said, or else first of all."""
    sought = words.encode("utf-16-le", "surrogatepass")
    if units[near * 2 : near * 2 + len(sought)] == sought:
        return near
    place = units.find(sought)
    return None if place < 0 else place // 2


def _order_keyboard(world: World, chat: Chat, message: Message, order: Json) -> None:
    message.keyboard = order
    if "keyboard" in order or "remove_keyboard" in order:
        chat.keyboard = order if order.get("keyboard") else None
        world.events.tell(chat.id, "keyboard")


def source(world: World, p: Json, verb: str) -> Message:
    """Return the message that is to be copied or forwarded. Raises RefusedError (400)."""
    found = world.find_chat(p.get("from_chat_id")).needed(p.get("message_id"), verb)
    if _is_protected(found):
        raise bad_request(f"message can't be {'copied' if verb == 'copy' else 'forwarded'}")
    return found


def _sources(world: World, p: Json, verb: str) -> list[Message]:
    chat, numbers = world.find_chat(p.get("from_chat_id")), p.get("message_ids")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= 100:
        raise bad_request("message identifiers are not specified" if not numbers else "too many message identifiers")
    found = [one for one in map(chat.find, numbers) if one and not _is_protected(one)]
    if not found:
        raise bad_request(f"there are no messages to {verb}")
    return found


def _is_protected(message: Message) -> bool:
    return message.api.get("has_protected_content") is True or not CONTENT.intersection(message.api)


def _forwarded(message: Message) -> Json:
    origin = message.api.get("forward_origin") or _origin(message)
    return {**_content(message), "forward_origin": origin}


def _origin(message: Message) -> Json:
    if "from" in message.api:
        return {"type": "user", "sender_user": message.api["from"], "date": message.api["date"]}
    number = {"message_id": message.id}
    return {"type": "channel", "chat": message.api["chat"], **number, "date": message.api["date"]}


def _content(message: Message) -> Json:
    return {key: what for key, what in message.api.items() if key in CONTENT}
