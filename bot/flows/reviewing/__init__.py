"""An organiser's queue, a request's card, the decisions, and who may take them."""

from typing import Final

from bot.flows.entry_points import EntryPoint
from bot.flows.flow import Flow, Screen, Waits
from bot.flows.reviewing import (
    card,
    decisions,
    granting,
    hatching,
    holders,
    looking_up,
    members,
    naming,
    open_invitations,
    questions,
    queue,
    review_rules,
    rights,
    steps,
)
from bot.flows.rights import an_organiser

_A_REVIEWER: Final = an_organiser("queue")
_WHO_KNOWS_THE_MEMBERS: Final = an_organiser("members")
_WHO_GIVES_ROLES: Final = an_organiser("roles")

FLOW: Final = Flow(
    "reviewing",
    screens=(
        Screen(steps.ReviewQueue, queue.show, queue.hear, guard=_A_REVIEWER),
        Screen(steps.ReviewCard, card.show, card.hear, guard=rights.A_REQUEST),
        Screen(
            steps.ChoosingReason,
            decisions.show_reasons,
            decisions.hear_reason,
            guard=rights.A_REQUEST,
            waits=Waits.PROSE,
            most=decisions.REASON_MOST,
        ),
        Screen(
            steps.OfferingPoint, decisions.show_points, decisions.hear_point, guard=rights.A_REQUEST, waits=Waits.TAP
        ),
        Screen(
            steps.AskingMember,
            questions.show_asking,
            questions.hear_asking,
            guard=rights.A_REQUEST_TO_ASK_ABOUT,
            waits=Waits.PROSE,
            most=questions.MOST,
        ),
        Screen(
            steps.AnsweringQuestion,
            questions.show_asked,
            questions.hear_answer,
            guard=questions.AN_OWN_QUESTION,
            waits=Waits.PROSE,
            most=questions.MOST,
        ),
        Screen(steps.MemberList, members.show, members.hear, guard=_WHO_KNOWS_THE_MEMBERS),
        Screen(
            steps.FindingMember,
            looking_up.show,
            looking_up.hear,
            guard=_WHO_KNOWS_THE_MEMBERS,
            waits=Waits.CHOICE,
        ),
        Screen(steps.SettingRules, review_rules.show, review_rules.hear, guard=review_rules.AN_OWN_UNIT),
        Screen(steps.ChoosingRole, granting.show_roles, granting.hear_role, guard=_WHO_GIVES_ROLES, waits=Waits.TAP),
        Screen(steps.ChoosingScope, granting.show_scopes, granting.hear_scope, guard=_WHO_GIVES_ROLES, waits=Waits.TAP),
        Screen(steps.HolderList, holders.show, holders.hear, guard=_WHO_GIVES_ROLES),
        Screen(steps.TakingAway, holders.show_taking, holders.hear_taking, guard=_WHO_GIVES_ROLES, waits=Waits.TAP),
        Screen(
            steps.NamingMyself,
            naming.show,
            naming.hear,
            guard=naming.WHO_TAKES_OR_HOLDS_A_ROLE,
            waits=Waits.WORDS,
        ),
        Screen(steps.OpenInvitations, open_invitations.show, open_invitations.hear, guard=_WHO_GIVES_ROLES),
        Screen(
            steps.Withdrawing,
            open_invitations.show_withdrawing,
            open_invitations.hear_withdrawing,
            guard=_WHO_GIVES_ROLES,
            waits=Waits.TAP,
        ),
        Screen(steps.NestCard, hatching.show_card, hatching.hear_card, guard=hatching.A_NEST),
        Screen(steps.NamingBranch, hatching.show_naming, hatching.hear_name, guard=hatching.A_NEST, waits=Waits.WORDS),
    ),
    opens={
        EntryPoint.REVIEW: queue.opened,
        EntryPoint.MEMBERS: members.opened,
        EntryPoint.QUESTION: questions.opened,
        EntryPoint.RULES: review_rules.opened,
        EntryPoint.INVITE: granting.opened,
        EntryPoint.COLLEAGUE_NAME: naming.opened,
        EntryPoint.NEST: hatching.opened,
        EntryPoint.JOIN_BRANCH: hatching.join,
    },
    former=("v", "q", "l", "u", "g", "t"),
)
