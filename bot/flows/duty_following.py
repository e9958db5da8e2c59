"""What becomes of the duties when their activity moves or is called off."""

from dataclasses import replace

from bot.flows import duty_changing, duty_tells
from bot.flows.desk import Desk, Tell
from bot.flows.duty_text import Matter
from domain.duties import FILLING, State, Task
from storage import duties
from storage.activities import ActivityRow, Changed


def moved(change: Changed, desk: Desk) -> tuple[Tell, ...]:
    """Move the duties with their activity; the volunteers are told of a new time or place, and asked again."""
    if not change.moved:
        return ()
    found = [Matter(desk.unit, duty, change.after, desk.now) for duty in duties.of_activity(desk.unit, change.after.id)]
    return tuple(tell for one in found for tell in _moved(one, change, desk))


def _moved(one: Matter, change: Changed, desk: Desk) -> tuple[Tell, ...]:
    task = _with_activity(one.duty.task, change)
    if task == one.duty.task:  # only the place is another one
        return duty_changing.moved(one, set(), desk)
    return duty_changing.put(one, task, desk)


def _with_activity(task: Task, change: Changed) -> Task:
    """Keep the distance to the beginning; what ended with the activity ends with it."""
    before, after = change.before, change.after
    starts = task.starts_at + after.starts_at - before.starts_at
    ends = task.ends_at + after.starts_at - before.starts_at
    if (task.starts_at, task.ends_at) == (before.starts_at, before.ends_at):
        ends = after.ends_at
    return replace(task, starts_at=starts, ends_at=ends)


def called_off(row: ActivityRow, desk: Desk) -> tuple[Tell, ...]:
    """Tell the volunteers that they need not come."""
    return tuple(
        tell
        for duty in duties.of_activity(desk.unit, row.id)
        for tell in duty_tells.off(
            Matter(desk.unit, duty, row, desk.now),
            duties.of_duty(desk.unit, duty.id, {*FILLING, State.RESERVE}),
            desk.words_for,
        )
    )
