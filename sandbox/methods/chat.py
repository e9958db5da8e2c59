"""Bot API methods that ask about a chat or a file, or answer a pressed button."""

from __future__ import annotations

from sandbox.formatting.markup import read_inline
from sandbox.methods.send import TEXT_MOST, formatted
from sandbox.refusals import bad_request
from sandbox.state.chats import Toast
from sandbox.state.people import Json
from sandbox.state.rights import PRESENT, member
from sandbox.state.world import World

HEADS = ("creator", "administrator")
DOWNLOAD_MOST = 20 * 2**20
TOAST_MOST = 200
MOST_RESULTS = 50
RESULT_ID_MOST = 64
NO_GIFTS = dict.fromkeys(
    (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    ),
    False,
)


def answer_callback_query(world: World, p: Json) -> bool:
    text = str(p.get("text") or "")
    if len(text) > TOAST_MOST:
        raise bad_request("MESSAGE_TOO_LONG")
    url = str(p.get("url") or "")
    if url and not url.startswith(f"https://t.me/{world.bot.user['username']}?"):
        raise bad_request("URL_INVALID")  # a button of no game opens the bot's own chat alone
    query = world.answer_query(p.get("callback_query_id"))
    toast = Toast(query.person, text, p.get("show_alert") is True, url)
    if text or url:
        (world.chats.get(query.chat) or world.chat_of(query.person)).toasts.append(toast)
    # Without a text, the button's wait ends.
    world.events.tell(query.person, "toast", text=text, alert=toast.alert, url=url)
    return True


def answer_inline_query(world: World, p: Json) -> bool:
    results = p.get("results")
    if not isinstance(results, list) or not all(isinstance(one, dict) for one in results):
        raise bad_request("can't parse inline query results JSON object")
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    for one in results:
        _check_result(one)
    if len({one["id"] for one in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    kept = [{**one, "reply_markup": read_inline(one.get("reply_markup"))} for one in results]
    query = world.answer_query(p.get("inline_query_id"))
    world.offered[query.person] = kept
    world.events.tell(query.person, "inline")
    return True


def _check_result(result: Json) -> None:
    """Check what Telegram demands of a result. Raises RefusedError (400)."""
    number = result.get("id")
    if not isinstance(number, str) or not 1 <= len(number.encode()) <= RESULT_ID_MOST:
        raise bad_request("RESULT_ID_INVALID")
    if result.get("type") != "article" or not result.get("title"):
        raise bad_request("can't parse InlineQueryResult: here only articles with a title are known")
    card_message(result)


def card_message(article: Json) -> Json:
    """Return what an article puts into a chat, as fields of a Message. Raises RefusedError (400)."""
    content = article.get("input_message_content")
    if not isinstance(content, dict) or not content.get("message_text"):
        raise bad_request("message text is empty")
    said = {"text": str(content["message_text"])}
    return formatted({**said, **{key: content.get(key) for key in ("parse_mode", "entities")}}, "text", TEXT_MOST)


def get_chat(world: World, p: Json) -> Json:
    """Return ChatFullInfo."""
    chat = world.find_chat(p.get("chat_id"))
    more: Json = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": NO_GIFTS, **chat.about}
    if chat.pinned and (pinned := chat.find(chat.pinned)):
        more["pinned_message"] = pinned.api
    return {**chat.api, **more}


def get_chat_member(world: World, p: Json) -> Json:
    chat, number = world.find_chat(p.get("chat_id")), p.get("user_id")
    if not isinstance(number, int) or number <= 0:
        raise bad_request("invalid user_id specified")
    return member(world, chat, number)


def get_chat_member_count(world: World, p: Json) -> int:
    chat = world.find_chat(p.get("chat_id"))
    return 2 if chat.id > 0 else sum(status in PRESENT for status in chat.members.values())


def get_chat_administrators(world: World, p: Json) -> list[Json]:
    chat = world.find_chat(p.get("chat_id"))
    if chat.id > 0:
        raise bad_request("there are no administrators in the private chat")
    return [member(world, chat, number) for number, status in chat.members.items() if status in HEADS]


def leave_chat(world: World, p: Json) -> bool:
    chat = world.writable_chat(p.get("chat_id"))
    if chat.id > 0:
        raise bad_request("chat member status can't be changed in private chats")
    chat.members[world.bot_id] = "left"
    chat.closed = f"bot is not a member of the {chat.api['type']} chat"
    return True


def get_file(world: World, p: Json) -> Json:
    found = world.files.find(p.get("file_id"))
    if found is None:
        raise bad_request("invalid file_id")
    if len(found.content) > DOWNLOAD_MOST:
        raise bad_request("file is too big")
    return found.file()
