"""What came of activities, in numbers: one person's record, and a month of a unit and all below it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, distinct, exists, func, null, select

from domain.activities.activities import Kind, Stage
from domain.activities.seats import HERE, State
from domain.affiliations.affiliations import Verb
from storage.places.scopes import at_or_below
from storage.tables.activities import activities, ratings, signups
from storage.tables.affiliations import affiliation_steps, affiliations
from storage.tables.places import units
from storage.unit_of_work import UnitOfWork

_act: Final = activities.c
_sign: Final = signups.c
_WAS_HERE: Final = _sign.state.in_(sorted(HERE))


@dataclass(frozen=True, slots=True)
class TookPart:
    """Something that a person was seen at; times in seconds since 1970."""

    activity_id: int
    kind: Kind
    title: str
    unit_id: int
    starts_at: float
    ends_at: float


def took_part(unit: UnitOfWork, chat_id: int, now: float) -> list[TookPart]:
    """Return everything that is over and that this person was seen at, the latest first."""
    columns = (_act.id, _act.kind, _act.title, _act.unit_id, _act.starts_at, _act.ends_at)
    query = select(*columns).join_from(signups, activities, _sign.activity_id == _act.id)
    mine = query.where(_sign.chat_id == chat_id, _WAS_HERE, _act.ends_at <= now)
    rows = unit.connection.execute(mine.order_by(_act.starts_at.desc(), _act.id.desc()))
    return [TookPart(row.id, Kind(row.kind), *row[2:]) for row in rows]


@dataclass(frozen=True, slots=True)
class Group:
    """One kind, or one week: how many activities, how often somebody came, and how many different people."""

    activities: int = 0
    visits: int = 0
    people: int = 0


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """A month of a unit and all below; only activities that are over are counted.

    `expected` is how many were to come: those who came of them, and those who did not. Where nobody was checked in, who
    came was never entered: such activities are `not_entered`, and nobody is expected of them. `weeks` follow the bounds
    that were asked for. `average` None: too few ratings to say.
    """

    activities: int
    cancelled: int
    visits: int
    people: int
    hours: float
    expected: int
    came_as_expected: int
    new_affiliations: int
    ratings: int
    average: float | None
    kinds: tuple[tuple[Kind, Group], ...]
    weeks: tuple[Group, ...]
    not_entered: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """A unit's path, and from when until when; `bounds` are where the second, third... week begin."""

    path: str
    since: float
    until: float
    bounds: Sequence[float] = ()


def month(unit: UnitOfWork, span: Span, now: float, enough: int) -> MonthFigures:
    """Count a month; `enough` ratings are needed before their average is told."""
    held, cancelled = _held(unit, span, now)
    came = unit.connection.execute(_visits(span, now)).one()
    given, average = unit.connection.execute(_ratings(span, now)).one()
    return MonthFigures(
        activities=held,
        cancelled=cancelled,
        visits=came.visits or 0,
        people=came.people or 0,
        hours=(came.seconds or 0.0) / 3_600,
        expected=came.expected or 0,
        came_as_expected=came.as_expected or 0,
        new_affiliations=_new_affiliations(unit, span),
        ratings=given,
        average=float(average) if given >= enough else None,
        kinds=tuple((Kind(kind), group) for kind, group in _groups(unit, span, now, _act.kind)),
        weeks=_weeks(unit, span, now),
        not_entered=_not_entered(unit, span, now),
    )


@dataclass(frozen=True, slots=True)
class Held:
    """One activity that is over; `expected` of whom `came`, `walked_in` besides, `on_leave` excused themselves."""

    title: str
    kind: Kind
    unit_name: str
    starts_at: float
    expected: int
    came: int
    walked_in: int
    on_leave: int

    @property
    def is_entered(self) -> bool:
        """Tell whether it was entered who came: till then nobody was absent."""
        return self.came + self.walked_in > 0


def held(unit: UnitOfWork, span: Span, now: float, most: int) -> list[Held]:
    """Return what was held in the span, in the order of time; not more than `most`."""
    states = (
        _number(_sign.state.in_(sorted([State.CHECKED_IN, State.ABSENT]))),
        *(_number(_sign.state == state) for state in (State.CHECKED_IN, State.WALKED_IN, State.ON_LEAVE)),
    )
    query = select(_act.title, _act.kind, units.c.name, _act.starts_at, *states).select_from(activities)
    joined = query.join(units, _act.unit_id == units.c.id).join(signups, _sign.activity_id == _act.id, isouter=True)
    grouped = joined.where(_is_held(span, now)).group_by(_act.id, _act.title, _act.kind, units.c.name, _act.starts_at)
    rows = unit.connection.execute(grouped.order_by(_act.starts_at, _act.id).limit(most))
    return [Held(title, Kind(kind), name, at, *counts) for title, kind, name, at, *counts in rows]


def by_unit(unit: UnitOfWork, span: Span, now: float, below: Mapping[int, str]) -> Mapping[int | None, Group]:
    """Group what was held by the unit right below (`below`: their paths); None: by the unit itself.

    Which of them have held nothing, the caller knows.
    """
    which = case(*((at_or_below(path), id_) for id_, path in below.items()), else_=None) if below else null()
    return dict(_groups(unit, span, now, which))


def _in_span(span: Span) -> ColumnElement[bool]:
    return and_(at_or_below(span.path), _act.starts_at >= span.since, _act.starts_at < span.until)


def _is_held(span: Span, now: float) -> ColumnElement[bool]:
    return and_(_in_span(span), _act.stage == Stage.PUBLISHED, _act.ends_at <= now)


def _held(unit: UnitOfWork, span: Span, now: float) -> tuple[int, int]:
    """Return how many activities were held, and how many called off."""
    of_units = select(func.count()).select_from(activities).join(units, _act.unit_id == units.c.id)
    held = of_units.where(_is_held(span, now))
    cancelled = of_units.where(_in_span(span), _act.stage == Stage.CANCELLED, _act.published_at.is_not(None))
    return unit.connection.scalar(held) or 0, unit.connection.scalar(cancelled) or 0


def _not_entered(unit: UnitOfWork, span: Span, now: float) -> int:
    of_units = select(func.count()).select_from(activities).join(units, _act.unit_id == units.c.id)
    return unit.connection.scalar(of_units.where(_is_held(span, now), ~is_entered())) or 0


def is_entered() -> ColumnElement[bool]:
    """Say of an activity that somebody was checked in there: till then it is not known who came."""
    other = signups.alias()
    seen = (other.c.activity_id == _act.id) & other.c.state.in_(sorted(HERE))
    return exists().where(seen).correlate(activities)


def _visits(span: Span, now: float) -> Select[Any]:
    seconds = case((_WAS_HERE, _act.ends_at - _act.starts_at), else_=0.0)
    to_come = and_(_sign.state.in_(sorted([State.CHECKED_IN, State.ABSENT])), is_entered())
    columns: tuple[Any, ...] = (
        _number(_WAS_HERE).label("visits"),
        func.count(distinct(case((_WAS_HERE, _sign.chat_id)))).label("people"),
        func.sum(seconds).label("seconds"),
        _number(to_come).label("expected"),
        _number(_sign.state == State.CHECKED_IN).label("as_expected"),
    )
    query: Select[Any] = select(*columns)
    joined = query.select_from(signups).join(activities, _sign.activity_id == _act.id)
    return joined.join(units, _act.unit_id == units.c.id).where(_is_held(span, now))


def _ratings(span: Span, now: float) -> Select[Any]:
    query = select(func.count(ratings.c.id).label("count"), func.avg(ratings.c.stars).label("average"))
    joined = query.select_from(ratings).join(activities, ratings.c.activity_id == _act.id)
    return joined.join(units, _act.unit_id == units.c.id).where(_is_held(span, now))


def _new_affiliations(unit: UnitOfWork, span: Span) -> int:
    """Count those who were taken in meanwhile, by the level that decides."""
    step = affiliation_steps.c
    taken_in = and_(step.verb == Verb.CONFIRM, step.at >= span.since, step.at < span.until)
    query = select(func.count(distinct(affiliations.c.chat_id))).select_from(affiliation_steps)
    joined = query.join(affiliations, step.affiliation_id == affiliations.c.id)
    of_units = joined.join(units, affiliations.c.unit_id == units.c.id)
    return unit.connection.scalar(of_units.where(at_or_below(span.path), taken_in)) or 0


def _weeks(unit: UnitOfWork, span: Span, now: float) -> tuple[Group, ...]:
    weeks = ((_act.starts_at < bound, at) for at, bound in enumerate((*span.bounds, span.until)))
    number = case(*weeks, else_=None)
    found = dict(_groups(unit, span, now, number))
    return tuple(found.get(at, Group()) for at in range(len(span.bounds) + 1))


def _groups(unit: UnitOfWork, span: Span, now: float, by: ColumnElement[Any]) -> list[tuple[Any, Group]]:
    """Group what was held by kind or week. The value is named in a subquery: it may have parameters in it."""
    inner = select(by.label("value"), _act.id, case((_WAS_HERE, _sign.chat_id)).label("who"))
    joined = inner.select_from(activities).join(units, _act.unit_id == units.c.id)
    seen = joined.join(signups, _sign.activity_id == _act.id, isouter=True).where(_is_held(span, now)).subquery()
    query = select(
        seen.c.value, func.count(distinct(seen.c.id)), func.count(seen.c.who), func.count(distinct(seen.c.who))
    )
    rows = unit.connection.execute(query.group_by(seen.c.value).order_by(seen.c.value))
    return [(value, Group(*counts)) for value, *counts in rows]


def _number(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((which, 1), else_=0))
