"""The summary of a request: everything that was told, line by line, to be changed or sent."""

from typing import Final

from bot.chat import Button, Buttons, Said, Text
from bot.flows.affiliating import host_news
from bot.flows.affiliating.registering.form import Form
from bot.flows.affiliating.registering.order import missing, shown
from bot.flows.affiliating.registering.questions import QUESTIONS
from bot.flows.affiliating.registering.start import taking
from bot.flows.affiliating.steps import Answering, BeingSure, CheckingRequest, ChoosingItem, MyAffiliation
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.entry_points import EntryPoint
from bot.flows.keyboards import to_menu
from bot.planning.affiliations import plan_for
from domain.affiliations import Actor, State, Verb
from domain.deeds import By, Deed
from domain.rules import Rule
from storage.affiliations import affiliations
from storage.places import places

ROW: Final = 5
"""How many numbers stand side by side."""


def show(_step: CheckingRequest, told: Form, desk: Desk) -> Text:
    t = desk.words
    heading = t("<b>Please look through it once more</b>") if told.can_be_sent else t("<b>What you have told</b>")
    text = "\n".join((heading, *_lines(told, desk)))
    change = Button(t.button("Change something"), "change")
    if not told.can_be_sent:
        mine = Button(t.button("My affiliation"), EntryPoint.MY_AFFILIATION.data(told.row.id))
        return Text(text, ((change,), (mine, to_menu(desk))))
    discard = (Button(t.button("Discard"), "discard"),) if told.row.state is State.DRAFT else ()
    later = Button(t.button("Later"), "menu")
    return Text(text, ((Button(t.button("✅ Send"), "send"), change), (*discard, later)))


def _lines(told: Form, desk: Desk) -> list[str]:
    t, shown_ones = desk.words, [QUESTIONS[asked] for asked in shown(told)]
    return [
        t("{number}. {label}: {value}", number=number, label=one.label(t), value=one.shown(told, desk))
        for number, one in enumerate(shown_ones, 1)
    ]


def hear(_step: CheckingRequest, told: Form, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("send") if told.can_be_sent:
            return _send(told, desk)
        case Chose("change"):
            return Go(ChoosingItem(told.row.id))
        case Chose("discard", message_id) if told.row.state is State.DRAFT:
            return Go(BeingSure(told.row.id, Verb.DISCARD), replaces=message_id)
        case Said(typed):
            return _typed(typed, told, desk)
    return None


def show_items(_step: ChoosingItem, told: Form, desk: Desk) -> Text:
    t = desk.words
    numbers = [Button(str(number), f"i{number}") for number in range(1, len(shown(told)) + 1)]
    rows: Buttons = tuple(tuple(numbers[first : first + ROW]) for first in range(0, len(numbers), ROW))
    return Text(t("Which line shall we change?"), (*rows, (Button(t.button("Nothing, thank you"), "back"),)))


def hear_item(_step: ChoosingItem, told: Form, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back"):
            return Go(CheckingRequest(told.row.id))
        case Chose(number):
            return _change(number.removeprefix("i"), told)
        case Said(typed):
            return _typed(typed, told, desk)
    return None


def _typed(typed: str, told: Form, desk: Desk) -> Move:
    return _change(typed.strip(), told) or Remain((Text(desk.words("Please tap one of the buttons.")),))


def _change(number: str, told: Form) -> Move | None:
    chosen = next((asked for at, asked in enumerate(shown(told), 1) if number == str(at)), None)
    return None if chosen is None else Go(Answering(told.row.id, chosen, mending=True))


def _send(told: Form, desk: Desk) -> Move:
    lacking = missing(told)
    if lacking is not None:
        return Go(Answering(told.row.id, lacking, mending=True))
    row, t = told.row, desk.words
    point = taking(row.point_id, desk)
    if point is None:
        there = places.point(desk.unit, row.point_id)
        said = t("{point} takes no affiliations any more. Please choose another point; the rest is kept.",
                 point=there.name if there else "…")  # fmt: skip
        return Go(ChoosingItem(row.id), before=(Text(said),))
    if row.ends_on is not None and row.ends_on < desk.today:
        said = t("The expected end, {day}, is over. Please change it.", day=t.full_day(row.ends_on))
        return Go(ChoosingItem(row.id), before=(Text(said),))
    days = desk.rule(Rule.REVIEW_WORKING_DAYS, row.unit_id)
    due_on = desk.working_days_after(desk.today, days)
    deed = Deed(By(desk.person.chat_id, "member", Actor.MEMBER), desk.now.timestamp())
    done = affiliations.do(desk.unit, row.id, Verb.SUBMIT, deed, due_on)
    plan_for(desk.unit, done.row, told.member, desk.now)
    lines = (
        t("✅ Sent."),
        t.plural(
            "You usually have an answer within {number} working day, and I tell you at once.",
            "You usually have an answer within {number} working days, and I tell you at once.",
            days,
        ),
    )
    tells = host_news.news(done, row, desk)
    return Go(MyAffiliation(row.id), before=(Text("\n".join(lines)),), tells=tells)
