"""Composing an activity: one question at a time, a card with everything, and then it is published or changed."""

from bot.chat import Reply
from bot.flows.activities import rights
from bot.flows.desk import Chose, Desk, Flow, Go, Happening, Move
from bot.flows.entry_points import Opened, row_id
from bot.flows.organising.composing import card, changes, items, series, start
from bot.flows.organising.composing.start import StartPlace
from bot.flows.organising.steps import (
    AnsweringItem,
    ChoosingHolder,
    ChoosingPart,
    ChoosingVenue,
    ConsideringChange,
    Discarding,
    DoubtingTime,
    DraftCard,
    KindOfActivity,
    NamingActivity,
    PlanningSeries,
    SayingLength,
    SayingWhen,
)
from bot.flows.rights import nothing_here, without_role
from bot.flows.step import Step
from domain.activities import Stage
from storage.activities.activities import ActivityRow

_COPY = "c"
_OnePlace = AnsweringItem | ChoosingVenue | ChoosingPart | ConsideringChange | DraftCard | Discarding | PlanningSeries


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    match step:
        case ChoosingHolder() | KindOfActivity() | NamingActivity() | SayingWhen() | SayingLength() | DoubtingTime():
            if not start.may(step, desk):
                return without_role(event, "activities", desk)
            return start.hear(step, event, desk)
        case (
            AnsweringItem()
            | ChoosingVenue()
            | ChoosingPart()
            | ConsideringChange()
            | DraftCard()
            | Discarding()
            | PlanningSeries()
        ):
            return _of_one(step, event, desk)
    raise AssertionError(step)


def _of_one(step: _OnePlace, event: Happening, desk: Desk) -> Move | None:
    """Take a step with an activity that is there and in the person's hands."""
    row = rights.seen(step.activity_id, desk)
    if row is None:
        return without_role(event, f"activity:{step.activity_id}", desk)
    if isinstance(step, DraftCard | Discarding | PlanningSeries):
        return _of_a_draft(step, row, event, desk)
    if row.stage is not Stage.DRAFT and not rights.is_open(row, desk) and isinstance(event, Chose):
        return None if event.choice == "menu" else Go(changes.card(row))
    match step:
        case AnsweringItem():
            return items.hear(step, row, event, desk)
        case ChoosingVenue():
            return items.choose_venue(step, row, event, desk)
        case ChoosingPart():
            return card.choose_part(row, event)
    return changes.hear(step, event, desk)


def _of_a_draft(
    step: DraftCard | Discarding | PlanningSeries, row: ActivityRow, event: Happening, desk: Desk
) -> Move | None:
    """Take a step with a draft; what a fellow organiser has published meanwhile is shown as it stands."""
    if row.stage is not Stage.DRAFT:
        return Go(changes.card(row)) if isinstance(event, Chose) and event.choice != "menu" else None
    match step:
        case Discarding():
            return card.discard(row, event, desk)
        case PlanningSeries():
            return series.hear(row, event, desk)
    return card.hear(row, event, desk)


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    match step:
        case ChoosingHolder() | KindOfActivity() | NamingActivity() | SayingWhen() | SayingLength() | DoubtingTime():
            return _question(step, desk)
        case (
            AnsweringItem(activity_id)
            | ChoosingVenue(activity_id)
            | ChoosingPart(activity_id)
            | ConsideringChange(activity_id)
            | DraftCard(activity_id)
            | Discarding(activity_id)
            | PlanningSeries(activity_id)
        ):
            row = rights.seen(activity_id, desk)
            return nothing_here(desk) if row is None else (_screen(step, row, desk),)
    raise AssertionError(step)


def _question(step: StartPlace, desk: Desk) -> tuple[Reply, ...]:
    if not start.may(step, desk):
        return nothing_here(desk)
    return (start.question(step, desk),)


def _screen(step: _OnePlace, row: ActivityRow, desk: Desk) -> Reply:
    match step:
        case AnsweringItem():
            return items.question(step, row, desk)
        case ChoosingVenue():
            return items.venues(step, desk)
        case ChoosingPart():
            return card.parts(desk)
        case ConsideringChange():
            return changes.question(step, row, desk)
        case Discarding():
            return card.discarding(row, desk)
        case PlanningSeries():
            return series.question(row, desk)
    return card.card(row, desk)


def opens(opened: Opened, desk: Desk) -> Move | None:
    """Begin a new activity, one like another ("c" and its number), or go on with a draft."""
    if not opened.choice:
        return start.begin(desk)
    if opened.choice.startswith(_COPY):
        return start.copy(row_id(opened.choice.removeprefix(_COPY)), desk)
    row = rights.seen(opened.row_id, desk)
    return rights.forbid(opened.row_id, desk) if row is None else Go(changes.card(row))


FLOW = Flow(
    "w",
    (
        ChoosingHolder,
        KindOfActivity,
        NamingActivity,
        SayingWhen,
        SayingLength,
        DoubtingTime,
        AnsweringItem,
        ChoosingVenue,
        ChoosingPart,
        ConsideringChange,
        DraftCard,
        Discarding,
        PlanningSeries,
    ),
    hear,
    show,
    opens,
)
