"""Planning when volunteers are reminded of their duty."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from domain.activities.activities import Plan
from domain.activities.notices import NoticeKind, Planned, plan
from domain.affiliations.reminders import QuietHours
from storage.messages import notices
from storage.unit_of_work import UnitOfWork

_QUIET: Final = QuietHours()
_KINDS: Final = frozenset({NoticeKind.REMIND, NoticeKind.SOON})

_ONLY: Final = 1


def plan_for(unit: UnitOfWork, duty_id: int, hours: Plan, now: datetime) -> None:
    """Plan the reminders of a duty: on the day before, and two hours before; those that are planned stay as they are.

    `hours` is the activity's plan with the times of the duty, `now` a local time. To be called when volunteers are
    called and whenever its time has changed. The kind names the moment: what was planned for another time is found to
    hold no longer when it rings.
    """
    plan_all(unit, {duty_id: hours}, now)


def plan_all(unit: UnitOfWork, hours: Mapping[int, Plan], now: datetime) -> None:
    """Plan the reminders of several duties, each with its own hours."""
    notices.plan_all(
        unit,
        [notices.Course(f"duty:{duty_id}", _ONLY, _rows(its, now), is_first=True) for duty_id, its in hours.items()],
    )


def _rows(hours: Plan, now: datetime) -> list[notices.Planned]:
    return [notices.Planned(_kind(one), one.due.timestamp(), hours.starts_at) for one in _reminders(hours, now)]


def holds(hours: Plan, now: datetime, planned_kind: str) -> bool:
    """Tell whether a reminder is still one of this duty, at the time that it has now."""
    long_before = datetime.fromtimestamp(hours.starts_at, now.tzinfo) - timedelta(days=7)
    return planned_kind in {_kind(one) for one in _reminders(hours, long_before)}


def _kind(one: Planned) -> str:
    return f"{one.kind}_{int(one.due.timestamp())}"


def _reminders(hours: Plan, since: datetime) -> list[Planned]:
    return [one for one in plan(hours, _QUIET, since) if one.kind in _KINDS]
