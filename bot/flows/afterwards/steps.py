"""Where somebody can be when an activity is over: rating it, the own record, checking a code, reports."""

from dataclasses import dataclass
from datetime import date

from bot.flows.paging import Paged
from bot.flows.step import Step


@dataclass(frozen=True, slots=True)
class RatingActivity(Step):
    """Asked how an activity was; `words` is the key by which words are kept that were written before the stars."""

    activity_id: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class SayingMore(Step):
    """The stars are given; words are welcome."""

    activity_id: int


@dataclass(frozen=True, slots=True)
class MyRecord(Paged):
    """What somebody took part in during a year (0: the latest that has anything), five to a page."""

    year: int = 0
    page: int = 0


@dataclass(frozen=True, slots=True)
class RecordedActivity(Step):
    """One line of the record."""

    activity_id: int
    back: MyRecord = MyRecord()


@dataclass(frozen=True, slots=True)
class CheckingCode(Step):
    """Asked for the code of a certificate."""


@dataclass(frozen=True, slots=True)
class ActivityReport(Step):
    """What came of one activity, for its organisers."""

    activity_id: int


@dataclass(frozen=True, slots=True)
class ChoosingReported(Paged):
    """Which unit a monthly report is about: those below this one; 0: those at the top. Six to a page."""

    unit_id: int = 0
    page: int = 0


@dataclass(frozen=True, slots=True)
class MonthReport(Step):
    """A month of a unit and all below; the month by its first day."""

    unit_id: int
    month: date
