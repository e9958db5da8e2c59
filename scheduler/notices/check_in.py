"""A minute is over: the codes on the walls change, each in its own place, as long as somebody runs the check-in."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.flows.check_in import code, rights
from bot.flows.desk import Tell
from bot.texts import Words
from domain import tokens
from domain.delivery import Lane
from storage.activities import activities
from storage.messages.notices import NoticeRow
from storage.people import audit
from storage.unit_of_work import UnitOfWork

WordsFor = Callable[[int], Words]
"""Finds the words of a person's language, by chat."""


def speak(notice: NoticeRow, unit: UnitOfWork, now: datetime, words_for: WordsFor) -> Sequence[Tell] | None:
    """Draw the pictures that hang anew, and plan the next time; None: none hangs any more, or it is over."""
    _, number, bot = notice.subject.split(":")
    audit.hold(unit)  # whoever takes a picture down at this moment does so first or afterwards, not meanwhile
    row, at = activities.find(unit, int(number)), now.timestamp()
    if row is None or row.ends_at <= at:
        return None
    hanging = [one for one in code.hanging(unit, row.id, at) if rights.runs(unit, row, one.chat_id)]
    if not hanging:
        return None
    code.keep_changing(unit, row.id, bot, at)
    useful_until = tokens.changes_at(at)
    return [
        Tell(
            one.chat_id,
            code.drawing(unit, row, bot, now, words_for(one.chat_id), one.message_id),
            Lane.CONFIRMATION,
            useful_until,
        )
        for one in hanging
    ]
