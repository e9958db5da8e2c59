"""What an organiser may see and do of an activity: decided anew at every tap, from the roles held in that turn."""

from typing import Final

from bot.flows.desk import Desk, Move
from bot.flows.rights import by_finding
from bot.flows.rights import forbid as rights_forbid
from domain.activities.activities import Stage
from storage.activities import activities
from storage.activities.activities import ActivityRow
from storage.people import audit


def seen(activity_id: int, desk: Desk) -> ActivityRow | None:
    """Return it as it stands; None: there is none, or it is not in the person's hands."""
    return _if_in_hand(activities.find(desk.unit, activity_id), desk)


def locked(activity_id: int, desk: Desk) -> ActivityRow | None:
    """Return it as `seen` does, and let nobody else change it or its seats until the turn ends."""
    audit.hold(desk.unit)
    return _if_in_hand(activities.locked(desk.unit, activity_id), desk)


def is_open(row: ActivityRow, desk: Desk) -> bool:
    """Tell whether it can still be changed: it is neither cancelled nor over; a draft always can."""
    return row.stage is Stage.DRAFT or (row.stage is Stage.PUBLISHED and row.ends_at > desk.now.timestamp())


def forbid(activity_id: int, desk: Desk) -> Move:
    """Refuse what is not there, and what is not in the person's hands, in the same words; and write it down."""
    return rights_forbid(f"activity:{activity_id}", desk)


def _if_in_hand(row: ActivityRow | None, desk: Desk) -> ActivityRow | None:
    return row if row is not None and desk.may_organise(row.unit_id) else None


AN_ACTIVITY: Final = by_finding(lambda step, desk: seen(step.activity_id, desk), "activity:{step.activity_id}")
"""For who has it in hand: screens of a step with an `activity_id`, which get it as it stands."""
