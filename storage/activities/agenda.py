"""Activities in lists: what is coming, what is near somebody, what organisers have in hand, and what is over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from math import cos, degrees, radians
from types import MappingProxyType
from typing import Any, Final
from unicodedata import normalize

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select, true

from domain.activities.activities import Kind, Plan, Stage
from domain.places.geo import EARTH_RADIUS_M, Position, distance_m
from storage.activities import figures
from storage.activities.activities import ActivityRow, activity_row
from storage.once import once
from storage.places.scopes import at_or_below, within
from storage.tables.activities import activities
from storage.tables.places import units
from storage.unit_of_work import UnitOfWork

_row: Final = activities.c


LONGEST_S: Final = 7 * 86_400.0
"""Lists look no further back than this for what goes on still: the index by time is to serve them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What begins before `until` and is not over `now`, of this kind and at this point (None: of any, at any)."""

    now: float
    until: float
    kind: Kind | None = None
    point_id: int | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """A circle of so many metres around somebody, and the zone that tells what is on the same day."""

    centre: Position
    metres: float
    zone: tzinfo | None = UTC


@once(activities)
def coming(unit: UnitOfWork, wanted: Wanted, skip: int = 0, count: int = 10) -> tuple[ActivityRow, ...]:
    """Return a page of what is published, the soonest first."""
    query = _COMING[wanted.kind is not None, wanted.point_id is not None]
    page = {"skip": skip, "count": count}
    return tuple([activity_row(row) for row in unit.connection.execute(query, _told(wanted) | page)])


def near(
    unit: UnitOfWork, wanted: Wanted, around: Around, skip: int = 0, count: int = 10
) -> list[tuple[ActivityRow, float]]:
    """Return a page of what `coming` has within the circle, and how far each is: by the day, then the nearest first.

    All that stands in the box around the circle is measured: what is coming is few.
    """
    fits = _fits(of_kind=wanted.kind is not None, at_a_point=wanted.point_id is not None)
    found = unit.connection.execute(_listed(fits, _in_box(around)), _told(wanted))
    rows = map(activity_row, found)
    measured = [(row, distance_m(around.centre, row.position)) for row in rows if row.position is not None]
    within_reach = [(row, far) for row, far in measured if far <= around.metres]
    return sorted(within_reach, key=lambda one: _by_day_and_way(one[0], one[1], around.zone))[skip : skip + count]


def _by_day_and_way(row: ActivityRow, metres: float, zone: tzinfo | None) -> tuple[date, float, float, int]:
    return datetime.fromtimestamp(row.starts_at, zone).date(), metres, row.starts_at, row.id


@dataclass(frozen=True, slots=True)
class Of:
    """Whose activities: of these units and all below; narrowed to some of them, to a subtree, a point, or drafts.

    `until`: what begins before that. Whatever is empty, or None, narrows nothing.
    """

    paths: Sequence[str]
    ids: Sequence[int] | None = None
    below: str = ""
    point_id: int | None = None
    drafts: bool = False
    until: float | None = None


def managed(unit: UnitOfWork, of: Of, now: float, skip: int = 0, count: int = 10) -> list[ActivityRow]:
    """Return a page of the drafts, and of what is published and not over yet, the soonest first."""
    return _page(unit, _listed(_whose(of), _in_hand(now)).order_by(_row.starts_at, _row.id), skip, count)


def count_managed(unit: UnitOfWork, of: Of, now: float) -> int:
    return _count(unit, _listed(_whose(of), _in_hand(now)))


def past(unit: UnitOfWork, of: Of, now: float, skip: int = 0, count: int = 10) -> list[ActivityRow]:
    """Return a page of what was held, the latest first."""
    query = _listed(_whose(of), _held(now))
    return _page(unit, query.order_by(_row.starts_at.desc(), _row.id.desc()), skip, count)


def count_past(unit: UnitOfWork, of: Of, now: float) -> int:
    return _count(unit, _listed(_whose(of), _held(now)))


def _whose(of: Of) -> ColumnElement[bool]:
    narrowed = (
        true() if of.ids is None else _row.id.in_(of.ids),
        at_or_below(of.below) if of.below else true(),
        true() if of.point_id is None else _row.point_id == of.point_id,
        _row.stage == Stage.DRAFT if of.drafts else true(),
        true() if of.until is None else _row.starts_at < of.until,
    )
    return and_(within(of.paths), *narrowed)


def not_entered(
    unit: UnitOfWork, paths: Sequence[str], since: float, until: float, most: int | None = None
) -> list[ActivityRow]:
    """Return what ended between these moments and nobody was checked in at, of these units and below, latest first.

    Which these are is asked of indexes alone, unit by unit, for of most of what was held it is known who came. Then
    `most` of them are read (None: all).
    """
    ended = and_(_row.stage == Stage.PUBLISHED, _row.ends_at > since, _row.ends_at <= until)
    here = _row.unit_id.in_(select(units.c.id).where(within(paths)))
    which = select(_row.id).where(here, ended, ~figures.is_entered()).correlate(None)
    query = select(activities).where(_row.id.in_(which))
    found = unit.connection.execute(query.order_by(_row.starts_at.desc(), _row.id.desc()).limit(most))
    return [activity_row(row) for row in found]


def in_the_same_room(unit: UnitOfWork, plan: Plan, but: int) -> list[ActivityRow]:
    """Return what is published in the room of this plan while it lasts, the soonest first; `but` is left out.

    A room is the same where house and name are, however wide or high its letters were typed.
    """
    spot = plan.spot
    house = (_row.point_id == spot.point_id, _row.building_id == spot.building_id, _row.spot_title == spot.title)
    meanwhile = and_(_row.starts_at < plan.ends_at, _row.starts_at > plan.starts_at - LONGEST_S)
    overlaps = and_(meanwhile, _row.ends_at > plan.starts_at, _row.stage == Stage.PUBLISHED, _row.id != but)
    found = unit.connection.execute(_listed(overlaps, *house).order_by(_row.starts_at, _row.id))
    rows = map(activity_row, found)
    return [row for row in rows if _room(spot.room) and _room(row.plan.spot.room) == _room(spot.room)]


def _room(name: str) -> str:
    return "".join(normalize("NFKC", name).casefold().split())


def of_series(unit: UnitOfWork, series_id: int) -> list[ActivityRow]:
    """Return the single dates of a series, dropped ones too, in the order in which the rule had them."""
    rows = unit.connection.execute(_listed(_row.series_id == series_id).order_by(_row.series_date))
    return [activity_row(row) for row in rows]


def _fits(*, of_kind: bool, at_a_point: bool) -> ColumnElement[bool]:
    """Say that it is what `_told` tells."""
    goes_on = and_(_row.starts_at > bindparam("since"), _row.ends_at > bindparam("now"))
    kind = _row.kind == bindparam("kind") if of_kind else true()
    there = _row.point_id == bindparam("point") if at_a_point else true()
    return and_(_row.stage == Stage.PUBLISHED, _row.starts_at < bindparam("until"), goes_on, kind, there)


def _told(wanted: Wanted) -> dict[str, object]:
    told = {"now": wanted.now, "since": wanted.now - LONGEST_S, "until": wanted.until}
    narrowed = {"kind": wanted.kind, "point": wanted.point_id}
    return told | {name: value for name, value in narrowed.items() if value is not None}


def _in_hand(now: float) -> ColumnElement[bool]:
    return and_(_row.stage != Stage.CANCELLED, or_(_row.stage == Stage.DRAFT, _row.ends_at > now))


def _held(now: float) -> ColumnElement[bool]:
    return and_(_row.stage == Stage.PUBLISHED, _row.ends_at <= now)


def _listed(*which: ColumnElement[bool]) -> Select[Any]:
    return select(activities).join_from(activities, units, _row.unit_id == units.c.id).where(*which)


_COMING: Final[Mapping[tuple[bool, bool], Select[Any]]] = MappingProxyType(
    {
        (of_kind, at_a_point): _listed(_fits(of_kind=of_kind, at_a_point=at_a_point))
        .order_by(_row.starts_at, _row.id)
        .offset(bindparam("skip"))
        .limit(bindparam("count"))
        for of_kind in (False, True)
        for at_a_point in (False, True)
    }
)
"""The pages of what is coming: of a kind or of any, at a point or anywhere."""


def _page(unit: UnitOfWork, query: Select[Any], skip: int, count: int) -> list[ActivityRow]:
    return [activity_row(row) for row in unit.connection.execute(query.offset(skip).limit(count))]


def _count(unit: UnitOfWork, query: Select[Any]) -> int:
    return unit.connection.scalar(query.with_only_columns(func.count())) or 0


def _in_box(around: Around) -> ColumnElement[bool]:
    """Say that it lies in the box of degrees; round a pole or the date line the box goes all round the Earth."""
    position = around.centre
    tall = degrees(around.metres / EARTH_RADIUS_M) * 1.001  # a hair wider: the exact distance is measured afterwards
    south, north = position.latitude - tall, position.latitude + tall
    tallness = _row.latitude.between(south, north)
    nearest_to_a_pole = max(abs(south), abs(north))
    if nearest_to_a_pole >= 89.0:
        return tallness
    wide = tall / cos(radians(nearest_to_a_pole))
    west, east = position.longitude - wide, position.longitude + wide
    if west < -180.0 or east > 180.0:
        return tallness
    return and_(tallness, _row.longitude.between(west, east))
