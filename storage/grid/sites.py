"""Buildings as the grid sees them: their members, since when nobody came, what is missing; and what they add up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select

from domain.affiliations.affiliations import HERE
from domain.grid.gaps import Site
from domain.grid.promises import State
from domain.grid.sources import Source
from domain.places.geo import Position
from domain.places.places import Layer
from storage.grid.areas import AreaRow
from storage.places import merged
from storage.places.scopes import at_or_below, within
from storage.tables.affiliations import affiliations
from storage.tables.grid import building_estimates, companies, promises, visits
from storage.tables.people import members
from storage.tables.places import buildings, points, units
from storage.unit_of_work import UnitOfWork

_row: Final = buildings.c
_DAY_S: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A building with what the grid knows of it; `last_visit` None: nobody has come, as far as is known."""

    site: Site
    name: str
    unit_id: int
    branch_id: int | None
    source: Source | None
    last_visit: float | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The figures of a unit and all below, each a sum over the rows that its lists show."""

    buildings: int
    with_branch: int
    members: int
    centres: int
    visited: int


_LAST: Final = select(func.max(visits.c.day)).where(visits.c.building_id == _row.id).scalar_subquery()
_IS_OPEN: Final = exists().where(promises.c.building_id == _row.id, promises.c.state == State.OPEN)
_SAID: Final = select(func.sum(companies.c.members)).where(companies.c.building_id == _row.id).scalar_subquery()
_WORK: Final = (
    select(func.count(members.c.chat_id.distinct()))
    .select_from(members.join(affiliations, affiliations.c.chat_id == members.c.chat_id))
    .where(members.c.building_id == _row.id, affiliations.c.state.in_(HERE))
    .scalar_subquery()
)
_SITE: Final[Select[Any]] = select(
    *(_row.id, _row.name, _row.latitude, _row.longitude, _row.unit_id, _row.branch_id),
    building_estimates.c.members,
    building_estimates.c.source,
    _LAST.label("last_visit"),
    _IS_OPEN.label("is_open"),
    _SAID.label("said"),
    _WORK.label("work"),
).select_from(
    buildings.join(units, units.c.id == _row.unit_id).join(
        building_estimates, building_estimates.c.building_id == _row.id, isouter=True
    )
)


def of_areas(unit: UnitOfWork, held: Sequence[tuple[AreaRow, str]], now: float) -> list[SiteRow]:
    """Return the buildings of these areas, each with the path of its unit, once each."""
    which = [_in_area(area, path) for area, path in held]
    return _sites(unit, or_(false(), *which), now)


def _in_area(area: AreaRow, path: str) -> ColumnElement[bool]:
    return _row.id.in_(area.buildings) if area.buildings else at_or_below(path)


def of_units(unit: UnitOfWork, paths: Sequence[str], now: float) -> list[SiteRow]:
    return _sites(unit, within(paths), now)


def one(unit: UnitOfWork, building_id: int, now: float) -> SiteRow | None:
    return next(iter(_sites(unit, _row.id == merged.now(building_id), now)), None)


def sure(unit: UnitOfWork, building_id: int, now: float) -> SiteRow:
    """Return a building that is known to be there. Raises `ValueError` where it is not."""
    (row,) = _sites(unit, _row.id == building_id, now)
    return row


def around(unit: UnitOfWork, here: Position, degrees: float, now: float) -> list[SiteRow]:
    """Return the buildings within a box of so many degrees around a position; none across a pole or the date line."""
    return _sites(
        unit,
        and_(
            _row.latitude.between(here.latitude - degrees, here.latitude + degrees),
            _row.longitude.between(here.longitude - degrees, here.longitude + degrees),
        ),
        now,
    )


def coverage(unit: UnitOfWork, path: str, now: float, days: float = 90.0) -> Coverage:
    """Add up the rows: `visited` are the buildings where somebody came within so many days."""
    rows = of_units(unit, [path], now)
    centres = select(func.count(points.c.id)).join(units, units.c.id == points.c.unit_id)
    count = unit.connection.scalar(centres.where(points.c.layer == Layer.CENTRE, at_or_below(path))) or 0
    return Coverage(
        len(rows),
        sum(row.branch_id is not None for row in rows),
        sum(row.site.members for row in rows),
        count,
        sum(row.site.waited is not None and row.site.waited <= days for row in rows),
    )


def _sites(unit: UnitOfWork, which: ColumnElement[bool], now: float) -> list[SiteRow]:
    return [_site(row, now) for row in unit.connection.execute(_SITE.where(which).order_by(_row.id))]


def _site(row: Any, now: float) -> SiteRow:  # noqa: ANN401  a row of several tables
    count, source = _members(row)
    waited = None if row.last_visit is None else max(0.0, (now - row.last_visit) / _DAY_S)
    here = Position(row.latitude, row.longitude)
    site = Site(row.id, here, count, waited, row.branch_id is not None, bool(row.is_open))
    return SiteRow(site, row.name, row.unit_id, row.branch_id, source, row.last_visit)


def _members(row: Any) -> tuple[int, Source | None]:  # noqa: ANN401  a row of several tables
    """Return how many members a building has, by the best of what is known, and where that is from."""
    if row.members is not None:
        return row.members, Source(row.source)
    if row.said:
        return max(int(row.said), row.work), Source.VISIT
    return row.work, Source.AFFILIATED if row.work else None
