"""Which of several open questions a written answer is meant for."""

from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.activities.steps import ActivityCard
from bot.flows.answering import open_questions
from bot.flows.answering.answers import apply
from bot.flows.answering.open_questions import ActivityQuestion, DutyQuestion, Question
from bot.flows.answering.steps import SayingWhich
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.duties.steps import MyDuty
from bot.flows.finding import typed_place
from bot.flows.keyboards import to_menu
from bot.flows.typed import readable
from domain.answers import understood

_LABEL: Final = 60


def hear(step: SayingWhich, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("none"):
            return typed_place.search_for(Said(step.typed), desk)
        case Chose(choice, message_id) if choice in map(str, range(len(step.abouts))):
            return _meant(step.typed, open_questions.named(step.abouts[int(choice)], desk), message_id, desk)
    return None


def _meant(typed: str, question: Question | None, message_id: int, desk: Desk) -> Move | None:
    """Apply it and go on to what it was meant for, whose buttons take the place of the question."""
    meaning = understood(typed)
    if question is None or meaning is None:
        return None
    move = apply(question, meaning, typed, desk)
    match question:
        case DutyQuestion(own):
            return Go(MyDuty(own.row.id), replaces=message_id, tells=move.tells)
        case ActivityQuestion(row) if isinstance(move, Remain):
            return Go(ActivityCard(row.id, is_renewed=True), before=move.replies, tells=move.tells)
    return move


def show(step: SayingWhich, desk: Desk) -> Text:
    t = desk.words
    found = [(at, open_questions.named(about, desk)) for at, about in enumerate(step.abouts)]
    rows = [(Button(readable(one.label(desk, t), _LABEL) or "…", str(at)),) for at, one in found if one is not None]
    none = Button(t.button("None of these, look for it"), "none")
    asked = t("“{typed}”: which of these do you mean?", typed=step.typed or "…")
    return Text(asked, (*rows, (none, to_menu(desk))))
