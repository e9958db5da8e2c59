"""What comes after an activity: the rating, the own record and its certificates, reports; one letter, four files."""

from typing import Final

from bot.chat import Reply
from bot.flows.afterwards import rating, record, reporting, verifying
from bot.flows.afterwards.steps import (
    ActivityReport,
    CheckingCode,
    ChoosingReported,
    MonthReport,
    MyRecord,
    RatingActivity,
    RecordedActivity,
    SayingMore,
)
from bot.flows.desk import Desk, Flow, Happening, Move, Opened, row_id
from bot.flows.whereabouts import Place

_RATING: Final = (RatingActivity, SayingMore)
_RECORD: Final = (MyRecord, RecordedActivity)
_REPORTS: Final = (ActivityReport, ChoosingReported, MonthReport)


def step(place: Place, event: Happening, desk: Desk) -> Move | None:
    if isinstance(place, _RATING):
        return rating.step(place, event, desk)
    if isinstance(place, _RECORD):
        return record.step(place, event, desk)
    if isinstance(place, _REPORTS):
        return reporting.step(place, event, desk)
    return verifying.step(place, event, desk)


def show(place: Place, desk: Desk) -> tuple[Reply, ...]:
    if isinstance(place, _RATING):
        return rating.show(place, desk)
    if isinstance(place, _RECORD):
        return record.show(place, desk)
    if isinstance(place, _REPORTS):
        return reporting.show(place, desk)
    return verifying.show(place, desk)


def opens(opened: Opened, desk: Desk) -> Move | None:
    """Open a rating ("12"), the own record ("r"), a certificate ("c12"), a report ("o12", by month "m")."""
    if opened.row_id:
        return rating.ask(opened.row_id, desk)
    kind, number = opened.choice[:1], row_id(opened.choice[1:])
    match kind:
        case "r":
            return record.record(desk)
        case "c" if number:
            return record.send_certificate(number, desk)
        case "o" if number:
            return reporting.of_activity(number, desk)
        case "m":
            return reporting.monthly(desk)
    return None


FLOW: Final[Flow] = Flow("e", (*_RATING, *_RECORD, CheckingCode, *_REPORTS), step, show, opens)
