"""Organisational life as a member meets it: finding an activity, its card, signing up."""

from typing import Final

from bot.flows.activities import around, card, near, signing_up, steps, ways
from bot.flows.desk import Desk, Go, Move
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.flow import Flow, Waits, for_anybody


def _opened(button: Opened, desk: Desk) -> Move:
    """Open the lists, or a card."""
    return card.open_card(button.row_id, desk) if button.choice else Go(near.first_list(desk))


def _at_point(button: Opened, desk: Desk) -> Move:
    return Go(steps.ActivityList(point_id=button.row_id)) if button.row_id else card.not_shown(0, desk)


FLOW: Final = Flow(
    "activities",
    screens=(
        for_anybody(steps.ActivityList, near.show, near.hear),
        for_anybody(steps.ChoosingWay, ways.show_ways, ways.hear_way),
        for_anybody(steps.ChoosingKind, ways.show_kinds, ways.hear_kind, waits=Waits.TAP),
        for_anybody(steps.ChoosingDay, ways.show_days, ways.hear_day, waits=Waits.WORDS),
        for_anybody(steps.SayingSpot, around.show, around.hear),
        for_anybody(steps.ChoosingSpot, around.show_spots, around.hear_spot),
        for_anybody(steps.ActivityCard, card.show, card.hear),
        for_anybody(steps.MindingClash, signing_up.show_clash, signing_up.hear_clash, waits=Waits.TAP),
        for_anybody(
            steps.GivingReason,
            signing_up.show_reasons,
            signing_up.hear_reason,
            waits=Waits.REMARK,
            most=signing_up.REASON_MOST,
        ),
    ),
    opens={
        EntryPoint.ACTIVITY: _opened,
        EntryPoint.ACTIVITIES_AT_POINT: _at_point,
        EntryPoint.COME: card.told_to_come,
        EntryPoint.EXCUSE: card.told_not_to_come,
        EntryPoint.CALENDAR_FILE: lambda button, desk: card.send_calendar_file(button.row_id, desk),
    },
    former=("o",),
)
