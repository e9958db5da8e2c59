"""Which days, whose and what a page of the calendar is about, as its address says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from urllib.parse import urlencode

from bot.desk.guard import RefusedError
from bot.desk.showing import number
from bot.desk.visits import Visit
from bot.flows.desk import Desk
from bot.flows.rights import organised, own_units
from domain.places.places import UnitKind
from domain.times.months import EARLIEST, before, month_of
from storage.desk.calendar import Days, Whose
from storage.places import places
from storage.places.places import UnitRow

WEEK: Final = timedelta(days=7)
_AHEAD: Final = timedelta(days=2 * 366)
"""So far ahead a calendar is leafed through: nobody plans beyond."""

_MOST_IN_MONTH: Final = 4
_MOST_IN_WEEK: Final = 16

AROUND: Final = {"district": UnitKind.DISTRICT, "subdistrict": UnitKind.SUBDISTRICT, "none": None}
"""Of which part of town others' is shown, by its name in addresses; the first is the usual one."""

_USUAL: Final = next(iter(AROUND))


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: a month, or the week of `monday`; a unit or (None) all own ones; rooms or activities.

    `plan` is a day on which somebody wants to book a room. `several`: days are chosen to plan on all.
    """

    month: date | None
    monday: date
    unit: UnitRow | None
    rooms: bool
    around: str
    plan: date | None
    several: bool = False

    def address(self, **changes: object) -> str:
        """Return the address of this view with something changed; what is usual, or empty, is left out."""
        told = {
            "month": f"{self.month:%Y-%m}" if self.month else "",
            "week": "" if self.month else self.week,
            "unit": self.unit.id if self.unit else "",
            "show": "rooms" if self.rooms else "",
            "around": "" if self.around == _USUAL else self.around,
            "several": "1" if self.several else "",
            **changes,
        }
        return "/desk/calendar?" + urlencode({name: value for name, value in told.items() if value})

    def at(self, day: date, *, week: bool) -> str:
        """Return the address of the month, or week, in which a day is."""
        if week:
            return self.address(month="", week=week_name(day))
        return self.address(month=f"{day:%Y-%m}", week="")

    @property
    def days(self) -> list[date]:
        """The days that are shown: whole weeks, from Monday on."""
        if self.month is None:
            return [self.monday + timedelta(days=number) for number in range(7)]
        first = self.month - timedelta(days=self.month.weekday())
        last = before(self.month, -1) - timedelta(days=1)
        count = (last - first).days + 7 - last.weekday()
        return [first + timedelta(days=number) for number in range(count)]

    @property
    def weeks(self) -> list[tuple[date, ...]]:
        days = self.days
        return [tuple(days[first : first + 7]) for first in range(0, len(days), 7)]

    @property
    def week(self) -> str:
        return week_name(self.monday)

    @property
    def earlier(self) -> date:
        return before(self.month) if self.month else self.monday - WEEK

    @property
    def later(self) -> date:
        return before(self.month, -1) if self.month else self.monday + WEEK

    def read(self, desk: Desk) -> Days:
        """Return the days for the store."""
        days = self.days
        whole = [*days, days[-1] + timedelta(days=1)]
        midnights = [datetime.combine(day, time(), desk.now.tzinfo).timestamp() for day in whole]
        return Days(midnights, _MOST_IN_MONTH if self.month else _MOST_IN_WEEK)


def week_name(day: date) -> str:
    """Return how a day's week is called in addresses, as ISO 8601 has it: 2026-W50."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def asked(visit: Visit) -> Asked:
    """Read what an address asks for; what is no month, week or day is the usual one.

    Raises `RefusedError` for a unit that is not in this person's hands.
    """
    desk, query = visit.desk, visit.query
    today, unit_id = desk.today, number(query.get("unit"))
    unit = places.unit(desk.unit, unit_id) if unit_id and desk.may_organise(unit_id) else None
    if unit_id and unit is None:
        raise RefusedError(404, "nothing")
    monday = _week(query, today)
    month = None if monday else _month(query, today) or month_of(today)
    around = query.get("around", "")
    rooms = query.get("show") == "rooms"
    return Asked(
        month,
        monday or today - timedelta(days=today.weekday()),
        unit,
        rooms,
        around if around in AROUND else _USUAL,
        _day(query.get("plan", ""), today, today) if rooms else None,
        several=query.get("several") == "1" and not rooms,
    )


def _month(query: Mapping[str, str], today: date) -> date | None:
    return _day(f"{query.get('month', '')}-01", EARLIEST, today)


def _week(query: Mapping[str, str], today: date) -> date | None:
    """Return the Monday of the week that is asked for."""
    year, _, week = query.get("week", "").partition("-W")
    if not ((year + week).isascii() and (year + week).isdigit()) or (len(year), len(week)) != (4, 2):
        return None
    try:
        monday = date.fromisocalendar(int(year), int(week), 1)
    except ValueError:
        return None
    return monday if is_open(monday, today) else None


def plannable(told: str, today: date) -> date | None:
    """Read a day on which something can still be planned; None for any other, and for what is no day."""
    return _day(told, today, today)


def _day(told: str, earliest: date, today: date) -> date | None:
    try:
        day = date.fromisoformat(told) if len(told) == len("2026-12-01") else None
    except ValueError:
        return None
    return day if day is not None and earliest <= day and is_open(day, today) else None


def is_open(day: date, today: date) -> bool:
    """Tell whether a calendar is leafed so far."""
    return EARLIEST <= day <= today + _AHEAD


def whose(one: Asked, visit: Visit) -> Whose:
    """Return whose calendar it is, and around which units others' is shown."""
    paths = [places.path_of(visit.unit, one.unit.id)] if one.unit else visit.paths
    kind = AROUND[one.around]
    return Whose(paths, _around(paths, kind, visit.desk) if kind else ())


def _around(paths: Iterable[str], kind: UnitKind, desk: Desk) -> Sequence[str]:
    """Return the paths of the district, or subdistrict, in which each of these units lies."""
    chains = [[int(part) for part in path.split("/") if part] for path in paths]
    rows = places.units(desk.unit, dict.fromkeys(part for chain in chains for part in chain))
    found = (
        "".join(f"/{part}" for part in chain[: place + 1]) + "/"
        for chain in chains
        for place, part in enumerate(chain)
        if part in rows and rows[part].kind is kind
    )
    return tuple(dict.fromkeys(found))


def choices(one: Asked, desk: Desk) -> list[UnitRow]:
    """Return the units that can be chosen: the own ones, those above the chosen one, and what is right below."""
    own = own_units(desk)
    top = one.unit or (own[0] if len(own) == 1 else None)
    below = places.children(desk.unit, top.id) if top else []
    return list({row.id: row for row in (*own, *_upper(one.unit, desk), *below)}.values())


def _upper(row: UnitRow | None, desk: Desk) -> list[UnitRow]:
    """Return the units from the top down to this one that are in the person's hands; their paths begin its own."""
    path, found = "/", []
    for up in places.ancestors(desk.unit, row.id) if row else ():
        path += f"{up.id}/"
        if any(path.startswith(own) for own in organised(desk)):
            found.append(up)
    return found
