"""Planning when volunteers are reminded of their duty."""

from datetime import datetime, timedelta
from typing import Final

from bot.flows.duties.text import Matter
from domain.activity_notices import NoticeKind, Planned, plan
from domain.reminders import QuietHours
from storage.messages import notices

_QUIET: Final = QuietHours()
_KINDS: Final = frozenset({NoticeKind.REMIND, NoticeKind.SOON})
_VERSION: Final = 1


def plan_for(one: Matter) -> None:
    """Plan the reminders of a duty: on the day before, and two hours before; those that are planned stay as they are.

    To be called when volunteers are called and whenever its time has changed. The kind names the moment: what was
    planned for another time is found to hold no longer when it rings.
    """
    ahead = _reminders(one, one.now)
    rows = [notices.Planned(kind(it), it.due.timestamp(), one.duty.task.starts_at) for it in ahead]
    notices.plan(one.unit, f"duty:{one.duty.id}", _VERSION, rows)


def holds(one: Matter, planned_kind: str) -> bool:
    """Tell whether a reminder is still one of this duty, at the time that it has now."""
    long_before = one.begins - timedelta(days=7)
    return planned_kind in {kind(it) for it in _reminders(one, long_before)}


def kind(one: Planned) -> str:
    return f"{one.kind}_{int(one.due.timestamp())}"


def _reminders(one: Matter, since: datetime) -> list[Planned]:
    return [it for it in plan(one.plan, _QUIET, since) if it.kind in _KINDS]
