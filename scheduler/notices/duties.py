"""A notice of a duty falls due: who is reminded, or whose call has run out and who is called next."""

from collections.abc import Sequence
from datetime import datetime

from bot.flows.desk import Tell
from bot.flows.duties import tells
from bot.flows.duties.tells import WordsFor
from bot.flows.duties.text import Matter, matter
from bot.planning import duties as duty_clock
from domain.duties import State
from storage.activities import duties
from storage.messages.notices import NoticeRow
from storage.unit_of_work import UnitOfWork


def speak(notice: NoticeRow, unit: UnitOfWork, now: datetime, words_for: WordsFor) -> Sequence[Tell] | None:
    """Do what falls due and return what is said of it; None: it no longer holds.

    `now` is a local time. Nothing is committed.
    """
    noun, _, number = notice.subject.partition(":")
    if noun == "duty_answer":
        return _lapsed(int(number), unit, now, words_for)
    one = matter(unit, int(number), now)
    if one is None or not one.is_open or not duty_clock.holds(one, notice.kind):
        return None
    return _reminded(one, notice, words_for)


def _reminded(one: Matter, notice: NoticeRow, words_for: WordsFor) -> Sequence[Tell]:
    """Remind those who come, except who has said so only after this was due."""
    coming = duties.of_duty(one.unit, one.duty.id, [State.COMING])
    return tells.reminders(one, [row for row in coming if row.since <= notice.due_at], words_for)


def _lapsed(answer_id: int, unit: UnitOfWork, now: datetime, words_for: WordsFor) -> Sequence[Tell] | None:
    """End a call that was not answered: the one who was called, the next, and the organisers hear of it."""
    found = duties.answer_by_id(unit, answer_id)
    one = matter(unit, found.duty_id, now) if found else None
    if one is None or not one.is_open:
        return None
    lapsed = duties.lapse(unit, answer_id, now.timestamp())
    if lapsed is None:
        return None
    told = {
        tell.chat_id: tell
        for tell in (
            *tells.no_answer(one, lapsed.row, lapsed.called, words_for),
            *tells.called(one, lapsed.called, words_for),
            tells.passed_over(one, lapsed.row, words_for),
        )
    }
    return list(told.values())  # a notice says one thing to each: what concerns somebody as a volunteer goes first
