"""All that the sandbox remembers: people, chats, files, the bot, its queue of updates."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from sandbox.refusals import bad_request, forbidden, moved
from sandbox.state.chats import Chat, Message, private_chat, titled_chat
from sandbox.state.clock import Clock, first_number
from sandbox.state.events import Events
from sandbox.state.files import Files, StoredFile
from sandbox.state.limits import Limits, Pace
from sandbox.state.people import Json, Person, Persona, known_person, stranger
from sandbox.state.updates import Updates

KEPT_QUERIES = 10_000
ANSWERABLE_S = 60  # how long a pressed button waits for its answer before the query is too old


@dataclass(slots=True)
class Query:
    """A pressed button that the bot has not answered, and the chat that it stands in."""

    person: int
    asked_at: int
    chat: int


@dataclass(slots=True)
class BotIdentity:
    """What the bot has told Telegram about itself, by language ("" is every language)."""

    user: Json
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)
    default_rights: dict[bool, Json] = field(default_factory=dict)
    photo: StoredFile | None = None


class World:
    """One bot and everybody around it. Changed in the event loop's thread alone."""

    def __init__(self, token: str, personas: Sequence[Persona], limits: Limits) -> None:
        self.token = token
        self.personas = tuple(personas)
        self.clock = Clock()
        self.pace = Pace(limits)
        self.events = Events()
        self.files = Files()
        first = first_number(self.clock.now())
        self.updates = Updates(first)
        self.bot = BotIdentity(_bot_user(token))
        self.people: dict[int, Person] = {persona.id: known_person(persona) for persona in personas}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.offered: dict[int, list[Json]] = {}  # the cards of somebody's newest inline query
        self.asked: dict[int, str] = {}  # and its words
        self.sticker_sets: dict[str, Json] = {}
        self.scores: dict[tuple[int, int], dict[int, int]] = {}  # of a game's message: chat and number, then by person
        self._last_message = first

    @property
    def bot_id(self) -> int:
        number = self.bot.user["id"]
        assert isinstance(number, int)  # noqa: S101  for the type checker: we wrote it ourselves
        return number

    def person(self, number: int) -> Person:
        """Return somebody; who is not known yet is invented."""
        return self.people.get(number) or self.people.setdefault(number, stranger(number))

    def meet(self, numbers: Iterable[int]) -> None:
        """Let people be known to the bot, as if they had pressed Start long ago."""
        for number in numbers:
            self.chat_of(number)

    def chat_of(self, number: int) -> Chat:
        """Return a person's chat with the bot, opened if there was none."""
        found = self.chats.get(number)
        if found is None:
            found = self.chats[number] = private_chat(number, self.person(number).name)
        return found

    def group(self, number: int, title: str, kind: str) -> Chat:
        """Return a group or a channel, opened if there was none."""
        return self.chats.get(number) or self.chats.setdefault(number, titled_chat(number, title, kind))

    def find_chat(self, chat_id: object) -> Chat:
        """Return a chat that the bot knows. Raises RefusedError (400)."""
        if chat_id is None or chat_id == "":
            raise bad_request("chat_id is empty")
        found = self.chats.get(chat_id) if isinstance(chat_id, int) else self._named(str(chat_id))
        if found is None:
            raise bad_request("chat not found")
        return found

    def writable_chat(self, chat_id: object) -> Chat:
        """Return a chat that the bot may write to. Raises RefusedError (400, 403)."""
        if chat_id not in self.chats and any(persona.id == chat_id for persona in self.personas):
            raise forbidden("bot can't initiate conversation with a user")
        chat = self.find_chat(chat_id)
        if chat.moved_to:
            raise moved(chat.moved_to)
        if chat.closed:
            raise forbidden(chat.closed)
        return chat

    def _named(self, name: str) -> Chat | None:
        """Find a group or a channel by its @name; people are not found by theirs, as documented."""
        wanted = name.removeprefix("@").lower()
        return next((one for one in self.chats.values() if str(one.api.get("username", "")).lower() == wanted), None)

    def next_message_id(self) -> int:
        self._last_message += 1
        return self._last_message

    def record(self, chat: Chat, author: int, content: Json) -> Message:
        """Put a new message into a chat."""
        sender = self.bot.user if author == self.bot_id else self.person(author).user()
        heading = {"message_id": self.next_message_id(), "from": sender, "chat": chat.api}
        message = Message({**heading, "date": self.clock.stamp(), **self.with_names(content)}, author)
        chat.add(message)
        self.events.tell(chat.id, "message", message_id=message.id)
        return message

    def with_names(self, content: Json) -> Json:
        """Return fields of a Message in which whoever an entity mentions stands with a name."""
        named = dict(content)
        for key in ("entities", "caption_entities"):
            entities = content.get(key)
            if isinstance(entities, list):
                named[key] = [self._with_name(one) for one in entities]
        return named

    def _with_name(self, entity: Json) -> Json:
        user = entity.get("user")
        number = user.get("id") if isinstance(user, dict) else None
        if not isinstance(number, int):
            return entity
        return {**entity, "user": self.bot.user if number == self.bot_id else self.person(number).user()}

    def spend(self, chat: Chat, messages: int, *, paid: bool) -> None:
        """Count messages that the bot sends together. Raises RefusedError (429)."""
        self.pace.spend(chat.id, time.monotonic(), messages, paid=paid)

    def ask(self, query_id: str, person: int, chat: int = 0) -> None:
        """Keep a pressed button until it is answered; of very many, the oldest are forgotten. `chat` 0: the own one."""
        self.queries[query_id] = Query(person, self.clock.stamp(), chat or person)
        if len(self.queries) >= 2 * KEPT_QUERIES:
            self.queries = dict(islice(self.queries.items(), KEPT_QUERIES, None))

    def answer_query(self, query_id: object) -> Query:
        """Use up a pressed button. Raises RefusedError (400) when it was answered or is too old."""
        query = self.queries.pop(str(query_id), None)
        if query is None or self.clock.stamp() - query.asked_at > ANSWERABLE_S:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return query


def new_token(bot_id: int = 42) -> str:
    """Make a bot's token that nobody can guess, of the length that Telegram's have."""
    return f"{bot_id}:{secrets.token_urlsafe(26)}"


def _bot_user(token: str) -> Json:
    number = token.partition(":")[0]
    return {
        "id": int(number) if number.isascii() and number.isdigit() else 1,
        "is_bot": True,
        "first_name": "驿站 Waystation",
        "username": "waystation_sandbox_bot",
    }
