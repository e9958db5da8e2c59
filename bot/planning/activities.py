"""Planning what falls due around an activity, and what follows from a change of it."""

from datetime import datetime
from typing import Final

from domain.activities.activities import Stage
from domain.activities.notices import plan
from domain.affiliations.reminders import QuietHours
from storage.activities import series, signups
from storage.activities.activities import ActivityRow, Changed
from storage.activities.signup_reading import SignupRow
from storage.messages import notices
from storage.unit_of_work import UnitOfWork

PROLONG: Final = "prolong"
"""The notice of a series on which it makes its next dates; its subject is "series:12", its version the day's number."""

_QUIET: Final = QuietHours()
_FIRST: Final = 1


def plan_for(unit: UnitOfWork, row: ActivityRow, now: datetime) -> None:
    """Plan everything that falls due for this activity after the local time `now`.

    To be called after it is published, changed or cancelled: what was planned for an earlier version dies.
    """
    notices.plan_all(unit, [_course(row, now)])


def _course(row: ActivityRow, now: datetime) -> notices.Course:
    planned = plan(row.plan, _QUIET, now) if row.stage is Stage.PUBLISHED else ()
    rows = [
        notices.Planned(one.kind, one.due.timestamp(), one.not_after.timestamp() if one.not_after else None)
        for one in planned
    ]
    return notices.Course(f"activity:{row.id}", row.version, rows, is_first=row.version == _FIRST)


def after_change(unit: UnitOfWork, change: Changed, now: datetime) -> tuple[SignupRow, ...]:
    """Plan anew, ask again where time or place has moved, and offer what seats there are now; return those offers."""
    row, at = change.after, now.timestamp()
    if row.stage is not Stage.PUBLISHED:
        return ()
    plan_for(unit, row, now)
    if change.moved:
        return signups.ask_again(unit, row.id, at).offers
    return signups.promote(unit, row.id, at)


def prolong(unit: UnitOfWork, series_id: int, now: datetime) -> list[ActivityRow]:
    """Make the dates of a series for the next three months, plan what falls due for them, and when to go on.

    To be called once it has begun; from then on it goes on by itself, half a horizon at a time. Returns the new dates.
    """
    until = (now + series.HORIZON).date()
    new = series.make_dates(unit, series_id, until, now)
    notices.plan_all(unit, [_course(row, now) for row in new])
    found = series.find(unit, series_id)
    if found is not None and found.ended_at is None:
        again = notices.Planned(PROLONG, (now + series.HORIZON / 2).timestamp())
        notices.plan(unit, f"series:{series_id}", until.toordinal(), [again])
    return new


def stop(unit: UnitOfWork, series_id: int, now: datetime) -> None:
    """End a series: no more dates are made; those that are made stay as they are."""
    series.end(unit, series_id, now.timestamp())
