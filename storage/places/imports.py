"""What an import needs to know of the places that there are, all at once."""

from collections.abc import Mapping

from sqlalchemy import bindparam, select, update

from domain.geo import Position
from domain.places import Building, Point, SiteKind, Unit, UnitKind, slug
from storage.places.places import POINT_COLUMNS, PointRow, point_row
from storage.tables import people
from storage.unit_of_work import UnitOfWork


def known_units(unit_of_work: UnitOfWork) -> list[Unit]:
    """Return the whole tree, parents before their children."""
    parents = people.units.alias()
    query = (
        select(people.units.c.code, people.units.c.kind, people.units.c.name, parents.c.code, people.units.c.site_kind)
        .outerjoin(parents, parents.c.id == people.units.c.parent_id)
        .order_by(people.units.c.path)
    )
    return [
        Unit(code, UnitKind(kind), name, parent, SiteKind(site) if site else None)
        for code, kind, name, parent, site in unit_of_work.connection.execute(query)
    ]


def known_buildings(unit_of_work: UnitOfWork) -> list[Building]:
    table = people.buildings.c
    query = select(
        *(table.code, table.name, table.kind, table.address, people.units.c.code, table.latitude, table.longitude)
    ).join(people.units, people.units.c.id == table.unit_id)
    return [
        Building(code, name, SiteKind(kind), address, unit_code, Position(latitude, longitude))
        for code, name, kind, address, unit_code, latitude, longitude in unit_of_work.connection.execute(query)
    ]


def known_points(unit_of_work: UnitOfWork) -> list[Point]:
    query = (
        select(*(people.points.c[name] for name in POINT_COLUMNS), people.units.c.code, people.buildings.c.code)
        .join(people.units, people.units.c.id == people.points.c.unit_id)
        .outerjoin(people.buildings, people.buildings.c.id == people.points.c.building_id)
        .order_by(people.points.c.id)
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
    which = people.points.c.code == bindparam("old")
    change = update(people.points).where(which).values(code=bindparam("new"), slug=bindparam("new_slug"))
    rows = [{"old": old, "new": new, "new_slug": slug(new)} for old, new in renamed.items()]
    unit_of_work.connection.execute(change, rows)
