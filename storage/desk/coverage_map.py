"""What the map of coverage shows: buildings with their members and since when nobody has been there, and points."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, select

from storage.desk import coverage_lines
from storage.desk.coverage_lines import Ground, Scope
from storage.places.scopes import at_or_below
from storage.tables.places import buildings, points, units
from storage.unit_of_work import UnitOfWork

_DAY_S: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class Spot:
    """Something on the map, in degrees, with its people; `last` in seconds since 1970, None: not within half a year."""

    id: int
    name: str
    unit: str
    latitude: float
    longitude: float
    people: int
    last: float | None = None


def sites(unit: UnitOfWork, scope: Scope) -> list[Spot]:
    """Return all buildings of the scope."""
    columns = (buildings.c.id, buildings.c.name, units.c.name, buildings.c.latitude, buildings.c.longitude)
    ground = Ground.of(unit, scope)
    last = coverage_lines.last_been(ground)
    query = select(*columns, coverage_lines.MEMBERS.label("people"), last.c.at.label("last"))
    joined = query.select_from(
        buildings.join(units, units.c.id == buildings.c.unit_id).outerjoin(last, last.c.building == buildings.c.id)
    )
    return [
        Spot(*row) for row in unit.connection.execute(joined.where(at_or_below(scope.path)).order_by(buildings.c.id))
    ]


def waiting_longest(spots: Sequence[Spot], scope: Scope, count: int) -> list[Spot]:
    """Return the buildings where nobody has been for `QUIET_DAYS`: the longest first, then the largest."""
    before = scope.until - coverage_lines.QUIET_DAYS * _DAY_S
    quiet = [spot for spot in spots if spot.last is None or spot.last < before]
    return sorted(quiet, key=lambda spot: (spot.last or 0.0, -spot.people, spot.id))[:count]


@dataclass(frozen=True, slots=True)
class Extent:
    """How many points there are, and between which degrees."""

    count: int
    south: float
    north: float
    west: float
    east: float


@dataclass(frozen=True, slots=True)
class Raster:
    """Squares of a map, in degrees: from where, and how high and wide one is."""

    south: float
    west: float
    height: float
    width: float


def extent_of_points(unit: UnitOfWork, scope: Scope) -> Extent | None:
    """Return where the points of the scope are; None where there are none."""
    latitude, longitude = points.c.latitude, points.c.longitude
    ends: tuple[ColumnElement[Any], ...] = (
        *(func.min(latitude), func.max(latitude)),
        *(func.min(longitude), func.max(longitude)),
    )
    query: Select[Any] = select(func.count(), *ends).select_from(points)
    count, *degrees = unit.connection.execute(Ground.of(unit, scope).narrowed(query, points.c.unit_id)).one()
    return Extent(count, *degrees) if count else None


def point_spots(unit: UnitOfWork, scope: Scope, raster: Raster | None = None) -> list[Spot]:
    """Return all points of the scope, with who takes part there; the map says no names of theirs.

    With a raster all points of a square are one, in their middle: a city's thousands are gathered where they are kept.
    """
    ground = Ground.of(unit, scope)
    lines = coverage_lines.BY_NAME["affiliated"].lines(ground).subquery()
    there = select(lines.c.row, func.count().label("people")).group_by(lines.c.row).subquery()
    _p, people = points.c, func.coalesce(there.c.people, 0)
    columns: tuple[ColumnElement[Any], ...] = (_p.id, _p.latitude, _p.longitude, people)
    if raster:
        columns = (func.min(_p.id).label("id"), func.avg(_p.latitude), func.avg(_p.longitude), func.sum(people))
    query = select(*columns).select_from(points.outerjoin(there, there.c.row == _p.id))
    if raster:
        row, column = (_p.latitude - raster.south) / raster.height, (_p.longitude - raster.west) / raster.width
        query = query.group_by(func.round(row), func.round(column))
    found = unit.connection.execute(ground.narrowed(query, _p.unit_id).order_by(columns[0]))
    return [Spot(one, "", "", latitude, longitude, int(people)) for one, latitude, longitude, people in found]
