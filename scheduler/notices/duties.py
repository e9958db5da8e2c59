"""A notice of a duty falls due: who is reminded, or whose call has run out and who is called next."""

from bot.flows.duties import tells
from bot.flows.duties.text import matter
from bot.planning import duties as planning
from domain.activities.duties import State
from scheduler.notices.occasion import Occasion, Told
from storage.activities import duties


def ring_duty(occasion: Occasion) -> Told:
    """Remind those who come, except who has said so only after this was due."""
    one = matter(occasion.unit, occasion.number, occasion.now)
    if one is None or not one.is_open or not planning.holds(one.plan, occasion.now, occasion.notice.kind):
        return None
    coming = duties.of_duty(one.unit, one.duty.id, [State.COMING])
    in_time = [row for row in coming if row.since <= occasion.notice.due_at]
    return tells.reminders(one, in_time, occasion.words_for)


def ring_duty_answer(occasion: Occasion) -> Told:
    """End a call that was not answered: the one who was called, the next, and the organisers hear of it."""
    unit, words_for = occasion.unit, occasion.words_for
    found = duties.answer_by_id(unit, occasion.number)
    one = matter(unit, found.duty_id, occasion.now) if found else None
    if one is None or not one.is_open:
        return None
    lapsed = duties.lapse(unit, occasion.number, occasion.at)
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
