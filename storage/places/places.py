"""The tree of units, the buildings and the service points, as the chat reads them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast

from sqlalchemy import ColumnElement, Row, Select, String, bindparam, case, false, func, select

from domain.places.geo import Position
from domain.places.places import Layer, Services, SiteKind, UnitKind
from storage.once import once, once_each
from storage.places import merged
from storage.tables import places as tables
from storage.tables.schema import RowId
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")

PLACES: Final = "places"
"""The subject under which the table of revisions counts changes of places."""


@dataclass(frozen=True, slots=True)
class PointRow:
    """A service point; `hours` in OpenStreetMap's syntax or "" where unknown, `step_free` None where unknown."""

    id: int
    code: str
    slug: str
    name: str
    layer: Layer
    unit_id: int
    building_id: int | None
    address: str
    position: Position
    services: Services
    hours: str
    phone: str
    step_free: bool | None


@dataclass(frozen=True, slots=True)
class BuildingRow:
    """A building; `branch_id` is the unit of its own branch, where there is one."""

    id: int
    code: str
    slug: str
    name: str
    kind: SiteKind
    address: str
    unit_id: int
    branch_id: int | None
    position: Position


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit; `points` is the number of service points in its whole subtree."""

    id: int
    code: str
    kind: UnitKind
    name: str
    parent_id: int | None
    points: int


POINT_COLUMNS: Final = (
    *("id", "code", "slug", "name", "layer", "unit_id", "building_id", "address", "latitude", "longitude"),
    *("services", "hours", "phone", "step_free"),
)
"""The columns of `points` in the order in which `point_row` takes them."""

_POINT: Final = select(*(tables.points.c[name] for name in POINT_COLUMNS))

_POINTS: Final = _POINT.where(tables.points.c.id.in_(bindparam("points", expanding=True)))

_BUILDING: Final[Select[Any]] = select(
    *(tables.buildings.c[name] for name in ("id", "code", "slug", "name", "kind", "address", "unit_id", "branch_id")),
    tables.buildings.c.latitude,
    tables.buildings.c.longitude,
)

_ONE_BUILDING: Final = _BUILDING.where(tables.buildings.c.id == merged.now(bindparam("building", type_=RowId)))

_CALLED: Final = bindparam("called", type_=String)
_WITH_SLUG: Final = _BUILDING.where(tables.buildings.c.slug == _CALLED)
_WITH_CODE: Final = _BUILDING.where(tables.buildings.c.code == _CALLED)
_MERGED_WITH_SLUG: Final = _BUILDING.where(tables.buildings.c.id.in_(merged.with_slug(_CALLED)))
_MERGED_WITH_CODE: Final = _BUILDING.where(tables.buildings.c.id.in_(merged.with_code(_CALLED)))

_UNIT: Final = select(
    tables.units.c.id,
    tables.units.c.code,
    tables.units.c.kind,
    tables.units.c.name,
    tables.units.c.parent_id,
)
_THESE_UNITS: Final = _UNIT.where(tables.units.c.id.in_(bindparam("these", expanding=True)))


def point_row(row: Sequence[Any]) -> PointRow:
    """Make a point of the values of POINT_COLUMNS; whatever follows them is ignored."""
    id_, code, slug, name, layer, unit_id, building_id, address, latitude, longitude, services, hours, phone, free = (
        row[:14]
    )
    return PointRow(
        id_,
        code,
        slug,
        name,
        Layer(layer),
        unit_id,
        building_id,
        address,
        Position(latitude, longitude),
        Services(services),
        hours,
        phone,
        None if free is None else bool(free),
    )


def point(unit: UnitOfWork, point_id: int) -> PointRow | None:
    return points.one(unit, point_id)


def point_by_slug(unit: UnitOfWork, called: str) -> PointRow | None:
    return _one_point(unit, tables.points.c.slug == called)


def point_by_code(unit: UnitOfWork, code: str) -> PointRow | None:
    return _one_point(unit, tables.points.c.code == code)


@once_each(tables.points)
def points(unit: UnitOfWork, point_ids: Collection[int]) -> Mapping[int, PointRow]:
    """Return those of these points that there are."""
    found = unit.connection.execute(_POINTS, {"points": list(point_ids)})
    return {row[0]: point_row(row) for row in found}


def _one_point(unit: UnitOfWork, which: ColumnElement[bool]) -> PointRow | None:
    row = unit.connection.execute(_POINT.where(which)).one_or_none()
    return None if row is None else point_row(row)


@once(tables.buildings, tables.merged_buildings)
def building(unit: UnitOfWork, building_id: int) -> BuildingRow | None:
    """Return the building of this number; of one that was merged into another, that other."""
    return _a_building(unit.connection.execute(_ONE_BUILDING, {"building": building_id}).one_or_none())


def building_names(unit: UnitOfWork, building_ids: Collection[int]) -> Mapping[int, str]:
    """Return what these buildings are called, by number."""
    query = select(tables.buildings.c.id, tables.buildings.c.name).where(tables.buildings.c.id.in_(building_ids))
    return {row.id: row.name for row in unit.connection.execute(query)}


def building_by_slug(unit: UnitOfWork, called: str) -> BuildingRow | None:
    """Return the building that deep links call so, or that what they called so was merged into."""
    return _one_building(unit, _WITH_SLUG, called) or _one_building(unit, _MERGED_WITH_SLUG, called)


def building_by_code(unit: UnitOfWork, code: str) -> BuildingRow | None:
    """Return the building of this code, or what the building of this code was merged into."""
    return _one_building(unit, _WITH_CODE, code) or _one_building(unit, _MERGED_WITH_CODE, code)


def _one_building(unit: UnitOfWork, of: Select[Any], called: str) -> BuildingRow | None:
    return _a_building(unit.connection.execute(of, {"called": called}).first())


def _a_building(row: Row[Any] | None) -> BuildingRow | None:
    if row is None:
        return None
    return BuildingRow(
        row.id,
        row.code,
        row.slug,
        row.name,
        SiteKind(row.kind),
        row.address,
        row.unit_id,
        row.branch_id,
        Position(row.latitude, row.longitude),
    )


def unit(unit_of_work: UnitOfWork, unit_id: int) -> UnitRow | None:
    return units(unit_of_work, (unit_id,)).get(unit_id)


def units(unit_of_work: UnitOfWork, unit_ids: Iterable[int]) -> Mapping[int, UnitRow]:
    """Return those of these units that there are."""
    held: dict[int, UnitRow] = _remembered(unit_of_work, units, dict)
    wanted = list(unit_ids)
    missing = [unit_id for unit_id in wanted if unit_id not in held]
    if missing:
        held.update({row.id: row for row in _units(unit_of_work, _THESE_UNITS, these=missing)})
    return {unit_id: held[unit_id] for unit_id in wanted if unit_id in held}


def units_below(unit_of_work: UnitOfWork, parent_id: int | None, kind: UnitKind) -> list[UnitRow]:
    """Return the units of this kind under the parent at any depth, in the order of their codes; None: all of them."""
    path = "/" if parent_id is None else path_of(unit_of_work, parent_id)
    query = _UNIT.where(tables.units.c.kind == kind, *_under(path)).order_by(tables.units.c.code, tables.units.c.id)
    return [row for row in _units(unit_of_work, query) if row.id != parent_id]


def children(unit_of_work: UnitOfWork, parent_id: int | None) -> list[UnitRow]:
    """Return the units right below the parent, of any kind, in the order of their codes; None: those at the top."""
    held: dict[int | None, tuple[UnitRow, ...]] = _remembered(unit_of_work, children, dict)
    if parent_id not in held:
        query = _UNIT.where(tables.units.c.parent_id == parent_id)
        held[parent_id] = tuple(_units(unit_of_work, query.order_by(tables.units.c.code, tables.units.c.id)))
    return list(held[parent_id])


def ancestors(unit_of_work: UnitOfWork, unit_id: int) -> Sequence[UnitRow]:
    """Return the units from the top down to this one, which is the last; nothing for an unknown unit."""
    chain = [int(part) for part in path_of(unit_of_work, unit_id).split("/") if part]
    return tuple(units(unit_of_work, chain).values())


def subdistricts(unit_of_work: UnitOfWork, unit_ids: Collection[int]) -> Mapping[int, str]:
    """Return the names of the subdistricts in which these units lie, by unit; nothing for one that lies in none."""
    held: dict[int, str] = _remembered(unit_of_work, subdistricts, dict)
    missing = [unit_id for unit_id in unit_ids if unit_id not in held]
    if missing:
        held.update({**dict.fromkeys(missing, ""), **_subdistricts(unit_of_work, missing)})
    return {unit_id: held[unit_id] for unit_id in unit_ids if held[unit_id]}


def _subdistricts(unit_of_work: UnitOfWork, unit_ids: Collection[int]) -> Mapping[int, str]:
    paths = select(tables.units.c.id, tables.units.c.path).where(tables.units.c.id.in_(unit_ids))
    rows = unit_of_work.connection.execute(paths)
    chains = {row.id: [int(part) for part in row.path.split("/") if part] for row in rows}
    of_any = {part for chain in chains.values() for part in chain}
    named = select(tables.units.c.id, tables.units.c.name).where(
        tables.units.c.id.in_(of_any), tables.units.c.kind == UnitKind.SUBDISTRICT
    )
    names = {row.id: row.name for row in unit_of_work.connection.execute(named)}
    return {unit_id: names[part] for unit_id, chain in chains.items() for part in chain if part in names}


def points_of(unit_of_work: UnitOfWork, unit_id: int, skip: int, count: int) -> list[PointRow]:
    """Return a page of the service points of the unit's subtree: centres first, then by the sound of the name."""
    of_centres = case((tables.points.c.layer == Layer.CENTRE, 0), else_=1)
    query = _POINT.join(tables.units, tables.units.c.id == tables.points.c.unit_id).where(
        *_under(path_of(unit_of_work, unit_id))
    )
    page = (
        query.order_by(of_centres, tables.points.c.pinyin, tables.points.c.name, tables.points.c.id)
        .offset(skip)
        .limit(count)
    )
    return [point_row(row) for row in unit_of_work.connection.execute(page)]


def middle_of(unit_of_work: UnitOfWork, unit_id: int) -> Position | None:
    """Return the middle of the service points of the unit's subtree; None where it has none."""
    found = tables.points.c
    query = select(func.avg(found.latitude), func.avg(found.longitude)).join(
        tables.units, tables.units.c.id == found.unit_id
    )
    latitude, longitude = unit_of_work.connection.execute(query.where(*_under(path_of(unit_of_work, unit_id)))).one()
    return None if latitude is None else Position(latitude, longitude)


def count_points_of(unit_of_work: UnitOfWork, unit_id: int) -> int:
    return _counts(unit_of_work).get(unit_id, 0)


def path_of(unit_of_work: UnitOfWork, unit_id: int) -> str:
    """Return "/1/7/31/", the ids from the top down to this unit; "" for an unknown unit."""
    paths: dict[int, str] = _remembered(unit_of_work, path_of, dict)
    if unit_id not in paths:
        path = unit_of_work.connection.scalar(_PATH, {"unit": unit_id})
        if path is None:
            return ""
        paths[unit_id] = path
    return paths[unit_id]


_PATH: Final = select(tables.units.c.path).where(tables.units.c.id == bindparam("unit"))


def _under(path: str) -> tuple[ColumnElement[bool], ...]:
    # "0" is the character after "/": the range is the unit itself and everything below, and the index serves it.
    if not path:
        return (false(),)
    return tables.units.c.path >= path, tables.units.c.path < path[:-1] + "0"


def _units(unit_of_work: UnitOfWork, query: Select[Any], **told: object) -> list[UnitRow]:
    rows: Iterable[Row[Any]] = unit_of_work.connection.execute(query, told).all()
    if not rows:
        return []
    counts = _counts(unit_of_work)
    return [
        UnitRow(row.id, row.code, UnitKind(row.kind), row.name, row.parent_id, counts.get(row.id, 0)) for row in rows
    ]


def _counts(unit_of_work: UnitOfWork) -> Mapping[int, int]:
    """Return how many points each subtree holds."""
    return _remembered(unit_of_work, _counts, lambda: _count(unit_of_work))


def _remembered(unit_of_work: UnitOfWork, what: Callable[..., object], make: Callable[[], T]) -> T:
    """Return what is made once in each revision of the places, and remembered with the connection.

    Whoever changes places remembers nothing: the change may be undone, and its number then belongs to another one.
    """
    if unit_of_work.changes_places:
        return make()
    now = revision(unit_of_work)
    made_in, made = unit_of_work.connection.info.get(what, (-1, None))
    if made_in != now:
        made = make()
        unit_of_work.connection.info[what] = now, made
    return cast("T", made)


def _count(unit_of_work: UnitOfWork) -> Mapping[int, int]:
    query = (
        select(tables.units.c.path, func.count())
        .join(tables.points, tables.points.c.unit_id == tables.units.c.id)
        .group_by(tables.units.c.path)
    )
    counts: dict[int, int] = {}
    for path, number in unit_of_work.connection.execute(query):
        for part in path.strip("/").split("/"):
            counts[int(part)] = counts.get(int(part), 0) + number
    return counts


REVISION: Final = select(tables.revisions.c.revision).where(tables.revisions.c.subject == PLACES).scalar_subquery()
_REVISION: Final = select(REVISION)


@once(tables.revisions)
def revision(unit: UnitOfWork) -> int:
    """Return the number that every change of places raises; 0 before the first."""
    return unit.connection.scalar(_REVISION) or 0


def tidy(position: Position) -> Position:
    """Round to 12 decimals, a tenth of a micrometre: PostgreSQL refuses to square what is next to nothing."""
    return Position(round(position.latitude, 12), round(position.longitude, 12))
