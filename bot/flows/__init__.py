"""What is said: one conversation per file. FLOWS is the table of contents."""

from dataclasses import replace
from typing import Final

from bot.flows import check_in, duties, groups, menu, organising, privacy
from bot.flows.activities import flow as activities_flow
from bot.flows.affiliating import home_side
from bot.flows.affiliating import mine as my_affiliation
from bot.flows.affiliating.registering import flow as registering_flow
from bot.flows.afterwards import flow as afterwards_flow
from bot.flows.afterwards import verifying
from bot.flows.announcements.audience import flow as audience_flow
from bot.flows.announcements.drafting import flow as drafting_flow
from bot.flows.announcements.running import flow as running_flow
from bot.flows.answering import flow as answering_flow
from bot.flows.desk import Flow as DispatchedFlow
from bot.flows.desk import Go
from bot.flows.entry_points import FORMER, EntryPoint
from bot.flows.finding import browse, nearest, point_card, typed_place
from bot.flows.flow import Flow, Opener
from bot.flows.mail import unit_mail, writing_in
from bot.flows.mine import activities as my_activities
from bot.flows.reviewing import granting, hatching, members, questions, queue, review_rules
from bot.flows.step import Step
from bot.flows.wishes import flow as wishes_flow
from bot.flows.wishes import making

FLOWS: Final[tuple[Flow | DispatchedFlow, ...]] = (
    menu.FLOW,  # the menu, its second page, the language
    nearest.FLOW,  # service points around a location, a building or a street
    typed_place.FLOW,  # what somebody typed, and what they may have meant
    browse.FLOW,  # district, subdistrict, service point
    point_card.FLOW,  # one service point
    activities_flow.FLOW,  # organisational life: finding an activity, its card, signing up
    organising.FLOW,  # an organiser composes an activity, publishes and changes it, and looks after those there are
    drafting_flow.FLOW,  # an organiser composes an announcement, has it approved, and sends it
    audience_flow.FLOW,  # whom it is for: put together one condition at a time, and counted
    running_flow.FLOW,  # an announcement on its way and afterwards: its ledger, its deeds, who did not get it
    running_flow.PROGRESS,  # pause, resume and stop, from the message that shows how far it is
    duties.FLOW,  # volunteers' duties: arranged by organisers, answered by volunteers
    answering_flow.FLOW,  # which question a written answer is meant for
    check_in.FLOW,  # a member is there; and whoever runs the check-in: code, word, roll call, walk-ins, taking back
    afterwards_flow.FLOW,  # the rating, one's own record and its certificates, an organiser's reports
    my_activities.FLOW,  # what somebody has signed up for, and when to be reminded of it
    registering_flow.FLOW,  # a request for an affiliation, one question at a time
    my_affiliation.FLOW,  # how it stands, and what the member may do
    home_side.FLOW,  # the home branch confirms or objects
    queue.FLOW,  # an organiser's queue, a request's card, the decisions
    questions.FLOW,  # a question about a request, and its answer
    members.FLOW,  # who takes part in an organiser's units
    review_rules.FLOW,  # the review rules of a unit
    granting.FLOW,  # giving and taking roles
    writing_in.FLOW,  # a member writes to the centre
    unit_mail.FLOW,  # its organisers read it, and answer
    groups.FLOW,  # groups of the messenger that belong to a unit
    wishes_flow.FLOW,  # topics and interests, wishes and their tally, the weekly digest
    hatching.FLOW,  # a branch where enough members have gathered
    privacy.FLOW,  # what is held about a person
)

STEPS: Final[dict[str, type[Step]]] = {step.__name__: step for flow in FLOWS for step in flow.steps}
"""Every step, by the name under which it is stored."""

_OWNERS: Final = {step: flow for flow in FLOWS for step in flow.steps}


def flow_of(step: Step) -> Flow | DispatchedFlow:
    """Return the conversation that a step belongs to."""
    return _OWNERS[type(step)]


def _dispatched(flow: DispatchedFlow, kind: str) -> Opener:
    return lambda opened, desk: flow.opens(replace(opened, choice=kind + opened.choice), desk)


_OPENERS: Final[dict[EntryPoint, Opener]] = {
    **{
        entry: _dispatched(flow, kind)
        for flow in FLOWS
        if isinstance(flow, DispatchedFlow)
        for kind, entry in FORMER.get(flow.name, {}).items()
    },
    **{entry: opens for flow in FLOWS if isinstance(flow, Flow) for entry, opens in flow.opens.items()},
}
_OPENERS.setdefault(EntryPoint.VERIFY, lambda opened, desk: verifying.verify(opened.choice, desk))
if isinstance(writing_in.FLOW, DispatchedFlow):
    _OPENERS[EntryPoint.PASS_ON] = writing_in.passed_on
    _OPENERS[EntryPoint.WRITE] = lambda opened, desk: writing_in.begin(opened.choice, desk)
if isinstance(wishes_flow.FLOW, DispatchedFlow):
    _OPENERS[EntryPoint.WISH] = lambda opened, _desk: Go(making.in_words(opened.choice))


def opener(entry: EntryPoint) -> Opener:
    """Return what answers a lasting button with this entry."""
    return _OPENERS[entry]
