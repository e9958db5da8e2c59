"""Organisational life as a member meets it: finding an activity, its card, signing up; one letter, three files."""

from typing import Final

from bot.chat import Reply
from bot.flows.activities import card as activity_card
from bot.flows.activities import near, signing_up
from bot.flows.activities.steps import ActivityCard, ActivityList, GivingReason, MindingClash
from bot.flows.desk import Desk, Flow, Go, Happening, Move
from bot.flows.entry_points import Opened, row_id
from bot.flows.step import Step

_LISTS: Final = near.PLACES


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    if isinstance(step, _LISTS):
        return near.hear(step, event, desk)
    return activity_card.hear(step, event, desk) or signing_up.hear(step, event, desk)


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    if isinstance(step, _LISTS):
        return near.show(step, desk)
    return activity_card.show(step, desk) if isinstance(step, ActivityCard) else signing_up.show(step, desk)


def opens(opened: Opened, desk: Desk) -> Move | None:
    """Open the lists (""), a card ("12"), what is on at a point ("p12"), a calendar file ("f12"); hear yes or no."""
    kind, number = opened.choice[:1], row_id(opened.choice[1:])
    match kind:
        case "":
            return Go(near.first_list(desk))
        case "p" if number:
            return Go(ActivityList(point_id=number))
        case "f":
            return activity_card.send_calendar_file(number, desk)
        case "y" | "n" if activity_card.scene(number, desk):
            card = ActivityCard(number, is_renewed=True)
            return signing_up.come(card, 0, desk) if kind == "y" else signing_up.not_come(card, 0, desk)
    return activity_card.open_card(opened.row_id, desk)


FLOW = Flow("o", (*_LISTS, ActivityCard, MindingClash, GivingReason), hear, show, opens)
