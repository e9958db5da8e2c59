"""An organiser is called once, however much has come: one message for each matter, which counts until it is opened."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot import codec
from bot.chat import Button, Text
from bot.flows.desk import Tell
from bot.flows.entry_points import EntryPoint
from bot.flows.reviewing.steps import Level
from bot.texts import Words
from domain.affiliations.affiliations import Actor
from domain.people.roles import Role
from storage.affiliations import review_queue
from storage.affiliations.review_queue import Reviewer
from storage.messages import open_pictures
from storage.people import roles
from storage.unit_of_work import UnitOfWork

_COUNTS_ON: Final = timedelta(hours=12)
"""A call that is older hangs too far up to be seen: the next one is a new message."""


class Call(StrEnum):
    """What an organiser is called for; the value is what the message is about."""

    NEW = "queue:new"
    UPPER = "queue:upper"  # accepted below
    DUE = "queue:due"
    LATE = "queue:late"  # and whoever it waited for has been reminded


def counted(
    call: Call, tells: Iterable[Tell], unit: UnitOfWork, words_for: Callable[[int], Words], now: datetime
) -> list[Tell]:
    """Return these calls, each of one request; where one hangs unopened already, that one counts instead."""
    counting = (_one(call, tell, unit, words_for(tell.chat_id), now) for tell in tells)
    return [tell for tell in counting if tell is not None]


def opened(unit: UnitOfWork, chat_id: int) -> None:
    """Note that the organiser has looked: what comes now calls anew."""
    open_pictures.take_down_all(unit, list(Call), chat_id)


def _one(call: Call, tell: Tell, unit: UnitOfWork, t: Words, now: datetime) -> Tell | None:
    """Return what goes out; None: what waits to go out says it now, or what is being sent."""
    standing = open_pictures.standing(unit, call, tell.chat_id, (now - _COUNTS_ON).timestamp())
    number = 0 if standing is None else _count(call, tell.chat_id, unit, now)
    if standing is None or number < 2:
        return replace(tell, about=call)
    said = Text(_words(call, number, t), ((_see(call, t),),), replaces=standing.message_id)
    if standing.waiting_row:
        open_pictures.reword(unit, standing.waiting_row, codec.encode(said))
        return None
    return None if standing.under_way == codec.encode(said) else replace(tell, reply=said, about=call)


def _count(call: Call, chat_id: int, unit: UnitOfWork, now: datetime) -> int:
    held = roles.held(unit, chat_id)
    who = Reviewer(chat_id, [one.path for one in held if one.role in {Role.ADMIN, Role.ORGANISER}])
    match call:
        case Call.NEW:
            return review_queue.count_waiting(unit, who, Actor.HOST)
        case Call.UPPER:
            return review_queue.count_waiting(unit, who, Actor.UPPER)
        case Call.DUE:
            return review_queue.count_overdue(unit, who, now.date() + timedelta(days=1))
    return review_queue.count_overdue(unit, who, now.date())


def _words(call: Call, number: int, t: Words) -> str:
    match call:
        case Call.NEW:
            return t.plural(
                "{number} request waits for your review.", "{number} requests wait for your review.", number
            )
        case Call.UPPER:
            return t.plural(
                "{number} request was accepted below and waits for your answer.",
                "{number} requests were accepted below and wait for your answer.",
                number,
            )
        case Call.DUE:
            return t.plural(
                "{number} request waits for your answer, which is due today or late.",
                "{number} requests wait for your answer, which is due today or late.",
                number,
            )
    late = t.plural(
        "{number} request has had no answer in time.", "{number} requests have had no answer in time.", number
    )
    return f"{late}\n{t('Their reviewers have been reminded. Perhaps they are away: could you look after them?')}"


def _see(call: Call, t: Words) -> Button:
    return Button(t.button("See them"), EntryPoint.REVIEW.data(*((Level.LATE,) if call is Call.LATE else ())))
