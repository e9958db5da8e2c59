"""What is said: a folder for each conversation, with one table in it. FLOWS is the table of contents."""

from typing import Final

from bot.flows import (
    activities,
    affiliating,
    afterwards,
    answering,
    booking,
    check_in,
    desk_door,
    duties,
    finding,
    grid,
    groups,
    mail,
    menu,
    mine,
    organising,
    privacy,
    reviewing,
    roads,
    sentences,
    to_do,
    wishes,
)
from bot.flows.announcements import audience, drafting, running
from bot.flows.entry_points import EntryPoint
from bot.flows.flow import Flow, Opener
from bot.flows.step import Step

FLOWS: Final[tuple[Flow, ...]] = (
    menu.FLOW,  # the menu, its second page, the language
    finding.FLOW,  # a service point: around a location, by what is typed, by district, and its card
    activities.FLOW,  # organisational life: finding an activity, its card, signing up
    organising.FLOW,  # an organiser's activities: composed, published, changed, called off, and their figures
    drafting.FLOW,  # an organiser composes an announcement, has it approved, and sends it
    audience.FLOW,  # whom it is for: put together one condition at a time, and counted
    running.FLOW,  # an announcement on its way and afterwards: its ledger, its deeds, who did not get it
    booking.FLOW,  # rooms, equipment and speakers: found, booked, lent, given back
    duties.FLOW,  # volunteers' duties: arranged by organisers, answered by volunteers
    sentences.FLOW,  # what a sentence asks for, where it opens no screen by itself
    answering.FLOW,  # which question a written answer is meant for
    check_in.FLOW,  # a member is there, and whoever runs the check-in: code, word, roll call, walk-ins
    afterwards.FLOW,  # the rating, one's own record and its certificates, an organiser's reports
    mine.FLOW,  # what somebody has signed up for, and when to be reminded of it
    affiliating.FLOW,  # a request for an affiliation, how it stands, and what the home branch says
    to_do.FLOW,  # what waits for an organiser, by kind
    desk_door.FLOW,  # the way in to the desk in the browser
    reviewing.FLOW,  # an organiser's queue and decisions, questions, members, rules, roles, the hatchery
    mail.FLOW,  # a member writes to the centre; its organisers read it, and answer
    grid.FLOW,  # who looks after which building: visits, promises, gaps, areas, teams, the hand-over
    groups.FLOW,  # groups of the messenger that belong to a unit
    wishes.FLOW,  # topics and interests, wishes and their tally, the weekly digest
    privacy.FLOW,  # what is held about a person
    roads.FLOW,  # a person's ways in: linked, taken off, brought back, and which may act for a role
)

STEPS: Final[dict[str, type[Step]]] = {step.__name__: step for flow in FLOWS for step in flow.steps}
"""Every step, by the name under which it is stored."""

_OWNERS: Final = {step: flow for flow in FLOWS for step in flow.steps}
_OPENERS: Final[dict[EntryPoint, Opener]] = {entry: opens for flow in FLOWS for entry, opens in flow.opens.items()}


def flow_of(step: Step) -> Flow:
    """Return the conversation that a step belongs to."""
    return _OWNERS[type(step)]


def opener(entry: EntryPoint) -> Opener:
    """Return what answers a lasting button, or a command, with this entry."""
    return _OPENERS[entry]


def at_any_age(name: str) -> Step | None:
    """Return the step that hears the buttons of the conversation of this name from messages of any age, if any does."""
    return next((flow.at_any_age for flow in FLOWS if name in {flow.name, *flow.former}), None)
