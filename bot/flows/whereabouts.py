"""Where a service point is for those who belong to it: its address, its hours in the week, and its phone."""

from collections.abc import Iterable
from datetime import datetime
from html import escape

from bot.facts.opening_hours import Days, coming_week
from bot.flows.desk import Desk
from bot.texts import Words
from storage.places import places


def where_to_go(point_id: int, desk: Desk, t: Words) -> list[str]:
    """Say it, a line each; nothing of a point that is gone."""
    point = places.point(desk.unit, point_id)
    if point is None:
        return []
    address = point.address or " · ".join(unit.name for unit in places.ancestors(desk.unit, point.unit_id)[1:])
    phone = [t("Phone: {phone}", phone=point.phone)] if point.phone else []
    return [f"📍 {escape(address, quote=False)}", *week(point.hours, desk.now, t), *phone]


def week(hours: str, now: datetime, t: Words) -> list[str]:
    """Return the hours of the coming seven days, days that are alike on one line; none where today says it all."""
    runs = coming_week(hours, now)
    if len(runs) == 1 and runs[0].spans == ((0, 1440),):
        return []
    return [f"   {_days(run, t)} {said_spans(run.spans, t)}" for run in runs]


def _days(run: Days, t: Words) -> str:
    if (run.first, run.last) == (0, 6):
        return t("Every day")
    if run.first == run.last:
        return t.weekday(run.first)
    return t("{first} to {last}", first=t.weekday(run.first), last=t.weekday(run.last))


def said_spans(spans: Iterable[tuple[int, int]], t: Words) -> str:
    """Say from when until when doors are open, by the minutes of a day; "closed" where they never are."""
    return t(", ").join(f"{_minute(start)}–{_minute(end)}" for start, end in spans) or t("closed")


def _minute(minute: int) -> str:
    # 24:00 is how hours are written on a door; no clock time of a library knows it.
    return f"{minute // 60}:{minute % 60:02}"
