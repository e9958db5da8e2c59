"""A question about a request: an organiser asks, the member answers, and both stand on the card."""

from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Tell
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.flow import Guard
from bot.flows.reviewing import rights, tells
from bot.flows.reviewing.steps import AnsweringQuestion, AskingMember
from bot.flows.rights import closed, forbid, organises
from bot.flows.step import AtMenu
from bot.flows.typed import readable
from domain.affiliations import CLOSED
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow
from storage.people import questions, roles
from storage.people.questions import QuestionRow
from storage.places import places

MOST: Final = 500


def show_asking(_step: AskingMember, _row: AffiliationRow, desk: Desk) -> Text:
    t = desk.words
    asked = t("What would you like to ask? Type it; the member gets it at once, and the answer is on the card.")
    return Text(asked, ((Button(t.button("Back"), "back"),),))


def hear_asking(step: AskingMember, row: AffiliationRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(step.card, replaces=message_id)
        case Said(typed) if typed.strip():
            return _ask(step, row, readable(typed, MOST), desk)
    return None


def _ask(step: AskingMember, row: AffiliationRow, question: str, desk: Desk) -> Move:
    if not rights.actors(row, desk):
        return forbid(f"affiliation:{row.id}", desk)
    t = desk.words
    if row.state in CLOSED:
        return Go(step.card, before=(Text(t("This is over already, so the question was not sent.")),))
    number = questions.ask(desk.unit, row.id, desk.person.chat_id, question, desk.now.timestamp())
    told = Tell(row.chat_id, _to_member(number, question, row, desk))
    return Go(step.card, before=(Text(t("✅ Asked. You are told when the answer is there.")),), tells=(told,))


def _to_member(number: int, question: str, row: AffiliationRow, desk: Desk) -> Text:
    t = desk.words_for(row.chat_id)
    point = places.point(desk.unit, row.point_id)
    lines = (
        t("{point} has a question about your affiliation:", point=point.name if point else ""),
        t("“{question}”", question=question),
    )
    return Text("\n".join(lines), ((Button(t.button("Answer"), EntryPoint.QUESTION.data(number)),),))


def opened(button: Opened, desk: Desk) -> Move:
    """Open the question that the member has been asked."""
    found = _own(button.row_id, desk)
    if found is None:
        return forbid(f"question:{button.row_id}", desk)
    return _settled(found, desk) or Go(AnsweringQuestion(found.id))


def show_asked(_step: AnsweringQuestion, found: QuestionRow, desk: Desk) -> Text:
    t = desk.words
    asked = t("You are asked: “{question}”", question=readable(found.question, MOST))
    how = t("Type your answer. Only the organisers who review your request read it.")
    add = Button(t.button("Add details"), EntryPoint.MY_AFFILIATION.data("told"))
    return Text(f"{asked}\n{how}", ((add, Button(t.button("Later"), "later")),))


def hear_answer(_step: AnsweringQuestion, found: QuestionRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("later", message_id):
            return Go(AtMenu(), replaces=message_id)
        case Said(typed) if typed.strip():
            return _settled(found, desk) or _answer(found, readable(typed, MOST), desk)
    return None


def _settled(found: QuestionRow, desk: Desk) -> Move | None:
    """Say why there is nothing to answer any more; None: there is."""
    t = desk.words
    row = affiliations.find(desk.unit, found.affiliation_id)
    if found.answered_at is not None:
        return Go(AtMenu(), before=(Text(t("You have answered this already. Thank you, nothing more is needed.")),))
    if row is None or row.state in CLOSED:
        return Go(AtMenu(), before=(Text(t("This has been settled meanwhile, so no answer is needed any more.")),))
    return None


def _answer(found: QuestionRow, answer: str, desk: Desk) -> Move:
    questions.answer(desk.unit, found.id, answer, desk.now.timestamp())
    thanks = Text(desk.words("✅ Thank you, it has been passed on. You hear from us as soon as something happens."))
    return Go(AtMenu(), before=(thanks,), tells=tuple(_to_organisers(found, desk)))


def _to_organisers(found: QuestionRow, desk: Desk) -> list[Tell]:
    """Tell whoever asked, if still in charge; else whoever is."""
    row = affiliations.find(desk.unit, found.affiliation_id)
    path = places.path_of(desk.unit, row.unit_id) if row else ""
    in_charge = any(organises(held, path) for held in roles.held(desk.unit, found.asked_by))
    chats = [found.asked_by] if in_charge else roles.organisers_of(desk.unit, path)
    return tells.to_each(
        chats,
        desk,
        lambda t: Text(t("The member has answered your question."), ((tells.card_button(found.affiliation_id, t),),)),
    )


def _own(question_id: int, desk: Desk) -> QuestionRow | None:
    """Return the question if it was put to this person."""
    found = questions.find(desk.unit, question_id)
    row = affiliations.find(desk.unit, found.affiliation_id) if found else None
    return found if row is not None and row.chat_id == desk.person.chat_id else None


def _refuse(step: AnsweringQuestion, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("later", message_id):
            return Go(AtMenu(), replaces=message_id)
        case Said(typed) if typed.strip():
            return forbid(f"question:{step.question_id}", desk)
    return None


AN_OWN_QUESTION: Final[Guard[AnsweringQuestion, QuestionRow]] = Guard(
    sees=lambda step, desk: _own(step.question_id, desk),
    acts=lambda step, desk: _own(step.question_id, desk),
    refuses=_refuse,
    closed=lambda _step, desk: closed(desk),
)
