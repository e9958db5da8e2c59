"""The way in to the desk in the browser: a code that stands there, a link for the phone, and who is signed in."""

from typing import Final

from bot.flows.desk_door import door, matching
from bot.flows.desk_door.steps import DeskDoor, MatchingNumber
from bot.flows.entry_points import EntryPoint
from bot.flows.flow import Flow, Screen, Waits
from bot.flows.rights import an_organiser

FLOW: Final = Flow(
    "desk_door",
    screens=(
        Screen(DeskDoor, door.show, door.hear, guard=an_organiser("desk")),
        Screen(MatchingNumber, matching.show, matching.hear, guard=matching.A_SIGN_IN, waits=Waits.TAP),
    ),
    opens={EntryPoint.DESK_DOOR: door.opened},
)
