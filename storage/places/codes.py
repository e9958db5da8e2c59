"""The codes of places: found, and changed. What refers to a place refers to its id, and stays."""

from collections.abc import Mapping

from sqlalchemy import bindparam, select, update

from domain.places.places import slug
from storage.places.saving import raise_revision
from storage.tables.places import buildings, units
from storage.unit_of_work import UnitOfWork


def unit_id_of(unit: UnitOfWork, code: str) -> int | None:
    return unit.connection.scalar(select(units.c.id).where(units.c.code == code))


def rename_units(unit: UnitOfWork, renamed: Mapping[str, str]) -> None:
    """Give units their new codes, by their old ones."""
    if renamed:
        change = update(units).where(units.c.code == bindparam("old")).values(code=bindparam("new"))
        unit.connection.execute(change, [{"old": old, "new": new} for old, new in renamed.items()])
        raise_revision(unit)


def rename_buildings(unit: UnitOfWork, renamed: Mapping[str, str]) -> None:
    """Give buildings their new codes, by their old ones; links that carry the old code lead nowhere from now on."""
    if renamed:
        change = (
            update(buildings)
            .where(buildings.c.code == bindparam("old"))
            .values(code=bindparam("new"), slug=bindparam("called"))
        )
        rows = [{"old": old, "new": new, "called": slug(new)} for old, new in renamed.items()]
        unit.connection.execute(change, rows)
        raise_revision(unit)


def branches_of_buildings(unit: UnitOfWork) -> Mapping[str, str]:
    """Return the codes of the branches that buildings have, by the codes of the buildings."""
    query = select(buildings.c.code, units.c.code).join_from(buildings, units, buildings.c.branch_id == units.c.id)
    return {row[0]: row[1] for row in unit.connection.execute(query)}
