"""The figures of coverage, and the lines of each: what a figure is the sum of.

A line has an amount, what it belongs to (a building, a point, an activity, a visit), and, where people are counted,
whose it is. It has no names: who adds up asks for none, and rows are given theirs when they are shown. Of past days the
lines are those of that day, where the store keeps the past: stays, activities, visits and requests. The register of
buildings and points, and what was said of their members, is as it stands now.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, Self

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Subquery,
    and_,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)

from domain.activities.activities import Stage
from domain.activities.seats import HERE as CAME
from domain.affiliations.affiliations import HERE, State, Verb
from domain.places.places import Layer
from storage.places.scopes import at_or_below, is_whole
from storage.tables.activities import activities, signups
from storage.tables.affiliations import affiliation_steps, affiliations
from storage.tables.grid import building_estimates, companies, visits
from storage.tables.people import members
from storage.tables.places import buildings, points, units
from storage.unit_of_work import UnitOfWork

QUIET_DAYS: Final = 90
"""A building where nobody has been for so long stands in the list of those to go to."""

LOOKED_BACK_DAYS: Final = 180
"""So far back it is looked when somebody was last there."""

_DAY_S: Final = 86_400.0
_HOUR_S: Final = 3_600.0


@dataclass(frozen=True, slots=True)
class Scope:
    """A unit's path, from when until when, and the moment up to which things are known; in seconds since 1970.

    `past`: the days end before today, so that stays are read from their steps.
    """

    path: str
    since: float
    until: float
    now: float
    past: bool = False


class Ground:
    """What the lines of one statement stand on: a scope, and what several of its figures share.

    `is_whole`: there are no units but those of the scope, so nothing need be asked about units. `held_between`: the
    first and the last number of what was held, where the database is better off knowing them (`grounds_of`).
    """

    def __init__(self, scope: Scope, *, is_whole: bool) -> None:
        self.scope = scope
        self.held_between: tuple[int, int] | None = None
        self._is_whole = is_whole

    @classmethod
    def of(cls, unit: UnitOfWork, scope: Scope) -> Self:
        return cls(scope, is_whole=is_whole(unit, (scope.path,)))

    def narrowed(self, query: Select[Any], unit_id: ColumnElement[Any]) -> Select[Any]:
        """Keep what belongs to the units of the scope."""
        if self._is_whole:
            return query
        return query.join(units, units.c.id == unit_id).where(at_or_below(self.scope.path))

    @property
    def held(self) -> Subquery:
        """The activities that were held, without what is said of them: read from an index alone.

        Who asks twice reads it twice, which is quicker than to keep it.
        """
        scope = self.scope
        in_time = and_(_act.starts_at >= scope.since, _act.starts_at < scope.until, _act.ends_at <= scope.now)
        query = select(_act.id, _act.unit_id, _act.starts_at, _act.seats).select_from(activities)
        return self.narrowed(query, _act.unit_id).where(_act.stage == Stage.PUBLISHED, in_time).subquery()


class Of(Enum):
    """What is counted: things, heads (a number that somebody said), or persons, who can be told apart."""

    THINGS = "things"
    HEADS = "heads"
    PERSONS = "persons"


Source = Callable[[Ground], Select[Any]]
Which = Callable[[Scope, Any], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: what it counts, and from which lines; what it `opens` by a row ("": nothing).

    Figures of one source are added up in one pass over it. `which` of its lines count (None: all), and the column of
    the source that is their amount ("": each is one). A line stands for something that is `called` by a column of its
    own table. `dated`: a row shows when it was.
    """

    name: str
    of: Of
    source: Source
    called: Column[str]
    which: Which | None = None
    amount: str = ""
    opens: str = ""
    dated: bool = False
    quiet_first: bool = False

    def counts(self, scope: Scope, lines: FromClause) -> ColumnElement[bool]:
        return self.which(scope, lines.c) if self.which else true()

    def amount_of(self, lines: FromClause) -> ColumnElement[Any]:
        return lines.c[self.amount] if self.amount else literal(1)

    def lines(self, ground: Ground) -> Select[Any]:
        """Select what this figure is the sum of."""
        found = self.source(ground).subquery()
        at = found.c.at if self.dated else null()
        amount = self.amount_of(found).label("amount")
        columns = (found.c.row, found.c.thing, found.c.unit, at.label("at"), amount, found.c.who)
        return select(*columns).where(self.counts(ground.scope, found))


_b: Final = buildings.c
_act: Final = activities.c
_stay: Final = affiliations.c
_sign: Final = signups.c


def _line(
    row: ColumnElement[Any],
    thing: ColumnElement[Any],
    unit: ColumnElement[Any],
    *,
    at: ColumnElement[Any] | None = None,
    who: ColumnElement[Any] | None = None,
    **more: ColumnElement[Any],
) -> Select[Any]:
    return select(
        row.label("row"),
        thing.label("thing"),
        unit.label("unit"),
        (null() if at is None else at).label("at"),
        (null() if who is None else who).label("who"),
        *(column.label(name) for name, column in more.items()),
    )


_SAID: Final = (
    select(func.coalesce(func.sum(companies.c.members), 0).label("members"))
    .where(companies.c.building_id == _b.id)
    .correlate(buildings)
)
_WORK: Final = (
    select(func.count().label("members"))
    .select_from(members)
    .where(
        members.c.building_id == _b.id,
        select(_stay.chat_id)
        .where(_stay.chat_id == members.c.chat_id, _stay.state.in_(HERE))
        .correlate(members)
        .exists(),
    )
    .correlate(buildings)
)
_COUNTED: Final = union_all(_SAID, _WORK).subquery()
_ESTIMATED: Final = (
    select(building_estimates.c.members).where(building_estimates.c.building_id == _b.id).scalar_subquery()
)
MEMBERS: Final = func.coalesce(_ESTIMATED, select(func.max(_COUNTED.c.members)).scalar_subquery())
"""The members of a building by the best of what is known, as `storage.grid.sites` has it."""


def last_been(ground: Ground) -> Subquery:
    """Find when somebody was last in each building (`building`, `at`), for a visit or an activity, within half a year.

    `at` is empty for a building where nobody was.

    Only the last of each building and of each point in one is looked up, at the end of an index: a city has a few
    thousand of these, and many activities, none of which is read for nothing.
    """
    scope = ground.scope
    since = scope.until - LOOKED_BACK_DAYS * _DAY_S
    here = ground.narrowed(select(_b.id.label("id")).select_from(buildings), _b.unit_id).subquery().c
    visited = select(visits.c.day).where(
        visits.c.building_id == here.id, visits.c.day >= since, visits.c.day < scope.until
    )
    there = _last_held(scope, since).where(_act.building_id == here.id)
    inside = _last_held(scope, since).where(_act.point_id == points.c.id)
    found = union_all(
        select(here.id.label("building"), _latest(visited, visits.c.day).label("at")),
        select(here.id, _latest(there, _act.starts_at)),
        select(points.c.building_id, _latest(inside, _act.starts_at)).where(points.c.building_id == here.id),
    ).subquery()
    return select(found.c.building, func.max(found.c.at).label("at")).group_by(found.c.building).subquery()


def _last_held(scope: Scope, since: float) -> Select[Any]:
    """Select when activities began that are over. What has not begun is none: said, it bounds the way of the index."""
    begun = and_(_act.starts_at >= since, _act.starts_at <= scope.now)
    return select(_act.starts_at).where(_act.stage == Stage.PUBLISHED, begun, _act.ends_at <= scope.now)


def _latest(moments: Select[Any], at: ColumnElement[Any]) -> ColumnElement[Any]:
    return moments.order_by(at.desc()).limit(1).scalar_subquery()


def _sites(ground: Ground) -> Select[Any]:
    """Find all buildings, with their members, and `at`: when somebody was last there."""
    last = last_been(ground)
    line = _line(_b.id, _b.id, _b.unit_id, at=last.c.at, branch=_b.branch_id, members=MEMBERS)
    return ground.narrowed(line.select_from(buildings.outerjoin(last, last.c.building == _b.id)), _b.unit_id)


def _with_branch(_scope: Scope, site: Any) -> ColumnElement[bool]:  # noqa: ANN401  the columns of a subquery
    return site.branch.is_not(None)  # type: ignore[no-any-return]


def _been(scope: Scope, site: Any) -> ColumnElement[bool]:  # noqa: ANN401  the columns of a subquery
    return site.at >= scope.until - QUIET_DAYS * _DAY_S  # type: ignore[no-any-return]


def _quiet(scope: Scope, site: Any) -> ColumnElement[bool]:  # noqa: ANN401  the columns of a subquery
    return or_(site.at.is_(None), site.at < scope.until - QUIET_DAYS * _DAY_S)


def _affiliated(ground: Ground) -> Select[Any]:
    """Find who takes part; of a past day those whom the last step of that day, or before it, left here."""
    line = _line(_stay.point_id, _stay.point_id, _stay.unit_id, who=_stay.chat_id).select_from(affiliations)
    return ground.narrowed(line, _stay.unit_id).where(_was_here(ground.scope))


def _was_here(scope: Scope) -> ColumnElement[bool]:
    if not scope.past:
        return _stay.state.in_(HERE)
    step = affiliation_steps.c
    steps = select(step.after).where(step.affiliation_id == _stay.id, step.at < scope.until)
    latest = steps.order_by(step.id.desc()).limit(1).correlate(affiliations).scalar_subquery()
    return latest.in_(HERE)


def _points(ground: Ground) -> Select[Any]:
    line = _line(points.c.id, points.c.id, points.c.unit_id, layer=points.c.layer).select_from(points)
    return ground.narrowed(line, points.c.unit_id)


def _of_layer(layer: Layer) -> Which:
    return lambda _scope, point: point.layer == layer


def _held(ground: Ground) -> Select[Any]:
    held = ground.held
    return _line(held.c.id, held.c.id, held.c.unit_id, at=held.c.starts_at, seats=held.c.seats).select_from(held)


def _came(ground: Ground) -> Select[Any]:
    """Find who came to what was held.

    Whoever knows between which numbers that is reads the sign-ups from the first to the last of these activities, whose
    numbers tend to follow time, and not those of all years.
    """
    joined = ground.held
    held = joined.c
    line = _line(held.id, held.id, held.unit_id, at=held.starts_at, who=_sign.chat_id, seats=held.seats)
    came = line.select_from(joined.join(signups, _sign.activity_id == held.id)).where(_sign.state.in_(sorted(CAME)))
    return came.where(_sign.activity_id.between(*ground.held_between)) if ground.held_between else came


def _with_seats(_scope: Scope, activity: Any) -> ColumnElement[bool]:  # noqa: ANN401  the columns of a subquery
    return activity.seats.is_not(None)  # type: ignore[no-any-return]


def _visits(ground: Ground) -> Select[Any]:
    line = _line(visits.c.id, _b.id, _b.unit_id, at=visits.c.day)
    joined = line.select_from(buildings.join(visits, visits.c.building_id == _b.id))
    in_time = and_(visits.c.day >= ground.scope.since, visits.c.day < ground.scope.until)
    return ground.narrowed(joined, _b.unit_id).where(in_time)


_ANSWERS: Final = (Verb.ACCEPT, Verb.CONFIRM, Verb.RETURN, Verb.DECLINE, Verb.WITHDRAW)


def _requested(ground: Ground) -> Select[Any]:
    """Find who asked, and for how many hours each request waited for its first answer; one that has none, till now."""
    scope, step = ground.scope, affiliation_steps.c
    first = select(func.min(step.at)).where(
        step.affiliation_id == _stay.id, step.at >= _stay.submitted_at, step.at < scope.until, step.verb.in_(_ANSWERS)
    )
    until = func.coalesce(first.correlate(affiliations).scalar_subquery(), literal(scope.now))
    hours = cast(func.round((until - _stay.submitted_at) / _HOUR_S), Integer)
    line = _line(_stay.point_id, _stay.point_id, _stay.unit_id, who=_stay.chat_id, hours=hours)
    sent = and_(_stay.submitted_at >= scope.since, _stay.submitted_at < scope.until)
    of_units = ground.narrowed(line.select_from(affiliations), _stay.unit_id)
    return of_units.where(sent, _stay.state.not_in([State.DRAFT, State.DISCARDED]))


def grounds_of(unit: UnitOfWork, wanted: Iterable[tuple[Source, Scope]]) -> dict[Scope, Ground]:
    """Return what the lines of these sources stand on, by their scopes.

    PostgreSQL is told beforehand between which numbers the activities are whose sign-ups it will be asked for. Then it
    knows how many sign-ups these are, reads them from an index alone, and keeps the smaller side of the join in mind.
    """
    wanted = list(wanted)
    grounds = {scope: Ground.of(unit, scope) for _, scope in wanted}
    if unit.on_postgresql:
        _find_between(unit, [grounds[scope] for source, scope in wanted if source is _came])
    return grounds


def _find_between(unit: UnitOfWork, grounds: Sequence[Ground]) -> None:
    """Find the first and the last number of what was held, in one statement; where nothing was, nothing is between.

    It is led through what was held, in the order of time: told of plain numbers it would look at one activity after
    the other from the ends of all of them.
    """
    ends = []
    for at, ground in enumerate(grounds):
        number = ground.held.c.id + literal(0)
        ends.append(select(literal(at), func.min(number), func.max(number)))
    for at, first, last in unit.connection.execute(union_all(*ends)) if ends else ():
        grounds[at].held_between = (0, -1) if first is None else (first, last)


FIGURES: Final = (
    Figure("buildings", Of.THINGS, _sites, _b.name, opens="building"),
    Figure("branches", Of.THINGS, _sites, _b.name, _with_branch, opens="building"),
    Figure("members", Of.HEADS, _sites, _b.name, amount="members", opens="building"),
    Figure("been", Of.THINGS, _sites, _b.name, _been, opens="building", dated=True),
    Figure("quiet", Of.THINGS, _sites, _b.name, _quiet, opens="building", dated=True, quiet_first=True),
    Figure("affiliated", Of.PERSONS, _affiliated, points.c.name),
    Figure("centres", Of.THINGS, _points, points.c.name, _of_layer(Layer.CENTRE)),
    Figure("points", Of.THINGS, _points, points.c.name, _of_layer(Layer.POINT)),
    Figure("stations", Of.THINGS, _points, points.c.name, _of_layer(Layer.MICRO_STATION)),
    Figure("activities", Of.THINGS, _held, _act.title, opens="activity", dated=True),
    Figure("came", Of.PERSONS, _came, _act.title, opens="activity", dated=True),
    Figure("seats", Of.THINGS, _held, _act.title, _with_seats, "seats", opens="activity", dated=True),
    Figure("used", Of.PERSONS, _came, _act.title, _with_seats, opens="activity", dated=True),
    Figure("visits", Of.THINGS, _visits, _b.name, opens="building", dated=True),
    Figure("requests", Of.PERSONS, _requested, points.c.name),
    Figure("waited", Of.PERSONS, _requested, points.c.name, amount="hours"),
)
BY_NAME: Final = {one.name: one for one in FIGURES}
