"""Series: activities that repeat by a rule; every single date is an activity of its own, moved or dropped alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import takewhile
from typing import Any, Final

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # it publishes no types
from sqlalchemy import Row, select, update

from domain.activities.activities import Plan, Stage
from domain.people.deeds import HOUSE, By, Deed
from storage.activities import activities, agenda
from storage.activities.activities import ActivityRow, OfSeries
from storage.lock_order import Locked
from storage.once import once
from storage.people import audit
from storage.rows import read
from storage.tables.activities import activity_series
from storage.unit_of_work import UnitOfWork

HORIZON: Final = timedelta(days=92)
"""How far ahead the single dates are made: about three months."""

_RULE: Final = re.compile("FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;(?!BY(HOUR|MINUTE|SECOND))[A-Z]+=[-+A-Z0-9,]+)*")

_row: Final = activity_series.c


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A series; `rule` as in RFC 5545 ("FREQ=MONTHLY;BYDAY=1TH"), in local time.

    `planned_until` is the last day for which its dates have been made, `ended_at` in seconds since 1970.
    """

    id: int
    unit_id: int
    rule: str
    created_by: int | None
    planned_until: date
    ended_at: float | None


@once(activity_series)
def find(unit: UnitOfWork, series_id: int) -> SeriesRow | None:
    row = unit.connection.execute(select(activity_series).where(_row.id == series_id)).one_or_none()
    return None if row is None else _series(row)


def begin(unit: UnitOfWork, unit_id: int, rule: str, plan: Plan, by: int | None, now: datetime) -> SeriesRow:  # noqa: PLR0913, PLR0917  a series has these parts
    """Begin a series with the first day that the rule has from the plan's day on; that date becomes a draft.

    `make_dates` makes the others. `now` is a local time. Raises `ValueError` for anything that is not a rule.
    """
    first = next(occurrences(rule, _local(plan.starts_at, now.tzinfo).date(), date.max), None)
    if first is None:
        raise ValueError(f"the rule has no day: {rule!r}")
    at = now.timestamp()
    values = {"unit_id": unit_id, "rule": rule, "created_by": by, "created_at": at, "planned_until": first.isoformat()}
    row = unit.connection.execute(activity_series.insert().values(values).returning(*_row)).one()
    on_that_day = moved_to(plan, first, now.tzinfo)
    activities.draft(unit, on_that_day, unit_id, Deed(By(by), at), OfSeries(row.id, first))
    return _series(row)


def make_dates(unit: UnitOfWork, series_id: int, until: date, now: datetime) -> list[ActivityRow]:
    """Make the single dates that the rule has up to that day and that are not made yet; return the new ones.

    They are like the latest date that stands where the rule had it, and published if that is. A date that was moved
    or dropped alone stays so. `now` is a local time: what would have begun before it is left out. Nothing is made for
    a series that has ended.
    """
    audit.hold(unit)
    series = _locked(unit, series_id)
    if series is None or series.ended_at is not None:
        return []
    made = agenda.of_series(unit, series_id)
    known = {row.of_series.day for row in made if row.of_series}
    days = occurrences(series.rule, min(known), until)
    new = [day for day in days if day > series.planned_until and day not in known]
    model = _model(made, now.tzinfo)
    rows = [_made(unit, model, series, day, now) for day in new]
    planned_until = max(until, series.planned_until).isoformat()
    unit.connection.execute(update(activity_series).where(_row.id == series_id).values(planned_until=planned_until))
    return [row for row in rows if row is not None]


def end(unit: UnitOfWork, series_id: int, now: float) -> None:
    """Make no more dates; those that are made stay."""
    ended = update(activity_series).where(_row.id == series_id, _row.ended_at.is_(None))
    unit.connection.execute(ended.values(ended_at=now))


def occurrences(rule: str, first: date, until: date) -> Iterator[date]:
    """Return the days of a rule from the first on up to the last one.

    It repeats by days or longer; the time of day is the activity's. Raises `ValueError` for anything else.
    """
    if not _RULE.fullmatch(rule):
        raise ValueError(f"no rule for a series: {rule!r}")
    moments = rrulestr(rule, dtstart=datetime.combine(first, time()))
    return takewhile(until.__ge__, (moment.date() for moment in moments))


def moved_to(plan: Plan, day: date, zone: tzinfo | None) -> Plan:
    """Return the plan on another day: every moment keeps its local time of day, whatever the clocks have done."""
    days = day - _local(plan.starts_at, zone).date()
    starts = _shifted(plan.starts_at, days, zone)
    ends = _shifted(plan.ends_at, days, zone)
    return replace(
        plan,
        starts_at=starts,
        # In the hour that a change of clocks leaves out, local times may stand on their heads.
        ends_at=ends if ends > starts else starts + plan.ends_at - plan.starts_at,
        opens_at=_shifted_before(plan.opens_at, days, zone, starts),
        closes_at=_shifted_before(plan.closes_at, days, zone, starts),
        confirm_by=_shifted_before(plan.confirm_by, days, zone, starts - 1.0),
    )


def later(unit: UnitOfWork, row: ActivityRow, now: float) -> list[ActivityRow]:
    """Return the dates of its series that come after this one and can be changed, in their order."""
    dates = agenda.of_series(unit, row.series_id) if row.series_id else []
    behind = (one for one in dates if one.starts_at > row.starts_at and one.stage is row.stage)
    return [one for one in behind if one.ends_at > now]


def changed_alike(before: Plan, after: Plan, other: Plan, zone: tzinfo | None) -> Plan:
    """Change another date as this one was changed, on the same day: what was not changed stays as that date has it."""
    starts, ends = (
        _shifted(moment, _local(new, zone).replace(tzinfo=None) - _local(old, zone).replace(tzinfo=None), zone)
        for moment, old, new in (
            (other.starts_at, before.starts_at, after.starts_at),
            (other.ends_at, before.ends_at, after.ends_at),
        )
    )
    plain = ("kind", "title", "spot", "audience", "seats", "notes", "attachment")
    new: dict[str, Any] = {
        name: getattr(after, name) for name in plain if getattr(after, name) != getattr(before, name)
    }
    return replace(
        other,
        starts_at=starts,
        ends_at=ends if ends > starts else starts + after.ends_at - after.starts_at,
        opens_at=_hangs(before, after, other, "opens_at", starts),
        closes_at=_hangs(before, after, other, "closes_at", starts),
        confirm_by=_hangs(before, after, other, "confirm_by", starts),
        **new,
    )


def _hangs(before: Plan, after: Plan, other: Plan, name: str, starts: float) -> float | None:
    """Return a moment that hangs on the beginning: as long before it as in the changed date, if that was changed."""
    gaps = [None if (at := getattr(plan, name)) is None else plan.starts_at - at for plan in (before, after, other)]
    gap = gaps[2] if gaps[0] == gaps[1] else gaps[1]
    return None if gap is None else starts - gap


def _shifted_before(moment: float | None, days: timedelta, zone: tzinfo | None, latest: float) -> float | None:
    return None if moment is None else min(_shifted(moment, days, zone), latest)


def _shifted(moment: float, days: timedelta, zone: tzinfo | None) -> float:
    # Adding days to a local time keeps the time of day; that the offset may be another is seen by `timestamp`.
    return (_local(moment, zone).replace(fold=0) + days).timestamp()


def _model(made: list[ActivityRow], zone: tzinfo | None) -> ActivityRow:
    """Choose the date that new ones are like: the latest that was neither moved nor dropped, else the latest of all."""
    in_place = [
        row
        for row in made
        if row.stage is not Stage.CANCELLED
        and row.of_series
        and _local(row.starts_at, zone).date() == row.of_series.day
    ]
    return (in_place or made)[-1]


def _made(unit: UnitOfWork, model: ActivityRow, series: SeriesRow, day: date, now: datetime) -> ActivityRow | None:
    plan, at = moved_to(model.plan, day, now.tzinfo), now.timestamp()
    if plan.starts_at <= at:
        return None
    row = activities.draft(unit, plan, series.unit_id, Deed(By(model.created_by), at), OfSeries(series.id, day))
    return activities.publish(unit, row.id, Deed(HOUSE, at)) if model.stage is Stage.PUBLISHED else row


def _local(moment: float, zone: tzinfo | None) -> datetime:
    return datetime.fromtimestamp(moment, zone)


def _locked(unit: UnitOfWork, series_id: int) -> SeriesRow | None:
    """Lock it: two who prolong it at once would both make the same dates."""
    unit.hold(Locked.SERIES, series_id)
    query = select(activity_series).where(_row.id == series_id).with_for_update()
    row = unit.connection.execute(query).one_or_none()
    return None if row is None else _series(row)


def _series(row: Row[Any]) -> SeriesRow:
    return read(SeriesRow, row, planned_until=date.fromisoformat(row.planned_until))
