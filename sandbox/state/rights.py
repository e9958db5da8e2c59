"""Who may do what in a group or a channel: the bot by its own rights, others by theirs."""

from __future__ import annotations

from sandbox.refusals import bad_request
from sandbox.state.chats import Chat
from sandbox.state.people import Json
from sandbox.state.world import World

# What an administrator may be given everywhere; then what only groups, only supergroups, and only channels know.
EVERYWHERE = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",  # of a version after 10.1; a client of that version cannot read an answer without it
)
IN_GROUPS = ("can_pin_messages", "can_manage_tags")
IN_SUPERGROUPS = ("can_manage_topics",)
IN_CHANNELS = ("can_post_messages", "can_edit_messages", "can_manage_direct_messages")
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
PRESENT = ("creator", "administrator", "member", "restricted")


def known_rights(chat_type: object) -> tuple[str, ...]:
    """Return what administrators of such a chat may be given."""
    match chat_type:
        case "channel":
            return EVERYWHERE + IN_CHANNELS
        case "supergroup":
            return EVERYWHERE + IN_GROUPS + IN_SUPERGROUPS
        case _:
            return EVERYWHERE + IN_GROUPS


def all_rights(chat: Chat) -> Json:
    return dict.fromkeys(known_rights(chat.api["type"]), True)


def bot_may(world: World, chat: Chat, right: str) -> bool:
    """Say whether the bot is an administrator here who may do this."""
    return chat.members.get(world.bot_id) == "administrator" and chat.rights.get(world.bot_id, {}).get(right) is True


def demand(world: World, chat: Chat, right: str, words: str) -> None:
    """Raise RefusedError (400) in these words unless the bot may do this here."""
    if not bot_may(world, chat, right):
        raise bad_request(words)


def person_in(p: Json) -> int:
    """Return whom a call is about. Raises RefusedError (400)."""
    number = p.get("user_id")
    if not isinstance(number, int) or number <= 0:
        raise bad_request("invalid user_id specified")
    return number


def member(world: World, chat: Chat, number: int) -> Json:
    """Return a ChatMember. Raises RefusedError (400) for who never was in the chat."""
    status = chat.members.get(number)
    if chat.id > 0 and number in (chat.id, world.bot_id):
        status = "member"
    if status is None:
        raise bad_request("member not found")
    user = world.bot.user if number == world.bot_id else world.person(number).user()
    return chat_member(user, status, chat.rights.get(number))


def chat_member(user: Json, status: str, rights: Json | None = None) -> Json:
    """Return the ChatMember of a status, with what the documentation demands for it."""
    more: dict[str, Json] = {
        "creator": {"is_anonymous": False},
        "administrator": {"can_be_edited": False, "is_anonymous": False, **dict.fromkeys(EVERYWHERE, False)},
        "restricted": {**dict.fromkeys(PERMISSIONS, False), "is_member": True, "until_date": 0},
        "kicked": {"until_date": 0},
    }
    return {"user": user, "status": status, **more.get(status, {}), **(rights or {})}
