"""What an import needs to know of the places that there are, all at once."""

from collections.abc import Mapping

from sqlalchemy import bindparam, select, update

from domain.places.geo import Position
from domain.places.places import Building, Point, SiteKind, Unit, UnitKind, slug
from storage.places.places import POINT_COLUMNS, PointRow, point_row
from storage.tables import places as tables
from storage.unit_of_work import UnitOfWork


def known_units(unit_of_work: UnitOfWork) -> list[Unit]:
    """Return the whole tree, parents before their children."""
    parents = tables.units.alias()
    query = (
        select(
            tables.units.c.code,
            tables.units.c.kind,
            tables.units.c.name,
            parents.c.code,
            tables.units.c.site_kind,
        )
        .outerjoin(parents, parents.c.id == tables.units.c.parent_id)
        .order_by(tables.units.c.path)
    )
    return [
        Unit(code, UnitKind(kind), name, parent, SiteKind(site) if site else None)
        for code, kind, name, parent, site in unit_of_work.connection.execute(query)
    ]


def known_buildings(unit_of_work: UnitOfWork) -> list[Building]:
    table = tables.buildings.c
    query = select(
        *(table.code, table.name, table.kind, table.address, tables.units.c.code, table.latitude, table.longitude)
    ).join(tables.units, tables.units.c.id == table.unit_id)
    return [
        Building(code, name, SiteKind(kind), address, unit_code, Position(latitude, longitude))
        for code, name, kind, address, unit_code, latitude, longitude in unit_of_work.connection.execute(query)
    ]


def known_points(unit_of_work: UnitOfWork) -> list[Point]:
    query = (
        select(
            *(tables.points.c[name] for name in POINT_COLUMNS),
            tables.units.c.code,
            tables.buildings.c.code,
        )
        .join(tables.units, tables.units.c.id == tables.points.c.unit_id)
        .outerjoin(tables.buildings, tables.buildings.c.id == tables.points.c.building_id)
        .order_by(tables.points.c.id)
    )
    return [_point(point_row(tuple(row)), *row[-2:]) for row in unit_of_work.connection.execute(query)]


def _point(row: PointRow, unit_code: str, building_code: str | None) -> Point:
    return Point(
        code=row.code,
        name=row.name,
        layer=row.layer,
        unit_code=unit_code,
        building_code=building_code,
        address=row.address,
        position=row.position,
        services=row.services,
        hours=row.hours,
        phone=row.phone,
        step_free=row.step_free,
    )


def rename_codes(unit_of_work: UnitOfWork, renamed: Mapping[str, str]) -> None:
    """Give points their new codes; what refers to a point refers to its id and stays."""
    if not renamed:
        return
    which = tables.points.c.code == bindparam("old")
    change = update(tables.points).where(which).values(code=bindparam("new"), slug=bindparam("new_slug"))
    rows = [{"old": old, "new": new, "new_slug": slug(new)} for old, new in renamed.items()]
    unit_of_work.connection.execute(change, rows)
