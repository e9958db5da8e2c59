"""What the bot has said, as its readers see it: read from the sandbox itself, however the bot has spoken to it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sandbox.person_side.views import card_view, message_view
from sandbox.state.chats import Chat, Message, Toast
from sandbox.state.people import Persona
from sandbox.state.world import World
from tests.stage.deeds.groups import GROUP, UPGRADED
from tests.stage.deeds.sandbox import CHANNEL
from tests.stage.script import Heard

PEOPLE: Final = (
    Persona(1001, "王芳", "member", "zh-hans"),
    Persona(1002, "Anna", "member", "en"),
    Persona(1003, "李强", "volunteer", "zh-hans"),
    Persona(1004, "陈敏", "organiser", "zh-hans"),
    Persona(1005, "赵磊", "organiser", "zh-hans"),
    Persona(1006, "周华", "organiser", "zh-hans"),
    Persona(1007, "孙丽", "member", "zh-hans"),
    Persona(1008, "Ben", "organiser", "en"),
)
NUMBERS: Final = {persona.name: persona.id for persona in PEOPLE}
NAMES: Final = {persona.id: persona.name for persona in PEOPLE}
_ELSEWHERE: Final = {GROUP: "群", UPGRADED: "新群", CHANNEL: "频道"}

_Face = tuple[object, bool]
"""What a message shows: the very object that the sandbox replaces when it is rewritten, and whether it is deleted."""


@dataclass(slots=True)
class Ears:
    """Everybody's, and what each of them has heard so far."""

    world: World
    seen: dict[int, dict[int, _Face]] = field(default_factory=dict)
    toasts: dict[int, int] = field(default_factory=dict)

    def heard(self, speaker: str) -> list[Heard]:
        """Return what the bot has said since the last look, to the speaker and then to others, in order for each.

        What goes to different chats leaves side by side: which arrives first means nothing.
        """
        everybody = sorted([*NAMES, *_ELSEWHERE], key=lambda number: NAMES.get(number) != speaker)
        chats = [self.world.chats[number] for number in everybody if number in self.world.chats]
        return [one for chat in chats for one in (*self._said(chat), *self._toasts(chat))]

    def messages(self, person: int) -> list[Mapping[str, Any]]:
        """Return the messages of a chat as the page shows them, oldest first."""
        chat = self.world.chats.get(person)
        return [message_view(self.world, message) for message in chat.messages.values()] if chat else []

    def cards(self, speaker: str) -> list[Heard]:
        """Return what was offered to be shared into a chat: title, description and the message of each."""
        offered = map(card_view, self.world.offered.get(NUMBERS[speaker], []))
        return [
            Heard(speaker, False, f"(card) {one['title']} | {one['description']}\n{one['text']}", _rows(one, "buttons"))  # noqa: FBT003  a field
            for one in offered
        ]

    def closely(self, speaker: str, what: str) -> Heard:
        """Read "(closely 周四)" as looking at how the bot's newest message that begins so is formatted."""
        said = what.removeprefix("(closely ").removesuffix(")")
        found = [one["html"] for one in self.messages(NUMBERS[speaker]) if _begins_with(one, said)]
        return Heard(speaker, False, found[-1], ())  # noqa: FBT003  a field

    def _said(self, chat: Chat) -> list[Heard]:
        known = self.seen.setdefault(chat.id, {})
        fresh: list[Heard] = []
        for number, message in sorted(chat.messages.items()):
            if message.author == self.world.bot_id and not _is(message, known.get(number)):
                fresh.append(_heard(chat.id, message_view(self.world, message), in_place=number in known))
                known[number] = (message.api, message.deleted)
        return fresh

    def _toasts(self, chat: Chat) -> list[Heard]:
        """Return what only they saw who pressed a button in a group, or the link that opened."""
        before, self.toasts[chat.id] = self.toasts.get(chat.id, 0), len(chat.toasts)
        return [_toast(toast) for toast in list(chat.toasts)[before:]]


def _is(message: Message, face: _Face | None) -> bool:
    return face is not None and face[0] is message.api and face[1] == message.deleted


def _begins_with(one: Mapping[str, Any], said: str) -> bool:
    return one["from"] == "bot" and bool(one["text"].startswith(said))


def _toast(toast: Toast) -> Heard:
    words = toast.text or f"opens {without_secrets(toast.url.rpartition('?')[2])}"
    return Heard(NAMES[toast.person], False, f"(toast) {words}", ())  # noqa: FBT003  a field


def _heard(chat_id: int, message: Mapping[str, Any], *, in_place: bool) -> Heard:
    venue = message.get("venue")
    said = f"(pin) {venue['title']}, {venue['address']}" if venue else _words_of(message)
    below = [tuple(f"⌨ {label}" for label in row) for row in _rows(message, "keyboard")]
    name = NAMES.get(chat_id) or _ELSEWHERE.get(chat_id, "")
    return Heard(name, in_place, said, (*_rows(message, "buttons"), *below))


def _rows(told: Mapping[str, Any], kind: str) -> tuple[tuple[str, ...], ...]:
    rows: Sequence[Sequence[str]] = told.get(kind) or []
    return tuple(tuple(row) for row in rows)


def _words_of(message: Mapping[str, Any]) -> str:
    """Return a message's text, a secret link cut short: it is another one each time."""
    if message.get("deleted"):
        return "(deleted)"
    for kind in ("document", "photo", "voice"):
        if message.get(kind):
            name = message[kind].get("file_name") or message[kind].get("name") or ""
            said = f"({kind}) {name} {message.get('caption') or message.get('text') or ''}".replace("  ", " ").rstrip()
            return without_secrets(said)
    return without_secrets(message["text"])


def without_secrets(said: str) -> str:
    """Cut links and codes short that are others each time."""
    return re.sub(r"((?:start=|/p/)[ihov]_|真的：|genuine: )[\w-]+", r"\1…", said)
