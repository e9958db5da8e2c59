"""Finding an activity around a place: a location that is shared, or a name that is typed."""

from typing import Final

from bot.chat import Button, Key, Said, SharedPlace, Text
from bot.flows.activities.steps import ActivityList, ChoosingSpot, ChoosingWay, SayingSpot, Spot
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.finding import said_place
from bot.flows.finding.nearest import received
from bot.flows.finding.typed_place import MOST
from bot.flows.keyboards import keys_away
from bot.flows.typed import readable
from domain.places.geo import Position

_ECHO: Final = 40


def around_here(shared: SharedPlace, back: ActivityList, desk: Desk) -> Move:
    """Look around a shared location, which is held sealed for a while; the list keeps its other filters."""
    desk.keep_location(Position(shared.latitude, shared.longitude))
    return Go(back.around_spot(Spot(readable(shared.title))), before=(received(desk),))


def show(_step: SayingSpot, desk: Desk) -> Text:
    t = desk.words
    lines = (
        t("Where are you looking?"),
        t("Share your location with the button below. It is used once and then forgotten."),
        t("Or type a name, a building, a street or an address, for example “{example}”.", example=t.plain("Jiaxing")),
    )
    keys = ((Key(t.button("📍 Share my location"), "location"),), (Key(t.button("Back")),))
    return Text("\n".join(lines), keys=keys)


def hear(step: SayingSpot, event: Happening, desk: Desk) -> Move | None:
    match event:
        case SharedPlace():
            return around_here(event, step.back, desk)
        case Said(typed) if typed == desk.words.button("Back"):
            return Go(ChoosingWay(step.back), before=(keys_away(desk),))
        case Said(typed):
            return _search(step.back, typed, desk)
    return None


def _search(back: ActivityList, typed: str, desk: Desk) -> Move | None:
    """Look around what was typed; None: it is no place, and perhaps asks for something else."""
    here = said_place.hear(typed, desk).spot
    if here is not None:
        spot = Spot(here.title, here.latitude, here.longitude)
        return Go(back.around_spot(spot), before=(keys_away(desk),))
    found = desk.search.find(desk.unit, typed, MOST)
    spots = tuple(
        Spot(hit.name, hit.position.latitude, hit.position.longitude) for hit in found.hits if hit.position is not None
    )
    if not spots:
        return None
    if found.sure and len(spots) == 1:
        return Go(back.around_spot(spots[0]), before=(keys_away(desk),))
    return Go(ChoosingSpot(back, readable(typed), spots), before=(keys_away(desk),))


def show_spots(step: ChoosingSpot, desk: Desk) -> Text:
    t = desk.words
    rows = tuple((Button(readable(spot.title, _ECHO) or "…", str(at)),) for at, spot in enumerate(step.spots))
    again = (Button(t.button("None of these"), "again"), Button(t.button("Back"), "back"))
    return Text(t("“{typed}”: which one do you mean?", typed=step.typed or "…"), (*rows, again))


def hear_spot(step: ChoosingSpot, event: Happening, desk: Desk) -> Move | None:
    match event:
        case SharedPlace():
            return around_here(event, step.back, desk)
        case Chose("again"):
            return Go(SayingSpot(step.back))
        case Chose("back", message_id):
            return Go(step.back, replaces=message_id)
        case Chose(choice, message_id):
            chosen = (spot for at, spot in enumerate(step.spots) if choice == str(at))
            return next((Go(step.back.around_spot(spot), replaces=message_id) for spot in chosen), None)
    return None
