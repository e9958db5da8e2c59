"""Bot API methods about who is in a group or a channel, and what they may do there."""

from __future__ import annotations

from sandbox.refusals import bad_request
from sandbox.state.chats import Chat
from sandbox.state.people import Json
from sandbox.state.rights import PERMISSIONS, PRESENT, bot_may, demand, known_rights, person_in
from sandbox.state.world import World

TO_RESTRICT = "not enough rights to restrict/unrestrict chat member"
TO_PROMOTE = "not enough rights"
TITLE_MOST = 16


def ban_chat_member(world: World, p: Json) -> bool:
    chat, number = _restrictable(world, p)
    _change(world, chat, number, "kicked", {"until_date": _until(p)})
    return True


def unban_chat_member(world: World, p: Json) -> bool:
    chat, number = _restrictable(world, p)
    status = chat.members.get(number)
    if status == "kicked" or (status in PRESENT and p.get("only_if_banned") is not True):
        _change(world, chat, number, "left", {})
    return True


def restrict_chat_member(world: World, p: Json) -> bool:
    chat, number = _restrictable(world, p)
    if chat.api["type"] != "supergroup":
        raise bad_request("method is available only for supergroups")
    allowed = permissions(p)
    if all(allowed.values()):
        _change(world, chat, number, "member", {})
    else:
        is_member = chat.members.get(number) in PRESENT
        _change(world, chat, number, "restricted", {**allowed, "is_member": is_member, "until_date": _until(p)})
    return True


def promote_chat_member(world: World, p: Json) -> bool:
    chat, number = _chat_and_person(world, p, "can't promote members in private chats")
    if number == world.bot_id:
        raise bad_request("can't promote self")
    demand(world, chat, "can_promote_members", TO_PROMOTE)
    if chat.members.get(number) == "creator":
        raise bad_request("can't remove chat owner")
    if chat.members.get(number) not in PRESENT:
        raise bad_request("PARTICIPANT_ID_INVALID")
    known = known_rights(chat.api["type"])
    given: Json = {name: p.get(name) is True for name in known}
    if any(given.values()) or p.get("is_anonymous") is True:
        given |= {"can_manage_chat": True, "is_anonymous": p.get("is_anonymous") is True, "can_be_edited": True}
        _change(world, chat, number, "administrator", given)
    else:
        _change(world, chat, number, "member", {})
    return True


def set_chat_administrator_custom_title(world: World, p: Json) -> bool:
    chat, number = _chat_and_person(world, p, "can't set custom title in private chats")
    if chat.api["type"] != "supergroup":
        raise bad_request("method is available only for supergroups")
    if chat.members.get(number) == "creator":
        raise bad_request("only creator can edit their custom title")
    if chat.members.get(number) != "administrator":
        raise bad_request("user is not an administrator")
    demand(world, chat, "can_promote_members", TO_PROMOTE)
    title = str(p.get("custom_title") or "")
    if len(title) > TITLE_MOST:
        raise bad_request("ADMIN_RANK_INVALID")
    chat.rights[number] = {**chat.rights.get(number, {}), "custom_title": title}
    return True


def set_chat_member_tag(world: World, p: Json) -> bool:
    chat, number = _chat_and_person(world, p, "can't set member tag in private chats")
    demand(world, chat, "can_manage_tags", TO_PROMOTE)
    if chat.members.get(number) not in ("member", "restricted"):
        raise bad_request("USER_NOT_PARTICIPANT")
    rights = {key: what for key, what in chat.rights.get(number, {}).items() if key != "tag"}
    chat.rights[number] = {**rights, **({"tag": p["tag"]} if p.get("tag") else {})}
    return True


def ban_chat_sender_chat(world: World, p: Json) -> bool:
    return _sender_chat(world, p)


def unban_chat_sender_chat(world: World, p: Json) -> bool:
    return _sender_chat(world, p)


def set_chat_permissions(world: World, p: Json) -> bool:
    chat = world.writable_chat(p.get("chat_id"))
    if chat.id > 0:
        raise bad_request("can't change private chat permissions")
    if chat.api["type"] == "channel":
        raise bad_request("can't change channel chat permissions")
    allowed = permissions(p)
    demand(world, chat, "can_restrict_members", "not enough rights to change chat permissions")
    chat.about["permissions"] = allowed
    return True


def approve_chat_join_request(world: World, p: Json) -> bool:
    chat, number = _requested(world, p)
    _change(world, chat, number, "member", {})
    return True


def decline_chat_join_request(world: World, p: Json) -> bool:
    _requested(world, p)
    return True


def get_user_chat_boosts(world: World, p: Json) -> Json:
    chat = world.find_chat(p.get("chat_id"))
    if chat.id > 0 or not any(bot_may(world, chat, right) for right in known_rights(chat.api["type"])):
        raise bad_request("CHAT_ADMIN_REQUIRED" if chat.id < 0 else "chat is not a supergroup or a channel")
    return {"boosts": []}


def permissions(p: Json) -> Json:
    """Return all of ChatPermissions as they are given. Raises RefusedError (400)."""
    given = p.get("permissions")
    if not isinstance(given, dict):
        raise bad_request("can't parse permissions: expected an Object")
    return {name: given.get(name) is True for name in PERMISSIONS}


def _chat_and_person(world: World, p: Json, in_private: str) -> tuple[Chat, int]:
    chat = world.writable_chat(p.get("chat_id"))
    number = person_in(p)
    if chat.id > 0:
        raise bad_request(in_private)
    return chat, number


def _restrictable(world: World, p: Json) -> tuple[Chat, int]:
    """Return the chat, and somebody in it whom the bot may put out or silence. Raises RefusedError (400)."""
    chat, number = _chat_and_person(world, p, "can't ban members in private chats")
    if number == world.bot_id:
        raise bad_request("can't restrict self")
    if chat.members.get(number) == "creator":
        raise bad_request("can't remove chat owner")
    demand(world, chat, "can_restrict_members", TO_RESTRICT)
    if chat.members.get(number) == "administrator":
        raise bad_request("user is an administrator of the chat")
    return chat, number


def _change(world: World, chat: Chat, number: int, status: str, rights: Json) -> None:
    chat.members[number] = status
    chat.rights[number] = rights
    world.events.tell(chat.id, "people")


def _requested(world: World, p: Json) -> tuple[Chat, int]:
    chat, number = _chat_and_person(world, p, "can't approve or decline requests in private chats")
    demand(world, chat, "can_invite_users", "not enough rights to manage chat join requests")
    if chat.members.get(number) in PRESENT:
        raise bad_request("USER_ALREADY_PARTICIPANT")
    if number not in chat.requests:
        raise bad_request("HIDE_REQUESTER_MISSING")
    chat.requests.discard(number)
    return chat, number


def _sender_chat(world: World, p: Json) -> bool:
    chat = world.writable_chat(p.get("chat_id"))
    sender = p.get("sender_chat_id")
    if not isinstance(sender, int) or sender >= 0:
        raise bad_request("PARTICIPANT_ID_INVALID" if sender else "sender_chat_id is empty")
    demand(world, chat, "can_restrict_members", TO_RESTRICT)
    return True


def _until(p: Json) -> int:
    until = p.get("until_date")
    return until if isinstance(until, int) and until > 0 else 0
