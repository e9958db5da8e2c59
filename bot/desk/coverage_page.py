"""The pages of coverage: the figures of a unit, the rows that each is the sum of, the wall, and a figure over time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.desk import periods
from bot.desk.guard import RefusedError
from bot.desk.periods import Period
from bot.desk.showing import PAGE, drawn, number
from bot.desk.visits import Visit
from bot.flows.afterwards.month_summary import few
from bot.flows.desk import Desk
from bot.flows.moments import local
from bot.texts import Words, paper
from domain.times.months import EARLIEST, before, month_of
from storage.desk import coverage
from storage.desk.coverage import Number, RowOf
from storage.desk.coverage_lines import BY_NAME, Figure

NAMES: Final = {
    "buildings": paper("buildings"),
    "branches": paper("buildings with a branch"),
    "members": paper("members in these buildings"),
    "been": paper("buildings where somebody has been within 90 days"),
    "quiet": paper("buildings where nobody has been for 90 days"),
    "affiliated": paper("members affiliated"),
    "centres": paper("service centres"),
    "points": paper("service points"),
    "stations": paper("micro-stations"),
    "activities": paper("activities held"),
    "came": paper("people who came, at all activities together"),
    "seats": paper("seats there were"),
    "used": paper("seats used"),
    "visits": paper("visits to buildings"),
    "requests": paper("members who asked to take part"),
    "waited": paper("hours that they waited for an answer"),
}
"""What each figure is called."""

_REGISTER: Final = paper("From the register of buildings, as it stands now; where somebody has been, up to {day}.")
_TOLD: Final = paper(
    "From what was said of each building, else from those who told that they work there; as it is now."
)
_POINTS: Final = paper("From the register of points, as it stands now.")
_STAYS: Final = paper("From the steps of each stay, at the end of {day}.")
_HELD: Final = paper("From sign-ups and check-ins of what began from {first} to {day} and is over.")
_VISITED: Final = paper("From visits that were noted, from {first} to {day}.")
_SENT: Final = paper("From requests sent from {first} to {day}, each up to its first answer.")
FACTS: Final = {
    **dict.fromkeys(("buildings", "branches", "been", "quiet"), _REGISTER),
    "members": _TOLD,
    "affiliated": _STAYS,
    **dict.fromkeys(("centres", "points", "stations"), _POINTS),
    **dict.fromkeys(("activities", "came", "seats", "used"), _HELD),
    "visits": _VISITED,
    **dict.fromkeys(("requests", "waited"), _SENT),
}
"""From which facts each figure is."""

GROUPS: Final = (
    (paper("Buildings"), ("buildings", "branches", "members", "been", "quiet")),
    (paper("Members and points"), ("affiliated", "centres", "points", "stations")),
    (paper("Activities"), ("activities", "came", "seats", "used")),
    (paper("Visits and requests"), ("visits", "requests", "waited")),
)
TIMED: Final = ("activities", "came", "used", "visits", "requests", "affiliated", "been", "quiet")
"""Figures of which the store knows what they were in other months."""

_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as it stands on a page: what it is called, what is told of it, and where its rows are."""

    name: str
    called: str
    said: str
    more: str
    rows: str


def said(found: Number, t: Words) -> str:
    """Tell a number; too few people are no number."""
    return f"{found.amount:,}" if found.told else few(t)


def shown(name: str, found: Mapping[str, Number], period: Period, t: Words) -> Shown:
    address = f"/desk/coverage/rows?{period.query(what=name)}"
    return Shown(name, t.paper(NAMES[name]), said(found[name], t), _more(name, found, t), address)


def _more(name: str, found: Mapping[str, Number], t: Words) -> str:
    """Say what puts a figure in proportion, where there is something to say."""
    whole = {"branches": "buildings", "been": "buildings", "quiet": "buildings", "used": "seats"}.get(name)
    if whole and found[whole].amount and found[name].told:
        return t.plain("of {number}", number=f"{found[whole].amount:,}")
    if name == "waited" and found["requests"].amount and found["requests"].told:
        return t.plain("{hours} hours on average", hours=f"{found[name].amount / found['requests'].amount:.1f}")
    return ""


def facts(name: str, period: Period, t: Words) -> str:
    """Say from which facts a figure is, and of when."""
    return t.paper(FACTS[name], first=t.full_day(period.first), day=t.full_day(period.last))


def grouped(period: Period, desk: Desk) -> list[tuple[str, list[Shown], list[str]]]:
    """Return all figures in their groups, each group with the facts that it is from."""
    found, t = coverage.numbers(desk.unit, period.scope(desk)), desk.words
    return [
        (
            t.paper(title),
            [shown(name, found, period, t) for name in names],
            list(dict.fromkeys(facts(name, period, t) for name in names)),
        )
        for title, names in GROUPS
    ]


def coverage_page(visit: Visit) -> str:
    period = periods.asked(visit)
    told = {
        "period": period,
        "groups": grouped(period, visit.desk),
        "units": periods.nearby_units(period, visit.desk),
        "month": month_of(period.last),
        "today": visit.desk.today,
    }
    return drawn("coverage.html", visit, told)


def wall_page(visit: Visit) -> str:
    period = periods.asked(visit)
    day = visit.desk.words.full_day(period.last)
    return drawn("wall.html", visit, {"period": period, "day": day, "groups": grouped(period, visit.desk)})


def _figure(visit: Visit, allowed: Sequence[str]) -> Figure:
    name = visit.query.get("what", "")
    if name not in allowed:
        raise RefusedError(404, "nothing")
    return BY_NAME[name]


def rows_page(visit: Visit) -> str:
    """Show what a figure is the sum of. What is too little to be told is not told by its rows either."""
    figure, period, desk = _figure(visit, tuple(NAMES)), periods.asked(visit), visit.desk
    scope, page = period.scope(desk), number(visit.query.get("page"))
    total = coverage.numbers(desk.unit, scope, [figure])[figure.name]
    found = coverage.rows_of(desk.unit, figure, scope, page * PAGE, PAGE) if total.told else None
    pages = max(1, (found.count + PAGE - 1) // PAGE) if found else 1
    t = desk.words
    told = {
        "figure": figure,
        "period": period,
        "called": t.paper(NAMES[figure.name]),
        "facts": facts(figure.name, period, t),
        "total": said(total, t),
        "lines": [_line(row, figure, desk) for row in found.rows] if found else [],
        "rest": found.rest if found and page + 1 >= pages else None,
        "told": total.told,
        "timed": figure.name in TIMED,
        "page": page,
        "pages": pages,
    }
    return drawn("coverage_rows.html", visit, told)


@dataclass(frozen=True, slots=True)
class Line:
    """A row as a page shows it; `opens` "": it leads nowhere."""

    name: str
    unit: str
    day: date | None
    amount: int
    opens: str


def _line(row: RowOf, figure: Figure, desk: Desk) -> Line:
    opens = {"building": "/desk/building/", "activity": "/desk/open/activity/"}.get(figure.opens, "")
    day = local(row.at, desk.now.tzinfo).date() if row.at is not None else None
    return Line(row.name, row.more, day, row.amount, f"{opens}{row.target}" if opens and row.target else "")


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a plot: what is told, how high its bar is out of 100, and where its rows are."""

    called: str
    short: str
    said: str
    height: float
    rows: str


def over_time_page(visit: Visit) -> str:
    """Show a figure by month, as bars and as the table under them."""
    figure, period, desk = _figure(visit, TIMED), periods.asked(visit), visit.desk
    latest, t = month_of(period.last), desk.words
    months = [before(latest, ago) for ago in reversed(range(_MONTHS)) if before(latest, ago) >= EARLIEST]
    spans = {f"{month}": period.month(month, desk.today) for month in months}
    found = coverage.over_time(desk.unit, figure, {name: one.scope(desk) for name, one in spans.items()})
    most = max((one.amount for one in found.values() if one.told), default=0) or 1
    bars = [
        Month(
            t.month(month),
            f"{month.month}",
            said(found[f"{month}"], t),
            100 * found[f"{month}"].amount / most if found[f"{month}"].told else 0.0,
            f"/desk/coverage/rows?{spans[f'{month}'].query(what=figure.name)}",
        )
        for month in months
    ]
    told = {
        "period": period,
        "figure": figure,
        "called": t.paper(NAMES[figure.name]),
        "months": bars,
        "others": [(name, t.paper(NAMES[name])) for name in TIMED],
        "facts": t.plain("Each bar is a calendar month; the last one as far as it has gone."),
    }
    return drawn("coverage_time.html", visit, told)
