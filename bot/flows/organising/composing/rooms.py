"""A hint where something else is held in the same room at the same time: both may be meant, so nothing is refused."""

from typing import Final

from bot.flows.activities import text
from bot.flows.desk import Desk
from domain.activities.activities import Plan
from storage.activities import agenda

_MOST: Final = 2


def taken(plan: Plan, activity_id: int, desk: Desk) -> list[str]:
    """Name what else is held there meanwhile, as HTML; nothing where there is nothing."""
    t, zone = desk.words, desk.now.tzinfo
    others = agenda.in_the_same_room(desk.unit, plan, activity_id)[:_MOST]
    return [
        t("⚠️ In this room meanwhile: {activity} ({when})", activity=one.title, when=text.when(one, zone, t))
        for one in others
    ]
