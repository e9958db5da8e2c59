"""Whom an announcement is for: put together one condition at a time, with the number of people at every step."""

from typing import Final

from bot.flows.announcements import steps
from bot.flows.announcements.audience import conditions, top
from bot.flows.announcements.audience.rights import a_draft
from bot.flows.entry_points import EntryPoint
from bot.flows.flow import Flow, Screen, Waits

FLOW: Final = Flow(
    "audience",
    screens=(
        Screen(steps.AudienceOf, top.show, top.hear, guard=a_draft),
        Screen(
            steps.ChoosingSort, conditions.show_sorts, conditions.hear_sorts, guard=a_draft, waits=Waits.TAP, keeps=True
        ),
        Screen(
            steps.ChoosingAmong,
            conditions.show_among,
            conditions.hear_among,
            guard=a_draft,
            waits=Waits.CHOICE,
            keeps=True,
        ),
        Screen(
            steps.ChoosingRelation,
            conditions.show_relations,
            conditions.hear_relations,
            guard=a_draft,
            waits=Waits.TAP,
            keeps=True,
        ),
        Screen(
            steps.DroppingCondition,
            conditions.show_dropping,
            conditions.hear_dropping,
            guard=a_draft,
            waits=Waits.TAP,
            keeps=True,
        ),
    ),
    opens={EntryPoint.AUDIENCE: top.opened},
    former=("ja",),
)
