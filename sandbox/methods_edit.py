"""Bot API methods that change, delete or pin a message."""

from __future__ import annotations

from sandbox.chats import Chat, Message
from sandbox.markup import read_inline
from sandbox.methods_send import CAPTION_MOST, TEXT_MOST, album_item, formatted
from sandbox.people import Json
from sandbox.refusals import bad_request
from sandbox.world import World

DELETABLE_S = 48 * 3600
MEDIA = ("photo", "document", "video", "voice")
UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current"
    " content and reply markup of the message"
)


def edit_message_text(world: World, p: Json) -> Json:
    if not p.get("text"):
        raise bad_request("message text is empty")
    chat, message = _editable(world, p)
    if "text" not in message.api:
        raise bad_request("there is no text in the message to edit")
    kept = _without(message, "text", "entities", "reply_markup")
    return _write(world, chat, message, {**kept, **formatted(p, "text", TEXT_MOST), **_keyboard(p)})


def edit_message_caption(world: World, p: Json) -> Json:
    chat, message = _editable(world, p)
    if not any(kind in message.api for kind in MEDIA):
        raise bad_request("there is no caption in the message to edit")
    kept = _without(message, "caption", "caption_entities", "reply_markup")
    return _write(world, chat, message, {**kept, **formatted(p, "caption", CAPTION_MOST), **_keyboard(p)})


def edit_message_media(world: World, p: Json) -> Json:
    chat, message = _editable(world, p)
    media = p.get("media")
    if not isinstance(media, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    if not any(kind in message.api for kind in MEDIA):
        raise bad_request("there is no media in the message to edit")
    kept = _without(message, *MEDIA, "caption", "caption_entities", "reply_markup")
    return _write(world, chat, message, {**kept, **album_item(world, p, media), **_keyboard(p)})


def edit_message_reply_markup(world: World, p: Json) -> Json:
    chat, message = _editable(world, p)
    return _write(world, chat, message, {**_without(message, "reply_markup"), **_keyboard(p)})


def delete_message(world: World, p: Json) -> bool:
    chat = world.writable_chat(p.get("chat_id"))
    message = chat.needed(p.get("message_id"), "delete")
    _check_age(world, message)
    _delete(world, chat, message)
    return True


def delete_messages(world: World, p: Json) -> bool:
    """Delete up to a hundred messages; what is not found is skipped, as documented; one that is too old spares all."""
    chat, numbers = world.writable_chat(p.get("chat_id")), p.get("message_ids")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= 100:
        raise bad_request("message identifiers are not specified")
    found = list(filter(None, map(chat.find, numbers)))
    for message in found:
        _check_age(world, message)
    for message in found:
        _delete(world, chat, message)
    return True


def pin_chat_message(world: World, p: Json) -> bool:
    chat = world.writable_chat(p.get("chat_id"))
    message = chat.needed(p.get("message_id"), "pin")
    chat.pinned = message.id
    world.events.tell(chat.id, "edit", message_id=message.id)
    return True


def unpin_chat_message(world: World, p: Json) -> bool:
    chat = world.writable_chat(p.get("chat_id"))
    if chat.pinned is None:
        raise bad_request("message to unpin not found")
    chat.pinned = None
    return True


def _check_age(world: World, message: Message) -> None:
    if world.clock.stamp() - int(str(message.api["date"])) > DELETABLE_S:
        raise bad_request("message can't be deleted")


def _delete(world: World, chat: Chat, message: Message) -> None:
    message.deleted = True
    chat.touch(message)
    world.events.tell(chat.id, "delete", message_id=message.id)


def _editable(world: World, p: Json) -> tuple[Chat, Message]:
    """Find a message of the bot's own. One that was sent with a reply keyboard cannot be edited, as documented."""
    if p.get("message_id") is None:
        raise bad_request("message identifier is not specified")
    chat = world.writable_chat(p.get("chat_id"))
    message = chat.needed(p["message_id"], "edit")
    if message.author != world.bot_id or message.keyboard is not None or "forward_origin" in message.api:
        raise bad_request("message can't be edited")
    return chat, message


def _without(message: Message, *names: str) -> Json:
    return {key: what for key, what in message.api.items() if key not in names}


def _keyboard(p: Json) -> Json:
    """Return the inline keyboard of an edit as a field of the Message; an edit without one takes it away."""
    inline = read_inline(p.get("reply_markup"))
    return {"reply_markup": inline} if inline else {}


def _write(world: World, chat: Chat, message: Message, content: Json) -> Json:
    if content == message.api:
        raise bad_request(UNCHANGED)
    message.api = {**content, "edit_date": world.clock.stamp()}
    message.edited = True
    chat.touch(message)
    world.events.tell(chat.id, "edit", message_id=message.id)
    return message.api
