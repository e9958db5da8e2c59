"""What an import needs to know of the places that there are, all at once."""

from collections.abc import Mapping

from sqlalchemy import bindparam, select, update

from domain.geo import Position
from domain.places import Building, Layer, Point, Services, SiteKind, Unit, UnitKind, slug
from storage import tables
from storage.unit_of_work import UnitOfWork


def known_units(unit_of_work: UnitOfWork) -> list[Unit]:
    """Return the whole tree, parents before their children."""
    parents = tables.units.alias()
    query = (
        select(tables.units.c.code, tables.units.c.kind, tables.units.c.name, parents.c.code, tables.units.c.site_kind)
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
    table = tables.points.c
    query = (
        select(
            *(table.code, table.name, table.layer, tables.units.c.code, tables.buildings.c.code, table.address),
            *(table.latitude, table.longitude, table.services, table.hours, table.phone, table.step_free),
        )
        .join(tables.units, tables.units.c.id == table.unit_id)
        .outerjoin(tables.buildings, tables.buildings.c.id == table.building_id)
        .order_by(table.id)
    )
    return [
        Point(
            code,
            name,
            Layer(layer),
            unit_code,
            building_code,
            address,
            Position(latitude, longitude),
            Services(services),
            hours,
            phone,
            None if step_free is None else bool(step_free),
        )
        for (
            *(code, name, layer, unit_code, building_code, address),
            *(latitude, longitude, services, hours, phone, step_free),
        ) in unit_of_work.connection.execute(query)
    ]


def rename_codes(unit_of_work: UnitOfWork, renamed: Mapping[str, str]) -> None:
    """Give points their new codes; what refers to a point refers to its id and stays."""
    if not renamed:
        return
    which = tables.points.c.code == bindparam("old")
    values = {"code": bindparam("new"), "slug": bindparam("new_slug")}
    rows = [{"old": old, "new": new, "new_slug": slug(new)} for old, new in renamed.items()]
    unit_of_work.connection.execute(update(tables.points).where(which).values(values), rows)
