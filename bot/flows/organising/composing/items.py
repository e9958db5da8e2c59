"""What is answered about an activity beside its time: read into its plan."""

from dataclasses import replace
from typing import Final

from bot.chat import Said, SentFile, SharedPlace, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.moments import local
from bot.flows.organising.composing import defaults, free_rooms, questions, venues
from bot.flows.organising.composing.questions import QUESTIONS
from bot.flows.organising.composing.room_choices import ROOM
from bot.flows.organising.steps import AnsweringItem, Item
from bot.flows.typed import readable
from domain.activities.activities import Attachment, Audience, Kind, Plan, Spot
from domain.said.writing import seat_counts
from domain.times import when
from domain.times.when import Slot
from storage.activities.activities import ActivityRow
from storage.places import places

_NOTES_MOST: Final = 1_000
_ROOM_MOST: Final = 40


def hear(step: AnsweringItem, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(questions.before(step, row), replaces=message_id)
        case Chose(choice, message_id) if step.item is Item.AUDIENCE:
            return _toggled(step, row, choice, message_id, desk)
        case Chose(choice) if step.item is Item.WHERE and choice.startswith(ROOM):
            return free_rooms.taken(step, row, choice, desk)
        case Said(typed) if step.item is Item.WHERE:
            return venues.look_up(step, row, typed, desk)
        case Chose() | Said() | SharedPlace() | SentFile():
            return _answered(step, row, event, desk)
    return None


def _toggled(step: AnsweringItem, row: ActivityRow, choice: str, message_id: int, desk: Desk) -> Move | None:
    now = questions.ticked(step, row)
    one = next((one for one in Audience if str(int(one)) == choice), None)
    if one is not None:
        return Go(replace(step, chosen=int(now ^ one) or int(now)), replaces=message_id)  # it is for somebody
    return questions.answered(step, row, replace(row.plan, audience=now), desk) if choice == "done" else None


def _answered(step: AnsweringItem, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    try:
        plan = _read(step.item, row.plan, event, desk)
    except ValueError:
        plan = None  # it closes before it opens, and the like
    if plan is not None:
        return questions.answered(step, row, plan, desk)
    return Remain((Text(QUESTIONS[step.item].unclear(desk.words)),)) if isinstance(event, Said) else None


def _read(item: Item, plan: Plan, event: Happening, desk: Desk) -> Plan | None:
    """Return the plan with this answer in it; None for what is no answer. Raises `ValueError` for what makes none."""
    match item, event:
        case Item.WHERE, SharedPlace() if spot := venues.on_the_map(event, desk):
            return venues.held_at(plan, spot)
        case Item.WHERE, Chose() if point := places.point(desk.unit, event.row_id):
            return venues.held_at(plan, Spot(point_id=point.id))
        case Item.SEATS, Chose(typed) | Said(typed):
            seats = seat_counts.read(typed)
            return None if seats is None else replace(plan, seats=None if seats == "unlimited" else seats)
        case Item.KIND, Chose(choice) if choice in set(Kind):
            return replace(plan, kind=Kind(choice))
        case ((Item.OPENS | Item.CLOSES | Item.CONFIRM), (Chose() | Said())):
            return _with_moment(item, plan, event, desk)
        case Item.FILE, Chose("none"):
            return replace(plan, attachment=None)
        case Item.FILE, SentFile("photo" | "document" as kind, file_id):
            return replace(plan, attachment=Attachment(kind, file_id))
    return _with_words(item, plan, event)


def _with_words(item: Item, plan: Plan, event: Happening) -> Plan | None:
    match item, event:
        case Item.TITLE, Said(typed) if readable(typed):
            return replace(plan, title=readable(typed, defaults.TITLE_MOST))
        case Item.ROOM, (Chose("none") | Said()):
            room = readable(event.text, _ROOM_MOST) if isinstance(event, Said) else ""
            return replace(plan, spot=replace(plan.spot, room=room))
        case Item.NOTES, (Chose("none") | Said()):
            return replace(plan, notes=_paragraphs(event.text) if isinstance(event, Said) else "")
    return None


def _paragraphs(typed: str) -> str:
    """Keep the lines, without control and direction marks."""
    lines = (readable(line, _NOTES_MOST) for line in typed[:_NOTES_MOST].splitlines())
    return "\n".join(line for line in lines if line)


def _with_moment(item: Item, plan: Plan, answer: Chose | Said, desk: Desk) -> Plan | None:
    """Read a moment for the sign-up window or the confirmations. Raises `ValueError` for one that does not fit."""
    at = _moment(plan, answer, desk)
    if at is None or (at and at <= desk.now.timestamp()):
        return None
    match item:
        case Item.OPENS:
            return replace(plan, opens_at=at or None)
        case Item.CLOSES:
            return replace(plan, closes_at=at or None)
    return replace(plan, confirm_by=at or None)


def _moment(plan: Plan, answer: Chose | Said, desk: Desk) -> float | None:
    """Return seconds since 1970, 0 for "none", None for what is no answer."""
    if isinstance(answer, Chose):
        return 0.0 if answer.choice == "none" else defaults.deadlines(plan, desk.now).get(answer.choice)
    starts = local(plan.starts_at, desk.now.tzinfo)
    slot = when.read(answer.text, desk.now.replace(tzinfo=None), starts.date())
    return slot.starts.replace(tzinfo=desk.now.tzinfo).timestamp() if isinstance(slot, Slot) else None
