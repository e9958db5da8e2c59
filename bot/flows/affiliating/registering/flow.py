"""Registering: a request for a temporary affiliation, one question at a time, kept from the first answer on."""

from dataclasses import replace
from typing import Final

from bot.chat import Button, Buttons, Reply, Said, Text
from bot.flows.affiliating.registering import answers, start, summary
from bot.flows.affiliating.registering.answers import Unclear, answer, tidy
from bot.flows.affiliating.registering.form import Form, after, before, form, shown
from bot.flows.affiliating.registering.questions import question
from bot.flows.affiliating.steps import (
    Answering,
    Asked,
    CheckingRequest,
    ChoosingBuilding,
    ChoosingItem,
    ChoosingStay,
    MyAffiliation,
    SayingArrival,
)
from bot.flows.desk import Chose, Desk, Flow, Go, Happening, Move, Remain
from bot.flows.entry_points import EntryPoint
from bot.flows.finding.steps import SayingWhere
from bot.flows.keyboards import keys_away
from bot.flows.step import AtMenu, Step
from bot.flows.typed import readable
from bot.texts import LANGUAGES, words
from storage.people import members
from storage.places.search import Found, Hit, HitKind

MOST: Final = 4
"""So many buildings are offered for what was typed."""


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    members.touch(desk.unit, desk.person.chat_id, desk.now.timestamp())
    match step, event:
        case ((ChoosingStay() | SayingArrival()), (Chose() | Said())):
            return start.hear(step, event, desk)
        case ((Answering(affiliation_id) | ChoosingBuilding(affiliation_id)), _):
            told = form(affiliation_id, desk)
            return _gone(event) if told is None else _in_the_form(step, event, told, desk)
        case ((CheckingRequest(affiliation_id) | ChoosingItem(affiliation_id)), (Chose() | Said())):
            told = form(affiliation_id, desk)
            return _gone(event) if told is None else summary.hear(step, event, told, desk)
    return None


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    match step:
        case ChoosingStay() | SayingArrival():
            return start.show(step, desk)
        case Answering() | ChoosingBuilding() | CheckingRequest() | ChoosingItem():
            told = form(step.affiliation_id, desk)
            return (_nothing(desk) if told is None else _screen(step, told, desk),)
    raise AssertionError(step)


def _screen(step: Answering | ChoosingBuilding | CheckingRequest | ChoosingItem, told: Form, desk: Desk) -> Text:
    match step:
        case Answering():
            return question(step, told, desk)
        case ChoosingBuilding():
            return _buildings(step, desk)
        case CheckingRequest():
            return summary.summary(told, desk)
    return summary.choice(told, desk)


def _gone(event: Happening) -> Move | None:
    """Lead somebody whose request was settled meanwhile to how it stands."""
    return Go(MyAffiliation()) if isinstance(event, Chose) and event.choice != "menu" else None


def _nothing(desk: Desk) -> Text:
    t = desk.words
    said = t("There is nothing to fill in here any more. “{label}” shows how it stands.",
             label=t.button("My affiliation"))  # fmt: skip
    return Text(
        said,
        ((Button(t.button("My affiliation"), EntryPoint.MY_AFFILIATION.data()), Button(t.button("Menu"), "menu")),),
    )


# ---------------------------------------------------------------- questions and answers


def _in_the_form(step: Answering | ChoosingBuilding, event: Happening, told: Form, desk: Desk) -> Move | None:
    match event:
        case Chose("menu"):
            return None
    if isinstance(step, ChoosingBuilding):
        return _choose_building(step, event, told, desk)
    if step.mending and step.asked not in shown(told):
        return Go(CheckingRequest(told.row.id))  # what is active has no point and no days to be changed here
    match step.asked, event:
        case _, Chose("back"):
            return Go(before(step, told))
        case Asked.PHONE, Said(label) if label in _labels("Back", "Leave it as it is"):
            return _with_keys_away(Go(before(step, told)), desk)
        case Asked.PHONE, Said(label) if label in _labels("Menu"):
            return None
        case Asked.POINT, Chose("where"):
            return Go(SayingWhere())
        case Asked.CONSENT, Chose("refuse"):
            return _refused(desk)
        case Asked.BUILDING, Said(typed):
            return _look_up(step, typed, told, desk)
    return _answered(step, event, told, desk)


def _answered(step: Answering, event: Happening, told: Form, desk: Desk) -> Move | None:
    match answer(step.asked, event, told, desk):
        case Unclear(said):
            return Remain((Text(said),))
        case True:
            move = _onward(step, told, desk)
            return _with_keys_away(move, desk) if step.asked is Asked.PHONE else move
    return None


def _onward(step: Answering, told: Form, desk: Desk) -> Go:
    now_told = form(told.row.id, desk)
    return Go(MyAffiliation() if now_told is None else after(step, now_told))


def _with_keys_away(move: Go, desk: Desk) -> Go:
    return replace(move, before=(keys_away(desk), *move.before))


def _refused(desk: Desk) -> Move:
    t = desk.words
    kept = t("All right. Without it I cannot pass on a request, so I stop here.")
    more = t("You can still find service points. Should you change your mind: “{label}”.",
             label=t.button("My affiliation"))  # fmt: skip
    return Go(AtMenu(), before=(Text(f"{kept}\n{more}"),))


def _labels(*labels: str) -> set[str]:
    return {words(language).button(label) for language in LANGUAGES for label in labels}


# ---------------------------------------------------------------- the building


def _look_up(step: Answering, typed: str, told: Form, desk: Desk) -> Move:
    t, name = desk.words, readable(tidy(typed), 60)
    if len(name) < 2:
        return Remain((Text(t("Please write 2 to {most} characters.", most=answers.LONGEST)),))
    match _found(name, desk), desk.search.find(desk.unit, name, 1):
        case [Hit(id=building_id)], Found((Hit(kind=HitKind.BUILDING),), sure=True):
            answers.choose_building(building_id, told, desk)
            return _onward(step, told, desk)
        case [_, *_], _:
            return Go(ChoosingBuilding(told.row.id, name, step.mending))
    answers.keep_unlisted_building(name, told, desk)
    said = Text(t("“{building}” is not in our directory, so I keep it as you wrote it.", building=name))
    return replace(_onward(step, told, desk), before=(said,))


def _found(name: str, desk: Desk) -> list[Hit]:
    hits = desk.search.find(desk.unit, name, MOST * 3).hits
    return [hit for hit in hits if hit.kind is HitKind.BUILDING][:MOST]


def _buildings(step: ChoosingBuilding, desk: Desk) -> Text:
    t = desk.words
    rows: Buttons = tuple(
        (Button(readable(f"{hit.name} · {hit.where}", 40), f"b{hit.id}"),) for hit in _found(step.typed, desk)
    )
    others = (
        (Button(t.button("Not listed: keep what I wrote"), "keep"),),
        (Button(t.button("Back"), "back"), Button(t.button("Later"), "menu")),
    )
    return Text(t("Is it one of these buildings?"), (*rows, *others))


def _choose_building(step: ChoosingBuilding, event: Happening, told: Form, desk: Desk) -> Move | None:
    asked = Answering(told.row.id, Asked.BUILDING, step.mending)
    match event:
        case Chose("back"):
            return Go(asked)
        case Chose("keep"):
            answers.keep_unlisted_building(step.typed, told, desk)
            return _onward(asked, told, desk)
        case Said(typed):
            return _look_up(asked, typed, told, desk)
    return _answered(asked, event, told, desk)


FLOW = Flow(
    "r",
    (ChoosingStay, SayingArrival, Answering, ChoosingBuilding, CheckingRequest, ChoosingItem),
    hear,
    show,
)
