"""What people write back: applied to the question it answers, or asked about, or passed on to who can read it.

A reply belongs to the message that it replies to. Anything else belongs to the only question that is open; where there
are several the person says which. Nothing is ever guessed.
"""

from datetime import timedelta
from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.activities import buttons, signing_up
from bot.flows.activities.steps import ActivityCard
from bot.flows.answering import open_questions
from bot.flows.answering.open_questions import ActivityQuestion, DutyQuestion, Question
from bot.flows.answering.steps import SayingWhich
from bot.flows.desk import Desk, Go, Happening, Move, Remain, Tell
from bot.flows.duties import own as own_duty
from bot.flows.duties import tells as duty_tells
from bot.flows.entry_points import EntryPoint
from bot.flows.moments import local
from bot.flows.persons import masked
from bot.flows.typed import readable
from bot.texts import Words
from domain.activities import Stage
from domain.answers import Meaning, Saying, understood
from domain.seats import COMING
from storage.activities import signup_reading, signups
from storage.messages import outbox
from storage.people import roles
from storage.places import places

WORDS_MOST: Final = 200
MOST_QUESTIONS: Final = 6


def replied(event: Happening, desk: Desk) -> Move | None:
    """Answer a reply to a question of ours; None for anything else."""
    if not isinstance(event, Said) or not event.reply_to:
        return None
    about = outbox.about(desk.unit, desk.person.chat_id, event.reply_to)
    question = open_questions.named(about, desk)
    if question is None:
        return None
    meaning = understood(event.text)
    return _unclear(question, event.text, desk) if meaning is None else apply(question, meaning, event.text, desk)


def given(event: Said, desk: Desk) -> Move | None:
    """Answer what can be a written answer and has a question; None for anything else."""
    meaning = understood(event.text)
    if meaning is None:
        return None
    found, is_open = open_questions.still_open(desk), True
    if not found:
        found, is_open = open_questions.near(desk), False
    match found:
        case []:
            return None
        case [only] if is_open or (only.is_yes and meaning.saying is Saying.COMES):
            return apply(only, meaning, event.text, desk)
    # Of several one is meant; and where nobody has asked, what takes a place or a no back is asked about first.
    abouts = tuple(question.about for question in found[:MOST_QUESTIONS])
    return Go(SayingWhich(readable(event.text), abouts))


def passed_on(_said: Said, _desk: Desk) -> Move | None:
    """Pass on words that nobody here has understood while something is open; None: nothing is."""
    return None


def apply(question: Question, meaning: Meaning, typed: str, desk: Desk) -> Move:
    """Take a written answer to this question."""
    match question:
        case DutyQuestion(own):
            return own_duty.written(own, meaning, typed, desk)
    return _of_activity(question, meaning, typed, desk)


def _of_activity(question: ActivityQuestion, meaning: Meaning, typed: str, desk: Desk) -> Move:
    card = ActivityCard(question.row.id)
    if meaning.saying is Saying.DOES_NOT:
        return signing_up.not_come(card, 0, desk)
    move = signing_up.come(card, 0, desk)
    if not meaning.late_minutes:
        return move
    return _late(question, meaning.late_minutes, typed, move, desk) or move


def _late(question: ActivityQuestion, minutes: int, typed: str, move: Move, desk: Desk) -> Move | None:
    """Write down that somebody comes late, and say it back; None for who does not come at all."""
    row, chat_id = question.row, desk.person.chat_id
    mine = signup_reading.find(desk.unit, row.id, chat_id)
    is_on = row.stage is Stage.PUBLISHED and desk.now.timestamp() < row.ends_at
    if mine is None or mine.state not in COMING or not is_on:
        return None
    signups.be_late(desk.unit, row.id, chat_id, minutes)
    t = desk.words
    arrival = local(row.starts_at, desk.now.tzinfo) + timedelta(minutes=minutes)
    noted = t(
        "“{typed}” — noted: {activity}, you come at about {clock}.",
        typed=readable(typed),
        activity=question.label(desk, t),
        clock=t.clock(arrival),
    )
    change = Button(t.button("Correct it"), EntryPoint.ACTIVITY.data(row.id))
    return Remain((Text(f"{noted}\n{t('If that is not right, just tell us.')}", ((change,),)),), move.tells)


def _unclear(question: Question, typed: str, desk: Desk) -> Move:
    """Pass the words on to the organisers; who wrote them hears of it, and can tap."""
    t = desk.words
    tells = _passed_on(question, readable(typed, WORDS_MOST) or "…", desk)
    said = (
        t("I am not sure what that means, so I have passed your words on to the organisers. If you like, tap:")
        if tells
        else t("I am not sure what that means. Please tap:")
    )
    return Remain((Text(said, (_answers(question, t),)),), tells)


def _answers(question: Question, t: Words) -> tuple[Button, ...]:
    if isinstance(question, DutyQuestion):
        return duty_tells.yes(question.own.row.id, t), duty_tells.no(question.own.row.id, t)
    return buttons.come(question.row.id, t), buttons.excuse(question.row.id, t)


def _passed_on(question: Question, words: str, desk: Desk) -> tuple[Tell, ...]:
    row = question.own.matter.activity if isinstance(question, DutyQuestion) else question.row
    chats = roles.organisers_of(desk.unit, places.path_of(desk.unit, row.unit_id))
    return tuple(_to_organiser(question, words, chat_id, desk) for chat_id in chats if chat_id != desk.person.chat_id)


def _to_organiser(question: Question, words: str, chat_id: int, desk: Desk) -> Tell:
    t = desk.words_for(chat_id)
    name = masked(desk.unit, desk.person.chat_id, t)
    lines = (
        t("{name} has written about {what}:", name=name, what=question.label(desk, t)),
        t("“{words}”", words=words),
        t("The bot did not understand it, and has changed nothing."),
    )
    if isinstance(question, DutyQuestion):
        see = duty_tells.see(question.own.matter, t)
    else:
        see = Button(t.button("See the activity"), EntryPoint.MANAGE.data(question.row.id))
    return Tell(chat_id, Text("\n".join(lines), ((see,),)))
