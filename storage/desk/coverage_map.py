"""What the map of coverage shows: buildings with their members and since when nobody has been there, and points."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select

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


def point_spots(unit: UnitOfWork, scope: Scope) -> list[Spot]:
    """Return all points of the scope, with who takes part there; the map says no names of theirs."""
    ground = Ground.of(unit, scope)
    lines = coverage_lines.BY_NAME["affiliated"].lines(ground).subquery()
    there = select(lines.c.row, func.count().label("people")).group_by(lines.c.row).subquery()
    columns = (points.c.id, points.c.latitude, points.c.longitude, func.coalesce(there.c.people, 0))
    query = select(*columns).select_from(points.outerjoin(there, there.c.row == points.c.id))
    found = unit.connection.execute(ground.narrowed(query, points.c.unit_id).order_by(points.c.id))
    return [Spot(one, "", "", latitude, longitude, people) for one, latitude, longitude, people in found]
