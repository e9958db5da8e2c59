"""What a person can do in a chat, and the update that the bot gets for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.formatting.entities import with_found
from sandbox.methods.chat import card_message
from sandbox.methods.send import CAPTION_MOST, TEXT_MOST, formatted, location
from sandbox.state.chats import Chat, Message
from sandbox.state.files import KINDS, Upload, kind_of
from sandbox.state.people import Json
from sandbox.state.rights import PRESENT, chat_member
from sandbox.state.world import World

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")
NOTHING: Json = {}
# A tapped button of these kinds opens something on the phone; no update comes of it.
OPENING = ("url", "copy_text", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat")


class MisusedError(Exception):
    """The person's side was asked for something that nobody could do in a messenger."""


@dataclass(frozen=True, slots=True)
class Done:
    """The update that came of it, and the message it is about."""

    update_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A button that opens something and tells the bot nothing: its action and what it leads to."""

    action: str
    target: object


def say(world: World, person: int, text: str, more: Json = NOTHING) -> Done:
    """Send a text; longer than a messenger allows goes as several messages, of which the last is returned.

    `more` may have "reply_to" (a message_id), "forward", and "entities" that format a text that is not too long.
    """
    chat = _open(world, person)
    if not text.strip():
        raise MisusedError("a text must not be empty")
    about = {**_reply(chat, more.get("reply_to")), **(_forwarded(world, person) if more.get("forward") else {})}
    if more.get("entities"):
        said = formatted({"text": text, "entities": more["entities"]}, "text", TEXT_MOST)
        return send(world, chat, person, {**said, **about})
    parts = [text[start : start + TEXT_MOST] for start in range(0, len(text), TEXT_MOST)]
    done = [send(world, chat, person, {**text_of(part), **about}) for part in parts if part.strip()]
    return done[-1]


def start(world: World, person: int, payload: str) -> Done:
    """Press Start, perhaps from a deep link; it also unblocks the bot, as in a messenger."""
    if not PAYLOAD.fullmatch(payload):
        raise MisusedError("a deep link's payload is at most 64 characters of A-Z a-z 0-9 _ -")
    unblock(world, person)
    return say(world, person, f"/start {payload}".strip())


def tap(world: World, person: int, button: str, message_id: object = None) -> Done | Opened:
    """Press a button: an inline one by label or data, else one of the keyboard below the chat by label."""
    chat = _open(world, person)
    found = inline_button(chat, button, message_id)
    if found:
        return pressed(world, chat, person, *found)
    key = _keyboard_button(chat, button) if message_id is None else None
    if key is None:
        raise MisusedError(f"there is no button {button!r} in this chat now; there are {labels(chat)}")
    for wanted in ("location", "contact"):
        if key.get(f"request_{wanted}"):
            raise MisusedError(f"this button asks for a {wanted}: POST it to /sandbox/people/{person}/{wanted}")
    return say(world, person, button)


def share_location(world: World, person: int, body: Json) -> Done:
    """Send a location; with a title it is a venue."""
    chat, place = _open(world, person), location(body)
    if not body.get("title"):
        return send(world, chat, person, {"location": place})
    venue = {"location": place, "title": str(body["title"]), "address": str(body.get("address") or "")}
    return send(world, chat, person, {"location": place, "venue": venue})


def share_contact(world: World, person: int, body: Json) -> Done:
    """Send a contact: one's own, unless `user_id` or `first_name` (and `last_name`) say whose."""
    chat, owner = _open(world, person), body.get("user_id", person)
    name = str(body.get("first_name") or world.person(person).name)
    contact: Json = {"phone_number": str(body["phone_number"]), "first_name": name}
    if body.get("last_name"):
        contact["last_name"] = str(body["last_name"])
    if isinstance(owner, int):
        contact["user_id"] = owner
    return send(world, chat, person, {"contact": contact})


def send_file(world: World, person: int, upload: Upload, kind: str, about: Json) -> Done:
    """Send a file; without a kind its name's ending decides whether it is a photo, a voice message, ...

    `about` may have "caption", "caption_entities", "album" (the same for all that go together) and "reply_to".
    """
    if kind and kind not in KINDS:
        raise MisusedError(f"kind must be one of {', '.join(sorted(KINDS))}")
    if not upload.content:
        raise MisusedError("a file must not be empty")
    stored = world.files.keep(upload.name, upload.content, kind or kind_of(upload.name))
    chat, words = _open(world, person), formatted(about, "caption", CAPTION_MOST) if about.get("caption") else {}
    album = {"media_group_id": str(about["album"])} if about.get("album") else {}
    return send(
        world, chat, person, {**stored.content_field(), **words, **album, **_reply(chat, about.get("reply_to"))}
    )


def speak(world: World, person: int, language: str) -> None:
    """Change the language of somebody's messenger; no update tells of it."""
    world.person(person).language = language
    world.events.tell(person, "people")


def block(world: World, person: int) -> int | None:
    """Block the bot; returns the update's id, or None when it was blocked already."""
    chat = world.chat_of(person)
    if chat.closed:
        return None
    chat.closed = "bot was blocked by the user"
    return membership(world, chat, person, "kicked")


def unblock(world: World, person: int) -> int | None:
    chat = world.chat_of(person)
    if not chat.closed:
        return None
    chat.closed = None
    return membership(world, chat, person, "member")


def deactivate(world: World, person: int) -> None:
    """Delete somebody's account; no update tells of it."""
    world.chat_of(person).closed = "user is deactivated"


def ask_inline(world: World, person: int, text: str) -> int:
    """Type the bot's name and a text in some chat; returns the update's id. The cards come by `offered`."""
    query_id = str(world.next_message_id())
    world.ask(query_id, person)
    world.offered.pop(person, None)
    world.asked[person] = text
    query: Json = {"id": query_id, "from": world.person(person).user(), "query": text, "offset": ""}
    return world.updates.add("inline_query", query, person)


def choose_card(world: World, person: int, card_id: str) -> Done:
    """Choose a card for this very chat: its message appears as the person's, by way of the bot."""
    card = next((one for one in world.offered.get(person, []) if one["id"] == card_id), None)
    if card is None:
        raise MisusedError("there is no such card now")
    keyboard = {"reply_markup": card["reply_markup"]} if card.get("reply_markup") else {}
    said = {**card_message(card), **keyboard, "via_bot": world.bot.user}
    chat = _open(world, person)
    chosen: Json = {"result_id": card["id"], "from": world.person(person).user(), "query": world.asked.get(person, "")}
    world.updates.add("chosen_inline_result", chosen, person)
    return send(world, chat, person, said)


def edit(world: World, person: int, message_id: object, text: str) -> Done:
    chat = _open(world, person)
    message = chat.find(message_id)
    if message is None or message.author != person or "text" not in message.api:
        raise MisusedError("there is no text of this person with that message_id")
    message.api = {**message.api, "edit_date": world.clock.stamp(), **text_of(text)}
    message.edited = True
    chat.touch(message)
    world.events.tell(chat.id, "edit", message_id=message.id)
    return Done(world.updates.add("edited_message", message.api, chat.id), message.id)


def post_in_channel(world: World, channel: int, text: str) -> Done:
    chat = world.group(channel, "Channel", "channel")
    message = Message(
        {
            "message_id": world.next_message_id(),
            "chat": chat.api,
            "sender_chat": chat.api,
            "date": world.clock.stamp(),
            **text_of(text),
        },
        author=channel,
    )
    chat.add(message)
    return Done(world.updates.add("channel_post", message.api, chat.id), message.id)


def push(world: World, update: Json) -> int:
    """Queue an update made elsewhere; its id is ours, and whomever and whatever it names is known from now on."""
    kinds = [kind for kind in update if kind != "update_id"]
    content = update[kinds[0]] if len(kinds) == 1 else None
    if not isinstance(content, dict):
        raise MisusedError("an update has exactly one kind of content, an object")
    who = content.get("from")
    person = who["id"] if isinstance(who, dict) and type(who.get("id")) is int else 0
    if person > 0:
        world.meet([person])
    _learn(world, kinds[0], content)
    if kinds[0] in ("callback_query", "inline_query"):
        world.ask(str(content.get("id")), person, _chat_of(content))
    return world.updates.add(kinds[0], content, person)


def _chat_of(content: Json) -> int:
    message = content.get("message")
    chat = message.get("chat") if isinstance(message, dict) else None
    return chat["id"] if isinstance(chat, dict) and type(chat.get("id")) is int else 0


def _learn(world: World, kind: str, content: Json) -> None:
    """Learn the chats, the messages and the files that an update names, wherever in it they stand."""
    for held in _inside(content):
        chat, number = held.get("chat"), held.get("message_id")
        known = _learnt_chat(world, chat) if isinstance(chat, dict) else None
        if known and type(number) is int and number > 0 and "date" in held:
            _learn_message(world, known, number, held)
            _learn_topic(known, held)
        for name in KINDS & held.keys():
            _learn_file(world, name, held[name])
    if kind == "my_chat_member":
        _learn_membership(world, content)


def _learnt_chat(world: World, chat: Json) -> Chat | None:
    number = chat.get("id")
    if type(number) is not int or number == 0:
        return None
    if number > 0:
        return world.chat_of(number)
    found = world.group(number, str(chat.get("title") or "Group"), str(chat.get("type") or "supergroup"))
    found.api.update({key: what for key, what in chat.items() if key in ("title", "username", "is_forum") and what})
    return found


def _learn_message(world: World, chat: Chat, number: int, api: Json) -> None:
    """Let a message stand in its chat, so that it can be answered, copied and forwarded."""
    if number in chat.messages or type(api["date"]) is not int:
        return
    sender = api.get("from")
    author = sender.get("id") if isinstance(sender, dict) else chat.id
    message = Message({**api, "chat": chat.api}, author if type(author) is int else chat.id)
    chat.add(message)
    world.events.tell(chat.id, "message", message_id=number)


def _learn_topic(chat: Chat, api: Json) -> None:
    thread = api.get("message_thread_id")
    if api.get("is_topic_message") is True and type(thread) is int:
        chat.api["is_forum"] = True
        chat.topics.setdefault(thread, {"message_thread_id": thread, "name": "Topic", "icon_color": 0x6FB9F0})


def _learn_file(world: World, kind: str, value: object) -> None:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict) and isinstance(one.get("file_id"), str) and one["file_id"]:
            world.files.vouch(one["file_id"], kind, one)


def _learn_membership(world: World, content: Json) -> None:
    chat, new = content.get("chat"), content.get("new_chat_member")
    number = chat.get("id") if isinstance(chat, dict) else None
    known = world.chats.get(number) if type(number) is int else None
    if known is None or not isinstance(new, dict):
        return
    status = str(new.get("status"))
    known.members[world.bot_id] = status
    known.rights[world.bot_id] = {key: what for key, what in new.items() if key.startswith("can_")}
    known.closed = None if status in PRESENT else _closed(known, status)


def _closed(chat: Chat, status: str) -> str:
    if chat.id > 0:
        return "bot was blocked by the user"
    kind = chat.api["type"]
    return f"bot was kicked from the {kind} chat" if status == "kicked" else f"bot is not a member of the {kind} chat"


def _inside(value: object) -> Iterator[Json]:
    """Walk through every object that stands in a value, the outer ones first."""
    waiting = [value]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, dict):
            yield one
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)


def send(world: World, chat: Chat, person: int, content: Json) -> Done:
    """Put a person's message into a chat and tell the bot."""
    message = world.record(chat, person, content)
    chat.read_up_to = max(chat.read_up_to, message.id) if chat.id > 0 else chat.read_up_to
    if chat.keyboard and chat.keyboard.get("one_time_keyboard"):
        chat.keyboard = None
        world.events.tell(chat.id, "keyboard")
    return Done(world.updates.add("message", message.api, chat.id), message.id)


def _open(world: World, person: int) -> Chat:
    chat = world.chat_of(person)
    if chat.closed:
        raise MisusedError(f"nothing can be sent: {chat.closed} (POST /sandbox/people/{person}/unblock)")
    return chat


def text_of(text: str) -> Json:
    entities = with_found(text, [])
    return {"text": text, "entities": entities} if entities else {"text": text}


def _reply(chat: Chat, number: object) -> Json:
    if number is None:
        return {}
    found = chat.find(number)
    if found is None:
        raise MisusedError("there is no message to reply to with that message_id")
    return {"reply_to_message": {key: what for key, what in found.api.items() if key != "reply_to_message"}}


def _forwarded(world: World, person: int) -> Json:
    return {"forward_origin": {"type": "user", "sender_user": world.person(person).user(), "date": world.clock.stamp()}}


def inline_button(chat: Chat, button: str, message_id: object) -> tuple[Message, Json] | None:
    """Find an inline button, in the newest message that has it unless one is named."""
    for message in chat.newest_first():
        if message_id is None or message.id == message_id:
            for one in inline_buttons(message):
                if button in (one["text"], one.get("callback_data")):
                    return message, one
    return None


def inline_rows(shown: Json) -> list[list[Json]]:
    """Return the buttons below a message, or a card that would become one."""
    markup = shown.get("reply_markup")
    return markup["inline_keyboard"] if isinstance(markup, dict) else []


def inline_buttons(message: Message) -> list[Json]:
    return [button for row in inline_rows(message.api) for button in row]


def keyboard_buttons(keyboard: Json | None) -> list[list[Json]]:
    rows = keyboard.get("keyboard") if keyboard else None
    return rows if isinstance(rows, list) else []


def _keyboard_button(chat: Chat, label: str) -> Json | None:
    return next((one for row in keyboard_buttons(chat.keyboard) for one in row if one["text"] == label), None)


def labels(chat: Chat) -> str:
    newest = next((message for message in chat.newest_first() if inline_buttons(message)), None)
    inline = [str(one["text"]) for one in inline_buttons(newest)] if newest else []
    below = [str(one["text"]) for row in keyboard_buttons(chat.keyboard) for one in row]
    return ", ".join(f"[{label}]" for label in [*inline, *below]) or "none"


def pressed(world: World, chat: Chat, person: int, message: Message, button: Json) -> Done | Opened:
    for action in OPENING:
        if button.get(action) is not None:
            return Opened(action, button[action])
    query_id = str(world.next_message_id())
    world.ask(query_id, person, chat.id)
    query: Json = {
        "id": query_id,
        "from": world.person(person).user(),
        "message": message.api,
        "chat_instance": str(chat.id),
        "data": button.get("callback_data"),
    }
    return Done(world.updates.add("callback_query", query, chat.id), message.id)


def membership(world: World, chat: Chat, person: int, new: str, rights: Json = NOTHING) -> int:
    """Change what the bot is in a chat, and tell it; `rights` are those of an administrator."""
    was = chat.members.get(world.bot_id, "left") if chat.id < 0 else ("kicked" if new == "member" else "member")
    before = chat_member(world.bot.user, was, chat.rights.get(world.bot_id))
    if chat.id < 0:
        chat.members[world.bot_id], chat.rights[world.bot_id] = new, dict(rights)
    change: Json = {
        "chat": chat.api,
        "from": world.person(person).user(),
        "date": world.clock.stamp(),
        "old_chat_member": before,
        "new_chat_member": chat_member(world.bot.user, new, rights),
    }
    world.events.tell(chat.id, "people")
    return world.updates.add("my_chat_member", change, chat.id)
