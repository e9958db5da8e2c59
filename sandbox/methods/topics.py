"""Bot API methods about the topics of a forum."""

from __future__ import annotations

from sandbox.refusals import bad_request
from sandbox.state.chats import Chat
from sandbox.state.files import SHOWN
from sandbox.state.people import Json
from sandbox.state.rights import demand
from sandbox.state.world import World

COLORS = (0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F)
NAME_MOST = 128
GENERAL = 1
ICONS = {"5434144690511290129": "📰", "5312536423851630001": "💡", "5377316857231450742": "❓"}
TO_MANAGE = "not enough rights to manage topics"


def create_forum_topic(world: World, p: Json) -> Json:
    chat = _forum(world, p, "not enough rights to create a topic")
    color = p.get("icon_color") or COLORS[0]
    if color not in COLORS:
        raise bad_request("wrong forum topic icon color specified")
    topic: Json = {"message_thread_id": world.next_message_id(), "name": _name(p), "icon_color": color, **_icon(p)}
    chat.topics[int(str(topic["message_thread_id"]))] = dict(topic)
    return topic


def edit_forum_topic(world: World, p: Json) -> bool:
    topic = _topic(_forum(world, p), p)
    changed = {**({"name": _name(p)} if p.get("name") else {}), **_icon(p)}
    if p.get("icon_custom_emoji_id") == "":
        topic.pop("icon_custom_emoji_id", None)
    elif changed.items() <= topic.items():
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.update(changed)
    return True


def close_forum_topic(world: World, p: Json) -> bool:
    return _set(_topic(_forum(world, p), p), "is_closed", yes=True)


def reopen_forum_topic(world: World, p: Json) -> bool:
    return _set(_topic(_forum(world, p), p), "is_closed", yes=False)


def delete_forum_topic(world: World, p: Json) -> bool:
    """Delete a topic with all its messages."""
    chat = _forum(world, p)
    topic = _topic(chat, p)
    del chat.topics[int(str(topic["message_thread_id"]))]
    for message in chat.messages.values():
        if message.api.get("message_thread_id") == topic["message_thread_id"]:
            message.deleted = True
            chat.touch(message)
    return True


def unpin_all_forum_topic_messages(world: World, p: Json) -> bool:
    chat = _forum(world, p, "not enough rights to manage pinned messages in the chat", "can_pin_messages")
    topic = _topic(chat, p)
    chat.pins = [one for one in chat.pins if _thread(chat, one) != topic["message_thread_id"]]
    return True


def unpin_all_general_forum_topic_messages(world: World, p: Json) -> bool:
    chat = _forum(world, p, "not enough rights to manage pinned messages in the chat", "can_pin_messages")
    chat.pins = [one for one in chat.pins if _thread(chat, one) is not None]
    return True


def edit_general_forum_topic(world: World, p: Json) -> bool:
    topic, name = _general(_forum(world, p)), _name(p)
    if topic["name"] == name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic["name"] = name
    return True


def close_general_forum_topic(world: World, p: Json) -> bool:
    return _set(_general(_forum(world, p)), "is_closed", yes=True)


def reopen_general_forum_topic(world: World, p: Json) -> bool:
    topic = _general(_forum(world, p))
    if topic.get("is_hidden"):
        topic["is_hidden"] = False
    return _set(topic, "is_closed", yes=False)


def hide_general_forum_topic(world: World, p: Json) -> bool:
    topic = _general(_forum(world, p))
    _set(topic, "is_hidden", yes=True)
    topic["is_closed"] = True  # as documented
    return True


def unhide_general_forum_topic(world: World, p: Json) -> bool:
    return _set(_general(_forum(world, p)), "is_hidden", yes=False)


def get_forum_topic_icon_stickers(_world: World, _p: Json) -> list[Json]:
    return [{**icon(number, emoji), "is_animated": True} for number, emoji in ICONS.items()]


def icon(number: str, emoji: str) -> Json:
    """Return the sticker of a custom emoji."""
    ids = {"file_id": f"sandbox-emoji-{number}", "file_unique_id": number}
    return {**ids, **SHOWN["sticker"], "type": "custom_emoji", "emoji": emoji, "custom_emoji_id": number}


def _forum(world: World, p: Json, words: str = TO_MANAGE, right: str = "can_manage_topics") -> Chat:
    chat = world.writable_chat(p.get("chat_id"))
    if chat.api.get("is_forum") is not True:
        raise bad_request("the chat is not a forum")
    demand(world, chat, right, words)
    return chat


def _topic(chat: Chat, p: Json) -> Json:
    number = p.get("message_thread_id")
    if not number:
        raise bad_request("message thread identifier is not specified" if number is None else "TOPIC_ID_INVALID")
    found = chat.topics.get(number) if isinstance(number, int) and number != GENERAL else None
    if found is None:
        raise bad_request("TOPIC_ID_INVALID")
    return found


def _general(chat: Chat) -> Json:
    return chat.topics.setdefault(GENERAL, {"message_thread_id": GENERAL, "name": "General", "icon_color": COLORS[0]})


def _set(topic: Json, what: str, *, yes: bool) -> bool:
    if bool(topic.get(what)) is yes:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic[what] = yes
    return True


def _name(p: Json) -> str:
    name = str(p.get("name") or "").strip()
    if not name:
        raise bad_request("topic name must be non-empty")
    if len(name) > NAME_MOST:
        raise bad_request("TOPIC_TITLE_TOO_LONG")
    return name


def _icon(p: Json) -> Json:
    number = p.get("icon_custom_emoji_id")
    return {"icon_custom_emoji_id": number} if number else {}


def _thread(chat: Chat, number: int) -> object:
    message = chat.find(number)
    return message.api.get("message_thread_id") if message else None
