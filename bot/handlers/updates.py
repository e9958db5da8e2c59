"""Reads one update of the Bot API, as JSON brings it, into an `Arrival`; no library is asked.

Neither library's models stand in between: they take 30 to 170 microseconds an update where this takes about ten, and
they refuse an update as a whole when Telegram adds a field or a kind that they do not know yet.
Here what has an unexpected shape is `Unreadable` or left alone, and its number is remembered all the same.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any, TypeGuard

import structlog
from prometheus_client import Counter

from bot.chat import (
    Arrival,
    AskedInGroup,
    AskedInline,
    Blocked,
    Commanded,
    Edited,
    Event,
    Forwarded,
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
from bot.handlers.entities import to_html
from bot.handlers.message_fields import ENVELOPE, NOT_BY_HAND, SERVICE, UNREADABLE

log = structlog.get_logger()

Json = Mapping[str, Any]

WANTED_UPDATES = ["message", "edited_message", "callback_query", "inline_query", "my_chat_member"]
"""The `allowed_updates` that both fronts ask for."""

ODD_UPDATES = Counter("waystation_odd_updates", "Updates whose shape could not be read; they were gone past.")

COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)

GROUPS = frozenset({"group", "supergroup"})

IN_GROUP = frozenset({"creator", "administrator", "member", "restricted"})

ANONYMOUS = 1_087_968_824
"""GroupAnonymousBot: in whose name administrators write who show themselves as the group."""

LANGUAGE = re.compile(r"[A-Za-z0-9_-]{0,35}")

_HALF = re.compile("[\ud800-\udfff]")  # JSON can write half of a pair, and no database holds one


def read_update(update: str | bytes, *, username: str, now: datetime) -> Arrival:
    """Read one update's JSON text. Raises `ValueError` for what is no update at all; see `translate`."""
    try:
        parsed = json.loads(update)
    except (ValueError, RecursionError):
        raise ValueError("an update that is not JSON") from None
    return translate(parsed, username=username, now=now)


def translate(update: object, *, username: str, now: datetime) -> Arrival:
    """Turn a parsed update into an `Arrival`.

    `username` is the bot's own (for commands in groups), `now` the time for what carries none (a tap).
    Raises `ValueError` if there is no update number. An update that has one but cannot be read is logged by its number
    alone and counted, and comes back with no event, so that nothing waits behind it.
    """
    if not isinstance(update, dict) or not _is_number(number := update.get("update_id")):
        raise ValueError("an update without a number")
    try:
        return _storable(_arrival(number, update, username, now))
    except (AttributeError, LookupError, OSError, OverflowError, TypeError, ValueError) as trouble:
        ODD_UPDATES.inc()
        log.warning("odd_update", update_id=number, trouble=type(trouble).__name__, **_field(trouble))
        return Arrival(number, 0, now, None)


def _field(trouble: Exception) -> dict[str, str]:
    """Name the field that is missing; nothing that stood in one."""
    match trouble:
        case KeyError(args=(str(name),)) if name.isidentifier():
            return {"field": name}
    return {}


def _is_number(value: object) -> TypeGuard[int]:
    """Tell a whole number that both databases can hold; `true` is none, although Python takes it for 1."""
    return type(value) is int and abs(value) < 2**63


def _storable(arrival: Arrival) -> Arrival:
    """Return an arrival whose words can be written down: half a character becomes the sign for what is none.

    A number beyond 64 bits is none of Telegram's. Raises `ValueError`.
    """
    event = arrival.event
    if event is None:
        return arrival
    mended = dict[str, Any]()
    for field in fields(event):
        match getattr(event, field.name):
            case str(words) if not words.isascii() and _HALF.search(words):
                mended[field.name] = _HALF.sub("\ufffd", words)
            case bool():
                pass
            case int(number) if not _is_number(number):
                raise ValueError("a number beyond counting")
    return replace(arrival, event=replace(event, **mended)) if mended else arrival


def _arrival(number: int, update: Json, username: str, now: datetime) -> Arrival:
    if message := update.get("message"):
        return _from(number, message, _dated(message.get("date"), now), _message(message, username))
    if query := update.get("callback_query"):
        return _tap(number, query, now)
    if inline := update.get("inline_query"):
        return _inline(number, inline, now)
    if edited := update.get("edited_message"):
        return _from(number, edited, _dated(edited.get("edit_date") or edited.get("date"), now), _edit(edited))
    if member := update.get("my_chat_member"):
        return _from(number, member, _dated(member.get("date"), now), _membership(member))
    return Arrival(number, 0, now, None)


def _from(number: int, content: Json, at: datetime, event: Event | None) -> Arrival:
    return Arrival(number, _chat_id(content["chat"]), at, event, _language(content.get("from", {})))


def _tap(number: int, query: Json, now: datetime) -> Arrival:
    """Read a press; a button under a message that is gone or out of reach still has its data."""
    sender, message = query["from"], query.get("message") or {}
    chat = message.get("chat") or {"id": sender["id"], "type": "private"}
    reachable = message.get("date", 0) != 0  # Telegram marks an inaccessible message by the date 0
    message_id = _numbered(message["message_id"]) if reachable else 0
    data, receipt = str(query.get("data", "")), str(query["id"])
    event: Event | None = Tapped(data, message_id, receipt) if chat["type"] == "private" else None
    if chat["type"] in GROUPS:
        title, topic = str(chat.get("title", "")), _topic(message)
        event = TappedInGroup(data, _chat_id(chat), message_id, receipt, title, topic)
        chat = sender
    return Arrival(number, _chat_id(chat), now, event, _language(sender))


def _inline(number: int, query: Json, now: datetime) -> Arrival:
    sender = query["from"]
    event = AskedInline(str(query["query"]), str(query["id"]))
    return Arrival(number, _chat_id(sender), now, event, _language(sender))


def _membership(member: Json) -> Event | None:
    match member:
        case {"chat": {"type": "private"}, "new_chat_member": {"status": "kicked"}}:
            return Blocked()
        case {"chat": {"type": "private"}, "new_chat_member": {"status": "member"}}:
            return Unblocked()
        case {"chat": {"type": "group" | "supergroup"} as chat, "new_chat_member": {"status": str(status)}}:
            was_in = member.get("old_chat_member", {}).get("status") in IN_GROUP
            return _group_membership(member, chat, was_in=was_in, is_in=status in IN_GROUP)
        case _:
            return None


def _group_membership(member: Json, chat: Json, *, was_in: bool, is_in: bool) -> Event | None:
    if is_in == was_in:
        return None
    return JoinedGroup(_person(member), str(chat.get("title", ""))) if is_in else LeftGroup()


def _person(content: Json) -> int:
    """Return who did it in a group; 0: an administrator who shows as the group."""
    number = _numbered(content.get("from", {}).get("id", 0))
    return 0 if number == ANONYMOUS else number


def _edit(message: Json) -> Event | None:
    if not _from_person_alone(message):
        return None
    place = _place(message)
    if place is not None:
        return PlaceMoved(place.latitude, place.longitude, place.is_own)
    return Edited(str(message.get("text") or message.get("caption") or ""))


def _from_person_alone(message: Json) -> bool:
    return message["chat"]["type"] == "private" and not message.get("from", {}).get("is_bot", False)


def _message(message: Json, username: str) -> Event | None:
    if _from_person_alone(message):
        return None if _is_own_card(message, username) else _said_in_private(message)
    if message["chat"]["type"] in GROUPS:
        moved = message.get("migrate_to_chat_id")
        return GroupMoved(moved) if _is_number(moved) else _asked_in_group(message, username)
    return None


def _is_own_card(message: Json, username: str) -> bool:
    """Tell whether this is a card of ours that somebody has shared into this very chat."""
    return bool(username) and str(message.get("via_bot", {}).get("username", "")).lower() == username.lower()


def _asked_in_group(message: Json, username: str) -> Event | None:
    """Listen in a group only to a command with the bot's name, and to /start."""
    command = COMMAND.fullmatch(message.get("text", ""))
    if command is None or (message.get("from", {}).get("is_bot", False) and not _as_the_group(message)):
        return None
    name, addressee = command[1].lower(), (command[2] or "").lower()
    if addressee == username.lower() if addressee else name == "start":
        title, argument = str(message["chat"].get("title", "")), (command[3] or "").strip()
        return AskedInGroup(name, argument, _person(message), title, _topic(message))
    return None


def _topic(message: Json) -> int:
    """Return the topic that a message of a group stands in; a thread of replies is none."""
    match message:
        case {"is_topic_message": True, "message_thread_id": number} if _is_number(number):
            return number
    return 0


def _as_the_group(message: Json) -> bool:
    """Tell whether an administrator writes in the group's name; a channel's posts in its group are nobody's command."""
    return bool(
        message["from"].get("id") == ANONYMOUS and message.get("sender_chat", {}).get("id") == message["chat"]["id"]
    )


def _said_in_private(message: Json) -> Event | None:
    place = _place(message)
    if place is not None:  # a forwarded pin is a pin: it shows a place, though not who is there
        return place
    if "forward_origin" in message:
        return Forwarded(str(message.get("text") or message.get("caption") or ""))
    match message:
        case {"text": str(text)}:
            return _typed(text, message)
        case {"contact": {"phone_number": str(phone)} as contact, "from": {"id": int(sender_id)}}:
            names = (str(contact.get(part) or "") for part in ("first_name", "last_name"))
            return SharedContact(phone, contact.get("user_id") == sender_id, *names)
        case _:
            return _file(message)


def _replied_to(message: Json) -> int:
    match message.get("reply_to_message"):
        case {"message_id": number} if _is_number(number):
            return number
    return 0


def _typed(text: str, message: Json) -> Event:
    return command_in(text) or Said(text, _replied_to(message), to_html(text, message.get("entities")))


def command_in(text: str) -> Started | Commanded | None:
    """Return the command that a text is; None: it is none."""
    command = COMMAND.fullmatch(text)
    if command is None:
        return None
    name, argument = command[1].lower(), (command[3] or "").strip()
    return Started(argument) if name == "start" else Commanded(name, argument)


def _place(message: Json) -> SharedPlace | None:
    match message:  # a venue carries a location too, so that it is asked first
        case {"venue": {"location": {"latitude": latitude, "longitude": longitude}, "title": str(title)}}:
            is_own = False
        case {"location": {"latitude": latitude, "longitude": longitude}}:
            title, is_own = "", NOT_BY_HAND.isdisjoint(message)
        case _:
            return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # NaN is JSON to Python
        raise ValueError("no place on Earth")
    return SharedPlace(float(latitude), float(longitude), title, is_own)


def _file(message: Json) -> Event | None:
    match message:
        case {"animation": _}:
            return Unreadable("animation")
        case {"photo": [*_, {"file_id": str(file_id)} as largest]}:
            return _sent_file("photo", file_id, largest, message)
        case {"document": {"file_id": str(file_id)} as document}:
            return _sent_file("document", file_id, document, message)
        case {"video": {"file_id": str(file_id)} as film}:
            return _sent_file("video", file_id, film, message)
        case {"voice": {"file_id": str(file_id)} as voice}:
            return _sent_file("voice", file_id, voice, message)
        case _:
            return _unreadable(message)


def _sent_file(kind: str, file_id: str, file: Json, message: Json) -> SentFile:
    caption = str(message.get("caption", ""))
    html, album = to_html(caption, message.get("caption_entities")), str(message.get("media_group_id", ""))
    return SentFile(kind, file_id, _size(file), caption, html, album, _replied_to(message))


def _size(file: Json) -> int:
    size = file.get("file_size")
    return size if _is_number(size) else 0


def _unreadable(message: Json) -> Event | None:
    """Name the kind of content; one that a later Bot API adds is named by its field."""
    if not SERVICE.isdisjoint(message):
        return None
    known = (kind for kind in UNREADABLE if kind in message)
    unknown = (field for field in message if field not in ENVELOPE)
    kind = next(known, None) or next(unknown, None)
    return Unreadable(kind) if kind else None


def _language(sender: Json) -> str:
    """Return the messenger's language; one with characters that no tag has is none, and would not be stored."""
    code = str(sender.get("language_code", ""))
    return code if LANGUAGE.fullmatch(code) else ""


def _dated(seconds: object, now: datetime) -> datetime:
    """Return the moment; where none is told, that at which it came."""
    return now if seconds is None else _moment(seconds)


def _moment(seconds: object) -> datetime:
    match seconds:
        case int() if type(seconds) is int and 0 <= seconds < 2**32:  # what Telegram counts in; nobody lives longer
            return datetime.fromtimestamp(seconds, UTC)
        case _:
            raise TypeError("a date that is no number")


def _numbered(value: object) -> int:
    if not _is_number(value):
        raise TypeError("no number")
    return value


def _chat_id(chat: Json) -> int:
    """Return the number of a chat, or of a person: above 0 where one person writes, below where many do."""
    number = _numbered(chat["id"])
    if (number > 0) is not (chat.get("type", "private") == "private"):
        raise ValueError("a chat of another sort than its number")
    return number
