"""The numbers that units have set for themselves and all below them."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import func, select

from domain.rules import DEFAULTS, Rule
from storage.gentle_insert import or_renew
from storage.once import once
from storage.places import places
from storage.places.scopes import upwards
from storage.tables.places import unit_settings, units
from storage.unit_of_work import UnitOfWork


def value(unit: UnitOfWork, rule: Rule, unit_id: int) -> int:
    """Return what this unit has set, else what the nearest above it has, else the default."""
    return _set(unit, unit_id).get(rule, DEFAULTS[rule])


@once(unit_settings, units)
def _set(unit: UnitOfWork, unit_id: int) -> Mapping[str, int]:
    """Return everything that this unit or one above it has set, the nearest of each, by the names of the rules."""
    above = units.c.path.in_(upwards(places.path_of(unit, unit_id)))
    query = select(unit_settings.c.name, unit_settings.c.value).join_from(unit_settings, units).where(above)
    return {row[0]: row[1] for row in unit.connection.execute(query.order_by(func.length(units.c.path)))}


def put(unit: UnitOfWork, rule: Rule, unit_id: int, value: int) -> None:
    """Set a number for this unit and all below that set none. Raises `ValueError` for one that makes no sense."""
    if value < 1 or (rule is Rule.REVIEW_LEVELS and value > 2):
        raise ValueError(f"{rule} cannot be {value}")
    row = {"unit_id": unit_id, "name": rule, "value": value}
    unit.connection.execute(_PUT, row)


_PUT: Final = or_renew(unit_settings, ("unit_id", "name", "value"), key=("unit_id", "name"), renewed=("value",))
