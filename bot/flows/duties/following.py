"""What follows for volunteers when a duty has another time, and when its activity moves or is called off."""

from dataclasses import replace
from typing import Final

from bot.flows.desk import Desk, Tell
from bot.flows.duties import tells as duty_tells
from bot.flows.duties.text import Matter
from bot.planning import duties as duty_clock
from domain.activities.duties import FILLING, State, Task
from storage.activities import duties
from storage.activities.activities import ActivityRow, Changed

CONCERNED: Final = frozenset({*FILLING, State.RESERVE, State.ASKED})
"""Who comes, stands by, or may still say so."""


def put(one: Matter, task: Task, desk: Desk) -> tuple[Tell, ...]:
    """Give a duty another task, and return what volunteers are to be told of it."""
    called = duties.change(desk.unit, one.duty.id, task, desk.now.timestamp())
    after = replace(one, duty=replace(one.duty, task=task))
    tells = duty_tells.called(after, called, desk.words_for)
    if (task.starts_at, task.ends_at) == (one.duty.task.starts_at, one.duty.task.ends_at):
        return tells
    return (*tells, *_asked_again(after, {row.chat_id for row in called}, desk))


def _asked_again(after: Matter, but: set[int], desk: Desk) -> tuple[Tell, ...]:
    """Plan the reminders anew, and tell all volunteers except those who are just being called."""
    if after.duty.called_at is None or not after.is_open:
        return ()
    duty_clock.plan_for(after.unit, after.duty.id, after.plan, after.now)
    rows = duties.of_duty(desk.unit, after.duty.id, CONCERNED)
    return duty_tells.moved(after, [row for row in rows if row.chat_id not in but], desk.words_for)


def moved(change: Changed, desk: Desk) -> tuple[Tell, ...]:
    """Move the duties with their activity; the volunteers are told of a new time or place, and asked again."""
    if not change.moved:
        return ()
    found = [Matter(desk.unit, duty, change.after, desk.now) for duty in duties.of_activity(desk.unit, change.after.id)]
    return tuple(tell for one in found for tell in _moved(one, change, desk))


def _moved(one: Matter, change: Changed, desk: Desk) -> tuple[Tell, ...]:
    task = _with_activity(one.duty.task, change)
    if task == one.duty.task:  # only the place is another one
        return _asked_again(one, set(), desk)
    return put(one, task, desk)


def _with_activity(task: Task, change: Changed) -> Task:
    """Keep the distance to the beginning; what took as long as the activity still does."""
    before, after = change.before, change.after
    if (task.starts_at, task.ends_at) == (before.starts_at, before.ends_at):
        return replace(task, starts_at=after.starts_at, ends_at=after.ends_at)
    by = after.starts_at - before.starts_at
    return replace(task, starts_at=task.starts_at + by, ends_at=task.ends_at + by)


def hearers(row: ActivityRow, desk: Desk) -> set[int]:
    """Return who is told when the activity moves or is called off."""
    found = duties.of_activity(desk.unit, row.id)
    return {one.chat_id for duty in found for one in duties.of_duty(desk.unit, duty.id, CONCERNED)}


def called_off(row: ActivityRow, desk: Desk) -> tuple[Tell, ...]:
    """Tell the volunteers that they need not come."""
    found = [Matter(desk.unit, duty, row, desk.now) for duty in duties.of_activity(desk.unit, row.id)]
    return tuple(
        tell
        for one in found
        for tell in duty_tells.off(one, duties.of_duty(desk.unit, one.duty.id, CONCERNED), desk.words_for)
    )
