"""An organiser changes a duty, or takes it away; whoever said yes hears of another time, and of the end of it."""

from dataclasses import replace
from datetime import timedelta

from bot.chat import Button, Said, Text
from bot.flows.activities import text
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.duties import following, making, rights
from bot.flows.duties import tells as duty_tells
from bot.flows.duties import text as duty_text
from bot.flows.duties.steps import DutyCard, DutyList, DutyPart
from bot.flows.duties.text import Matter
from bot.flows.organising.composing.changes import told
from bot.flows.typed import readable
from domain import when
from domain.duties import FILLING, State, Task
from domain.when import Odd, Slot
from storage.activities import duties


def hear(part: DutyPart, one: Matter, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(DutyCard(one.duty.id), replaces=message_id)
        case Chose(typed) if part is DutyPart.NEEDED and typed in making.PROPOSED:
            return _changed(part, one, typed, desk)
        case Said(typed):
            return _changed(part, one, typed, desk)
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


def question(part: DutyPart, one: Matter, desk: Desk) -> Text:
    t, name = desk.words, one.duty.task.name
    back = (Button(t.button("Back"), "back"),)
    match part:
        case DutyPart.NAME:
            return Text(t("What is “{duty}” to be called?", duty=name), (back,))
        case DutyPart.NEEDED:
            asked = t("How many are needed for “{duty}”? Nobody who comes is sent away.", duty=name)
            return Text(asked, (tuple(Button(number, number) for number in making.PROPOSED), back))
    now = text.when(one.plan, desk.now.tzinfo, t)
    asked = t("When is “{duty}”? Now it is {when}. For example: {example}", duty=name, when=now, example="18:30-20:30")
    return Text(asked, (back,))


# ---------------------------------------------------------------- taking it away


def removing(one: Matter, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(DutyCard(one.duty.id), replaces=message_id)
        case Chose("remove", message_id) if rights.may_change(one, desk):
            return _remove(one, message_id, desk)
    return None


def _remove(one: Matter, message_id: int, desk: Desk) -> Move:
    gone = duties.remove(desk.unit, one.duty.id)
    tells = duty_tells.off(one, gone, desk.words_for) if one.is_open else ()
    done = desk.words("Removed: {duty}. {whom}", duty=one.duty.task.name, whom=told(len(tells), desk))
    return Go(DutyList(one.activity.id), before=(Text(done, replaces=message_id),), tells=tells)


def surely(one: Matter, desk: Desk) -> Text:
    t = desk.words
    number = len(duties.of_duty(desk.unit, one.duty.id, {*FILLING, State.RESERVE})) if one.is_open else 0
    lines = (t("Remove this duty?"), duty_text.brief(one, t), told(number, desk))
    return Text("\n".join(lines), ((Button(t.button("Remove it"), "remove"), Button(t.button("Back"), "back")),))
