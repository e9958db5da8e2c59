"""What falls due by itself around an activity, and when: pure, from its plan and the quiet hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final

from domain.activities.activities import Plan
from domain.affiliations.reminders import QuietHours

MORNING: Final = time(10, 0)
"""When people are reminded on the day before, in local time."""

EVENING: Final = time(18, 0)
"""Until when seats are confirmed on the day before, where the organiser says nothing else."""

LEADS: Final = (3, 12, 24, 48, 72)
"""How many hours before an activity people may choose to be reminded, instead of on the morning of the day before."""

NEVER: Final = 0
"""The choice of those who want no reminder. Who is to confirm is asked all the same: a seat depends on it."""

LAST_CALL: Final = timedelta(hours=2)
SOON: Final = timedelta(hours=2)
ROLL_CALL: Final = timedelta(minutes=30)
"""How long after the end people are still checked in before those not seen count as absent."""

ENTER_AFTER: Final = timedelta(hours=1)
"""How long after the end organisers are asked who came, where nobody has been checked in."""

ENTER_UNTIL: Final = timedelta(days=7)
"""Nobody remembers much longer who was there."""

THANKS_UNTIL: Final = timedelta(days=2)
"""Nobody is thanked and asked for a rating later than this."""

FAIR: Final = timedelta(minutes=30)
"""What is asked or told later than this before its deadline comes too late to be of use."""

AT_LEAST: Final = timedelta(hours=6)
"""Seats are not to be confirmed where less time than this is left for it."""


class NoticeKind(StrEnum):
    """What falls due. Whoever is told is looked up when it is due, not when it is planned.

    | kind        | due                                              | told                            | not after   |
    |-------------|--------------------------------------------------|---------------------------------|-------------|
    | remind      | 10:00 on the day before                          | who has a seat, without a wish  | it begins   |
    | remind_<n>  | n hours before                                   | who has a seat and wishes so    | it begins   |
    | ask         | the 10:00 before confirm_by, where no reminder   | who has not confirmed, where    | confirm_by  |
    |             | would come in time for it                        | somebody waits for a seat       |             |
    | last_call   | 2 h before confirm_by                            | the same                        | confirm_by  |
    | release     | confirm_by                                       | who loses the seat, who gets it | it begins   |
    | soon        | 2 h before it begins                             | who comes                       | it begins   |
    | over        | half an hour after the end                       | who was there                   |             |
    | enter       | an hour after the end                            | organisers, where nobody has    | a week      |
    |             |                                                  | been checked in                 |             |

    `release` and `over` also move sign-ups along the table of `domain.activities.seats`. Nobody is told who signed up
    after the notice was due.
    """

    REMIND = "remind"
    ASK = "ask"
    LAST_CALL = "last_call"
    RELEASE = "release"
    SOON = "soon"
    OVER = "over"
    ENTER = "enter"

    @staticmethod
    def remind(hours: int) -> str:
        """Name the reminder of those who want it so many hours before."""
        return f"{NoticeKind.REMIND}_{hours}"


STEPS: Final = frozenset({NoticeKind.RELEASE, NoticeKind.OVER})


@dataclass(frozen=True, slots=True)
class Planned:
    """A notice to come: due at a local time, and of no use after another (None: of use however late)."""

    kind: str
    due: datetime
    not_after: datetime | None = None


def plan(plan: Plan, quiet: QuietHours | None, now: datetime) -> tuple[Planned, ...]:
    """Return what falls due after the local time `now` for an activity that is published, in order.

    What should have come before is left out: whoever signs up late is told nothing stale. It is for the caller to
    plan nothing for one that is cancelled.
    """
    zone = now.tzinfo
    found = [*_reminders(plan, zone), *_confirming(plan, zone), *_around(plan, zone)]
    ahead = [one for one in (_awake(one, quiet) for one in found) if one.due > now]
    return tuple(sorted(ahead, key=lambda one: one.due))


def default_confirm_by(starts_at: float, now: datetime) -> float | None:
    """Return until when seats are confirmed where nothing else is said: 18:00 on the day before, in local time.

    None: too little time is left to ask anybody.
    """
    day = _local(starts_at, now.tzinfo).date() - timedelta(days=1)
    evening = datetime.combine(day, EVENING, now.tzinfo)
    return evening.timestamp() if evening - now >= AT_LEAST else None


def _reminders(plan: Plan, zone: tzinfo | None) -> Iterator[Planned]:
    starts = _local(plan.starts_at, zone)
    yield _remind(plan, zone)
    for hours in LEADS:
        yield Planned(NoticeKind.remind(hours), _before(plan.starts_at, timedelta(hours=hours), zone), starts)


def _remind(plan: Plan, zone: tzinfo | None) -> Planned:
    starts = _local(plan.starts_at, zone)
    return Planned(NoticeKind.REMIND, _at(starts.date() - timedelta(days=1), MORNING, zone), starts)


def _confirming(plan: Plan, zone: tzinfo | None) -> Iterator[Planned]:
    if plan.confirm_by is None:
        return
    confirm_by = _local(plan.confirm_by, zone)
    if _remind(plan, zone).due > _before(plan.confirm_by, LAST_CALL + FAIR, zone):
        yield _ask(plan, zone)
    yield Planned(NoticeKind.LAST_CALL, _before(plan.confirm_by, LAST_CALL, zone), confirm_by)
    yield Planned(NoticeKind.RELEASE, confirm_by, _local(plan.starts_at, zone))


def _ask(plan: Plan, zone: tzinfo | None) -> Planned:
    """Ask in the morning of the day by which it is to be said, or if that leaves little time on the day before."""
    confirm_by = _local(plan.confirm_by or plan.starts_at, zone)
    morning = _at(confirm_by.date(), MORNING, zone)
    if confirm_by - morning < AT_LEAST:
        morning = _at(confirm_by.date() - timedelta(days=1), MORNING, zone)
    return Planned(NoticeKind.ASK, morning, confirm_by)


def _around(plan: Plan, zone: tzinfo | None) -> Iterator[Planned]:
    yield Planned(NoticeKind.SOON, _before(plan.starts_at, SOON, zone), _local(plan.starts_at, zone))
    yield Planned(NoticeKind.OVER, _before(plan.ends_at, -ROLL_CALL, zone))
    asked_until = _before(plan.ends_at, -ENTER_UNTIL, zone)
    yield Planned(NoticeKind.ENTER, _before(plan.ends_at, -ENTER_AFTER, zone), asked_until)


def _awake(notice: Planned, quiet: QuietHours | None) -> Planned:
    """Move what would be due at night to the morning after, or where that comes too late to the evening before.

    What takes something from people never comes before its time.
    """
    due, over = notice.due, notice.not_after
    if quiet is None or not quiet.hold(due):
        return notice
    morning = _next(due, quiet.ends)
    if notice.kind in STEPS or over is None or over - morning >= FAIR:
        return Planned(notice.kind, morning, over)
    return Planned(notice.kind, _last(due, quiet.begins) - FAIR, over)


def _next(moment: datetime, clock: time) -> datetime:
    that = _at(moment.date(), clock, moment.tzinfo)
    return that if that >= moment else _at(moment.date() + timedelta(days=1), clock, moment.tzinfo)


def _last(moment: datetime, clock: time) -> datetime:
    that = _at(moment.date(), clock, moment.tzinfo)
    return that if that <= moment else _at(moment.date() - timedelta(days=1), clock, moment.tzinfo)


def _at(day: date, clock: time, zone: tzinfo | None) -> datetime:
    return datetime.combine(day, clock, zone)


def _before(moment: float, span: timedelta, zone: tzinfo | None) -> datetime:
    """Return the local time that lies so long before a moment, by the clock that no government turns."""
    return _local(moment - span.total_seconds(), zone)


def _local(moment: float, zone: tzinfo | None) -> datetime:
    return datetime.fromtimestamp(moment, zone)
