"""A person's ways in: linked by proving both ends, taken off, brought back by a code, and what each may do."""

from typing import Final

from bot.flows.entry_points import EntryPoint
from bot.flows.flow import Flow, Screen, Waits, for_anybody
from bot.flows.roads import choosing, desk_code, joining, keeping, leaving, proving, showing
from bot.flows.roads.steps import AtRoads, ChoosingRoad, DeskCode, Joining, Leaving, TypingCode

FLOW: Final = Flow(
    "roads",
    screens=(
        for_anybody(AtRoads, showing.show, showing.hear),
        for_anybody(TypingCode, joining.ask_for_code, joining.hear_code, waits=Waits.VALUE),
        for_anybody(Joining, joining.show, joining.hear, waits=Waits.TAP),
        for_anybody(Leaving, leaving.show, leaving.hear, waits=Waits.TAP),
        for_anybody(ChoosingRoad, choosing.show, choosing.hear, waits=Waits.TAP),
        Screen(DeskCode, desk_code.show, desk_code.hear, guard=desk_code.GUARD),
    ),
    opens={
        EntryPoint.ROADS: showing.open_roads,
        EntryPoint.ROAD_PROOF: proving.ask,
        EntryPoint.ROAD_CONFIRM: proving.confirm,
        EntryPoint.ROAD_END: proving.end,
        EntryPoint.ROAD_DESK: desk_code.open_desk,
        EntryPoint.ROAD_COVER: keeping.cover,
    },
)
