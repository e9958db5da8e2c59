"""What is done at the desk is done by the chat's own screens: the same guards, deeds, audit and messages to others."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from bot import buttons
from bot.buttons import Lasting
from bot.chat import Document, Drawing, Picture, Pin, Post, Reply, Said, Text
from bot.flows import flow_of, opener
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Tell
from bot.flows.entry_points import EntryPoint, Opened, opened_by
from bot.flows.reviewing.steps import ReviewCard
from bot.flows.step import Step
from bot.turn import draft_of
from domain.messages.delivery import Lane
from storage.messages import outbox
from storage.people import deeds

ENTRIES: Final = {
    "affiliation": EntryPoint.REVIEW,
    "thread": EntryPoint.MAIL,
    "activity": EntryPoint.MANAGE,
    "compose": EntryPoint.COMPOSE,
    "copy": EntryPoint.COPY_ACTIVITY,
    "announcement": EntryPoint.ANNOUNCED,
    "duty": EntryPoint.DUTY,
    "duties": EntryPoint.DUTIES,
    "nest": EntryPoint.NEST,
    "booking": EntryPoint.BOOKING,
    "resource": EntryPoint.RESOURCE,
    "promise": EntryPoint.PROMISE,
    "building": EntryPoint.BUILDING,
    "report": EntryPoint.ACTIVITY_REPORT,
}
"""What an item of each kind is opened by, here as in the chat."""

HERE: Final = frozenset(
    {
        *("reviewing", "mail", "organising", "drafting", "audience", "running", "duties", "groups", "wishes"),
        *("afterwards", "booking", "grid"),
    }
)
"""The conversations that go on at the desk; what belongs to the door of a room, or to oneself, does so in the chat."""

_ONLY_IN_CHAT: Final = frozenset({(ReviewCard, "reveal")})
"""What the desk does in its own way: a chat shows everything once, a page one field at a time."""


@dataclass(frozen=True, slots=True)
class Played:
    """What came of something that was done: where it leads (None: nowhere here), and what was said, as HTML."""

    step: Step | None
    said: tuple[str, ...]
    tells: tuple[Tell, ...] = ()


def opened(noun: str, choice: str, desk: Desk) -> Played:
    """Open an item by its kind and number; what is not this person's is refused, and noted, as in the chat."""
    entry = ENTRIES.get(noun)
    if entry is None:
        return Played(None, ())
    return _played(None, opener(entry)(Opened(entry, choice, 0), desk), desk)


def pressed(step: Step, data: str, desk: Desk) -> Played:
    """Press a button of a screen."""
    match buttons.read(data):
        case Lasting() as button:
            happened = opened_by(button, 0)
            move = opener(happened.entry)(happened, desk) if happened.entry is not None else None
            return _played(step, move, desk)
    return happens(step, Chose(data, 0), desk)


def typed(step: Step, words: str, desk: Desk) -> Played:
    """Write something at a screen."""
    return happens(step, Said(words), desk)


def happens(step: Step, event: Happening, desk: Desk) -> Played:
    if isinstance(event, Chose) and (type(step), event.choice) in _ONLY_IN_CHAT:
        return Played(step, ())
    if flow_of(step).name not in HERE:
        return Played(None, ())
    return _played(step, flow_of(step).hear(step, event, desk), desk)


def _played(step: Step | None, move: Move | None, desk: Desk) -> Played:
    match move:
        case None:
            return Played(step, ())
        case Go():
            told = (*_above(move), *move.before)
            after = move.step if flow_of(move.step).name in HERE else None
            return Played(after, tuple(_said(told, desk)), (*move.tells, *_carried(told, desk)))
    return Played(step, tuple(_said(move.replies, desk)), (*move.tells, *_carried(move.replies, desk)))


def _above(move: Go) -> tuple[Reply, ...]:
    return (Text(move.above),) if move.above else ()


def _said(replies: Iterable[Reply], desk: Desk) -> Iterator[str]:
    """Return what a page can say of it; whatever else there is goes to the chat."""
    there = list(replies)
    yield from (reply.html for reply in there if isinstance(reply, Text))
    if any(isinstance(reply, Document | Drawing | Picture | Pin | Post) for reply in there):
        yield desk.words("I have sent it to your chat.")


def _carried(replies: Iterable[Reply], desk: Desk) -> Iterator[Tell]:
    """Send files, pictures and places to the person's own chat."""
    for reply in replies:
        if isinstance(reply, Document | Drawing | Picture | Pin | Post):
            yield Tell(desk.person.chat_id, replace(reply, buttons=()), Lane.INTERACTIVE)


def write(tells: Iterable[Tell], desk: Desk) -> None:
    """Write what others are told, in the same transaction."""
    key, now = secrets.token_hex(8), desk.now.timestamp()
    drafts = [draft_of(f"desk:{key}:{number}", tell, now) for number, tell in enumerate(tells)]
    outbox.write(desk.unit, drafts, now)


def note(what: str, desk: Desk, *subjects: str, reason: str = "") -> None:
    """Write down what the desk itself has shown or handed out."""
    deeds.write_down(desk.unit, desk.deed(reason), what, *subjects)
