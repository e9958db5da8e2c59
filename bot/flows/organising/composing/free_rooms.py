"""The rooms that are free when an activity is held: offered where it is asked where, and held by choosing one."""

from dataclasses import replace

from bot.chat import Text
from bot.flows.booking import asking, following, holding
from bot.flows.booking.following import hand
from bot.flows.booking.steps import FreeList
from bot.flows.desk import Desk, Go, Move
from bot.flows.entry_points import row_id
from bot.flows.organising.composing import questions
from bot.flows.organising.composing.room_choices import ALL, ROOM
from bot.flows.organising.steps import AnsweringItem
from storage.activities.activities import ActivityRow
from storage.booking import resources


def taken(step: AnsweringItem, row: ActivityRow, choice: str, desk: Desk) -> Move | None:
    """Hold the room that was chosen, and go on with it as the place; the second of two sees what else there is."""
    wanted = asking.for_activity(row)
    if choice == ALL:
        return Go(FreeList(wanted))
    room = resources.find(desk.unit, row_id(choice.removeprefix(ROOM)))
    if room is None:
        return None
    result = holding.hold(wanted, room.id, desk)
    if result.row is None:
        return holding.lost(replace(wanted, chosen=(room.id,)), room.id, result, [], desk)
    told = following.begun([result.row], hand(desk)) + holding.former_freed(result.row, desk)
    moved = questions.answered(step, row, replace(row.plan, spot=holding.spot(room)), desk)
    said = Text(holding.done(result.row, desk))
    return replace(moved, before=(said, *moved.before), tells=(*moved.tells, *told))
