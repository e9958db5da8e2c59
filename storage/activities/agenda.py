"""Activities in lists: what is coming, what is near somebody, what organisers have in hand, and what is over."""

from collections.abc import Callable, Sequence
from math import cos, degrees, radians
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true

from domain.activities import Kind, Stage
from domain.geo import EARTH_RADIUS_M, Position, distance_m
from storage.activities.activities import ActivityRow, activity_row
from storage.places.scopes import within
from storage.tables.activities import activities
from storage.tables.places import units
from storage.unit_of_work import UnitOfWork

_row: Final = activities.c


LONGEST_S: Final = 7 * 86_400.0
"""Lists look no further back than this for what goes on still: the index by time is to serve them."""


def coming(  # noqa: PLR0913  a list has these conditions
    unit: UnitOfWork,
    now: float,
    until: float,
    *,
    kind: Kind | None = None,
    point_id: int | None = None,
    unit_paths: Sequence[str] | None = None,
    skip: int = 0,
    count: int = 10,
) -> list[ActivityRow]:
    """Return a page of what is published, begins before `until` and is not over yet, the soonest first.

    `unit_paths`: only what is held by these units and those below them.
    """
    query = _listed(_ahead(now, until), _of(kind, point_id), _by_units(unit_paths))
    return _page(unit, query.order_by(_row.starts_at, _row.id), skip, count)


def near(  # noqa: PLR0913, PLR0917  a list has these conditions
    unit: UnitOfWork,
    position: Position,
    now: float,
    until: float,
    metres: float,
    skip: int = 0,
    count: int = 10,
    *,
    kind: Kind | None = None,
    order: Literal["time", "distance"] = "time",
) -> list[tuple[ActivityRow, float]]:
    """Return a page of what `coming` has within so many metres, and how far each is."""
    within_reach = _within_reach(unit, position, now, until, metres, kind)
    return sorted(within_reach, key=_ORDERS[order])[skip : skip + count]


def managed(unit: UnitOfWork, paths: Sequence[str], now: float, skip: int = 0, count: int = 10) -> list[ActivityRow]:
    """Return a page of the drafts, and of what is published and not over yet, of these units and below."""
    query = _listed(within(paths), _in_hand(now))
    return _page(unit, query.order_by(_row.starts_at, _row.id), skip, count)


def count_managed(unit: UnitOfWork, paths: Sequence[str], now: float) -> int:
    return _count(unit, _listed(within(paths), _in_hand(now)))


def past(unit: UnitOfWork, paths: Sequence[str], now: float, skip: int = 0, count: int = 10) -> list[ActivityRow]:
    """Return a page of what these units and those below have held, the latest first."""
    query = _listed(within(paths), _held(now))
    return _page(unit, query.order_by(_row.starts_at.desc(), _row.id.desc()), skip, count)


def count_past(unit: UnitOfWork, paths: Sequence[str], now: float) -> int:
    return _count(unit, _listed(within(paths), _held(now)))


def of_series(unit: UnitOfWork, series_id: int) -> list[ActivityRow]:
    """Return the single dates of a series, dropped ones too, in the order in which the rule had them."""
    rows = unit.connection.execute(_listed(_row.series_id == series_id).order_by(_row.series_date))
    return [activity_row(row) for row in rows]


def _ahead(now: float, until: float) -> ColumnElement[bool]:
    goes_on = and_(_row.starts_at > now - LONGEST_S, _row.ends_at > now)
    return and_(_row.stage == Stage.PUBLISHED, _row.starts_at < until, goes_on)


def _of(kind: Kind | None, point_id: int | None) -> ColumnElement[bool]:
    of_kind = true() if kind is None else _row.kind == kind
    return and_(of_kind, true() if point_id is None else _row.point_id == point_id)


def _by_units(paths: Sequence[str] | None) -> ColumnElement[bool]:
    return true() if paths is None else within(paths)


def _in_hand(now: float) -> ColumnElement[bool]:
    return and_(_row.stage != Stage.CANCELLED, or_(_row.stage == Stage.DRAFT, _row.ends_at > now))


def _held(now: float) -> ColumnElement[bool]:
    return and_(_row.stage == Stage.PUBLISHED, _row.ends_at <= now)


def _listed(*which: ColumnElement[bool]) -> Select[Any]:
    return select(activities).join_from(activities, units, _row.unit_id == units.c.id).where(*which)


def _page(unit: UnitOfWork, query: Select[Any], skip: int, count: int) -> list[ActivityRow]:
    return [activity_row(row) for row in unit.connection.execute(query.offset(skip).limit(count))]


def _count(unit: UnitOfWork, query: Select[Any]) -> int:
    return unit.connection.scalar(query.with_only_columns(func.count())) or 0


def _within_reach(  # noqa: PLR0913, PLR0917  a list has these conditions
    unit: UnitOfWork, position: Position, now: float, until: float, metres: float, kind: Kind | None
) -> list[tuple[ActivityRow, float]]:
    """Measure what stands in the box around the circle: what is coming is few, so all of it may be looked at."""
    query = _listed(_ahead(now, until), _of(kind, None), _in_box(position, metres))
    rows = [activity_row(row) for row in unit.connection.execute(query)]
    measured = [(row, distance_m(position, row.position)) for row in rows if row.position is not None]
    return [(row, far) for row, far in measured if far <= metres]


def _in_box(position: Position, metres: float) -> ColumnElement[bool]:
    """Say that it lies in the box of degrees; round a pole or the date line the box goes all round the Earth."""
    tall = degrees(metres / EARTH_RADIUS_M) * 1.001  # a hair wider: the exact distance is measured afterwards
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


_ORDERS: Final[dict[str, Callable[[tuple[ActivityRow, float]], tuple[float, float, int]]]] = {
    "time": lambda one: (one[0].starts_at, one[1], one[0].id),
    "distance": lambda one: (one[1], one[0].starts_at, one[0].id),
}
