"""Moments as they are told: in the house's zone, and in the words of the reader's language."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo

from bot.texts import Words
from domain.activities.offers import Quiet
from domain.affiliations.reminders import QuietHours
from domain.said.days import Part


def local(at: float, zone: tzinfo | None) -> datetime:
    """Return a moment (seconds since 1970) as it is told in this zone; `zone` as `desk.now.tzinfo`."""
    return datetime.fromtimestamp(at, zone)


def moment(at: datetime, t: Words) -> str:
    """Say a local moment in full: Thu, Dec 3, 19:00."""
    return t.plain("{weekday}, {date}, {clock}", **_said(at, t))


def long_day(day: date, today: date, t: Words) -> str:
    """Say a day, with its year where that is not this one."""
    return t.day(day) if day.year == today.year else t.full_day(day)


def days_said(first: date, last: date | None, t: Words) -> str:
    """Say a day, or from which until which: Sat, Dec 5 – Sun, Dec 6."""
    return t.day(first) if last in {None, first} else f"{t.day(first)}–{t.day(last or first)}"


def part_name(part: Part, t: Words) -> str:
    match part:
        case Part.MORNING:
            return t.plain("in the morning")
        case Part.AFTERNOON:
            return t.plain("in the afternoon")
    return t.plain("in the evening")


def _said(at: datetime, t: Words) -> Mapping[str, str]:
    return {"weekday": t.weekday(at.weekday()), "date": t.month_day(at.date()), "clock": t.clock(at)}


def night_over(now: datetime) -> float | None:
    """Return when the quiet hours end that hold now, None where none do: for what nobody is to be woken for."""
    quiet, at = Quiet(QuietHours(), now.tzinfo or UTC), now.timestamp()
    return quiet.over_at(at) if quiet.holds(at) else None
