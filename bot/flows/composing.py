"""Composing an activity: one question at a time, a card with everything, and then it is published or changed."""

from bot.chat import Reply
from bot.flows import (
    activity_rights,
    composing_card,
    composing_changes,
    composing_items,
    composing_series,
    composing_start,
    review_rights,
)
from bot.flows.composing_start import StartPlace
from bot.flows.desk import Chose, Desk, Flow, Go, Happening, Move, Opened, row_id
from bot.flows.places_organising import (
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
from bot.flows.whereabouts import Place
from domain.activities import Stage
from storage.activities import ActivityRow

_COPY = "c"
_OnePlace = AnsweringItem | ChoosingVenue | ChoosingPart | ConsideringChange | DraftCard | Discarding | PlanningSeries


def step(place: Place, event: Happening, desk: Desk) -> Move | None:
    match place:
        case ChoosingHolder() | KindOfActivity() | NamingActivity() | SayingWhen() | SayingLength() | DoubtingTime():
            if not composing_start.may(place, desk):
                return review_rights.without_role(event, "activities", desk)
            return composing_start.step(place, event, desk)
        case (
            AnsweringItem()
            | ChoosingVenue()
            | ChoosingPart()
            | ConsideringChange()
            | DraftCard()
            | Discarding()
            | PlanningSeries()
        ):
            return _of_one(place, event, desk)
    raise AssertionError(place)


def _of_one(place: _OnePlace, event: Happening, desk: Desk) -> Move | None:
    """Take a step with an activity that is there and in the person's hands."""
    row = activity_rights.seen(place.activity_id, desk)
    if row is None:
        return review_rights.without_role(event, f"activity:{place.activity_id}", desk)
    if isinstance(place, DraftCard | Discarding | PlanningSeries):
        return _of_a_draft(place, row, event, desk)
    if row.stage is not Stage.DRAFT and not activity_rights.is_open(row, desk) and isinstance(event, Chose):
        return None if event.choice == "menu" else Go(composing_changes.card(row))
    match place:
        case AnsweringItem():
            return composing_items.step(place, row, event, desk)
        case ChoosingVenue():
            return composing_items.choose_venue(place, row, event, desk)
        case ChoosingPart():
            return composing_card.choose_part(row, event)
    return composing_changes.step(place, event, desk)


def _of_a_draft(
    place: DraftCard | Discarding | PlanningSeries, row: ActivityRow, event: Happening, desk: Desk
) -> Move | None:
    """Take a step with a draft; what a fellow organiser has published meanwhile is shown as it stands."""
    if row.stage is not Stage.DRAFT:
        return Go(composing_changes.card(row)) if isinstance(event, Chose) and event.choice != "menu" else None
    match place:
        case Discarding():
            return composing_card.discard(row, event, desk)
        case PlanningSeries():
            return composing_series.step(row, event, desk)
    return composing_card.step(row, event, desk)


def show(place: Place, desk: Desk) -> tuple[Reply, ...]:
    match place:
        case ChoosingHolder() | KindOfActivity() | NamingActivity() | SayingWhen() | SayingLength() | DoubtingTime():
            return _question(place, desk)
        case (
            AnsweringItem(activity_id)
            | ChoosingVenue(activity_id)
            | ChoosingPart(activity_id)
            | ConsideringChange(activity_id)
            | DraftCard(activity_id)
            | Discarding(activity_id)
            | PlanningSeries(activity_id)
        ):
            row = activity_rights.seen(activity_id, desk)
            return review_rights.nothing_here(desk) if row is None else (_screen(place, row, desk),)
    raise AssertionError(place)


def _question(place: StartPlace, desk: Desk) -> tuple[Reply, ...]:
    if not composing_start.may(place, desk):
        return review_rights.nothing_here(desk)
    return (composing_start.question(place, desk),)


def _screen(place: _OnePlace, row: ActivityRow, desk: Desk) -> Reply:
    match place:
        case AnsweringItem():
            return composing_items.question(place, row, desk)
        case ChoosingVenue():
            return composing_items.venues(place, desk)
        case ChoosingPart():
            return composing_card.parts(desk)
        case ConsideringChange():
            return composing_changes.question(place, row, desk)
        case Discarding():
            return composing_card.discarding(row, desk)
        case PlanningSeries():
            return composing_series.question(row, desk)
    return composing_card.card(row, desk)


def opens(opened: Opened, desk: Desk) -> Move | None:
    """Begin a new activity, one like another ("c" and its number), or go on with a draft."""
    if not opened.choice:
        return composing_start.begin(desk)
    if opened.choice.startswith(_COPY):
        return composing_start.copy(row_id(opened.choice.removeprefix(_COPY)), desk)
    row = activity_rights.seen(opened.row_id, desk)
    return activity_rights.forbid(opened.row_id, desk) if row is None else Go(composing_changes.card(row))


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
    step,
    show,
    opens,
)
