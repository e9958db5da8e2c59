"""Which of several open questions something written is meant for."""

from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.activities.steps import ActivityCard
from bot.flows.answering import open_questions
from bot.flows.answering.answers import said_to
from bot.flows.answering.duty import DutyQuestion
from bot.flows.answering.letter import Letter
from bot.flows.answering.question import Question, heard
from bot.flows.answering.seat import ActivityQuestion
from bot.flows.answering.steps import SayingWhich
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.duties.steps import MyDuty
from bot.flows.finding import typed_place
from bot.flows.keyboards import to_menu
from bot.flows.mail.words import is_for, offer
from bot.flows.step import AtMenu
from bot.flows.typed import readable
from domain.said.answers import leave
from domain.said.answers.answers import understood

_LABEL: Final = 60


def hear(step: SayingWhich, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("none"):
            return _none(step, desk)
        case Chose(choice, message_id) if choice in map(str, range(len(step.abouts))):
            return _meant(step, open_questions.named(step.abouts[int(choice)], desk), message_id, desk)
    return None


def _none(step: SayingWhich, desk: Desk) -> Move:
    """Look for a place of that name; a yes or a no is none."""
    if not _is_answer(step.typed):
        return typed_place.search_for(_said(step, desk), desk)
    return Go(AtMenu(), before=(Text(desk.words("All right, nothing has been changed.")),))


def _said(step: SayingWhich, desk: Desk) -> Said:
    """Return all of the words while they are kept, else how they begin."""
    return Said(desk.kept.said if desk.kept is not None and is_for(step.mail, desk.kept) else step.typed)


def _meant(step: SayingWhich, question: Question | None, message_id: int, desk: Desk) -> Move | None:
    """Take it for this one, and go on to what it was meant for, whose buttons take the place of the question."""
    if question is None:
        return None
    words = heard(_said(step, desk))
    move = said_to(question, words, desk)
    if isinstance(move, Go):
        return move
    match question:
        case DutyQuestion(own) if question.hears(words):
            return Go(MyDuty(own.row.id), replaces=message_id, tells=move.tells)
        case ActivityQuestion(row) if question.hears(words):
            return Go(ActivityCard(row.id, is_renewed=True), before=move.replies, tells=move.tells)
    return Go(AtMenu(), before=move.replies, tells=move.tells)


def show(step: SayingWhich, desk: Desk) -> Text:
    t = desk.words
    found = [(at, open_questions.named(about, desk)) for at, about in enumerate(step.abouts)]
    rows = [(Button(readable(one.label(desk, t), _LABEL) or "…", str(at)),) for at, one in found if one is not None]
    is_answer = _is_answer(step.typed)
    match found:
        case [(_, (ActivityQuestion() | DutyQuestion() | Letter()) as only)] if step.mail and not is_answer:
            return _offer(step, only, desk)
    none = Button(t.button("None of them") if is_answer else t.button("None of these, look for it"), "none")
    asked = t("“{typed}”: which of these do you mean?", typed=step.typed or "…")
    if not step.mail:
        return Text(asked, (*rows, (none, to_menu(desk))))
    return Text(asked, (*rows, (none, offer(step.mail, t)), (to_menu(desk),)))


def _is_answer(typed: str) -> bool:
    return understood(typed) is not None or bool(leave.reason(typed))


def _offer(step: SayingWhich, question: Question, desk: Desk) -> Text:
    """Ask whether words nobody has understood are to go to the people behind the only thing they can be meant for."""
    t = desk.words
    asked = t(
        "I did not understand “{typed}”. Shall I pass it on to the organisers? It is about: {what}",
        typed=step.typed or "…",
        what=question.label(desk, t),
    )
    look = Button(t.button("No, look for it"), "none")
    return Text(asked, ((Button(t.button("Pass it on"), "0"), look), (to_menu(desk),)))
