"""Bot API methods about a group or a channel itself: its title, its picture, the links that lead into it."""

from __future__ import annotations

import re

from sandbox.methods.send import uploaded
from sandbox.refusals import bad_request
from sandbox.state.chats import Chat
from sandbox.state.files import StoredFile, Upload
from sandbox.state.people import Json
from sandbox.state.rights import demand
from sandbox.state.world import World

TITLE_MOST = 128
ABOUT_MOST = 255
LINK_NAME_MOST = 32
TO_INVITE = "not enough rights to manage chat invite link"
START = "https://t.me/+"
MONTH_S = 2_592_000


def set_chat_title(world: World, p: Json) -> bool:
    chat = _shared(world, p, "can't change private chat title")
    title = str(p.get("title") or "").strip()
    if not 1 <= len(title) <= TITLE_MOST:
        raise bad_request("title must be non-empty" if not title else "chat title is too long")
    demand(world, chat, "can_change_info", "not enough rights to change chat title")
    if title == chat.api["title"]:
        return True
    chat.api["title"] = title
    _notice(world, chat, {"new_chat_title": title})
    return True


def set_chat_description(world: World, p: Json) -> bool:
    chat = _shared(world, p, "can't change private chat description")
    text = str(p.get("description") or "")
    if len(text) > ABOUT_MOST:
        raise bad_request("chat description is too long")
    demand(world, chat, "can_change_info", "not enough rights to set chat description")
    if text == chat.about.get("description", ""):
        raise bad_request("chat description is not modified")
    chat.about["description"] = text
    return True


def set_chat_photo(world: World, p: Json) -> bool:
    chat = _shared(world, p, "can't change private chat photo")
    if not isinstance(p.get("photo"), Upload):
        raise bad_request(
            "there is no photo in the request" if not p.get("photo") else "photo should be uploaded as an InputFile"
        )
    demand(world, chat, "can_change_info", "not enough rights to change chat photo")
    stored = uploaded(world, p, "photo", "photo")
    chat.about["photo"] = chat_photo(stored)
    _notice(world, chat, {"new_chat_photo": stored.content_field()["photo"]})
    return True


def delete_chat_photo(world: World, p: Json) -> bool:
    chat = _shared(world, p, "can't change private chat photo")
    demand(world, chat, "can_change_info", "not enough rights to change chat photo")
    if chat.about.pop("photo", None) is not None:
        _notice(world, chat, {"delete_chat_photo": True})
    return True


def set_chat_sticker_set(world: World, p: Json) -> bool:
    chat = _shared(world, p, "can't set sticker set in private chats")
    if p.get("sticker_set_name") not in world.sticker_sets:
        raise bad_request("STICKERSET_INVALID")
    demand(world, chat, "can_change_info", "not enough rights to change chat sticker set")
    chat.about["sticker_set_name"] = p["sticker_set_name"]
    return True


def delete_chat_sticker_set(world: World, p: Json) -> bool:
    chat = _shared(world, p, "can't set sticker set in private chats")
    demand(world, chat, "can_change_info", "not enough rights to change chat sticker set")
    chat.about.pop("sticker_set_name", None)
    return True


def export_chat_invite_link(world: World, p: Json) -> str:
    """Make the bot's primary link anew; the one before is revoked."""
    chat = _inviting(world, p)
    for link in chat.links.values():
        if link["is_primary"]:
            link["is_revoked"] = True
    return str(_made(world, chat, {"is_primary": True})["invite_link"])


def create_chat_invite_link(world: World, p: Json) -> Json:
    return _shown(_made(world, _inviting(world, p), _terms(p)))


def create_chat_subscription_invite_link(world: World, p: Json) -> Json:
    chat = _inviting(world, p)
    if chat.api["type"] != "channel":
        raise bad_request("chat is not a channel")
    period, price = p.get("subscription_period"), p.get("subscription_price")
    if period != MONTH_S or not isinstance(price, int) or not 1 <= price <= 10_000:
        raise bad_request("SUBSCRIPTION_PERIOD_INVALID" if period != MONTH_S else "STARS_AMOUNT_INVALID")
    terms = {"subscription_period": period, "subscription_price": price}
    return _shown(_made(world, chat, {**_terms(p), **terms}))


def edit_chat_invite_link(world: World, p: Json) -> Json:
    chat = _inviting(world, p)
    link = _known(chat, p)
    if link["is_primary"]:
        raise bad_request("CHAT_INVITE_PERMANENT")
    for name in ("name", "expire_date", "member_limit"):
        link.pop(name, None)
    link.update(_terms(p))
    return _shown(link)


def edit_chat_subscription_invite_link(world: World, p: Json) -> Json:
    link = _known(_inviting(world, p), p)
    if "subscription_period" not in link:
        raise bad_request("invite link is not a subscription link")
    link["name"] = str(p.get("name") or "")
    return _shown(link)


def revoke_chat_invite_link(world: World, p: Json) -> Json:
    chat = _inviting(world, p)
    link = _known(chat, p)
    link["is_revoked"] = True
    if link["is_primary"]:
        _made(world, chat, {"is_primary": True})
    return _shown(link)


def chat_photo(stored: StoredFile) -> Json:
    """Return a ChatPhoto: the smallest and the largest size."""
    small, big = stored.sizes[0], stored.sizes[-1]
    ids = {"small_file_id": small.id, "small_file_unique_id": small.unique_id}
    return {**ids, "big_file_id": big.id, "big_file_unique_id": big.unique_id}


def _shared(world: World, p: Json, in_private: str) -> Chat:
    chat = world.writable_chat(p.get("chat_id"))
    if chat.id > 0:
        raise bad_request(in_private)
    return chat


def _inviting(world: World, p: Json) -> Chat:
    chat = _shared(world, p, "can't invite members to a private chat")
    demand(world, chat, "can_invite_users", TO_INVITE)
    return chat


def _terms(p: Json) -> Json:
    """Return what a link is to be. Raises RefusedError (400)."""
    name, until, most = str(p.get("name") or ""), p.get("expire_date"), p.get("member_limit")
    if len(name) > LINK_NAME_MOST:
        raise bad_request("invite link name is too long")
    asks = p.get("creates_join_request") is True
    if isinstance(most, int) and most and (asks or not 1 <= most <= 99_999):
        words = "member limit can't be specified for links requiring administrator approval"
        raise bad_request(words if asks else "USAGE_LIMIT_INVALID")
    terms: Json = {"creates_join_request": asks}
    terms |= {"name": name} if name else {}
    terms |= {"expire_date": until} if isinstance(until, int) and until > 0 else {}
    return terms | ({"member_limit": most} if isinstance(most, int) and most else {})


def _made(world: World, chat: Chat, terms: Json) -> Json:
    address = f"{START}sandbox{world.next_message_id():016d}"
    plain = {"creates_join_request": False, "is_primary": False, "is_revoked": False}
    chat.links[address] = {"invite_link": address, "creator": world.bot.user, **plain, **terms}
    return chat.links[address]


def _known(chat: Chat, p: Json) -> Json:
    address = re.sub(r"^(?:https?://)?", "https://", str(p.get("invite_link") or ""))
    found = chat.links.get(address)
    if found is None or (found["is_revoked"] and not found["is_primary"]):
        raise bad_request("INVITE_HASH_EXPIRED" if p.get("invite_link") else "invite link is empty")
    return found


def _shown(link: Json) -> Json:
    return dict(link)


def _notice(world: World, chat: Chat, content: Json) -> None:
    """Put the line into the chat that tells everybody what was changed."""
    world.record(chat, world.bot_id, content)
