"""Where an activity is held: a point, a building, a place on the map, or what was typed, which may be several."""

from dataclasses import replace
from typing import Final

from bot.chat import Button, Said, SharedPlace, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.organising.composing import questions
from bot.flows.organising.composing.questions import QUESTIONS
from bot.flows.organising.steps import AnsweringItem, ChoosingVenue, FoundVenue, Item
from bot.flows.typed import readable
from domain.activities.activities import Plan, Spot
from domain.places.geo import InvalidPosition, Position
from storage.activities.activities import ActivityRow
from storage.places import places
from storage.places.search import Hit, HitKind

_LABEL: Final = 40
_FOUND: Final = 4
_VENUES: Final = frozenset({HitKind.POINT, HitKind.BUILDING, HitKind.LANDMARK, HitKind.STREET})


def held_at(plan: Plan, spot: Spot) -> Plan:
    """Put another place into a plan, which keeps its room."""
    return replace(plan, spot=replace(spot, room=plan.spot.room))


def on_the_map(shared: SharedPlace, desk: Desk) -> Spot | None:
    """Take a place that was sent; None for what is no position."""
    title = readable(shared.title, _LABEL) or desk.words.plain("a place on the map")
    try:
        return Spot(title=title, position=Position(shared.latitude, shared.longitude))
    except InvalidPosition:
        return None


def look_up(step: AnsweringItem, row: ActivityRow, typed: str, desk: Desk) -> Move:
    """Take the one place that was meant; else ask which, and offer to take it as it was typed."""
    written = readable(typed, _LABEL)
    if not written:
        return Remain((Text(QUESTIONS[Item.WHERE].unclear(desk.words)),))
    found = desk.search.find(desk.unit, typed, _FOUND)
    hits = [hit for hit in found.hits if hit.kind in _VENUES]
    if found.sure and len(hits) == len(found.hits) == 1:
        return questions.answered(step, row, held_at(row.plan, _of(hits[0])), desk)
    venues = tuple(FoundVenue(readable(_label(hit), _LABEL), _of(hit)) for hit in hits)
    return Go(ChoosingVenue(row.id, written, venues, step.goes_on))


def _of(hit: Hit) -> Spot:
    match hit.kind:
        case HitKind.POINT:
            return Spot(point_id=hit.id)
        case HitKind.BUILDING:
            return Spot(building_id=hit.id)
    return Spot(title=readable(hit.name, _LABEL), position=hit.position)


def _label(hit: Hit) -> str:
    return f"{hit.name} · {hit.where}" if hit.where else hit.name


def hear(step: ChoosingVenue, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    asking = AnsweringItem(row.id, Item.WHERE, step.goes_on)
    match event:
        case Chose("back", message_id):
            return Go(asking, replaces=message_id)
        case Chose("typed"):
            spot = Spot(title=step.typed or "…")
        case Chose(choice) if choice in map(str, range(len(step.found))):
            spot = step.found[int(choice)].spot
        case SharedPlace() if shared := on_the_map(event, desk):
            spot = shared
        case Said(typed):
            return look_up(asking, row, typed, desk)
        case _:
            return None
    there = _as_it_stands(spot, desk)
    return Go(asking) if there is None else questions.answered(asking, row, held_at(row.plan, there), desk)


def _as_it_stands(spot: Spot, desk: Desk) -> Spot | None:
    """Return it if it is still on the list; of a building that was merged meanwhile, the other one."""
    if spot.point_id is not None:
        return spot if places.point(desk.unit, spot.point_id) is not None else None
    if spot.building_id is None:
        return spot
    building = places.building(desk.unit, spot.building_id)
    return None if building is None else replace(spot, building_id=building.id)


def show(step: ChoosingVenue, _row: ActivityRow, desk: Desk) -> Text:
    t = desk.words
    said = t("Which place is it?") if step.found else t("“{typed}” is not on the list.", typed=step.typed)
    rows = tuple((Button(one.label or "…", str(number)),) for number, one in enumerate(step.found))
    as_typed = (Button(t.button("Write “{typed}”", typed=readable(step.typed, 20) or "…"), "typed"),)
    return Text(said, (*rows, as_typed, (Button(t.button("Back"), "back"),)))
