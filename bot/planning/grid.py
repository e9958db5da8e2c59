"""Planning what falls due around buildings: a promise on its day, and the end of an assignment, asked about before."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.affiliations.reminders import MORNING
from storage.grid.areas import AssignmentRow
from storage.grid.promises import PromiseRow
from storage.messages import notices
from storage.messages.notices import Course, Planned
from storage.unit_of_work import UnitOfWork


class Due(StrEnum):
    """What falls due."""

    PROMISE = "promise_due"  # its owner is reminded on the morning of the day
    ENDS_SOON = "assignment_ends_soon"  # who has it and who handed it out are asked
    ENDS = "assignment_ends"  # what is open passes on


ASKED_DAYS: Final = 14
"""Days before an assignment ends that it is asked about."""


def plan_promise(unit: UnitOfWork, row: PromiseRow, now: datetime) -> None:
    morning = datetime.combine(datetime.fromtimestamp(row.due, now.tzinfo).date(), MORNING, now.tzinfo)
    if morning > now:
        due = [Planned(Due.PROMISE, morning.timestamp())]
        notices.plan_all(unit, [Course(f"promise:{row.id}", 1, due, is_first=True)])


def plan_assignment(unit: UnitOfWork, row: AssignmentRow, now: datetime) -> None:
    """Plan the question and the end; of a former end nothing rings, for it was of an older version."""
    planned: list[Planned] = []
    if row.ends is not None:
        planned.append(Planned(Due.ENDS, row.ends))
        last = datetime.fromtimestamp(row.ends, now.tzinfo)
        asked = datetime.combine(last.date() - timedelta(days=ASKED_DAYS), MORNING, now.tzinfo)
        if asked > now:
            planned.append(Planned(Due.ENDS_SOON, asked.timestamp(), row.ends))
    notices.plan(unit, f"assignment:{row.id}", row.version, planned)
