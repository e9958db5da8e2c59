"""The building that was typed: looked up in the directory, chosen among several, or kept as it was written."""

from dataclasses import replace
from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.affiliating.registering import answers
from bot.flows.affiliating.registering.answers import tidy
from bot.flows.affiliating.registering.form import Form
from bot.flows.affiliating.registering.order import onward
from bot.flows.affiliating.steps import Answering, Asked, ChoosingBuilding
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.typed import readable
from domain.said.requests import registration
from domain.said.requests.asides import is_no_value
from storage.places.search import Found, Hit, HitKind

MOST: Final = 4
"""So many buildings are offered for what was typed."""


def look_up(step: Answering, typed: str, told: Form, desk: Desk) -> Move:
    t, name = desk.words, readable(tidy(registration.valued(tidy(typed))), 60)
    if is_no_value(typed):
        said = t("“{typed}” does not look like a name here. Please write the name.", typed=name)
        return Go(step, before=(Text(said),))
    if len(name) < 2:
        return Remain((Text(t("Please write 2 to {most} characters.", most=answers.LONGEST)),))
    match _found(name, desk), desk.search.find(desk.unit, name, 1):
        case [Hit(id=building_id)], Found((Hit(kind=HitKind.BUILDING),), sure=True):
            answers.choose_building(building_id, told, desk)
            return onward(step, told, desk)
        case [_, *_], _:
            return Go(ChoosingBuilding(told.row.id, name, step.mending))
    answers.keep_unlisted_building(name, told, desk)
    kept = Text(t("“{building}” is not in our directory, so I keep it as you wrote it.", building=name))
    return replace(onward(step, told, desk), before=(kept,))


def _found(name: str, desk: Desk) -> list[Hit]:
    hits = desk.search.find(desk.unit, name, MOST * 3).hits
    return [hit for hit in hits if hit.kind is HitKind.BUILDING][:MOST]


def show(step: ChoosingBuilding, _told: Form, desk: Desk) -> Text:
    t = desk.words
    found = ((Button(readable(f"{hit.name} · {hit.where}", 40), f"b{hit.id}"),) for hit in _found(step.typed, desk))
    others = (
        (Button(t.button("Not listed: keep what I wrote"), "keep"),),
        (Button(t.button("Back"), "back"), Button(t.button("Later"), "menu")),
    )
    return Text(t("Is it one of these buildings?"), (*found, *others))


def hear(step: ChoosingBuilding, told: Form, event: Happening, desk: Desk) -> Move | None:
    asked = Answering(told.row.id, Asked.BUILDING, step.mending)
    match event:
        case Chose("back"):
            return Go(asked)
        case Chose("keep"):
            answers.keep_unlisted_building(step.typed, told, desk)
            return onward(asked, told, desk)
        case Said(typed):
            return look_up(asked, typed, told, desk)
    return onward(asked, told, desk) if answers.building(event, told, desk) else None
