"""Volunteers' duties: arranged by organisers, answered by volunteers."""

from typing import Final

from bot.flows.activities.rights import AN_ACTIVITY
from bot.flows.desk import Go
from bot.flows.duties import all_own, calling, card, changing, listing, making, own, removing
from bot.flows.duties.rights import A_DUTY, AN_OWN_ANSWER
from bot.flows.duties.steps import (
    CallingVolunteers,
    ChangingDuty,
    CountingDuty,
    DutyCard,
    DutyList,
    MyDuties,
    MyDuty,
    NamingDuty,
    RemovingDuty,
)
from bot.flows.entry_points import EntryPoint
from bot.flows.flow import Flow, Screen, Waits, for_anybody

FLOW: Final = Flow(
    "duties",
    screens=(
        Screen(DutyList, listing.show, listing.hear, guard=AN_ACTIVITY),
        Screen(NamingDuty, making.show_naming, making.hear_naming, guard=AN_ACTIVITY, waits=Waits.WORDS),
        Screen(CountingDuty, making.show_counting, making.hear_counting, guard=AN_ACTIVITY, waits=Waits.VALUE),
        Screen(CallingVolunteers, calling.show, calling.hear, guard=AN_ACTIVITY, waits=Waits.TAP),
        Screen(DutyCard, card.show, card.hear, guard=A_DUTY),
        Screen(ChangingDuty, changing.show, changing.hear, guard=A_DUTY, waits=Waits.WORDS),
        Screen(RemovingDuty, removing.show, removing.hear, guard=A_DUTY, waits=Waits.TAP),
        for_anybody(MyDuties, all_own.show, all_own.hear),
        Screen(MyDuty, own.show, own.hear, guard=AN_OWN_ANSWER),
    ),
    opens={
        EntryPoint.DUTIES: listing.opened,
        EntryPoint.DUTY: card.opened,
        EntryPoint.TAKE_DUTY: own.taken,
        EntryPoint.DECLINE_DUTY: own.declined,
        EntryPoint.MY_DUTIES: lambda _opened, _desk: Go(MyDuties()),
        EntryPoint.MY_DUTY: own.opened,
    },
    former=("d",),
)
