"""Resources as lists have them: what is known, by codes, in the order in which a list can be read again."""

from sqlalchemy import select

from domain.booking.resources import Resource
from storage.booking import resources
from storage.booking.resources import IN_USE, ResourceRow
from storage.places.scopes import at_or_below
from storage.tables.booking import resource_parts
from storage.tables.booking import resources as table
from storage.tables.places import points, units
from storage.unit_of_work import UnitOfWork


def known(unit: UnitOfWork, path: str = "/", *, with_retired: bool = False) -> list[Resource]:
    """Return what the units at this path and below lend, by their order; a speaker's name is opened."""
    query = resources.chosen().where(at_or_below(path)).order_by(units.c.path, table.c.id)
    rows = unit.connection.execute(query if with_retired else query.where(IN_USE)).all()
    read = [resources.resource_row(unit, row) for row in rows]
    unit_codes = {row.id: row.code for row in unit.connection.execute(select(units.c.id, units.c.code))}
    at = [one.point_id for one in read if one.point_id is not None]
    of_points = select(points.c.id, points.c.code).where(points.c.id.in_(sorted(set(at))))
    point_codes = {row.id: row.code for row in unit.connection.execute(of_points)}
    wholes = _wholes(unit)
    return [
        _listed(one, unit_codes[one.unit_id], point_codes.get(one.point_id or 0), wholes.get(one.id, ()))
        for one in read
    ]


def _wholes(unit: UnitOfWork) -> dict[int, tuple[str, ...]]:
    parts = resource_parts.c
    query = select(parts.part_id, table.c.code).join(table, table.c.id == parts.whole_id).order_by(table.c.code)
    found: dict[int, tuple[str, ...]] = {}
    for part_id, code in unit.connection.execute(query):
        found[part_id] = (*found.get(part_id, ()), code)
    return found


def _listed(one: ResourceRow, unit_code: str, point_code: str | None, part_of: tuple[str, ...]) -> Resource:
    return Resource(
        one.code,
        one.kind,
        one.name,
        unit_code,
        point_code,
        one.whereabouts,
        one.hours,
        one.capacity,
        one.has,
        one.topics,
        one.languages,
        one.terms,
        part_of,
    )
