"""What people do with a group: they make it, let the bot in and out, talk, press its buttons, and upgrade it."""

from __future__ import annotations

from sandbox.person_side.acts import (
    Done,
    MisusedError,
    Opened,
    inline_button,
    labels,
    membership,
    pressed,
    send,
    text_of,
)
from sandbox.state.chats import Chat
from sandbox.state.people import Json
from sandbox.state.rights import PRESENT, all_rights
from sandbox.state.world import World

FIRST_GROUP = -5001
SUPERGROUPS = -(10**12)  # the numbers of supergroups lie below
KINDS = ("group", "supergroup", "channel")
NOTHING: Json = {}


def make(world: World, title: str, members: list[int], kind: str, about: Json = NOTHING) -> int:
    """Make a group of people, the first of whom owns it; returns its number. The bot is not in it.

    `about` may give a "username" (and whether the group "is_forum").
    """
    if kind not in KINDS[:2]:
        raise MisusedError("kind must be group or supergroup")
    number = _free_number(world, SUPERGROUPS if kind == "supergroup" else 0)
    chat = world.group(number, title, kind)
    _tell_of(chat, about)
    chat.closed = _no_member(chat)
    chat.members = {member: "creator" if member == members[0] else "member" for member in members}
    world.events.tell(number, "people")
    return number


def add_bot(world: World, group: int, person: int, title: str, about: Json = NOTHING) -> int:
    """Let the bot in, perhaps by a link with "start"; returns the newest update's id.

    `about` may have "start", the "kind" of a chat that is not there yet, a "username", whether it "is_forum", and
    "rights": what the bot may do as an administrator, or "administrator" for everything.
    """
    kind = str(about.get("kind") or "supergroup")
    if kind not in KINDS:
        raise MisusedError(f"kind must be {', '.join(KINDS[:-1])} or {KINDS[-1]}")
    chat = world.group(group, title, kind)
    _tell_of(chat, about)
    rights = _rights(chat, about.get("rights"))
    chat.closed = None
    chat.members.setdefault(person, "creator")
    added = membership(world, chat, person, "administrator" if rights else "member", rights)
    if not about.get("start"):
        return added
    return say(world, group, person, f"/start@{world.bot.user['username']} {about['start']}").update_id


def set_rights(world: World, group: int, person: int, rights: object) -> int:
    """Make the bot an administrator with these rights, or a plain member again where there are none."""
    chat = world.chats.get(group)
    if chat is None or chat.members.get(world.bot_id) not in PRESENT:
        raise MisusedError("the bot is not in this group")
    given = _rights(chat, rights)
    return membership(world, chat, person, "administrator" if given else "member", given)


def ask_to_join(world: World, group: int, person: int) -> int:
    """Ask to be let into a group whose link asks its administrators; returns the update's id."""
    chat = world.chats.get(group)
    if chat is None or chat.members.get(person) in PRESENT:
        raise MisusedError("there is no such group that this person is not in")
    chat.requests.add(person)
    user = world.person(person).user()
    asked: Json = {"chat": chat.api, "from": user, "user_chat_id": person, "date": world.clock.stamp()}
    return world.updates.add("chat_join_request", asked, chat.id)


def remove_bot(world: World, group: int, person: int) -> int:
    chat = world.group(group, "Group", "supergroup")
    chat.closed = f"bot was kicked from the {chat.api['type']} chat"
    return membership(world, chat, person, "kicked")


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
    wanted = SUPERGROUPS + group
    number = _free_number(world, SUPERGROUPS) if wanted in world.chats else wanted
    new = world.group(number, str(old.api["title"]), "supergroup")
    new.members, new.rights, old.moved_to = dict(old.members), dict(old.rights), new.id
    owner = next((number for number, status in old.members.items() if status == "creator"), world.bot_id)
    _move(world, old, owner, {"migrate_to_chat_id": new.id})
    return new.id, _move(world, new, owner, {"migrate_from_chat_id": old.id})


def _free_number(world: World, above: int) -> int:
    """Return the next number of its kind that no chat has borne: those of supergroups lie below `above`."""
    used = [one - above for one in world.chats if (one < SUPERGROUPS) == (above == SUPERGROUPS) and one < 0]
    return above + min([FIRST_GROUP + 1, *used]) - 1


def _tell_of(chat: Chat, about: Json) -> None:
    if about.get("username"):
        chat.api["username"] = str(about["username"]).removeprefix("@")
    if about.get("is_forum") is True and chat.api["type"] == "supergroup":
        chat.api["is_forum"] = True


def _rights(chat: Chat, given: object) -> Json:
    """Read an administrator's rights: {"can_pin_messages": true, ..}, or a word for all of them."""
    match given:
        case None | "" | "member":
            return {}
        case "administrator":
            return all_rights(chat)
        case dict() if given.keys() <= all_rights(chat).keys():
            return {**dict.fromkeys(all_rights(chat), False), "can_manage_chat": True, **given}
        case _:
            raise MisusedError(f'rights must be "administrator" or an object of {", ".join(all_rights(chat))}')


def _move(world: World, chat: Chat, person: int, content: Json) -> int:
    return send(world, chat, person, content).update_id


def _no_member(chat: Chat) -> str:
    return f"bot is not a member of the {chat.api['type']} chat"
