"""Bot API methods that change, delete or pin a message."""

from __future__ import annotations

from sandbox.formatting.markup import read_inline
from sandbox.methods.send import CAPTION_MOST, LIVE_FOREVER, TEXT_MOST, album_item, formatted, location, preview
from sandbox.refusals import bad_request
from sandbox.state.chats import Chat, Message
from sandbox.state.people import Json
from sandbox.state.rights import bot_may, demand
from sandbox.state.world import World

DELETABLE_S = 48 * 3600
MEDIA = ("photo", "document", "video", "voice", "audio", "animation", "live_photo")
LOOKS = ("caption", "caption_entities", "show_caption_above_media", "has_media_spoiler", "reply_markup")
TO_PIN = "not enough rights to manage pinned messages in the chat"
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
    kept = _without(message, "text", "entities", "link_preview_options", "reply_markup")
    return _write(world, chat, message, {**kept, **formatted(p, "text", TEXT_MOST), **preview(p), **_keyboard(p)})


def edit_message_caption(world: World, p: Json) -> Json:
    chat, message = _editable(world, p)
    if not any(kind in message.api for kind in MEDIA):
        raise bad_request("there is no caption in the message to edit")
    kept = _without(message, "caption", "caption_entities", "show_caption_above_media", "reply_markup")
    above = {"show_caption_above_media": True} if p.get("show_caption_above_media") is True else {}
    return _write(world, chat, message, {**kept, **formatted(p, "caption", CAPTION_MOST), **above, **_keyboard(p)})


def edit_message_media(world: World, p: Json) -> Json:
    chat, message = _editable(world, p)
    media = p.get("media")
    if not isinstance(media, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    if not any(kind in message.api for kind in MEDIA):
        raise bad_request("there is no media in the message to edit")
    kept = _without(message, *MEDIA, *LOOKS)
    return _write(world, chat, message, {**kept, **album_item(world, p, media), **_keyboard(p)})


def edit_message_reply_markup(world: World, p: Json) -> Json:
    chat, message = _editable(world, p)
    return _write(world, chat, message, {**_without(message, "reply_markup"), **_keyboard(p)})


def edit_message_live_location(world: World, p: Json) -> Json:
    chat, message = _editable(world, p)
    was = _live(world, message)
    period = p.get("live_period") or was["live_period"]
    place = location({"horizontal_accuracy": None, **p, "live_period": period})
    return _write(
        world, chat, message, {**_without(message, "location", "reply_markup"), "location": place, **_keyboard(p)}
    )


def stop_message_live_location(world: World, p: Json) -> Json:
    chat, message = _editable(world, p)
    was = _live(world, message)
    place = {key: was[key] for key in ("latitude", "longitude", "horizontal_accuracy") if key in was}
    return _write(
        world, chat, message, {**_without(message, "location", "reply_markup"), "location": place, **_keyboard(p)}
    )


def stop_poll(world: World, p: Json) -> Json:
    chat, message = _editable(world, p)
    poll = message.api.get("poll")
    if not isinstance(poll, dict):
        raise bad_request("message with poll to stop not found")
    if poll["is_closed"]:
        raise bad_request("poll has already been closed")
    closed: Json = {**poll, "is_closed": True}
    _write(world, chat, message, {**_without(message, "poll", "reply_markup"), "poll": closed, **_keyboard(p)})
    return closed


def _live(world: World, message: Message) -> Json:
    """Return the location of a message that can still be moved. Raises RefusedError (400)."""
    place = message.api.get("location")
    period = place.get("live_period") if isinstance(place, dict) else None
    if not isinstance(place, dict) or not isinstance(period, int):
        raise bad_request("message can't be edited")
    if period != LIVE_FOREVER and world.clock.stamp() > int(str(message.api["date"])) + period:
        raise bad_request("message can't be edited")
    return place


def delete_message(world: World, p: Json) -> bool:
    chat = world.writable_chat(p.get("chat_id"))
    message = chat.needed(_number(p), "delete")
    _check_deletable(world, chat, message)
    _delete(world, chat, message)
    return True


def delete_messages(world: World, p: Json) -> bool:
    """Delete up to a hundred messages; what is not found is skipped, as documented; one that must stay spares all."""
    chat, numbers = world.writable_chat(p.get("chat_id")), p.get("message_ids")
    if not isinstance(numbers, list) or not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > 100:
        raise bad_request("too many message identifiers specified")
    found = list(filter(None, map(chat.find, numbers)))
    for message in found:
        _check_deletable(world, chat, message)
    for message in found:
        _delete(world, chat, message)
    return True


def pin_chat_message(world: World, p: Json) -> bool:
    chat = _pinnable(world, p)
    message = chat.needed(_number(p), "pin")
    chat.pins = [*(one for one in chat.pins if one != message.id), message.id]
    world.events.tell(chat.id, "edit", message_id=message.id)
    return True


def unpin_chat_message(world: World, p: Json) -> bool:
    """Take a message from the pinned ones, the newest of them unless one is named."""
    chat = _pinnable(world, p)
    number = p.get("message_id") or chat.pinned
    if number not in chat.pins:
        raise bad_request("message to unpin not found")
    chat.pins.remove(int(str(number)))
    world.events.tell(chat.id, "edit", message_id=number)
    return True


def unpin_all_chat_messages(world: World, p: Json) -> bool:
    chat = _pinnable(world, p)
    chat.pins.clear()
    world.events.tell(chat.id, "edit", message_id=0)
    return True


def set_message_reaction(world: World, p: Json) -> bool:
    chat = world.writable_chat(p.get("chat_id"))
    chat.needed(_number(p), "react")
    reactions = p.get("reaction") or []
    if not isinstance(reactions, list) or not all(isinstance(one, dict) for one in reactions):
        raise bad_request("can't parse reaction types: expected an Array of ReactionType")
    if len(reactions) > 1:
        raise bad_request("too many reactions specified")
    if any(one.get("type") not in ("emoji", "custom_emoji") for one in reactions):
        raise bad_request("REACTION_INVALID")
    return True


def _number(p: Json) -> object:
    number = p.get("message_id")
    if not isinstance(number, int) or number <= 0:
        raise bad_request("message identifier is not specified")
    return number


def _pinnable(world: World, p: Json) -> Chat:
    chat = world.writable_chat(p.get("chat_id"))
    if chat.id < 0:
        demand(world, chat, "can_edit_messages" if chat.api["type"] == "channel" else "can_pin_messages", TO_PIN)
    return chat


def _check_deletable(world: World, chat: Chat, message: Message) -> None:
    """Refuse what the documentation of deleteMessage does not allow: what is too old, and in a group what is others'.

    An administrator who may delete messages may delete any.
    """
    if chat.id < 0 and bot_may(world, chat, "can_delete_messages"):
        return
    is_own = chat.id > 0 or message.author == world.bot_id
    if not is_own or world.clock.stamp() - int(str(message.api["date"])) > DELETABLE_S:
        raise bad_request("message can't be deleted")


def _delete(world: World, chat: Chat, message: Message) -> None:
    message.deleted = True
    chat.touch(message)
    world.events.tell(chat.id, "delete", message_id=message.id)


def _editable(world: World, p: Json) -> tuple[Chat, Message]:
    """Find a message of the bot's own. One that was sent with a reply keyboard cannot be edited, as documented."""
    if p.get("inline_message_id") and not p.get("chat_id"):
        raise bad_request("MESSAGE_ID_INVALID")  # no message here has such an id
    chat = world.writable_chat(p.get("chat_id"))
    message = chat.needed(_number(p), "edit")
    if message.author != world.bot_id or message.keyboard is not None or "forward_origin" in message.api:
        raise bad_request("message can't be edited")
    _close_poll_in_time(world, message)
    return chat, message


def _close_poll_in_time(world: World, message: Message) -> None:
    poll = message.api.get("poll")
    if isinstance(poll, dict) and poll.get("close_date", LIVE_FOREVER) <= world.clock.stamp():
        message.api = {**message.api, "poll": {**poll, "is_closed": True}}


def _without(message: Message, *names: str) -> Json:
    return {key: what for key, what in message.api.items() if key not in names}


def _keyboard(p: Json) -> Json:
    """Return the inline keyboard of an edit as a field of the Message; an edit without one takes it away."""
    inline = read_inline(p.get("reply_markup"))
    return {"reply_markup": inline} if inline else {}


def _write(world: World, chat: Chat, message: Message, content: Json) -> Json:
    content = world.with_names(content)
    if content == message.api:
        raise bad_request(UNCHANGED)
    message.api = {**content, "edit_date": world.clock.stamp()}
    message.edited = True
    chat.touch(message)
    world.events.tell(chat.id, "edit", message_id=message.id)
    return message.api
