"""What people do with a group: they make it, let the bot in and out, talk, press its buttons, and upgrade it."""

from __future__ import annotations

from sandbox.acts import Done, MisusedError, Opened, inline_button, labels, membership, pressed, send, text_of
from sandbox.chats import Chat
from sandbox.people import Json
from sandbox.world import World

FIRST_GROUP = -5001
SUPERGROUPS = -(10**12)  # the numbers of supergroups lie below


def make(world: World, title: str, members: list[int], kind: str) -> int:
    """Make a group of people, the first of whom owns it; returns its number. The bot is not in it."""
    if kind not in ("group", "supergroup"):
        raise MisusedError("kind must be group or supergroup")
    number = min([FIRST_GROUP + 1, *(one for one in world.chats if SUPERGROUPS < one < 0)]) - 1
    number = number if kind == "group" else SUPERGROUPS + number
    chat = world.group(number, title, kind)
    chat.closed = _no_member(chat)
    chat.members = {member: "creator" if member == members[0] else "member" for member in members}
    world.events.tell(number, "people")
    return number


def add_bot(world: World, group: int, person: int, title: str, start: str = "") -> int:
    """Let the bot in, perhaps by a link with `start`; returns the newest update's id."""
    chat = world.group(group, title, "supergroup")
    was = chat.members.get(world.bot_id, "left")
    chat.closed = None
    chat.members.setdefault(person, "creator")
    added = membership(world, chat, person, was, "member")
    if not start:
        return added
    return say(world, group, person, f"/start@{world.bot.user['username']} {start}").update_id


def remove_bot(world: World, group: int, person: int) -> int:
    chat = world.group(group, "Group", "supergroup")
    chat.closed = f"bot was kicked from the {chat.api['type']} chat"
    return membership(world, chat, person, "member", "kicked")


def say(world: World, group: int, person: int, text: str) -> Done:
    chat = world.group(group, "Group", "supergroup")
    chat.members.setdefault(person, "member")
    return send(world, chat, person, text_of(text))


def tap(world: World, group: int, person: int, button: str, message_id: object = None) -> Done | Opened:
    """Press a button under a message in a group; what the bot answers to it is a toast of the group."""
    chat = world.group(group, "Group", "supergroup")
    chat.members.setdefault(person, "member")
    found = inline_button(chat, button, message_id)
    if found is None:
        raise MisusedError(f"there is no button {button!r} in this group now; there are {labels(chat)}")
    return pressed(world, chat, person, *found)


def upgrade(world: World, group: int) -> tuple[int, int]:
    """Make a group a supergroup with another number; returns that and the newest update's id."""
    old = world.chats.get(group)
    if old is None or old.api["type"] != "group" or old.moved_to:
        raise MisusedError("there is no such group that is not a supergroup yet")
    new = world.group(SUPERGROUPS + group, str(old.api["title"]), "supergroup")
    new.members, old.moved_to = dict(old.members), new.id
    owner = next((number for number, status in old.members.items() if status == "creator"), world.bot_id)
    _move(world, old, owner, {"migrate_to_chat_id": new.id})
    return new.id, _move(world, new, owner, {"migrate_from_chat_id": old.id})


def _move(world: World, chat: Chat, person: int, content: Json) -> int:
    return send(world, chat, person, content).update_id


def _no_member(chat: Chat) -> str:
    return f"bot is not a member of the {chat.api['type']} chat"
