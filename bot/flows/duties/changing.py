"""An organiser changes a duty: its name, how many it needs, its time; whoever said yes hears of another time."""

from dataclasses import replace
from datetime import timedelta

from bot.chat import Button, Said, Text
from bot.flows.activities import text
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.duties import following, making, rights
from bot.flows.duties.steps import ChangingDuty, DutyCard, DutyPart
from bot.flows.duties.text import Matter
from bot.flows.typed import readable
from domain.activities.duties import Task
from domain.times import when
from domain.times.when import Odd, Slot


def hear(step: ChangingDuty, one: Matter, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(DutyCard(one.duty.id), replaces=message_id)
        case Chose(typed) if step.part is DutyPart.NEEDED and typed in making.PROPOSED:
            return _changed(step.part, one, typed, desk)
        case Said(typed):
            return _changed(step.part, one, typed, desk)
    return None


def _changed(part: DutyPart, one: Matter, typed: str, desk: Desk) -> Move:
    task = _read(part, one, typed, desk)
    if task is None:
        return Remain((_unclear(part, desk),))
    if not rights.may_change(one, desk):
        return Go(DutyCard(one.duty.id))
    return Go(DutyCard(one.duty.id), tells=following.put(one, task, desk))


def _read(part: DutyPart, one: Matter, typed: str, desk: Desk) -> Task | None:
    """Read what was typed into the task; None: it makes no sense."""
    task = one.duty.task
    match part:
        case DutyPart.NAME:
            name = readable(typed, making.NAME_MOST)
            return replace(task, name=name) if name else None
        case DutyPart.NEEDED:
            needed = making.count(typed)
            return replace(task, needed=needed) if needed else None
    return _timed(one, typed, desk)


def _timed(one: Matter, typed: str, desk: Desk) -> Task | None:
    """Read a time, on the day of the duty where no other is named; it lasts as long as before where no end is."""
    task, here = one.duty.task, desk.now.replace(tzinfo=None)
    slot = when.read(typed, here, one.begins.date())
    if not isinstance(slot, Slot) or when.odd(slot, here) in {Odd.BACKWARDS, Odd.PAST}:
        return None
    lasting = timedelta(seconds=task.ends_at - task.starts_at)
    starts = slot.starts.replace(tzinfo=desk.now.tzinfo)
    ends = slot.ends.replace(tzinfo=desk.now.tzinfo) if slot.ends else starts + lasting
    return replace(task, starts_at=starts.timestamp(), ends_at=ends.timestamp())


def _unclear(part: DutyPart, desk: Desk) -> Text:
    t = desk.words
    match part:
        case DutyPart.NEEDED:
            return making.unclear(t)
        case DutyPart.TIME:
            return Text(t("I could not read that as a time to come. For example: {example}", example="18:30-20:30"))
    return Text(t("Please type a name for it."))


def show(step: ChangingDuty, one: Matter, desk: Desk) -> Text:
    t, name = desk.words, one.duty.task.name
    back = (Button(t.button("Back"), "back"),)
    match step.part:
        case DutyPart.NAME:
            return Text(t("What is “{duty}” to be called?", duty=name), (back,))
        case DutyPart.NEEDED:
            asked = t("How many are needed for “{duty}”? Nobody who comes is sent away.", duty=name)
            return Text(asked, (tuple(Button(number, number) for number in making.PROPOSED), back))
    now = text.when(one.plan, desk.now.tzinfo, t)
    asked = t("When is “{duty}”? Now it is {when}. For example: {example}", duty=name, when=now, example="18:30-20:30")
    return Text(asked, (back,))
