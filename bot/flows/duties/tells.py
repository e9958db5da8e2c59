"""What volunteers and organisers are told about a duty: a call, a place that passes on, a drop-out, a change.

Flows and clocks both use it, so it takes a matter and the words of each reader's language, and no desk.
"""

from collections.abc import Callable, Iterable, Sequence

from bot.chat import Button, Text
from bot.flows.desk import Tell
from bot.flows.duties import text as duty_text
from bot.flows.duties.text import Matter
from bot.flows.entry_points import EntryPoint
from bot.flows.moments import moment, night_over
from bot.flows.persons import masked
from bot.texts import Words
from domain.messages.delivery import Lane
from storage.activities.duties import AnswerRow
from storage.people import people, roles
from storage.places import places

WordsFor = Callable[[int], Words]
"""Finds the words of a person's language, by chat."""

Say = Callable[[Words], str]


def yes(answer_id: int, t: Words) -> Button:
    return Button(t.button("Yes, I come"), EntryPoint.TAKE_DUTY.data(answer_id))


def no(answer_id: int, t: Words) -> Button:
    return Button(t.button("No, I cannot"), EntryPoint.DECLINE_DUTY.data(answer_id))


def in_time(answer_id: int, t: Words) -> Button:
    """Take a lateness back."""
    return Button(t.button("In time after all"), EntryPoint.TAKE_DUTY.data(answer_id))


def correct(answer_id: int, t: Words) -> Button:
    """Lead from what was noted to where it can be changed."""
    return Button(t.button("Correct it"), EntryPoint.MY_DUTY.data(answer_id))


def see(one: Matter, t: Words) -> Button:
    """Lead an organiser to the duty."""
    return Button(t.button("See the duty"), EntryPoint.DUTY.data(one.duty.id))


def calls(one: Matter, rows: Iterable[AnswerRow], words_for: WordsFor) -> tuple[Tell, ...]:
    """Ask volunteers whether they can help."""
    return _questions(one, rows, words_for, lambda t: t("Volunteers are needed. Can you help?"))


def called(one: Matter, rows: Iterable[AnswerRow], words_for: WordsFor) -> tuple[Tell, ...]:
    """Ask those who stand by to step in, and say until when; after that it is of no use."""
    return tuple(_called(one, row, words_for(row.chat_id)) for row in rows)


def _called(one: Matter, row: AnswerRow, t: Words) -> Tell:
    lines = (t("You stand by for this duty:"), duty_text.facts(one, t), duty_text.kept(one, row, t))
    return _asked(one, row, "\n".join(lines), t)


def moved(one: Matter, rows: Iterable[AnswerRow], words_for: WordsFor) -> tuple[Tell, ...]:
    """Tell those who come, stand by or were asked that it has another time or place, and ask them again."""
    return _questions(
        one, rows, words_for, lambda t: t("A duty of yours has another time or place. Can you still come?")
    )


def _questions(one: Matter, rows: Iterable[AnswerRow], words_for: WordsFor, say: Say) -> tuple[Tell, ...]:
    return tuple(
        _asked(one, row, "\n".join((say(t), duty_text.facts(one, t), duty_text.asked(one, row, t))), t)
        for row in rows
        for t in (words_for(row.chat_id),)
    )


def _asked(one: Matter, row: AnswerRow, said: str, t: Words) -> Tell:
    shown = Text(said, ((yes(row.id, t), no(row.id, t)),))
    about, not_after = f"duty_answer:{row.id}", row.asked_until or one.duty.task.starts_at
    return Tell(row.chat_id, shown, not_after=not_after, not_before=night_over(one.now), about=about)


def passed_over(one: Matter, row: AnswerRow, words_for: WordsFor) -> Tell:
    """Tell somebody kindly that the place kept for them has gone on."""
    t = words_for(row.chat_id)
    lines = (
        t("We had no answer in time, so the place kept for you has gone on. That is all right."),
        duty_text.brief(one, t),
        t("If you can help after all, tell us: we take you in as soon as there is a place."),
    )
    return Tell(row.chat_id, Text("\n".join(lines), ((yes(row.id, t),),)), about=f"duty_answer:{row.id}")


def reminders(one: Matter, rows: Iterable[AnswerRow], words_for: WordsFor) -> tuple[Tell, ...]:
    """Remind those who come."""
    return tuple(_reminder(one, row, words_for(row.chat_id)) for row in rows)


def _reminder(one: Matter, row: AnswerRow, t: Words) -> Tell:
    lines = (_nearness(one, t), duty_text.facts(one, t), t("If you cannot come after all, please let us know."))
    shown = Text("\n".join(lines), ((no(row.id, t),),))
    return Tell(row.chat_id, shown, Lane.REMINDER, one.duty.task.starts_at, about=f"duty_answer:{row.id}")


def _nearness(one: Matter, t: Words) -> str:
    is_today = one.begins.date() == one.now.date()
    return t("Today you are counted on:") if is_today else t("Tomorrow you are counted on:")


def off(one: Matter, rows: Iterable[AnswerRow], words_for: WordsFor) -> tuple[Tell, ...]:
    """Tell those who would have come or stood by that they are not needed."""
    return tuple(_off(one, row, words_for(row.chat_id)) for row in rows)


def _off(one: Matter, row: AnswerRow, t: Words) -> Tell:
    lines = (t("This duty is called off, you need not come. Thank you for having been ready:"), duty_text.brief(one, t))
    return Tell(row.chat_id, Text("\n".join(lines)), not_after=one.duty.task.ends_at)


def dropped(one: Matter, row: AnswerRow, next_ones: Sequence[AnswerRow], words_for: WordsFor) -> tuple[Tell, ...]:
    """Tell the organisers that somebody who was coming cannot, and who is asked next."""
    return _news(one, row, next_ones, words_for, lambda t, name: t("{name} cannot come after all:", name=name))


def turned_down(one: Matter, row: AnswerRow, next_ones: Sequence[AnswerRow], words_for: WordsFor) -> tuple[Tell, ...]:
    """Tell the organisers that somebody who was called from the reserve cannot step in."""
    return _news(one, row, next_ones, words_for, lambda t, name: t("{name} of the reserve cannot come:", name=name))


def no_answer(one: Matter, row: AnswerRow, next_ones: Sequence[AnswerRow], words_for: WordsFor) -> tuple[Tell, ...]:
    """Tell the organisers that somebody who was called from the reserve has not answered."""
    return _news(
        one, row, next_ones, words_for, lambda t, name: t("{name} of the reserve has not answered:", name=name)
    )


def stepped_in(one: Matter, row: AnswerRow, words_for: WordsFor) -> tuple[Tell, ...]:
    """Tell the organisers that somebody of the reserve comes."""
    return _news(one, row, None, words_for, lambda t, name: t("{name} of the reserve steps in:", name=name))


def _news(
    one: Matter,
    row: AnswerRow,
    next_ones: Sequence[AnswerRow] | None,
    words_for: WordsFor,
    say: Callable[[Words, str], str],
) -> tuple[Tell, ...]:
    """Tell the organisers what has happened, how many come, and who is asked next (None: nobody needs to be)."""

    def said(t: Words) -> str:
        lines = [say(t, masked(one.unit, row.chat_id, t)), duty_text.brief(one, t), duty_text.numbers(one, t)]
        return "\n".join([*lines, *(() if next_ones is None else (_next(one, next_ones, t),))])

    return to_organisers(one, said, words_for, row.chat_id)


def _next(one: Matter, next_ones: Sequence[AnswerRow], t: Words) -> str:
    if not next_ones:
        return t("Nobody is asked in place: either nobody stands by, or it is too late for that.")
    until = moment(one.local(next_ones[0].asked_until or 0.0), t)
    return t("The next of the reserve is asked, and has time until {when}.", when=until)


def to_organisers(one: Matter, say: Say, words_for: WordsFor, but: int) -> tuple[Tell, ...]:
    """Tell the organisers of the activity's unit, except the one it is about."""
    chats = roles.organisers_of(one.unit, places.path_of(one.unit, one.activity.unit_id))
    people.known(one.unit, chats)
    return tuple(_to_organiser(one, chat_id, say, words_for(chat_id)) for chat_id in chats if chat_id != but)


def _to_organiser(one: Matter, chat_id: int, say: Say, t: Words) -> Tell:
    return Tell(chat_id, Text(say(t), ((see(one, t),),)))
