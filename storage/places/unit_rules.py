"""The numbers that units have set for themselves and all below them."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import ColumnElement, and_, func, select

from domain.rules import DEFAULTS, Rule
from storage.gentle_insert import or_renew
from storage.once import once
from storage.places import places
from storage.places.scopes import upwards
from storage.tables.places import unit_settings, units
from storage.unit_of_work import UnitOfWork


def value(unit: UnitOfWork, rule: Rule, unit_id: int) -> int:
    """Return what this unit has set, else what the nearest above it has, else the default."""
    there = _set(unit).get(rule, {})
    above = (there[path] for path in upwards(places.path_of(unit, unit_id)) if path in there) if there else ()
    return next(iter(above), DEFAULTS[rule])


def least(rule: Rule) -> ColumnElement[int]:
    """Be, in a statement, the smallest number that any unit goes by: what stays below it has reached it nowhere."""
    usual, told = DEFAULTS[rule], unit_settings.c.value
    lower = and_(unit_settings.c.name == rule, told < usual)
    return select(func.coalesce(func.min(told), usual)).where(lower).scalar_subquery()


@once(unit_settings, units)
def _set(unit: UnitOfWork) -> Mapping[str, Mapping[str, int]]:
    """Return everything that any unit has set, by rule and path: few do, and a turn may ask for many units."""
    found: dict[str, dict[str, int]] = {}
    for name, path, number in unit.connection.execute(_SET):
        found.setdefault(name, {})[path] = number
    return found


def put(unit: UnitOfWork, rule: Rule, unit_id: int, value: int) -> None:
    """Set a number for this unit and all below that set none. Raises `ValueError` for one that makes no sense."""
    if value < 1 or (rule is Rule.REVIEW_LEVELS and value > 2):
        raise ValueError(f"{rule} cannot be {value}")
    row = {"unit_id": unit_id, "name": rule, "value": value}
    unit.connection.execute(_PUT, row)


_SET: Final = select(unit_settings.c.name, units.c.path, unit_settings.c.value).join_from(unit_settings, units)
_PUT: Final = or_renew(unit_settings, ("unit_id", "name", "value"), key=("unit_id", "name"), renewed=("value",))
