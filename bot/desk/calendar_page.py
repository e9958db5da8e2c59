"""The calendar of activities, or of rooms, by month and by week, with what others have at the same time in grey.

Of others' activities that is shown which every member who passes by may read; of their rooms that they are taken.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from markupsafe import Markup

from bot.desk import calendar_days, calendar_feed, calendar_plan, drawing
from bot.desk.calendar_days import AROUND, Asked
from bot.desk.showing import drawn
from bot.desk.table_cells import stage_name
from bot.desk.visits import Visit
from bot.flows.desk import Desk
from bot.flows.moments import local, moment
from bot.flows.rights import own_units
from bot.pages.desk_calendar import where
from bot.texts import Words
from bot.texts.names import Names
from domain.activities.activities import Stage
from domain.booking.life import State
from storage.desk import calendar
from storage.desk.calendar import ActivityLine, BookingLine, Closure

_HOUR: Final = time(19)
"""The hour of the example that says how something is planned."""

_around_name: Final = Names(
    "part of town", {"district": "same district", "subdistrict": "same subdistrict", "none": "not shown"}
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a day: when, what and the rest in few words; `opens` "" where it is not this person's to open.

    `mark` says in a word how it stands where that is not the usual; `is_off`: it does not take place.
    """

    when: str
    what: str
    more: str = ""
    opens: str = ""
    mark: str = ""
    is_off: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines of a day, the first ones, and how many more there are."""

    shown: tuple[Line, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A day: its own lines and those of others; `is_away`: it is of another month.

    `plan` is where planning begins ("": on that day it does not); `picks`: the day can be chosen among several.
    """

    day: date
    own: Lines
    others: Lines
    is_away: bool
    is_today: bool
    week: str
    plan: str
    picks: bool


def calendar_page(visit: Visit) -> str:
    return _page(visit, Markup())


def page_of(unit_id: int, made: Markup, visit: Visit) -> str:
    """Show the calendar of a unit, with what is said of the address that was just made, once."""
    address = f"/desk/calendar?unit={unit_id}"
    return _page(replace(visit, query={"unit": str(unit_id)}, address=address), made)


def _page(visit: Visit, made: Markup) -> str:
    one, desk = calendar_days.asked(visit), visit.desk
    t = desk.words
    own = own_units(desk)
    told = {
        "asked": one,
        "made": made,
        "title": _title(one, t),
        "weeks": _weeks(one, visit),
        "weekdays": [t.weekday(number) for number in range(7)],
        "units": calendar_days.choices(one, desk),
        "around": [(name, _around_name(name, t)) for name in AROUND],
        "earlier": one.at(one.earlier, week=not one.month) if calendar_days.is_open(one.earlier, desk.today) else "",
        "later": one.at(one.later, week=not one.month) if calendar_days.is_open(one.later, desk.today) else "",
        "now": one.at(desk.today, week=not one.month),
        "by_month": one.at(one.month or one.monday, week=False),
        "by_week": one.at(desk.today if desk.today in one.days else one.month or one.monday, week=True),
        "plan": drawing.said(_plan(one, t)),
        "patterns": calendar_plan.patterns(calendar_days.whose(one, visit).paths, desk) if one.several else (),
        "several": one.address(several="" if one.several else "1"),
        "feed": calendar_feed.standing(one.unit or (own[0] if len(own) == 1 else None), visit),
        "has_feeds": bool(desk.page),
    }
    return drawn("calendar.html", visit, told)


def _title(one: Asked, t: Words) -> str:
    if one.month:
        return t.month(one.month)
    return t.plain("{begins} to {ends}", begins=t.full_day(one.monday), ends=t.full_day(one.days[-1]))


def _weeks(one: Asked, visit: Visit) -> list[tuple[str, int, list[Cell]]]:
    """Return the weeks that are shown: the address of each, its number, and its days."""
    lines = _rooms(one, visit) if one.rooms else _activities(one, visit)
    number, weeks = 0, []
    for week in one.weeks:
        cells = []
        for day in week:
            cells.append(_cell(day, lines(number), one, visit.desk))
            number += 1
        weeks.append((one.at(week[0], week=True), week[0].isocalendar().week, cells))
    return weeks


def _cell(day: date, lines: tuple[Lines, Lines], one: Asked, desk: Desk) -> Cell:
    own, others = lines
    is_free = not own.shown and day >= desk.today
    is_away = one.month is not None and day.month != one.month.month
    picks = one.several and is_free and not is_away
    plan = _plans(day, one) if is_free and not picks else ""
    return Cell(day, own, others, is_away, day == desk.today, one.at(day, week=True), plan, picks)


def _plans(day: date, one: Asked) -> str:
    """Return where something is planned on a day: the questions of a new activity, or the words that book a room."""
    return one.address(plan=day.isoformat()) + "#plan" if one.rooms else f"/desk/open/compose/{day.isoformat()}"


Day = Callable[[int], tuple[Lines, Lines]]
"""What stands on one of the days, by its place among them: the own lines, and others'."""


def _activities(one: Asked, visit: Visit) -> Day:
    found = calendar.activities_of(visit.unit, calendar_days.whose(one, visit), one.read(visit.desk))
    return _by_day(found, lambda line: _activity(line, one, visit.desk))


def _by_day(found: Sequence[ActivityLine] | Sequence[BookingLine], line_of: Callable[..., Line]) -> Day:
    def lines(day: int, *, own: bool) -> Lines:
        here = [one for one in found if one.day == day and one.is_own is own]
        return Lines(tuple(map(line_of, here)), here[0].in_all - len(here) if here else 0)

    return lambda day: (lines(day, own=True), lines(day, own=False))


def _activity(line: ActivityLine, one: Asked, desk: Desk) -> Line:
    t = desk.words
    when, place = _clocks(line.starts_at, line.ends_at, one.days[line.day], desk), where(line, t)
    if not line.is_own:
        return Line(when, line.title, _joined(line.unit, place, t=t))
    mark = "" if line.stage is Stage.PUBLISHED else stage_name(line.stage, t)
    seats = _seats(line, t) if line.stage is Stage.PUBLISHED else ""
    more = _joined(place, seats, t=t)
    return Line(when, line.title, more, f"/desk/open/activity/{line.id}", mark, line.stage is Stage.CANCELLED)


def _seats(line: ActivityLine, t: Words) -> str:
    if line.seats is None:
        return t.plural("{number} signed up", "{number} signed up", line.taken)
    return t.plain("{taken} of {seats} seats taken", taken=line.taken, seats=line.seats)


def _joined(*parts: str, t: Words) -> str:
    return t.plain(", ").join(part for part in parts if part)


def _clocks(starts_at: float, ends_at: float, day: date, desk: Desk) -> str:
    """Say from when until when; what begins or ends on another day than the one where it stands is told with it."""
    zone, t = desk.now.tzinfo, desk.words
    return "–".join(
        t.clock(at) if at.date() == day else moment(at, t) for at in (local(starts_at, zone), local(ends_at, zone))
    )


def _rooms(one: Asked, visit: Visit) -> Day:
    """Return what the own rooms are booked for, and when they are closed; of others' rooms when they are taken."""
    desk, days, whose = visit.desk, one.read(visit.desk), calendar_days.whose(one, visit)
    booked = _by_day(
        calendar.bookings_of(visit.unit, whose, days), lambda line: _booking(line, one.days[line.day], desk)
    )
    shut = calendar.closures_of(visit.unit, whose.paths, days.since, days.until)

    def lines(day: int) -> tuple[Lines, Lines]:
        own, others = booked(day)
        closed = tuple(_closed(shut, one.days[day], desk))
        return Lines((*closed, *own.shown), own.more), others

    return lines


def _booking(line: BookingLine, day: date, desk: Desk) -> Line:
    t = desk.words
    when = _clocks(line.starts_at, line.ends_at, day, desk)
    if not line.is_own:
        return Line(when, t.plain("{room}: taken", room=line.room), _joined(line.owner, line.point, t=t))
    marks = {State.REQUESTED: t.plain("asked, no answer yet"), State.OFFERED: t.plain("free again, on offer")}
    mark = marks.get(State(line.state), "")
    return Line(when, line.room, _joined(line.unit, line.title, t=t), f"/desk/open/booking/{line.id}", mark)


def _closed(shut: Iterable[Closure], day: date, desk: Desk) -> Iterator[Line]:
    """Say of a day which rooms are closed on it, and for how much of it."""
    begins, ends = (datetime.combine(at, time(), desk.now.tzinfo) for at in (day, day + timedelta(days=1)))
    t = desk.words
    for one in shut:
        if one.starts_at < ends.timestamp() and one.ends_at > begins.timestamp():
            is_whole = one.starts_at <= begins.timestamp() and one.ends_at >= ends.timestamp()
            when = t.plain("all day") if is_whole else _clocks(one.starts_at, one.ends_at, day, desk)
            opens = f"/desk/open/resource/{one.resource_id}"
            yield Line(when, one.room, t.paper("Closed: {reason}", reason=one.reason), opens)


def _plan(one: Asked, t: Words) -> str:
    """Say, in HTML, what is written in the chat to book a room on the day that was pressed; "" for no day."""
    if one.plan is None:
        return ""
    said = t.plain("book a room on {day} at {clock}", day=t.month_day(one.plan), clock=t.clock(_HOUR))
    return t("For a room on {day} write to Waystation in the chat: “{said}”", day=t.day(one.plan), said=said)
