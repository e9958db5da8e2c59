"""Finding a service point: around a location, by what is typed, by district, and its card."""

from typing import Final

from bot.flows.entry_points import EntryPoint
from bot.flows.finding import browse, nearest, point_card, steps, typed_place
from bot.flows.flow import Flow, for_anybody
from bot.flows.points import NearestList, PointCard, SayingWhere, UnitList

FLOW: Final = Flow(
    "finding",
    screens=(
        for_anybody(SayingWhere, nearest.show_where, typed_place.hear_where),
        for_anybody(NearestList, nearest.show, nearest.hear),
        for_anybody(steps.ChoosingService, nearest.show_services, nearest.hear_services),
        for_anybody(steps.ChoosingGuess, typed_place.show_guesses, typed_place.hear_guesses),
        for_anybody(steps.FoundNothing, typed_place.show_nothing, typed_place.hear_nothing),
        for_anybody(steps.BrowsingUnits, browse.show_units, browse.hear_units),
        for_anybody(UnitList, browse.show_points, browse.hear_points),
        for_anybody(PointCard, point_card.show, point_card.hear),
    ),
    opens={EntryPoint.POINT: point_card.opened},
    former=("n", "f", "b", "p"),
)
