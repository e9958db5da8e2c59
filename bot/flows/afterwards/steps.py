"""Where somebody can be when an activity is over: rating it, the own record, checking a code, reports."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class RatingActivity:
    """Asked how an activity was."""

    VERSION: ClassVar[int] = 1
    activity_id: int


@dataclass(frozen=True, slots=True)
class SayingMore:
    """The stars are given; words are welcome."""

    VERSION: ClassVar[int] = 1
    activity_id: int


@dataclass(frozen=True, slots=True)
class MyRecord:
    """What somebody took part in during a year (0: the latest that has anything), five to a page."""

    VERSION: ClassVar[int] = 1
    year: int = 0
    page: int = 0


@dataclass(frozen=True, slots=True)
class RecordedActivity:
    """One line of the record."""

    VERSION: ClassVar[int] = 1
    activity_id: int
    back: MyRecord = MyRecord()


@dataclass(frozen=True, slots=True)
class CheckingCode:
    """Asked for the code of a certificate."""

    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class ActivityReport:
    """What came of one activity, for its organisers."""

    VERSION: ClassVar[int] = 1
    activity_id: int


@dataclass(frozen=True, slots=True)
class ChoosingReported:
    """Which unit a monthly report is about: those below this one; 0: those at the top. Six to a page."""

    VERSION: ClassVar[int] = 1
    unit_id: int = 0
    page: int = 0


@dataclass(frozen=True, slots=True)
class MonthReport:
    """A month of a unit and all below; the month by its first day."""

    VERSION: ClassVar[int] = 1
    unit_id: int
    month: date


AfterwardsPlace = (
    RatingActivity
    | SayingMore
    | MyRecord
    | RecordedActivity
    | CheckingCode
    | ActivityReport
    | ChoosingReported
    | MonthReport
)
