"""A temporary affiliation: asking for it one question at a time, how it stands, and what the home branch says."""

from typing import Final

from bot.flows.affiliating import home_side, mine, rights, steps
from bot.flows.affiliating.registering import asking, building, start, summary
from bot.flows.entry_points import EntryPoint
from bot.flows.flow import Flow, Screen, Waits

FLOW: Final = Flow(
    "affiliating",
    screens=(
        Screen(
            steps.Agreeing,
            start.show_agreeing,
            start.hear_agreeing,
            guard=start.A_POINT_THAT_TAKES,
            waits=Waits.TAP,
        ),
        Screen(steps.ChoosingStay, start.show_stays, start.hear_stay, guard=start.A_POINT_THAT_TAKES, waits=Waits.TAP),
        Screen(
            steps.SayingArrival,
            start.show_arrival,
            start.hear_arrival,
            guard=start.A_POINT_THAT_TAKES,
            waits=Waits.WORDS,
        ),
        Screen(steps.Answering, asking.show, asking.hear, guard=rights.AN_OWN_FORM, waits=Waits.WORDS, keeps=True),
        Screen(
            steps.ChoosingBuilding,
            building.show,
            building.hear,
            guard=rights.AN_OWN_FORM,
            waits=Waits.WORDS,
            keeps=True,
        ),
        Screen(
            steps.CheckingRequest, summary.show, summary.hear, guard=rights.AN_OWN_FORM, waits=Waits.TAP, keeps=True
        ),
        Screen(
            steps.ChoosingItem,
            summary.show_items,
            summary.hear_item,
            guard=rights.AN_OWN_FORM,
            waits=Waits.TAP,
            keeps=True,
        ),
        Screen(steps.MyAffiliation, mine.show, mine.hear, guard=rights.ALL_OWN),
        Screen(steps.BeingSure, mine.show_sure, mine.hear_sure, guard=rights.AN_OWN_ONE, waits=Waits.TAP),
        Screen(steps.ChoosingEnding, mine.show_endings, mine.hear_ending, guard=rights.AN_OWN_ONE, waits=Waits.TAP),
        Screen(steps.SayingNewEnd, mine.show_new_end, mine.hear_new_end, guard=rights.AN_OWN_ONE, waits=Waits.WORDS),
        Screen(steps.ReadingHomeLink, home_side.show, home_side.hear, guard=home_side.A_HOME_LINK, waits=Waits.TAP),
        Screen(
            steps.SayingObjection,
            home_side.show_objection,
            home_side.hear_objection,
            guard=home_side.A_HOME_LINK,
            waits=Waits.PROSE,
            most=home_side.MOST,
        ),
    ),
    opens={
        EntryPoint.MY_AFFILIATION: mine.opened,
        EntryPoint.STILL_HERE: lambda _button, desk: mine.begin("still", desk),
        EntryPoint.RENEW_STAY: lambda _button, desk: mine.begin("renew", desk),
    },
    former=("r", "a", "h"),
)
