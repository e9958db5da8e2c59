"""A question about a request: an organiser asks, the member answers, and both stand on the card."""

from bot.chat import Button, Reply, Said, Text
from bot.flows.desk import Chose, Desk, Flow, Go, Happening, Move, Tell
from bot.flows.entry_points import EntryPoint, Opened, row_id
from bot.flows.reviewing import rights, tells
from bot.flows.reviewing.steps import AnsweringQuestion, AskingMember, ReviewCard
from bot.flows.rights import forbid, nothing_here, organises
from bot.flows.step import AtMenu, Step
from bot.flows.typed import readable
from bot.texts import Words
from domain.affiliations import CLOSED
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow
from storage.people import questions, roles
from storage.people.questions import QuestionRow
from storage.places import places

MOST = 500


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    match step, event:
        case AskingMember(card), Chose("back", message_id):
            return Go(card, replaces=message_id)
        case AskingMember(card), Said(typed) if typed.strip():
            return _ask(card, readable(typed, MOST), desk)
        case AnsweringQuestion(), Chose("later", message_id):
            return Go(AtMenu(), replaces=message_id)
        case AnsweringQuestion(question_id), Said(typed) if typed.strip():
            return _answer(question_id, readable(typed, MOST), desk)
    return None


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    t = desk.words
    match step:
        case AskingMember(card):
            row = rights.seen(card.affiliation_id, desk)
            if row is None:
                return nothing_here(desk)
            asked = t("What would you like to ask? Type it; the member gets it at once, and the answer is on the card.")
            return (Text(asked, ((Button(t.button("Back"), "back"),),)),)
        case AnsweringQuestion(question_id):
            found = _own(question_id, desk)
            if found is None:
                return nothing_here(desk)
            asked = t("You are asked: “{question}”", question=readable(found.question, MOST))
            how = t("Type your answer. Only the organisers who review your request read it.")
            return (Text(f"{asked}\n{how}", ((Button(t.button("Later"), "later"),),)),)
    raise AssertionError(step)


def opens(opened: Opened, desk: Desk) -> Move | None:
    """Open the question that the member has been asked."""
    found = _own(row_id(opened.choice), desk)
    if found is None:
        return forbid(f"question:{row_id(opened.choice)}", desk)
    return _refused(found, desk) or Go(AnsweringQuestion(found.id))


def _ask(card: ReviewCard, question: str, desk: Desk) -> Move:
    row = rights.seen(card.affiliation_id, desk)
    if row is None or not rights.actors(row, desk):
        return forbid(f"affiliation:{card.affiliation_id}", desk)
    t = desk.words
    if row.state in CLOSED:
        return Go(card, before=(Text(t("This is over already, so the question was not sent.")),))
    number = questions.ask(desk.unit, row.id, desk.person.chat_id, question, desk.now.timestamp())
    told = Tell(row.chat_id, _to_member(number, question, row, desk))
    return Go(card, before=(Text(t("✅ Asked. You are told when the answer is there.")),), tells=(told,))


def _to_member(number: int, question: str, row: AffiliationRow, desk: Desk) -> Text:
    t = desk.words_for(row.chat_id)
    point = places.point(desk.unit, row.point_id)
    lines = (
        t("{point} has a question about your affiliation:", point=point.name if point else ""),
        t("“{question}”", question=question),
    )
    return Text("\n".join(lines), ((Button(t.button("Answer"), EntryPoint.QUESTION.data(number)),),))


def _own(question_id: int, desk: Desk) -> QuestionRow | None:
    """Return the question if it was put to this person."""
    found = questions.find(desk.unit, question_id)
    row = affiliations.find(desk.unit, found.affiliation_id) if found else None
    return found if row is not None and row.chat_id == desk.person.chat_id else None


def _refused(found: QuestionRow, desk: Desk) -> Move | None:
    """Say why there is nothing to answer any more; None: there is."""
    t = desk.words
    row = affiliations.find(desk.unit, found.affiliation_id)
    if found.answered_at is not None:
        return Go(AtMenu(), before=(Text(t("You have answered this already. Thank you, nothing more is needed.")),))
    if row is None or row.state in CLOSED:
        return Go(AtMenu(), before=(Text(t("This has been settled meanwhile, so no answer is needed any more.")),))
    return None


def _answer(question_id: int, answer: str, desk: Desk) -> Move:
    found = _own(question_id, desk)
    if found is None:
        return forbid(f"question:{question_id}", desk)
    refused = _refused(found, desk)
    if refused is not None:
        return refused
    questions.answer(desk.unit, found.id, answer, desk.now.timestamp())
    thanks = Text(desk.words("✅ Thank you, it has been passed on. You hear from us as soon as something happens."))
    return Go(AtMenu(), before=(thanks,), tells=tuple(_to_organisers(found, desk)))


def _to_organisers(found: QuestionRow, desk: Desk) -> list[Tell]:
    """Tell whoever asked, if still in charge; else whoever is."""
    row = affiliations.find(desk.unit, found.affiliation_id)
    path = places.path_of(desk.unit, row.unit_id) if row else ""
    in_charge = any(organises(held, path) for held in roles.held(desk.unit, found.asked_by))
    chats = [found.asked_by] if in_charge else roles.organisers_of(desk.unit, path)
    return tells.to_each(chats, desk, lambda t: _answered(found.affiliation_id, t))


def _answered(affiliation_id: int, t: Words) -> Text:
    return Text(t("The member has answered your question."), ((tells.card_button(affiliation_id, t),),))


FLOW = Flow("q", (AskingMember, AnsweringQuestion), hear, show, opens)
