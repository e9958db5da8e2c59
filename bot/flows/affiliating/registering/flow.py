"""Registering: a request for a temporary affiliation, one question at a time, kept from the first answer on."""

from dataclasses import replace
from typing import Final

from bot.buttons import lasting
from bot.chat import Button, Buttons, Reply, Said, Text
from bot.flows.affiliating.registering import answers, start, summary
from bot.flows.affiliating.registering.answers import Unclear, answer, tidy
from bot.flows.affiliating.registering.form import Form, after, before, form, shown
from bot.flows.affiliating.registering.questions import question
from bot.flows.desk import Chose, Desk, Flow, Go, Happening, Move, Stay
from bot.flows.finding.nearest import keys_away
from bot.flows.finding.typed_place import readable
from bot.flows.whereabouts import (
    Answering,
    Asked,
    AtMenu,
    CheckingRequest,
    ChoosingBuilding,
    ChoosingItem,
    ChoosingStay,
    MyAffiliation,
    Place,
    SayingArrival,
    SayingWhere,
)
from bot.texts import LANGUAGES, words
from storage.people import members
from storage.places.search import Found, Hit, HitKind

MOST: Final = 4
"""So many buildings are offered for what was typed."""


def step(place: Place, event: Happening, desk: Desk) -> Move | None:
    members.touch(desk.unit, desk.person.chat_id, desk.now.timestamp())
    match place, event:
        case ((ChoosingStay() | SayingArrival()), (Chose() | Said())):
            return start.step(place, event, desk)
        case ((Answering(affiliation_id) | ChoosingBuilding(affiliation_id)), _):
            told = form(affiliation_id, desk)
            return _gone(event) if told is None else _in_the_form(place, event, told, desk)
        case ((CheckingRequest(affiliation_id) | ChoosingItem(affiliation_id)), (Chose() | Said())):
            told = form(affiliation_id, desk)
            return _gone(event) if told is None else summary.step(place, event, told, desk)
    return None


def show(place: Place, desk: Desk) -> tuple[Reply, ...]:
    match place:
        case ChoosingStay() | SayingArrival():
            return start.show(place, desk)
        case Answering() | ChoosingBuilding() | CheckingRequest() | ChoosingItem():
            told = form(place.affiliation_id, desk)
            return (_nothing(desk) if told is None else _screen(place, told, desk),)
    raise AssertionError(place)


def _screen(place: Answering | ChoosingBuilding | CheckingRequest | ChoosingItem, told: Form, desk: Desk) -> Text:
    match place:
        case Answering():
            return question(place, told, desk)
        case ChoosingBuilding():
            return _buildings(place, desk)
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
    return Text(said, ((Button(t.button("My affiliation"), lasting("a", "")), Button(t.button("Menu"), "menu")),))


# ---------------------------------------------------------------- questions and answers


def _in_the_form(place: Answering | ChoosingBuilding, event: Happening, told: Form, desk: Desk) -> Move | None:
    match event:
        case Chose("menu"):
            return None
    if isinstance(place, ChoosingBuilding):
        return _choose_building(place, event, told, desk)
    if place.mending and place.asked not in shown(told):
        return Go(CheckingRequest(told.row.id))  # what is active has no point and no days to be changed here
    match place.asked, event:
        case _, Chose("back"):
            return Go(before(place, told))
        case Asked.PHONE, Said(label) if label in _labels("Back", "Leave it as it is"):
            return _with_keys_away(Go(before(place, told)), desk)
        case Asked.PHONE, Said(label) if label in _labels("Menu"):
            return None
        case Asked.POINT, Chose("where"):
            return Go(SayingWhere())
        case Asked.CONSENT, Chose("refuse"):
            return _refused(desk)
        case Asked.BUILDING, Said(typed):
            return _look_up(place, typed, told, desk)
    return _answered(place, event, told, desk)


def _answered(place: Answering, event: Happening, told: Form, desk: Desk) -> Move | None:
    match answer(place.asked, event, told, desk):
        case Unclear(said):
            return Stay((Text(said),))
        case True:
            move = _onward(place, told, desk)
            return _with_keys_away(move, desk) if place.asked is Asked.PHONE else move
    return None


def _onward(place: Answering, told: Form, desk: Desk) -> Go:
    now_told = form(told.row.id, desk)
    return Go(MyAffiliation() if now_told is None else after(place, now_told))


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


def _look_up(place: Answering, typed: str, told: Form, desk: Desk) -> Move:
    t, name = desk.words, readable(tidy(typed), 60)
    if len(name) < 2:
        return Stay((Text(t("Please write 2 to {most} characters.", most=answers.LONGEST)),))
    match _found(name, desk), desk.search.find(desk.unit, name, 1):
        case [Hit(id=building_id)], Found((Hit(kind=HitKind.BUILDING),), sure=True):
            answers.choose_building(building_id, told, desk)
            return _onward(place, told, desk)
        case [_, *_], _:
            return Go(ChoosingBuilding(told.row.id, name, place.mending))
    answers.keep_unlisted_building(name, told, desk)
    said = Text(t("“{building}” is not in our directory, so I keep it as you wrote it.", building=name))
    return replace(_onward(place, told, desk), before=(said,))


def _found(name: str, desk: Desk) -> list[Hit]:
    hits = desk.search.find(desk.unit, name, MOST * 3).hits
    return [hit for hit in hits if hit.kind is HitKind.BUILDING][:MOST]


def _buildings(place: ChoosingBuilding, desk: Desk) -> Text:
    t = desk.words
    rows: Buttons = tuple(
        (Button(readable(f"{hit.name} · {hit.where}", 40), f"b{hit.id}"),) for hit in _found(place.typed, desk)
    )
    others = (
        (Button(t.button("Not listed: keep what I wrote"), "keep"),),
        (Button(t.button("Back"), "back"), Button(t.button("Later"), "menu")),
    )
    return Text(t("Is it one of these buildings?"), (*rows, *others))


def _choose_building(place: ChoosingBuilding, event: Happening, told: Form, desk: Desk) -> Move | None:
    asked = Answering(told.row.id, Asked.BUILDING, place.mending)
    match event:
        case Chose("back"):
            return Go(asked)
        case Chose("keep"):
            answers.keep_unlisted_building(place.typed, told, desk)
            return _onward(asked, told, desk)
        case Said(typed):
            return _look_up(asked, typed, told, desk)
    return _answered(asked, event, told, desk)


FLOW = Flow(
    "r",
    (ChoosingStay, SayingArrival, Answering, ChoosingBuilding, CheckingRequest, ChoosingItem),
    step,
    show,
)
