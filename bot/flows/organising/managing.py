"""The organiser's activities: what is coming and what was held, with its figures, and what can be done with each."""

from dataclasses import replace
from typing import Final

from bot.chat import Document, Reply, Said, Text
from bot.flows.activities import rights
from bot.flows.activities import tells as activity_tells
from bot.flows.desk import Chose, Desk, Flow, Go, Happening, Move
from bot.flows.duties import following
from bot.flows.entry_points import Opened
from bot.flows.organising import managing_text
from bot.flows.organising.composing import changes
from bot.flows.organising.steps import (
    ActivitiesInHand,
    ActivityInHand,
    CallingOff,
    CallingOffSurely,
    ChoosingPart,
    NotConfirmed,
)
from bot.flows.reviewing.queue import PAGE
from bot.flows.rights import forbid, nothing_here, organised, without_role
from bot.flows.step import Step
from bot.flows.typed import readable
from bot.papers.poster import Poster, poster_pdf
from bot.planning import activities as activity_clock
from domain.activities import Stage
from domain.seats import State
from storage.activities import activities, signups
from storage.activities.activities import ActivityClosedError, ActivityRow
from storage.people import deeds, members

REASON_MOST: Final = 200
_POSTER: Final = "poster.pdf"


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    match step:
        case ActivitiesInHand():
            return _in_list(step, event, desk)
        case ActivityInHand() | NotConfirmed() | CallingOff() | CallingOffSurely():
            row = rights.seen(step.activity_id, desk)
            if row is None:
                return without_role(event, f"activity:{step.activity_id}", desk)
            return _with_one(step, row, event, desk)
    raise AssertionError(step)


def _with_one(
    step: ActivityInHand | NotConfirmed | CallingOff | CallingOffSurely,
    row: ActivityRow,
    event: Happening,
    desk: Desk,
) -> Move | None:
    match step:
        case ActivityInHand():
            return _at_card(step, row, event, desk)
        case NotConfirmed():
            return _at_risk(step, row, event, desk)
    return _calling_off(step, row, event, desk)


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    match step:
        case ActivitiesInHand() if organised(desk):
            return (managing_text.listing(step, *_page(step, desk), desk),)
        case (
            ActivityInHand(activity_id)
            | NotConfirmed(activity_id)
            | CallingOff(activity_id)
            | CallingOffSurely(activity_id)
        ):
            row = rights.seen(activity_id, desk)
            if row is not None:
                return (_screen(step, row, desk),)
    return nothing_here(desk)


def _screen(step: Step, row: ActivityRow, desk: Desk) -> Text:
    match step:
        case NotConfirmed():
            return managing_text.at_risk(step, row, unconfirmed(row, desk), desk)
        case CallingOff():
            return managing_text.why_call_off(row, desk)
        case CallingOffSurely():
            return managing_text.call_off_surely(row, step.reason, changes.concerned(row, desk), desk)
    return managing_text.card(row, desk)


def opens(opened: Opened, desk: Desk) -> Move | None:
    """Open the list, or the card of one activity."""
    if not opened.choice:
        return listing(desk)
    row = rights.seen(opened.row_id, desk)
    return rights.forbid(opened.row_id, desk) if row is None else Go(changes.card(row))


def listing(desk: Desk) -> Move:
    return Go(ActivitiesInHand()) if organised(desk) else forbid("activities", desk)


# ---------------------------------------------------------------- the list


def _in_list(step: ActivitiesInHand, event: Happening, desk: Desk) -> Move | None:
    if not organised(desk):
        return without_role(event, "activities", desk)
    match event:
        case Chose("next", message_id):
            return Go(replace(step, page=step.page + 1), replaces=message_id)
        case Chose("previous", message_id):
            return Go(replace(step, page=max(0, step.page - 1)), replaces=message_id)
        case Chose("past" | "coming" as which, message_id):
            return Go(ActivitiesInHand(past=which == "past"), replaces=message_id)
        case Chose(row_id=activity_id) if activity_id:
            return _into(activity_id, step, desk)
        case Said(typed):
            numbered = enumerate(_page(step, desk)[0], step.page * PAGE + 1)
            return next((_into(row.id, step, desk) for at, row in numbered if typed.strip() == str(at)), None)
    return None


def _into(activity_id: int, step: ActivitiesInHand, desk: Desk) -> Move:
    row = rights.seen(activity_id, desk)
    if row is None:
        return rights.forbid(activity_id, desk)
    return Go(changes.card(row) if row.stage is Stage.DRAFT else ActivityInHand(row.id, step))


def _page(step: ActivitiesInHand, desk: Desk) -> tuple[list[ActivityRow], int]:
    paths, now, skip = organised(desk), desk.now.timestamp(), step.page * PAGE
    if step.past:
        return activities.past(desk.unit, paths, now, skip, PAGE), activities.count_past(desk.unit, paths, now)
    return activities.managed(desk.unit, paths, now, skip, PAGE), activities.count_managed(desk.unit, paths, now)


# ---------------------------------------------------------------- one activity


def _at_card(step: ActivityInHand, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(step.back, replaces=message_id)
        case Chose("poster"):
            return Go(step, before=(_poster(row, desk),))
        case Chose("risk", message_id):
            return Go(NotConfirmed(row.id), replaces=message_id)
        case Chose("change", message_id) if rights.is_open(row, desk):
            return Go(ChoosingPart(row.id), replaces=message_id)
        case Chose("off", message_id) if rights.is_open(row, desk):
            return Go(CallingOff(row.id), replaces=message_id)
        case Chose("stop", message_id) if row.series_id:
            activity_clock.stop(desk.unit, row.series_id, desk.now)
            done = desk.words("No more dates are made. Those that are there stay as they are.")
            return Go(step, before=(Text(done, replaces=message_id),))
    return None


def _poster(row: ActivityRow, desk: Desk) -> Document:
    """Draw the poster whose code opens the activity's card."""
    link = f"{desk.bot_link}?start=o_{row.id}"
    drawn = poster_pdf(Poster.of_activity(row.title, managing_text.poster_lines(row, desk), link))
    return Document(_POSTER, drawn, desk.words.plain("The poster: its code opens this activity."))


# ---------------------------------------------------------------- who may not come


def unconfirmed(row: ActivityRow, desk: Desk) -> list[int]:
    """Return those who hold a seat and have not said again that they come; none where nobody is asked."""
    if row.plan.confirm_by is None:
        return []
    return [one.chat_id for one in signups.of_activity(desk.unit, row.id, {State.SIGNED_UP})]


def _at_risk(step: NotConfirmed, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("next", message_id):
            return Go(replace(step, page=step.page + 1), replaces=message_id)
        case Chose("previous", message_id):
            return Go(replace(step, page=max(0, step.page - 1)), replaces=message_id)
        case Chose("reveal"):
            return _reveal(step, row, desk)
        case Chose("back", message_id):
            return Go(ActivityInHand(row.id), replaces=message_id)
    return None


def _reveal(step: NotConfirmed, row: ActivityRow, desk: Desk) -> Move:
    """Name those on this page once, each look written down; the list that follows is masked again."""
    shown = managing_text.page_of(step, unconfirmed(row, desk))
    told = members.find_all(desk.unit, shown)
    deeds.write_down(desk.unit, desk.deed(), "member.reveal", *(f"person:{chat_id}" for chat_id in told))
    named = [one.details.name for one in told.values() if one.details.name]
    return Go(step, before=(Text(managing_text.named(named, desk)),))


# ---------------------------------------------------------------- calling it off


def _calling_off(step: CallingOff | CallingOffSurely, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match step, event:
        case CallingOffSurely(), Chose("back", message_id):
            return Go(CallingOff(row.id), replaces=message_id)
        case _, Chose("back", message_id):
            return Go(ActivityInHand(row.id), replaces=message_id)
        case CallingOff(), Chose(choice, message_id) if choice in map(str, range(len(managing_text.reasons(desk)))):
            return Go(CallingOffSurely(row.id, managing_text.reasons(desk)[int(choice)]), replaces=message_id)
        case _, Said(typed) if readable(typed):
            return Go(CallingOffSurely(row.id, readable(typed, REASON_MOST)))
        case CallingOffSurely(_, reason), Chose("off", message_id):
            return _call_off(row, reason, message_id, desk)
    return None


def _call_off(row: ActivityRow, reason: str, message_id: int, desk: Desk) -> Move:
    t = desk.words
    number = changes.concerned(row, desk)
    try:
        after = activities.cancel(desk.unit, row.id, desk.deed(reason))
    except ActivityClosedError:
        return Go(ActivityInHand(row.id), before=(changes.closed(t),))
    activity_clock.plan_for(desk.unit, after, desk.now)
    done = t("✅ Called off. {whom}", whom=changes.told(number, desk))
    tells = activity_tells.cancelled(after, desk.unit, desk.words_for, desk.now)
    tells += following.called_off(after, desk)
    return Go(ActivitiesInHand(), before=(Text(done, replaces=message_id),), tells=tells)


FLOW = Flow("x", (ActivitiesInHand, ActivityInHand, NotConfirmed, CallingOff, CallingOffSurely), hear, show, opens)
