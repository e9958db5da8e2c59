"""Buildings that were found to be another one: whoever has the number, code or name of such a one is led there."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import BindParameter, ColumnElement, Select, func, literal, select

from storage.tables.places import buildings, merged_buildings, units
from storage.tables.schema import RowId
from storage.unit_of_work import UnitOfWork

_row: Final = merged_buildings.c


@dataclass(frozen=True, slots=True)
class Merged:
    """What a building was called and where it was listed, by the code of its unit; `into` is the code of what it is."""

    code: str
    name: str
    unit_code: str
    into: str


def now(building: int | BindParameter[int]) -> ColumnElement[int]:
    """Return the number that this building has now: its own, or that of the one that it was merged into."""
    number = literal(building, RowId) if isinstance(building, int) else building
    return func.coalesce(select(_row.into_id).where(_row.id == number).scalar_subquery(), number)


def with_slug(called: BindParameter[str]) -> Select[tuple[int]]:
    """Return the numbers of those that buildings of this slug are now."""
    return select(_row.into_id).where(_row.slug == called)


def with_code(code: BindParameter[str]) -> Select[tuple[int]]:
    """Return the number of that which the building of this code is now."""
    return select(_row.into_id).where(_row.code == code)


def called_like(typed: str) -> Select[tuple[int]]:
    """Return the numbers of those that buildings are now which had this part of a name."""
    return select(_row.into_id).where(_row.name.icontains(typed, autoescape=True))


def known(unit: UnitOfWork) -> list[Merged]:
    """Return all of them, the oldest first."""
    query = (
        select(_row.code, _row.name, units.c.code, buildings.c.code)
        .join_from(merged_buildings, units, units.c.id == _row.unit_id)
        .join(buildings, buildings.c.id == _row.into_id)
        .order_by(_row.merged_at, _row.id)
    )
    return [Merged(*row) for row in unit.connection.execute(query)]


def highest(unit: UnitOfWork) -> int:
    """Return the highest number that one of them had; 0: there is none."""
    return unit.connection.scalar(select(func.max(_row.id))) or 0
