"""The units and buildings that an audience is put together from: found within a subtree, and named again later."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, func, or_, select, true

from storage.announcements.audiences import TIES
from storage.people.roles import EVERYWHERE
from storage.places import merged
from storage.places.scopes import at_or_below
from storage.tables.affiliations import affiliations
from storage.tables.people import members
from storage.tables.places import buildings, units
from storage.unit_of_work import UnitOfWork

MOST: Final = 60
"""Beyond that somebody types a part of the name."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A unit or a building that can be chosen."""

    id: int
    name: str


def unit_at(unit: UnitOfWork, path: str) -> str:
    """Return the name of the unit at this path; "" where there is none."""
    return unit.connection.scalar(select(units.c.name).where(units.c.path == path)) or ""


def units_named(unit: UnitOfWork, unit_ids: Collection[int]) -> list[str]:
    query = select(units.c.name).where(units.c.id.in_(sorted(unit_ids))).order_by(units.c.path)
    return list(unit.connection.scalars(query))


def buildings_named(unit: UnitOfWork, building_ids: Collection[int]) -> list[str]:
    query = select(buildings.c.name).where(buildings.c.id.in_(sorted(building_ids)))
    return list(unit.connection.scalars(query.order_by(buildings.c.name, buildings.c.id)))


def units_below(unit: UnitOfWork, path: str, typed: str = "") -> list[Spot]:
    """Return the units next below this path, or all below that bear this part of a name, in the order of the tree."""
    if typed:
        which: ColumnElement[bool] = units.c.name.icontains(typed, autoescape=True)
    elif path == EVERYWHERE:
        which = units.c.parent_id.is_(None)
    else:
        which = units.c.parent_id.in_(select(units.c.id.label("top")).where(units.c.path == path).correlate(None))
    query = select(units.c.id, units.c.name).where(at_or_below(path), units.c.path != path, which)
    return [Spot(row[0], row[1]) for row in unit.connection.execute(query.order_by(units.c.path).limit(MOST))]


def buildings_within(unit: UnitOfWork, path: str, typed: str = "") -> list[Spot]:
    """Return the buildings of this subtree, those first where the most people of it work."""
    here = select(units.c.id).where(at_or_below(path))
    mine = select(affiliations.c.chat_id).where(
        affiliations.c.unit_id.in_(here), affiliations.c.state.in_(sorted(TIES))
    )
    working = select(members.c.building_id, func.count().label("people")).where(members.c.chat_id.in_(mine))
    counted = working.where(members.c.building_id.is_not(None)).group_by(members.c.building_id).subquery()
    bears_it = buildings.c.name.icontains(typed, autoescape=True)
    named = or_(bears_it, buildings.c.id.in_(merged.called_like(typed))) if typed else true()
    query = select(buildings.c.id, buildings.c.name).outerjoin(counted, counted.c.building_id == buildings.c.id)
    found = query.where(buildings.c.unit_id.in_(here), named)
    ordered = found.order_by(func.coalesce(counted.c.people, 0).desc(), buildings.c.name, buildings.c.id)
    return [Spot(row[0], row[1]) for row in unit.connection.execute(ordered.limit(MOST))]


def has_unit(unit: UnitOfWork, path: str, unit_id: int) -> bool:
    """Tell whether there is such a unit below this path."""
    query = select(units.c.id).where(units.c.id == unit_id, at_or_below(path), units.c.path != path)
    return unit.connection.scalar(query) is not None


def has_building(unit: UnitOfWork, path: str, building_id: int) -> bool:
    """Tell whether there is such a building in this subtree."""
    query = select(buildings.c.id).join(units, buildings.c.unit_id == units.c.id)
    return unit.connection.scalar(query.where(buildings.c.id == building_id, at_or_below(path))) is not None
