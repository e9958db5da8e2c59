"""Places written: what an import gives, over what is there of the same codes."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Any, Final, TypeVar

from sqlalchemy import Table, bindparam, func, select, update

from domain.places.geo import unit_vector
from domain.places.places import Building, Point, Unit, slug
from storage.places import merged
from storage.places.pinyin import syllables
from storage.places.places import PLACES, tidy
from storage.tables import places as tables
from storage.unit_of_work import UnitOfWork

_NO_BRANCHES: Final[Mapping[str, str]] = MappingProxyType({})

_AT_ONCE: Final = 2_000  # codes in one question: both databases have a limit, PostgreSQL's is 65,535

_Place = TypeVar("_Place", Building, Point)


@dataclass(frozen=True, slots=True)
class Saved:
    """How many rows were new, how many were there and changed, how many were there just so."""

    added: int
    changed: int
    unchanged: int

    def __add__(self, other: "Saved") -> "Saved":
        return Saved(self.added + other.added, self.changed + other.changed, self.unchanged + other.unchanged)


def save_units(unit: UnitOfWork, given: Iterable[Unit]) -> Saved:
    """Write these units over those of the same codes; parents may stand anywhere among them or be there already.

    Raises `KeyError` for an unknown parent, `ValueError` for a unit that would be its own ancestor.
    """
    wanted = {each.code: each for each in given}
    known = {row.code: row._asdict() for row in unit.connection.execute(select(tables.units))}
    new = [_unlinked(each) for each in wanted.values() if each.code not in known]
    if new:
        unit.connection.execute(tables.units.insert(), new)
    linked = _linked(wanted, _ids(unit, tables.units), known)
    differing = {code: row for code, row in linked.items() if known.get(code) != row}
    _rewrite(unit, tables.units, differing.values())
    if differing:
        raise_revision(unit)
    changed = sum(code in known for code in wanted.keys() & differing.keys())
    return Saved(len(new), changed, len(wanted) - len(new) - changed)


def save_buildings(unit: UnitOfWork, given: Iterable[Building], branches: Mapping[str, str] = _NO_BRANCHES) -> Saved:
    """Write these buildings over those of the same codes. `branches`: codes of branch units by codes of buildings.

    Raises `KeyError` for an unknown unit or branch.
    """
    ids = _ids(unit, tables.units)
    return _save(unit, tables.buildings, given, lambda each: _building_values(each, ids, branches))


def save_points(unit: UnitOfWork, given: Iterable[Point]) -> Saved:
    """Write these service points over those of the same codes. Raises `KeyError` for an unknown unit or building."""
    unit_ids = _ids(unit, tables.units)
    building_ids = _ids(unit, tables.buildings)
    return _save(unit, tables.points, given, lambda each: _point_values(each, unit_ids, building_ids))


def raise_revision(unit: UnitOfWork) -> None:
    """Say that places have changed. The `save_` functions do so themselves."""
    unit.changes_places = True
    count = tables.revisions.c.revision + 1
    raised = update(tables.revisions).where(tables.revisions.c.subject == PLACES).values(revision=count)
    if unit.connection.execute(raised).rowcount == 0:
        unit.connection.execute(tables.revisions.insert(), {"subject": PLACES, "revision": 1})


def _ids(unit: UnitOfWork, table: Table) -> Mapping[str, int]:
    return {row.code: row.id for row in unit.connection.execute(select(table.c.code, table.c.id))}


def _unlinked(given: Unit) -> dict[str, Any]:
    return {"code": given.code, "kind": given.kind, "name": given.name, "site_kind": given.site_kind, "path": ""}


def _linked(
    wanted: Mapping[str, Unit], ids: Mapping[str, int], known: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Return every unit's row as it shall stand, its path from the top included."""
    rows = {code: dict(row) for code, row in known.items()}
    for code, each in wanted.items():
        parent_id = None if each.parent_code is None else ids[each.parent_code]
        rows[code] = _unlinked(each) | {"id": ids[code], "parent_id": parent_id}
    parents = {row["id"]: row["parent_id"] for row in rows.values()}
    return {code: row | {"path": _path(row["id"], parents)} for code, row in rows.items()}


def _path(unit_id: int, parents: Mapping[int, int | None]) -> str:
    chain: list[int] = []
    above: int | None = unit_id
    while above is not None:
        if above in chain:
            raise ValueError(f"unit {unit_id} would be its own ancestor")
        chain.append(above)
        above = parents[above]
    return f"/{'/'.join(map(str, reversed(chain)))}/"


def _building_values(given: Building, ids: Mapping[str, int], branches: Mapping[str, str]) -> dict[str, Any]:
    branch = branches.get(given.code)
    return {
        "kind": given.kind,
        "unit_id": ids[given.unit_code],
        "branch_id": None if branch is None else ids[branch],
        **_place_values(given),
    }


def _point_values(given: Point, unit_ids: Mapping[str, int], building_ids: Mapping[str, int]) -> dict[str, Any]:
    return {
        "layer": given.layer,
        "unit_id": unit_ids[given.unit_code],
        "building_id": None if given.building_code is None else building_ids[given.building_code],
        "services": int(given.services),
        "hours": given.hours,
        "phone": given.phone,
        "step_free": given.step_free,
        **_place_values(given),
    }


def _place_values(given: Building | Point) -> dict[str, Any]:
    position = tidy(given.position)
    x, y, z = unit_vector(position)
    return {
        "code": given.code,
        "slug": slug(given.code),
        "name": given.name,
        "pinyin": syllables(given.name),
        "address": given.address,
        "latitude": position.latitude,
        "longitude": position.longitude,
        "x": x,
        "y": y,
        "z": z,
    }


def _save(unit: UnitOfWork, table: Table, given: Iterable[_Place], values: Callable[[_Place], dict[str, Any]]) -> Saved:
    """Write them in portions, all in this transaction: as rows of the store a long list weighs too much at once."""
    left, saved = iter(given), Saved(0, 0, 0)
    while portion := list(islice(left, _AT_ONCE)):
        saved += _save_portion(unit, table, {each.code: values(each) for each in portion})
    if saved.added or saved.changed:
        raise_revision(unit)
    return saved


def _save_portion(unit: UnitOfWork, table: Table, wanted: Mapping[str, dict[str, Any]]) -> Saved:
    known = _known(unit, table, wanted)
    new = [row for code, row in wanted.items() if code not in known]
    complete = {code: row | {"id": known[code]["id"]} for code, row in wanted.items() if code in known}
    differing = [row for code, row in complete.items() if known[code] != row]
    if new:
        unit.connection.execute(table.insert(), _numbered(unit, new) if table is tables.buildings else new)
    _rewrite(unit, table, differing)
    return Saved(len(new), len(differing), len(complete) - len(differing))


def _numbered(unit: UnitOfWork, new: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give new buildings no number that one had which was merged: SQLite would give the highest of all again."""
    gone = merged.highest(unit) if unit.connection.dialect.name == "sqlite" else 0
    there = unit.connection.scalar(select(func.max(tables.buildings.c.id))) or 0 if gone else 0
    return new if gone <= there else [row | {"id": number} for number, row in enumerate(new, gone + 1)]


def _known(unit: UnitOfWork, table: Table, codes: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
    query = select(table).where(table.c.code.in_(codes))
    return {row.code: row._asdict() for row in unit.connection.execute(query)}


def _rewrite(unit: UnitOfWork, table: Table, rows: Collection[Mapping[str, Any]]) -> None:
    if rows:
        parameters = [{**row, "row_id": row["id"]} for row in rows]
        unit.connection.execute(update(table).where(table.c.id == bindparam("row_id")), parameters)
