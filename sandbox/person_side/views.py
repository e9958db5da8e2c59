"""A chat as the page and the tests see it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice, takewhile

from sandbox.formatting.entities import to_html
from sandbox.methods.chat import card_message
from sandbox.person_side.acts import inline_rows, keyboard_buttons
from sandbox.state.chats import Chat, Message
from sandbox.state.people import Json
from sandbox.state.world import World

FILE_KINDS = ("photo", "document", "voice", "video", "sticker")
AS_DOCUMENT = ("document", "audio", "animation", "video_note", "live_photo")  # what the page offers to be saved
ACTIONS = {"callback_data": "data"}


def chat_view(world: World, chat: Chat, since: int = 0) -> Json:
    """Show a chat with every message, or with those alone that are new or changed after the revision `since`."""
    return _chat(world, chat, (message for message in chat.messages.values() if message.revision > since))


def glance_view(world: World, chat: Chat) -> Json:
    """Show a chat as a list of chats does: with its newest message alone."""
    return _chat(world, chat, islice(chat.newest_first(), 1))


def _chat(world: World, chat: Chat, messages: Iterable[Message]) -> Json:
    now = world.clock.now().timestamp()
    return {
        "name": chat.api.get("title") or chat.api["first_name"],
        "revision": chat.revision,
        "messages": [message_view(world, message) for message in messages],
        "keyboard_now": reply_keyboard(chat.keyboard),
        "typing": chat.typing_until > now,
        "unread": _unread(world, chat),
        "blocked": chat.closed is not None,
        "pinned": chat.pinned,
        "toasts": [
            {"person": toast.person, "text": toast.text, "alert": toast.alert, "url": toast.url}
            for toast in chat.toasts
        ],
    }


def empty_chat() -> Json:
    nothing: Json = {"revision": 0, "messages": [], "keyboard_now": None, "typing": False, "unread": 0}
    return {**nothing, "blocked": False, "pinned": None, "toasts": []}


def message_view(world: World, message: Message) -> Json:
    """Show a message: the contract's keys first, then those that only the page needs."""
    api = message.api
    text = str(api.get("text") or api.get("caption") or gist(api))
    keyboard = reply_keyboard(message.keyboard)
    inline = [[_inline_button(button) for button in row] for row in inline_rows(api)]
    return {
        "message_id": message.id,
        "from": "bot" if message.author == world.bot_id else "person",
        "text": text,
        "buttons": [[str(button["label"]) for button in row] for row in inline],
        "keyboard": [[str(button["label"]) for button in row] for row in keyboard or []],
        "venue": _venue(api),
        "photo": _file(api, "photo"),
        "document": next((found for kind in AS_DOCUMENT if (found := _file(api, kind))), None),
        "edited": message.edited,
        "deleted": message.deleted,
        "html": to_html(text, _entities(api)),
        "inline": inline,
        "reply_keyboard": keyboard or [],
        "date": datetime.fromtimestamp(int(str(api["date"])), UTC).isoformat(),
        "location": None if "venue" in api else api.get("location"),
        "contact": api.get("contact"),
        "reply_to": _replied(api),
        "forwarded": "forward_origin" in api,
        "sender": _sender(api),
        "kind": next((kind for kind in (*FILE_KINDS, "venue", "location", "contact") if kind in api), "text"),
        **{kind: _file(api, kind) for kind in ("voice", "video", "sticker") if kind in api},
        **({"media_group": api["media_group_id"]} if "media_group_id" in api else {}),
    }


def gist(api: Json) -> str:
    """Return what stands for a message that has no words of its own and is shown as nothing else."""
    match api:
        case {"poll": {"question": question, "options": [*options]}}:
            return "\n".join([str(question), *(f"○ {option['text']}" for option in options)])
        case {"dice": {"emoji": emoji, "value": value}}:
            return f"{emoji} {value}"
        case {"game": {"title": title}} | {"new_chat_title": title}:
            return str(title)
        case {"invoice": {"title": title, "total_amount": amount, "currency": currency}}:
            return f"{title}: {amount} {currency}"
        case _:
            return ""


def card_view(card: Json) -> Json:
    """Show a card that can be chosen: what the chooser sees, and the message it would become."""
    message = card_message(card)
    return {
        "id": card["id"],
        "title": card["title"],
        "description": str(card.get("description") or ""),
        "text": message["text"],
        "html": to_html(str(message["text"]), _entities(message)),
        "buttons": [[str(button["text"]) for button in row] for row in inline_rows(card)],
    }


def reply_keyboard(order: Json | None) -> list[list[Json]] | None:
    """Show a keyboard below the chat, or None where there is none."""
    rows = [
        [
            {
                "label": button["text"],
                "request_location": bool(button.get("request_location")),
                "request_contact": bool(button.get("request_contact")),
            }
            for button in row
        ]
        for row in keyboard_buttons(order)
    ]
    return rows or None


def _inline_button(button: Json) -> Json:
    shown = {ACTIONS.get(key, key): value for key, value in button.items() if key != "text"}
    return {"label": button["text"], **shown}


def _unread(world: World, chat: Chat) -> int:
    unseen = takewhile(lambda message: message.id > chat.read_up_to, chat.newest_first())
    return sum(message.author == world.bot_id for message in unseen)


def _venue(api: Json) -> Json | None:
    venue = api.get("venue")
    if not isinstance(venue, dict):
        return None
    return {"title": venue["title"], "address": venue["address"], **venue["location"]}


def _file(api: Json, kind: str) -> Json | None:
    """Show a file: {"file_id", "name", "size", "mime", "width"?, "height"?}."""
    found = api.get(kind)
    if isinstance(found, list):
        found = found[-1]
    if not isinstance(found, dict):
        return None
    size = {key: found[key] for key in ("width", "height") if key in found}
    named = {"name": found.get("file_name", kind), "size": found.get("file_size", 0), "mime": found.get("mime_type")}
    return {"file_id": found["file_id"], **named, **size}


def _entities(api: Json) -> list[Json]:
    found = api.get("entities") or api.get("caption_entities") or []
    return found if isinstance(found, list) else []


def _replied(api: Json) -> object:
    replied = api.get("reply_to_message")
    return replied["message_id"] if isinstance(replied, dict) else None


def _sender(api: Json) -> Json | None:
    sender = api.get("from")
    return {"id": sender["id"], "name": sender["first_name"]} if isinstance(sender, dict) else None
