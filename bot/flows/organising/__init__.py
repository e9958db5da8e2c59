"""An organiser's activities: composing, publishing and changing one, and looking after those there are."""

from typing import Final

from bot.flows.activities.in_hand import ActivitiesInHand, ActivityInHand, DraftCard
from bot.flows.activities.rights import AN_ACTIVITY
from bot.flows.entry_points import EntryPoint
from bot.flows.flow import Flow, Screen, Waits
from bot.flows.organising import calling_off, card, listing, not_confirmed, steps
from bot.flows.organising.composing import beginning, changes, draft, items, parts, questions, series, timing, venues
from bot.flows.organising.rights import A_DRAFT, A_SEED, A_UNIT, AN_ORGANISER, OWN_UNITS, while_open

FLOW: Final = Flow(
    "organising",
    screens=(
        Screen(ActivitiesInHand, listing.show, listing.hear, guard=AN_ORGANISER),
        Screen(ActivityInHand, card.show, card.hear, guard=AN_ACTIVITY),
        Screen(steps.NotConfirmed, not_confirmed.show, not_confirmed.hear, guard=AN_ACTIVITY),
        Screen(
            steps.CallingOff,
            calling_off.show_reasons,
            calling_off.hear_reason,
            guard=AN_ACTIVITY,
            waits=Waits.PROSE,
            most=calling_off.REASON_MOST,
        ),
        Screen(
            steps.CallingOffSurely,
            calling_off.show_surely,
            calling_off.hear_surely,
            guard=AN_ACTIVITY,
            waits=Waits.PROSE,
        ),
        # until there is a draft
        Screen(steps.ChoosingHolder, beginning.show_units, beginning.hear_unit, guard=OWN_UNITS, waits=Waits.TAP),
        Screen(steps.KindOfActivity, beginning.show_kinds, beginning.hear_kind, guard=A_UNIT, waits=Waits.TAP),
        Screen(steps.NamingActivity, beginning.show_titles, beginning.hear_title, guard=A_UNIT, waits=Waits.WORDS),
        # the time, of what is new and of what there is
        Screen(steps.SayingWhen, timing.show_when, timing.hear_when, guard=A_SEED, waits=Waits.VALUE),
        Screen(steps.SayingLength, timing.show_length, timing.hear_length, guard=A_SEED, waits=Waits.VALUE),
        Screen(steps.DoubtingTime, timing.show_doubt, timing.hear_doubt, guard=A_SEED, waits=Waits.VALUE),
        # everything else, of a draft and of what is published
        Screen(
            steps.AnsweringItem,
            questions.show,
            while_open(items.hear),
            guard=AN_ACTIVITY,
            waits=Waits.WORDS,
            keeps=True,
        ),
        Screen(
            steps.ChoosingVenue, venues.show, while_open(venues.hear), guard=AN_ACTIVITY, waits=Waits.WORDS, keeps=True
        ),
        Screen(steps.ChoosingPart, parts.show, while_open(parts.hear), guard=AN_ACTIVITY, waits=Waits.TAP, keeps=True),
        Screen(steps.ConsideringChange, changes.show, while_open(changes.hear), guard=AN_ACTIVITY, waits=Waits.TAP),
        Screen(DraftCard, draft.show, draft.hear, guard=A_DRAFT),
        Screen(
            steps.Discarding, draft.show_discarding, draft.hear_discarding, guard=A_DRAFT, waits=Waits.TAP, keeps=True
        ),
        Screen(steps.PlanningSeries, series.show, series.hear, guard=A_DRAFT, waits=Waits.TAP, keeps=True),
    ),
    opens={
        EntryPoint.MANAGE: listing.opened,
        EntryPoint.COMPOSE: beginning.opened,
        EntryPoint.COPY_ACTIVITY: beginning.copied,
    },
    former=("x", "w"),
)
