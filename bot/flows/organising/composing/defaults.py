"""What is proposed to an organiser who composes an activity: titles, times, who may come, until when to confirm."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo
from types import MappingProxyType
from typing import Final

from bot.flows.activities import text
from bot.flows.desk import Desk
from bot.texts import Words
from domain.activities.activities import Audience, Kind, Plan, Spot
from storage.activities import agenda
from storage.activities.agenda import Of

TITLE_MOST: Final = 60
SEATS: Final = (10, 20, 50)
_LOOK_BACK: Final = 20
_TITLES: Final = 2

_OURS: Final = Audience.MEMBERS | Audience.AFFILIATED
_AUDIENCES: Final[Mapping[Kind, Audience]] = MappingProxyType(
    {
        Kind.BRANCH_MEETING: _OURS,
        Kind.COMMITTEE_MEETING: Audience.MEMBERS,
        Kind.GROUP_MEETING: _OURS,
        Kind.LIFE_MEETING: _OURS,
        Kind.LECTURE: _OURS | Audience.ANYONE,
        Kind.THEME_DAY: _OURS | Audience.ANYONE,
        Kind.VOLUNTEERING: _OURS | Audience.ANYONE | Audience.SUPPORTERS,
        Kind.OTHER: _OURS | Audience.ANYONE,
    }
)


def titles(path: str, kind: Kind, desk: Desk) -> list[str]:
    """Propose the name of the kind, and what the unit at this path has called the last ones of it."""
    past = agenda.past(desk.unit, Of([path]), desk.now.timestamp(), 0, _LOOK_BACK)
    called = dict.fromkeys(row.title for row in past if row.kind is kind)
    name = text.kind_name(kind, desk.words)
    return [kind_title(kind, desk.words), *[title for title in called if title != name][:_TITLES]]


def kind_title(kind: Kind, t: Words) -> str:
    """Return the name of a kind as a title begins."""
    name = text.kind_name(kind, t)
    return name[:1].upper() + name[1:]


def moments(now: datetime) -> list[datetime]:
    """Propose an evening and a morning that leave time to sign up: the next Thursday 19:00 and Saturday 9:00."""
    soon = now.date() + timedelta(days=2)
    return [
        datetime.combine(soon + timedelta(days=(weekday - soon.weekday()) % 7), time(hour))
        for weekday, hour in ((3, 19), (5, 9))
    ]


def moments_near(starts: datetime, now: datetime) -> list[datetime]:
    """Propose other times near the one that an activity has: half an hour off, the day after, a week later."""
    steps = (timedelta(minutes=-30), timedelta(minutes=30), timedelta(days=1), timedelta(days=7))
    return [starts + step for step in steps if starts + step > now]


def new_plan(kind: Kind, title: str, starts: datetime, ends: datetime, now: datetime) -> Plan:
    """Make the plan of a new draft; `starts` and `ends` have their zone. Where it is and how many seats: later."""
    confirm_by = evening_before(starts, now)
    return Plan(kind, title, starts.timestamp(), ends.timestamp(), Spot(), _AUDIENCES[kind], confirm_by=confirm_by)


def evening_before(starts: datetime, now: datetime) -> float | None:
    """Return 18:00 on the day before, until when seats are to be confirmed; None where that is past."""
    evening = datetime.combine(starts.date() - timedelta(days=1), time(18), starts.tzinfo)
    return evening.timestamp() if evening > now else None


def moved(plan: Plan, starts: datetime, ends: datetime, now: datetime) -> Plan:
    """Give a plan another time, and move with it what hangs on it: the sign-up window and the confirmations."""
    by = starts.timestamp() - plan.starts_at
    here, at = now.timestamp(), starts.timestamp()
    before = datetime.fromtimestamp(plan.starts_at, starts.tzinfo)
    evening = evening_before(before, datetime.fromtimestamp(0, starts.tzinfo))
    confirm_by = evening_before(starts, now) if plan.confirm_by == evening else _shifted(plan.confirm_by, by)
    closes_at, opens_at = _shifted(plan.closes_at, by), _shifted(plan.opens_at, by)
    return replace(
        plan,
        starts_at=at,
        ends_at=ends.timestamp(),
        confirm_by=confirm_by if confirm_by is not None and confirm_by > here else None,
        closes_at=closes_at if closes_at is not None and closes_at > here else None,
        opens_at=opens_at if opens_at is not None and opens_at > here else None,
    )


def _shifted(at: float | None, by: float) -> float | None:
    return None if at is None else at + by


def deadlines(plan: Plan, now: datetime) -> Mapping[str, float]:
    """Propose moments before it begins that are still to come, by the choice that a button carries."""
    starts = datetime.fromtimestamp(plan.starts_at, now.tzinfo)
    day_before = starts.date() - timedelta(days=1)
    moments = {
        "evening": datetime.combine(day_before, time(18), starts.tzinfo),
        "noon": datetime.combine(day_before, time(12), starts.tzinfo),
        "week": starts - timedelta(days=7),
    }
    return {name: moment.timestamp() for name, moment in moments.items() if moment > now}


def has_spot(plan: Plan) -> bool:
    """Tell whether it was said where it is held."""
    return plan.spot != Spot(room=plan.spot.room)


def read_local(written: str, zone: tzinfo | None) -> datetime | None:
    """Read a local time as places and buttons carry it; None for what is none."""
    try:
        return datetime.fromisoformat(written).replace(tzinfo=zone)
    except ValueError:
        return None


def read_day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
