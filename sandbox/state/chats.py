"""What a chat remembers: its messages, its keyboard, and why the bot may not write to it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from sandbox.refusals import bad_request
from sandbox.state.people import Json

KEPT_MESSAGES = 2000  # of each chat, at least; a bench sends without end, a person does not


@dataclass(slots=True)
class Message:
    """One message: `api` is what the Bot API shows of it, the rest is what only the person's side knows."""

    api: Json
    author: int
    keyboard: Json | None = None
    edited: bool = False
    deleted: bool = False
    revision: int = 0

    @property
    def id(self) -> int:
        number = self.api["message_id"]
        assert isinstance(number, int)  # noqa: S101  for the type checker: we wrote it ourselves
        return number


@dataclass(frozen=True, slots=True)
class Toast:
    """What the bot answered to a pressed button: words, or a link that opened."""

    person: int
    text: str
    alert: bool
    url: str = ""


@dataclass(slots=True)
class Chat:
    """A chat as the sandbox keeps it; `closed` is Telegram's reason for not letting the bot write, or None.

    `moved_to` is the number that a group has as a supergroup. `pins` are the pinned messages, the newest last; `rights`
    is what an administrator or a restricted member may do; `about` what ChatFullInfo tells beyond `api`; `links` the
    invitations, `topics` those of a forum, `requests` who asks to be let in. `revision` counts what happened to
    messages here; each bears the count of its own last change, so that a reader can ask for what is newer.
    """

    id: int
    api: Json
    closed: str | None = None
    moved_to: int | None = None
    keyboard: Json | None = None
    typing_until: float = 0
    read_up_to: int = 0
    pins: list[int] = field(default_factory=list)
    revision: int = 0
    messages: dict[int, Message] = field(default_factory=dict)
    members: dict[int, str] = field(default_factory=dict)
    rights: dict[int, Json] = field(default_factory=dict)
    about: Json = field(default_factory=dict)
    links: dict[str, Json] = field(default_factory=dict)
    topics: dict[int, Json] = field(default_factory=dict)
    requests: set[int] = field(default_factory=set)
    toasts: deque[Toast] = field(default_factory=lambda: deque(maxlen=20))

    @property
    def pinned(self) -> int | None:
        """The newest pinned message that is still there."""
        return next((number for number in reversed(self.pins) if self.find(number)), None)

    def add(self, message: Message) -> None:
        self.messages[message.id] = message
        self.touch(message)
        if len(self.messages) >= 2 * KEPT_MESSAGES:  # rarely, for it costs a copy
            self.messages = dict(islice(self.messages.items(), KEPT_MESSAGES, None))

    def touch(self, message: Message) -> None:
        """Note that a message is new or has changed."""
        self.revision += 1
        message.revision = self.revision

    def find(self, message_id: object) -> Message | None:
        """Return a message that is still there."""
        found = self.messages.get(message_id) if isinstance(message_id, int) else None
        return None if found is None or found.deleted else found

    def needed(self, message_id: object, what_for: str) -> Message:
        """Return a message that is still there. Raises RefusedError (400): "message to delete not found"."""
        found = self.find(message_id)
        if found is None:
            raise bad_request(f"message to {what_for} not found")
        return found

    def newest_first(self) -> Iterator[Message]:
        return (message for message in reversed(self.messages.values()) if not message.deleted)


def private_chat(person_id: int, name: str) -> Chat:
    return Chat(person_id, {"id": person_id, "first_name": name, "type": "private"})


def titled_chat(chat_id: int, title: str, kind: str) -> Chat:
    """Make a chat of many: kind is group, supergroup or channel."""
    return Chat(chat_id, {"id": chat_id, "title": title, "type": kind})
