"""What is said: one conversation per file. FLOWS is the table of contents."""

from typing import Final

from bot.flows import (
    activities,
    afterwards,
    announced,
    announcing,
    answering,
    asking,
    audience,
    browse,
    check_in_desk,
    checking_in,
    composing,
    duties,
    finding,
    granting,
    groups,
    hatching,
    home_side,
    managing,
    members_here,
    menu,
    my_activities,
    my_affiliation,
    nearest,
    point_card,
    privacy,
    registering,
    reviewing,
    ruling,
    unit_mail,
    wishes,
    writing_in,
)
from bot.flows.desk import Flow
from bot.flows.whereabouts import Place

FLOWS: Final[tuple[Flow, ...]] = (
    menu.FLOW,  # the menu, its second page, the language
    nearest.FLOW,  # service points around a location, a building or a street
    finding.FLOW,  # what somebody typed, and what they may have meant
    browse.FLOW,  # district, subdistrict, service point
    point_card.FLOW,  # one service point
    activities.FLOW,  # organisational life: finding an activity, its card, signing up
    composing.FLOW,  # an organiser composes an activity, publishes and changes it
    announcing.FLOW,  # an organiser composes an announcement, has it approved, and sends it
    audience.FLOW,  # whom it is for: put together one condition at a time, and counted
    announced.FLOW,  # an announcement on its way and afterwards: its ledger, its deeds, who did not get it
    announced.PROGRESS,  # pause, resume and stop, from the message that shows how far it is
    duties.FLOW,  # volunteers' duties: arranged by organisers, answered by volunteers
    answering.FLOW,  # which question a written answer is meant for
    checking_in.FLOW,  # a member is there: the code on the wall, the spoken word, the location
    check_in_desk.FLOW,  # whoever runs the check-in: code, word, roll call, walk-ins, taking back
    managing.FLOW,  # an organiser's activities, their figures, and calling one off
    afterwards.FLOW,  # the rating, one's own record and its certificates, an organiser's reports
    my_activities.FLOW,  # what somebody has signed up for, and when to be reminded of it
    registering.FLOW,  # a request for an affiliation, one question at a time
    my_affiliation.FLOW,  # how it stands, and what the member may do
    home_side.FLOW,  # the home branch confirms or objects
    reviewing.FLOW,  # an organiser's queue, a request's card, the decisions
    asking.FLOW,  # a question about a request, and its answer
    members_here.FLOW,  # who takes part in an organiser's units
    ruling.FLOW,  # the review rules of a unit
    granting.FLOW,  # giving and taking roles
    writing_in.FLOW,  # a member writes to the centre
    unit_mail.FLOW,  # its organisers read it, and answer
    groups.FLOW,  # groups of the messenger that belong to a unit
    wishes.FLOW,  # topics and interests, wishes and their tally, the weekly digest
    hatching.FLOW,  # a branch where enough members have gathered
    privacy.FLOW,  # what is held about a person
)

_OWNERS: Final = {place: flow for flow in FLOWS for place in flow.places}


def flow_of(place: Place) -> Flow:
    """Return the conversation that a place belongs to."""
    return _OWNERS[type(place)]


def flow_with(letter: str) -> Flow:
    """Return the conversation whose buttons carry this letter; the menu for a letter that no flow has (any more)."""
    return next((flow for flow in FLOWS if flow.letter == letter), menu.FLOW)
