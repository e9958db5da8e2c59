"""A month of a unit in words: the same figures for the screen, the table and the picture; small groups are joined."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.flows.desk import Desk
from bot.papers.sheet import Share
from bot.papers.summary import Bar, Summary, Tile
from bot.texts import Words
from bot.texts.names import kind_name
from domain.activities.activities import Kind
from domain.small_groups import LEAST, is_told, joined
from domain.times.months import before, span
from storage.activities import figures as activity_figures
from storage.activities.figures import Group, MonthFigures, Span
from storage.activities.ratings import ENOUGH
from storage.places import places

_DASH: Final = "–"


@dataclass(frozen=True, slots=True)
class Week:
    """Some days of one month, from a Monday or the first on."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class MonthOf:
    """A month of a unit: the figures, and their weeks."""

    unit_name: str
    month: date
    weeks: tuple[Week, ...]
    figures: MonthFigures


def month_of(unit_id: int, month: date, desk: Desk) -> MonthOf:
    """Count it. Whether this person may see it is asked before."""
    zone, unit = desk.now.tzinfo, places.unit(desk.unit, unit_id)
    weeks = tuple(week for week in weeks_of(month) if week.first <= max(month, desk.today))
    bounds = [datetime(*week.first.timetuple()[:3], tzinfo=zone).timestamp() for week in weeks[1:]]
    wanted = replace(span_of(unit_id, month, desk), bounds=bounds)
    figures = activity_figures.month(desk.unit, wanted, desk.now.timestamp(), ENOUGH)
    return MonthOf(unit.name if unit else "", month, weeks, figures)


def span_of(unit_id: int, month: date, desk: Desk) -> Span:
    """Return the month of the unit and all below it."""
    return Span(places.path_of(desk.unit, unit_id), *span(month, desk.now.tzinfo))


def weeks_of(month: date) -> tuple[Week, ...]:
    """Return the weeks of a month, cut at its ends."""
    after = before(month, -1)
    days = [month + timedelta(days=day) for day in range((after - month).days)]
    firsts = [day for day in days if day == month or day.weekday() == 0]
    lasts = [day - timedelta(days=1) for day in (*firsts[1:], after)]
    return tuple(Week(first, last) for first, last in zip(firsts, lasts, strict=True))


def title(month: date, t: Words) -> str:
    return t.plain("Organisational life, {month}", month=t.month(month))


def summary(of: MonthOf, desk: Desk) -> Summary:
    t, told = desk.words, can_be_told(of.figures)
    return Summary(
        unit=of.unit_name,
        title=title(of.month, t),
        tiles=tiles(of.figures, t),
        kinds_title=t.plain("By kind (visits)"),
        kinds=tuple(_bar(label, group, t) for label, group in kinds(of, t)) if told else (),
        weeks_title=t.plain("By week (visits)"),
        weeks=tuple(_bar(label, group, t) for label, group in weeks(of, t)) if told else (),
        notes=notes(of, desk),
    )


def can_be_told(figures: MonthFigures) -> bool:
    """Tell whether there is anything to break down, and nobody is recognised by it."""
    return figures.people >= LEAST


def tiles(figures: MonthFigures, t: Words) -> tuple[Tile, ...]:
    told, rate = is_told(figures.people), share(figures.came_as_expected, figures.expected)
    return (
        Tile(str(figures.activities), t.plain("Activities held"), figures.activities),
        _counted(figures.visits, t.plain("Visits"), t, shown=told and is_told(figures.visits)),
        _counted(figures.people, t.plain("Different people"), t, shown=told),
        Tile(f"{100 * rate:.0f}%" if rate is not None else _DASH, t.plain("Came of those expected"), rate),
        _hours(figures.hours, t) if told else Tile(_DASH, t.plain("Hours in all")),
        _counted(figures.new_affiliations, t.plain("New affiliations"), t, shown=is_told(figures.new_affiliations)),
    )


def notes(of: MonthOf, desk: Desk) -> tuple[str, ...]:
    t, figures = desk.words, of.figures
    return (
        t.plain("As of {day}: what is over is counted, in this unit and all below.", day=t.full_day(desk.today)),
        *_called_off(figures, t),
        *_left_out(figures, t),
        *_rated(figures, t),
        t.plain("Groups of fewer than 3 people are joined with others. Nothing is told of single people."),
    )


def _called_off(figures: MonthFigures, t: Words) -> Iterator[str]:
    if figures.cancelled:
        yield t.plain("Called off: {number}.", number=figures.cancelled)


def _left_out(figures: MonthFigures, t: Words) -> Iterator[str]:
    if figures.not_entered:
        yield t.plural(
            "Left out of the rate: {number} activity, for who came was never entered.",
            "Left out of the rate: {number} activities, for who came was never entered.",
            figures.not_entered,
        )


def _rated(figures: MonthFigures, t: Words) -> Iterator[str]:
    if figures.average is not None:
        yield t.plain(
            "Rated {average} of 5 on average, by {number}.", average=f"{figures.average:.1f}", number=figures.ratings
        )


def share(came: int, expected: int) -> Share | None:
    """Return which part of those expected came; None where they are so few that it tells of single people."""
    return Share(came / expected) if expected >= LEAST else None


def _hours(hours: float, t: Words) -> Tile:
    return Tile(f"{hours:.1f}".removesuffix(".0"), t.plain("Hours in all"), round(hours, 1))


def _counted(number: int, label: str, t: Words, *, shown: bool) -> Tile:
    return Tile(str(number), label, number) if shown else Tile(few(t), label)


def few(t: Words) -> str:
    return t.plain("under 3")


def _bar(label: str, group: Group, t: Words) -> Bar:
    told = t.plain("{held} held, {visits} visits", held=group.activities, visits=group.visits)
    return Bar(label, group.visits, told)


def kinds(of: MonthOf, t: Words) -> list[tuple[str, Group]]:
    """Return the kinds that were held, the largest first, small ones joined."""
    order = list(Kind)
    held = sorted(of.figures.kinds, key=lambda one: (-one[1].people, order.index(one[0])))
    names = [kind_name(kind, t) for kind, _ in held]
    return [
        (
            t.plain(", ").join(names[part.start : part.stop]).capitalize(),
            _sum([group for _, group in held][part.start : part.stop]),
        )
        for part in joined([group.people for _, group in held])
    ]


def weeks(of: MonthOf, t: Words) -> list[tuple[str, Group]]:
    """Return the weeks in their order, small ones joined with their neighbours."""
    groups = of.figures.weeks
    return [
        (_days(of.weeks[part.start], of.weeks[part.stop - 1], t), _sum(groups[part.start : part.stop]))
        for part in joined([group.people for group in groups])
    ]


def _days(first: Week, last: Week, t: Words) -> str:
    begins, ends = first.first.day, last.last.day
    if begins == ends:
        return t.plain("{day}", day=begins)
    return t.plain("{first}–{last}", first=begins, last=ends)


def _sum(groups: Sequence[Group]) -> Group:
    return Group(
        sum(one.activities for one in groups),
        sum(one.visits for one in groups),
        max(one.people for one in groups),
    )
