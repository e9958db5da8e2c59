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
from bot.flows.desk import Desk, Flow, Happening, Move
from bot.flows.entry_points import Opened, row_id
from bot.flows.step import Step

_RATING: Final = (RatingActivity, SayingMore)
_RECORD: Final = (MyRecord, RecordedActivity)
_REPORTS: Final = (ActivityReport, ChoosingReported, MonthReport)


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    if isinstance(step, _RATING):
        return rating.hear(step, event, desk)
    if isinstance(step, _RECORD):
        return record.hear(step, event, desk)
    if isinstance(step, _REPORTS):
        return reporting.hear(step, event, desk)
    return verifying.hear(step, event, desk)


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    if isinstance(step, _RATING):
        return rating.show(step, desk)
    if isinstance(step, _RECORD):
        return record.show(step, desk)
    if isinstance(step, _REPORTS):
        return reporting.show(step, desk)
    return verifying.show(step, desk)


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


FLOW: Final[Flow] = Flow("e", (*_RATING, *_RECORD, CheckingCode, *_REPORTS), hear, show, opens)
