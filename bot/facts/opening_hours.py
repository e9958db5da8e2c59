"""Opening hours as a visitor needs them: open or not now, until when, and whether a holiday is the reason."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Final

from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]  # its stub leaves one out

from bot.facts.calendar import calendar, edition
from domain import bounded
from domain.remembered import remembered
from domain.times.holidays import Holiday

_ON_DAYS: Final = bounded.compiled(r"(?P<days>(?:[A-Z][a-z](?:-[A-Z][a-z])?,)*PH(?:,[A-Za-z,-]+)?) (?P<what>.+)")
"""A rule for public holidays, alone or beside weekdays."""

_OFFICE: Final = re.compile(r"Mo-Fr (?P<spans>[0-9:,-]+)")


@dataclass(frozen=True, slots=True)
class Doors:
    """Open or not at a moment, and when that changes next; None: not within the coming year.

    `holiday` is the one that this day is off for; `reckoned` tells whether the hours say what is on a holiday.
    """

    are_open: bool
    until: datetime | None
    holiday: Holiday | None = None
    reckoned: bool = True


def look(hours: str, at: datetime) -> Doors | None:
    """Read OpenStreetMap's opening_hours at a local time; None where no hours are known.

    Public holidays (PH) are the days off of the calendar in force. Whoever works Monday to Friday but not on those
    works on the weekend days that are moved there (调休).
    """
    return _look(hours, at.replace(second=0, microsecond=0, tzinfo=None), edition()) if hours else None


@remembered(2048)
def _look(hours: str, minute: datetime, of_calendar: int) -> Doors | None:
    # Hours change on the minute; and in a busy minute the same few dozen hours are asked for again and again.
    plan = _plan(hours, minute.year, of_calendar)
    if plan is None:
        return None
    holiday, reckoned = calendar().holiday(minute.date()), "PH" in hours
    return Doors(plan.is_open(minute), plan.next_change(minute), holiday, reckoned or holiday is None)


@remembered(4096)
def _plan(hours: str, year: int, _of_calendar: int) -> OpeningHours | None:
    try:
        return OpeningHours(_dated(hours, year), max_interval_days=366)
    except (ParserError, UnicodeEncodeError):  # the latter of half a sign, which no text can be made of
        return None  # the import lets none in; a hand-made row says "not known" rather than nothing at all


def _dated(hours: str, year: int) -> str:
    """Write the holidays of a year and the next as dates: the library knows but some of them, and no moved day."""
    if "PH" not in hours:
        return hours
    first = date(year, 1, 1)
    days = [first + timedelta(days=ahead) for ahead in range((date(year + 2, 1, 1) - first).days)]
    off = _dates(day for day in days if calendar().holiday(day))
    rules = [dated for rule in hours.split(";") for dated in _dated_rule(rule.strip(), off)]
    office = _OFFICE.match(hours)
    worked = _dates(day for day in days if calendar().is_worked_weekend(day))
    if office and worked and re.search(r"PH\soff", hours) and not re.search("Sa|Su", hours):
        rules.append(f"{worked} {office['spans']}")
    return "; ".join(rules)


def _dated_rule(rule: str, off: str) -> Iterator[str]:
    found = _ON_DAYS.fullmatch(rule)
    if found is None:
        yield rule
        return
    weekdays = ",".join(day for day in found["days"].split(",") if day != "PH")
    if weekdays:
        yield f"{weekdays} {found['what']}"
    yield f"{off} {found['what']}"


def _dates(days: Iterable[date]) -> str:
    """Write days as OpenStreetMap does, those in a row as one: 2026 Oct 01-2026 Oct 07."""
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join("-".join(dict.fromkeys(_written(day) for day in (run[0], run[-1]))) for run in runs)


def _written(day: date) -> str:
    return f"{day.year} {_MONTHS[day.month - 1]} {day.day:02}"


_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Days:
    """Weekdays in a row (0 is Monday) with the same hours: minutes of the day from, to (1440: midnight)."""

    first: int
    last: int
    spans: tuple[tuple[int, int], ...]


def coming_week(hours: str, now: datetime) -> tuple[Days, ...]:
    """Return the hours of the seven days from today, as Monday to Sunday; empty where no hours are known.

    A holiday among the seven shows as the closed day that it is.
    """
    plan = _plan(hours, now.year, edition()) if hours else None
    if plan is None:
        return ()
    today = now.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    days = sorted((today + timedelta(days=ahead) for ahead in range(7)), key=datetime.weekday)
    runs = groupby(((day.weekday(), _spans(plan, day)) for day in days), key=lambda one: one[1])
    return tuple(_run(list(run)) for _, run in runs)


def on_day(hours: str, day: date) -> tuple[tuple[int, int], ...] | None:
    """Return the hours of one day as minutes from, to; empty where it is closed, None where no hours are known."""
    plan = _plan(hours, day.year, edition()) if hours else None
    return None if plan is None else _spans(plan, datetime.combine(day, time()))


def _spans(plan: OpeningHours, day: datetime) -> tuple[tuple[int, int], ...]:
    ahead = plan.intervals(day, day + timedelta(days=1))
    return tuple((_minutes(start, day), _minutes(end, day)) for start, end, state, _ in ahead if state == State.OPEN)


def _minutes(moment: datetime, day: datetime) -> int:
    return int((moment - day).total_seconds()) // 60


def _run(days: list[tuple[int, tuple[tuple[int, int], ...]]]) -> Days:
    return Days(days[0][0], days[-1][0], days[0][1])
