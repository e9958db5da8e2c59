"""A question about a request: an organiser asks, the member answers, and both stand on the card."""

from collections.abc import Callable
from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain, Tell
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.flow import Guard
from bot.flows.reviewing import rights, tells
from bot.flows.reviewing.steps import AnsweringQuestion, AskingMember
from bot.flows.rights import closed, forbid, organises
from bot.flows.step import AtMenu
from bot.flows.typed import readable
from bot.texts import Words
from domain.affiliations.affiliations import CLOSED
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow, StepRow
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
        case Said(typed) if readable(typed):
            return _ask(step, row, readable(typed, MOST), desk)
    return None


def _ask(step: AskingMember, row: AffiliationRow, question: str, desk: Desk) -> Move:
    if not rights.actors(row, desk):
        return forbid(f"affiliation:{row.id}", desk)
    t = desk.words
    if row.state in CLOSED:
        return Go(step.card, before=(Text(t("This is over already, so the question was not sent.")),))
    number = questions.ask(desk.unit, row.id, desk.person.chat_id, question, desk.now.timestamp())
    told = Tell(row.chat_id, _to_member(number, question, row, desk), about=f"question:{number}")
    return Go(step.card, before=(Text(t("✅ Asked. You are told when the answer is there.")),), tells=(told,))


def _to_member(number: int, question: str, row: AffiliationRow, desk: Desk) -> Text:
    t = desk.words_for(row.chat_id)
    point = places.point(desk.unit, row.point_id)
    lines = (
        t("{point} has a question about your affiliation:", point=point.name if point else ""),
        t("“{question}”", question=question),
    )
    return Text("\n".join(lines), ((answer_button(number, t),),))


def answer_button(number: int, t: Words) -> Button:
    return Button(t.button("Answer"), EntryPoint.QUESTION.data(number))


def opened(button: Opened, desk: Desk) -> Move:
    """Open the question that the member has been asked."""
    found = own(button.row_id, desk)
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
        case Said(typed) if readable(typed):
            said = written(found, typed, desk)
            return Go(AtMenu(), before=said.replies, tells=said.tells)
    return None


def written(found: QuestionRow, typed: str, desk: Desk) -> Remain:
    """Take what the member has written as the answer, wherever the member is."""
    over = _over(found, desk)
    if over:
        return Remain((Text(over),))
    questions.answer(desk.unit, found.id, readable(typed, MOST), desk.now.timestamp())
    thanks = desk.words("✅ Thank you, it has been passed on. You hear from us as soon as something happens.")
    return Remain((Text(thanks),), tuple(_to_organisers(found, _is_answered, desk)))


def added(row: AffiliationRow, asked: StepRow, typed: str, desk: Desk) -> Remain:
    """Take what the member adds to a request that was returned: it stands on the card, as the answer to the reason."""
    now, words = desk.now.timestamp(), readable(typed, MOST)
    number = questions.ask(desk.unit, row.id, asked.by_chat or 0, asked.reason, now)
    found, t = questions.find(desk.unit, number), desk.words
    questions.answer(desk.unit, number, words, now)
    lines = (
        t("✅ “{words}” has been passed on and stands beside your request.", words=readable(words)),
        t("If nothing else is to be changed, send the request again; then it is looked at anew."),
    )
    see = Button(t.button("See the request"), EntryPoint.MY_AFFILIATION.data("resume"))
    tells = tuple(_to_organisers(found, _is_completed, desk)) if found else ()
    return Remain((Text("\n".join(lines), ((see,),)),), tells)


def _settled(found: QuestionRow, desk: Desk) -> Move | None:
    """Lead to the menu where there is nothing to answer any more; None: there is."""
    over = _over(found, desk)
    return Go(AtMenu(), before=(Text(over),)) if over else None


def _over(found: QuestionRow, desk: Desk) -> str:
    """Say why there is nothing to answer any more, as HTML; "": there is."""
    t = desk.words
    row = affiliations.find(desk.unit, found.affiliation_id)
    if found.answered_at is not None:
        return t("You have answered this already. Thank you, nothing more is needed.")
    if row is None or row.state in CLOSED:
        return t("This has been settled meanwhile, so no answer is needed any more.")
    return ""


def _is_answered(t: Words) -> str:
    return t("The member has answered your question.")


def _is_completed(t: Words) -> str:
    return t("The member has written what you asked to be added; it stands on the card.")


def _to_organisers(found: QuestionRow, say: Callable[[Words], str], desk: Desk) -> list[Tell]:
    """Tell whoever asked, if still in charge; else whoever is."""
    row = affiliations.find(desk.unit, found.affiliation_id)
    path = places.path_of(desk.unit, row.unit_id) if row else ""
    in_charge = any(organises(held, path) for held in roles.held(desk.unit, found.asked_by))
    chats = [found.asked_by] if in_charge else roles.organisers_of(desk.unit, path)
    return tells.to_each(
        chats,
        desk,
        lambda t: Text(say(t), ((tells.card_button(found.affiliation_id, t),),)),
    )


def own(question_id: int, desk: Desk) -> QuestionRow | None:
    """Return the question if it was put to this person."""
    found = questions.find(desk.unit, question_id)
    row = affiliations.find(desk.unit, found.affiliation_id) if found else None
    return found if row is not None and row.chat_id == desk.person.chat_id else None


def _refuse(step: AnsweringQuestion, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("later", message_id):
            return Go(AtMenu(), replaces=message_id)
        case Said(typed) if readable(typed):
            return forbid(f"question:{step.question_id}", desk)
    return None


AN_OWN_QUESTION: Final[Guard[AnsweringQuestion, QuestionRow]] = Guard(
    sees=lambda step, desk: own(step.question_id, desk),
    acts=lambda step, desk: own(step.question_id, desk),
    refuses=_refuse,
    closed=lambda _step, desk: closed(desk),
)
