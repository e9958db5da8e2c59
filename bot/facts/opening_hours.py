"""Opening hours as a visitor needs them: open or not now, and until when."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby

from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]  # its stub leaves one out


@dataclass(frozen=True, slots=True)
class Doors:
    """Open or not at a moment, and when that changes next; None: not within the coming year."""

    are_open: bool
    until: datetime | None


def look(hours: str, at: datetime) -> Doors | None:
    """Read OpenStreetMap's opening_hours at a local time; None where no hours are known.

    Public holidays (PH) are those of China.
    """
    return _look(hours, at.replace(second=0, microsecond=0, tzinfo=None)) if hours else None


@lru_cache(2048)
def _look(hours: str, minute: datetime) -> Doors | None:
    # Hours change on the minute; and in a busy minute the same few dozen hours are asked for again and again.
    plan = _plan(hours)
    return None if plan is None else Doors(plan.is_open(minute), plan.next_change(minute))


@lru_cache(4096)
def _plan(hours: str) -> OpeningHours | None:
    try:
        return OpeningHours(hours, country="CN", max_interval_days=366)
    except ParserError:
        return None  # the import lets none in; a hand-made row says "not known" rather than nothing at all


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
    plan = _plan(hours) if hours else None
    if plan is None:
        return ()
    today = now.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    days = sorted((today + timedelta(days=ahead) for ahead in range(7)), key=datetime.weekday)
    runs = groupby(((day.weekday(), _spans(plan, day)) for day in days), key=lambda one: one[1])
    return tuple(_run(list(run)) for _, run in runs)


def on_day(hours: str, day: date) -> tuple[tuple[int, int], ...] | None:
    """Return the hours of one day as minutes from, to; empty where it is closed, None where no hours are known."""
    plan = _plan(hours) if hours else None
    return None if plan is None else _spans(plan, datetime.combine(day, time()))


def _spans(plan: OpeningHours, day: datetime) -> tuple[tuple[int, int], ...]:
    ahead = plan.intervals(day, day + timedelta(days=1))
    return tuple((_minutes(start, day), _minutes(end, day)) for start, end, state, _ in ahead if state == State.OPEN)


def _minutes(moment: datetime, day: datetime) -> int:
    return int((moment - day).total_seconds()) // 60


def _run(days: list[tuple[int, tuple[tuple[int, int], ...]]]) -> Days:
    return Days(days[0][0], days[-1][0], days[0][1])
