"""One question of a request on the screen, and what is answered there."""

from dataclasses import replace

from bot.chat import Button, Key, Said, Text
from bot.flows.affiliating.registering import building
from bot.flows.affiliating.registering.answers import Unclear, noted
from bot.flows.affiliating.registering.form import Form
from bot.flows.affiliating.registering.order import before, onward, shown
from bot.flows.affiliating.registering.questions import QUESTIONS
from bot.flows.affiliating.steps import Answering, Asked, CheckingRequest
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.keyboards import keys_away
from bot.flows.points import SayingWhere
from bot.flows.step import AtMenu
from bot.flows.typed import button_labels


def show(step: Answering, told: Form, desk: Desk) -> Text:
    t, question = desk.words, QUESTIONS[step.asked]
    lines = [question.asks(told, t)]
    if step.mending and question.told(told):
        lines.append(t("At present: {value}", value=question.shown(told, desk)))
    back = t.button("Leave it as it is") if step.mending else t.button("Back")
    if step.asked is Asked.PHONE:
        keys = ((Key(t.button("📱 Share my number"), "phone"),), (Key(back), Key(t.button("Menu"))))
        return Text("\n".join(lines), keys=keys)
    skip = ((Button(question.skip(t), "skip"),),) if question.skip else ()
    last = (Button(back, "back"), Button(t.button("Later"), "menu"))
    return Text("\n".join(lines), (*question.offers(told, desk), *skip, last))


def hear(step: Answering, told: Form, event: Happening, desk: Desk) -> Move | None:
    match step.asked, event:
        case _, Chose("menu"):
            return None
        case asked, _ if step.mending and asked not in shown(told):
            return Go(CheckingRequest(told.row.id))  # what is active has no point and no days to be changed here
        case _, Chose("back"):
            return Go(before(step, told))
        case Asked.PHONE, Said(label) if label in button_labels("Back", "Leave it as it is"):
            return _with_keys_away(Go(before(step, told)), desk)
        case Asked.PHONE, Said(label) if label in button_labels("Menu"):
            return None
        case Asked.POINT, Chose("where"):
            return Go(SayingWhere())
        case Asked.CONSENT, Chose("refuse"):
            return _refused(desk)
        case Asked.BUILDING, Said(typed):
            return building.look_up(step, typed, told, desk)
    match _answer(step.asked, event, told, desk):
        case Unclear(said):
            return Remain((Text(said),))
        case True:
            move = onward(step, told, desk)
            return _with_keys_away(move, desk) if step.asked is Asked.PHONE else move
    return None


def _answer(asked: Asked, event: Happening, told: Form, desk: Desk) -> Unclear | bool:
    """Write an answer down. True: done. False: it is none, and somebody else may know what to do with it."""
    question = QUESTIONS[asked]
    match event:
        case Chose("skip") if question.skip and question.put:
            return noted(told, question.put(told.details, ""), desk)
        case Said(typed) if question.text and question.put:
            text = question.text(typed, desk)
            return text if isinstance(text, Unclear) else noted(told, question.put(told.details, text), desk)
    return question.reads is not None and question.reads(event, told, desk)


def _with_keys_away(move: Go, desk: Desk) -> Go:
    return replace(move, before=(keys_away(desk), *move.before))


def _refused(desk: Desk) -> Move:
    t = desk.words
    kept = t("All right. Without it I cannot pass on a request, so I stop here.")
    more = t("You can still find service points. Should you change your mind: “{label}”.",
             label=t.button("My affiliation"))  # fmt: skip
    return Go(AtMenu(), before=(Text(f"{kept}\n{more}"),))
