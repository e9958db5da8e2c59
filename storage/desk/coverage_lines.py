"""The figures of coverage, and the lines of each: what a figure is the sum of.

A line has an amount, what it belongs to (a building, a point, an activity, a visit), and, where people are counted,
whose it is. Of past days the lines are those of that day, where the store keeps the past: stays, activities, visits and
requests. The register of buildings and points, and what was said of their members, is as it stands now.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
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
    union_all,
)

from domain.activities import Stage
from domain.affiliations import HERE, State, Verb
from domain.places import Layer
from domain.seats import HERE as CAME
from storage.places.scopes import at_or_below
from storage.tables.activities import activities, signups
from storage.tables.affiliations import affiliation_steps, affiliations
from storage.tables.grid import building_estimates, companies, visits
from storage.tables.people import members
from storage.tables.places import buildings, points, units

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


class Of(Enum):
    """What is counted: things, heads (a number that somebody said), or persons, who can be told apart."""

    THINGS = "things"
    HEADS = "heads"
    PERSONS = "persons"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: what it counts, its lines, and what a row of it opens ("": nothing)."""

    name: str
    of: Of
    lines: Callable[[Scope], Select[Any]]
    opens: str = ""
    quiet_first: bool = False


_b: Final = buildings.c
_act: Final = activities.c
_stay: Final = affiliations.c
_sign: Final = signups.c
_IN_UNITS: Final = buildings.join(units, units.c.id == _b.unit_id)
# Every stay has its point. Said as an outer join, a database leaves it out where only the sum is asked for.
_STAYS: Final = affiliations.join(units, units.c.id == _stay.unit_id).outerjoin(points, points.c.id == _stay.point_id)
_HELD: Final = activities.join(units, units.c.id == _act.unit_id)


def _line(  # noqa: PLR0913  a line has these parts
    row: ColumnElement[Any],
    name: ColumnElement[Any],
    more: ColumnElement[Any],
    *,
    at: ColumnElement[Any] | None = None,
    amount: ColumnElement[Any] | None = None,
    who: ColumnElement[Any] | None = None,
    target: ColumnElement[Any] | None = None,
) -> Select[Any]:
    return select(
        row.label("row"),
        name.label("name"),
        more.label("more"),
        (null() if at is None else at).label("at"),
        (literal(1) if amount is None else amount).label("amount"),
        (null() if who is None else who).label("who"),
        (null() if target is None else target).label("target"),
    )


def _building(scope: Scope, amount: ColumnElement[Any] | None = None) -> Select[Any]:
    line = _line(_b.id, _b.name, units.c.name, amount=amount, target=_b.id)
    return line.select_from(_IN_UNITS).where(at_or_below(scope.path))


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


def last_been(scope: Scope) -> Subquery:
    """Find when somebody was last in each building (`building`, `at`), for a visit or an activity, within half a year.

    `at` is empty for a building where nobody was.

    Only the last of each building and of each point in one is looked up, at the end of an index: a city has a few
    thousand of these, and many activities, none of which is read for nothing.
    """
    since = scope.until - LOOKED_BACK_DAYS * _DAY_S
    here = select(_b.id.label("id")).select_from(_IN_UNITS).where(at_or_below(scope.path)).subquery().c
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


def _all_buildings(scope: Scope) -> Select[Any]:
    return _building(scope)


def _with_branch(scope: Scope) -> Select[Any]:
    return _building(scope).where(_b.branch_id.is_not(None))


def _members(scope: Scope) -> Select[Any]:
    return _building(scope, MEMBERS)


def _been(scope: Scope) -> Select[Any]:
    last = last_been(scope)
    line = _line(_b.id, _b.name, units.c.name, at=last.c.at, target=_b.id)
    joined = line.select_from(_IN_UNITS.join(last, last.c.building == _b.id))
    return joined.where(at_or_below(scope.path), last.c.at >= scope.until - QUIET_DAYS * _DAY_S)


def _quiet(scope: Scope) -> Select[Any]:
    last = last_been(scope)
    line = _line(_b.id, _b.name, units.c.name, at=last.c.at, target=_b.id)
    joined = line.select_from(_IN_UNITS.outerjoin(last, last.c.building == _b.id))
    long_ago = or_(last.c.at.is_(None), last.c.at < scope.until - QUIET_DAYS * _DAY_S)
    return joined.where(at_or_below(scope.path), long_ago)


def _affiliated(scope: Scope) -> Select[Any]:
    """Find who takes part; of a past day those whom the last step of that day, or before it, left here."""
    line = _line(_stay.point_id, points.c.name, units.c.name, who=_stay.chat_id).select_from(_STAYS)
    return line.where(at_or_below(scope.path), _was_here(scope))


def _was_here(scope: Scope) -> ColumnElement[bool]:
    if not scope.past:
        return _stay.state.in_(HERE)
    step = affiliation_steps.c
    steps = select(step.after).where(step.affiliation_id == _stay.id, step.at < scope.until)
    latest = steps.order_by(step.id.desc()).limit(1).correlate(affiliations).scalar_subquery()
    return latest.in_(HERE)


def _points(layer: Layer) -> Callable[[Scope], Select[Any]]:
    def lines(scope: Scope) -> Select[Any]:
        line = _line(points.c.id, points.c.name, units.c.name)
        joined = line.select_from(points.join(units, units.c.id == points.c.unit_id))
        return joined.where(at_or_below(scope.path), points.c.layer == layer)

    return lines


def _is_held(scope: Scope) -> ColumnElement[bool]:
    in_time = and_(_act.starts_at >= scope.since, _act.starts_at < scope.until, _act.ends_at <= scope.now)
    return and_(at_or_below(scope.path), _act.stage == Stage.PUBLISHED, in_time)


def _activities(scope: Scope) -> Select[Any]:
    line = _line(_act.id, _act.title, units.c.name, at=_act.starts_at, target=_act.id)
    return line.select_from(_HELD).where(_is_held(scope))


def _came(scope: Scope) -> Select[Any]:
    line = _line(_act.id, _act.title, units.c.name, at=_act.starts_at, who=_sign.chat_id, target=_act.id)
    joined = line.select_from(_HELD.join(signups, _sign.activity_id == _act.id))
    return joined.where(_is_held(scope), _sign.state.in_(sorted(CAME)))


def _seats(scope: Scope) -> Select[Any]:
    line = _line(_act.id, _act.title, units.c.name, at=_act.starts_at, amount=_act.seats, target=_act.id)
    return line.select_from(_HELD).where(_is_held(scope), _act.seats.is_not(None))


def _seats_used(scope: Scope) -> Select[Any]:
    return _came(scope).where(_act.seats.is_not(None))


def _visits(scope: Scope) -> Select[Any]:
    line = _line(visits.c.id, _b.name, units.c.name, at=visits.c.day, target=_b.id)
    joined = line.select_from(_IN_UNITS.join(visits, visits.c.building_id == _b.id))
    return joined.where(at_or_below(scope.path), visits.c.day >= scope.since, visits.c.day < scope.until)


def _requested(scope: Scope, amount: ColumnElement[Any] | None = None) -> Select[Any]:
    sent = and_(_stay.submitted_at >= scope.since, _stay.submitted_at < scope.until)
    line = _line(_stay.point_id, points.c.name, units.c.name, who=_stay.chat_id, amount=amount).select_from(_STAYS)
    return line.where(at_or_below(scope.path), sent, _stay.state.not_in([State.DRAFT, State.DISCARDED]))


_ANSWERS: Final = (Verb.ACCEPT, Verb.CONFIRM, Verb.RETURN, Verb.DECLINE, Verb.WITHDRAW)


def _waited(scope: Scope) -> Select[Any]:
    """Find for how many hours each request waited for its first answer; one that has none, till now."""
    step = affiliation_steps.c
    first = select(func.min(step.at)).where(
        step.affiliation_id == _stay.id, step.at >= _stay.submitted_at, step.at < scope.until, step.verb.in_(_ANSWERS)
    )
    until = func.coalesce(first.correlate(affiliations).scalar_subquery(), literal(scope.now))
    return _requested(scope, cast(func.round((until - _stay.submitted_at) / _HOUR_S), Integer))


FIGURES: Final = (
    Figure("buildings", Of.THINGS, _all_buildings, "building"),
    Figure("branches", Of.THINGS, _with_branch, "building"),
    Figure("members", Of.HEADS, _members, "building"),
    Figure("been", Of.THINGS, _been, "building"),
    Figure("quiet", Of.THINGS, _quiet, "building", quiet_first=True),
    Figure("affiliated", Of.PERSONS, _affiliated),
    Figure("centres", Of.THINGS, _points(Layer.CENTRE)),
    Figure("points", Of.THINGS, _points(Layer.POINT)),
    Figure("stations", Of.THINGS, _points(Layer.MICRO_STATION)),
    Figure("activities", Of.THINGS, _activities, "activity"),
    Figure("came", Of.PERSONS, _came, "activity"),
    Figure("seats", Of.THINGS, _seats, "activity"),
    Figure("used", Of.PERSONS, _seats_used, "activity"),
    Figure("visits", Of.THINGS, _visits, "building"),
    Figure("requests", Of.PERSONS, _requested),
    Figure("waited", Of.PERSONS, _waited),
)
BY_NAME: Final = {one.name: one for one in FIGURES}
