"""Which unit and which days a page of coverage is about, as its address says, and what that is for the store."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from urllib.parse import urlencode

from bot.desk.guard import RefusedError
from bot.desk.showing import number
from bot.desk.visits import Visit
from bot.flows.desk import Desk
from bot.flows.rights import own_units
from domain.times.months import EARLIEST, before, month_of
from storage.desk.coverage_lines import Scope
from storage.places import places
from storage.places.places import UnitRow

USUAL_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Period:
    """A unit and some days, the last of them included."""

    unit: UnitRow
    path: str
    first: date
    last: date

    def query(self, **more: object) -> str:
        """Return the part of an address that says all of it; what is empty is left out."""
        told = {"unit": self.unit.id, "day": self.last.isoformat(), "since": self.first.isoformat(), **more}
        return urlencode({name: value for name, value in told.items() if value not in {"", None}})

    def scope(self, desk: Desk) -> Scope:
        since, until = (
            datetime.combine(day, time(), desk.now.tzinfo).timestamp()
            for day in (self.first, self.last + timedelta(days=1))
        )
        return Scope(self.path, since, until, min(desk.now.timestamp(), until), past=self.last < desk.today)

    def month(self, month: date, today: date) -> "Period":
        """Return the days of a month, as far as it has gone."""
        return Period(self.unit, self.path, month, min(today, before(month, -1) - timedelta(days=1)))


def asked(visit: Visit) -> Period:
    """Read what an address asks for. Raises `RefusedError` for a unit that is not in this person's hands."""
    desk, query = visit.desk, visit.query
    last = _day(query, "day", desk.today) or desk.today
    first = _day(query, "since", last) or last - timedelta(days=USUAL_DAYS - 1)
    unit = _unit(number(query.get("unit")), desk)
    return Period(unit, places.path_of(desk.unit, unit.id), first, last)


def asked_month(visit: Visit) -> Period:
    """Read which month an address asks for: of that one all days, as far as it has gone."""
    told = visit.query.get("month", "")
    month = _day({"month": f"{told}-01"}, "month", visit.desk.today)
    return asked(visit).month(month or month_of(visit.desk.today), visit.desk.today)


def _unit(unit_id: int, desk: Desk) -> UnitRow:
    """Return the unit that was asked for, or the first that this person organises."""
    if not unit_id:
        return own_units(desk)[0]
    unit = places.unit(desk.unit, unit_id) if desk.may_organise(unit_id) else None
    if unit is None:
        raise RefusedError(404, "nothing")
    return unit


def _day(query: Mapping[str, str], name: str, latest: date) -> date | None:
    """Read a day that has come; None for what is no day, or is of another age."""
    told = query.get(name, "")
    try:
        day = date.fromisoformat(told) if len(told) == len("2026-12-01") else None
    except ValueError:
        return None
    return day if day is not None and EARLIEST <= day <= latest else None


def nearby_units(period: Period, desk: Desk) -> list[UnitRow]:
    """Return what can be chosen instead: what this person organises, the unit itself, its upper ones, what is below."""
    upper = [one for one in places.ancestors(desk.unit, period.unit.id) if desk.may_organise(one.id)]
    told = [*own_units(desk), *upper, period.unit, *places.children(desk.unit, period.unit.id)]
    return list({one.id: one for one in told}.values())
