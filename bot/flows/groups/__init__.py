"""Groups of the messenger that belong to a unit."""

from typing import Final

from bot.flows.entry_points import EntryPoint
from bot.flows.flow import Flow, Screen, Waits
from bot.flows.groups import binding
from bot.flows.groups.steps import ChoosingGroupUnit, GroupCard, GroupList
from bot.flows.rights import an_organiser

AN_ORGANISER: Final = an_organiser("groups")

FLOW: Final = Flow(
    "groups",
    screens=(
        Screen(GroupList, binding.show_list, binding.hear_list, guard=AN_ORGANISER),
        Screen(ChoosingGroupUnit, binding.show_units, binding.hear_units, guard=AN_ORGANISER, waits=Waits.TAP),
        Screen(GroupCard, binding.show_card, binding.hear_card, guard=AN_ORGANISER),
    ),
    opens={
        EntryPoint.GROUPS: binding.opened,
        EntryPoint.GROUP_AGREES: lambda _opened, _desk: None,  # it is heard in the group itself, see `groups_there`
        EntryPoint.BIND_GROUP: binding.confirmed,
        EntryPoint.TURN_GROUP_DOWN: binding.turned_down,
    },
    former=("z",),
)
