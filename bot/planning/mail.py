"""Planning what falls due for the centre's mail: the organisers are reminded of what nobody has answered."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.facts.working_days import working_days_after
from domain.affiliations.reminders import MORNING
from domain.messages.threads import ANSWER_DAYS
from storage.announcements import threads
from storage.announcements.threads import ThreadRow
from storage.messages import notices
from storage.messages.notices import Planned
from storage.unit_of_work import UnitOfWork


class Due(StrEnum):
    """What falls due."""

    UNANSWERED = "mail_unanswered"  # the unit's organisers are told
    UNANSWERED_ABOVE = "mail_unanswered_above"  # and those of the level above


_DAYS: Final = {Due.UNANSWERED: ANSWER_DAYS, Due.UNANSWERED_ABOVE: 2 * ANSWER_DAYS}


def plan_for(unit: UnitOfWork, row: ThreadRow, now: datetime) -> None:
    """Plan it for a thread in which the member has just written; `now` is a local time.

    The number of its messages is the version: what was planned before an answer dies with it.
    """
    planned = [
        Planned(kind, datetime.combine(working_days_after(now.date(), days), MORNING, now.tzinfo).timestamp())
        for kind, days in _DAYS.items()
    ]
    notices.plan(unit, f"thread:{row.id}", len(threads.messages(unit, row.id)), planned)
