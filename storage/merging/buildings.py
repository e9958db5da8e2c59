"""Two rows of the register turn out to be one building: what stood at one of them stands at the other from then on.

Each column that refers to a building is in `LAWS` with its way; a test over the schema keeps that list whole.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Column, Table, delete, func, select, update

from domain.announcements.audiences import AtBuildings, Criterion
from domain.people.deeds import Deed
from domain.people.names import key
from storage.announcements.codec import read_audience, write_audience
from storage.grid import handing_over, visits
from storage.grid.handing_over import Passed
from storage.grid.visits import CompanyRow
from storage.people import audit, deeds
from storage.places import places
from storage.places.places import BuildingRow
from storage.places.saving import raise_revision
from storage.tables.activities import activities
from storage.tables.announcements import announcements, digests
from storage.tables.grid import area_buildings, building_estimates, companies, promises
from storage.tables.grid import visits as visit_table
from storage.tables.people import members
from storage.tables.places import buildings, merged_buildings, points
from storage.unit_of_work import UnitOfWork

DONE: Final = "building.merge"
"""What the audit says."""


class RefusedError(Exception):
    """These two are not made one, and nothing has changed. The text says why, in one line."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Which building goes into which, and how many rows of each table come along (`counts`, by the column)."""

    goes: BuildingRow
    stays: BuildingRow
    counts: Mapping[str, int]


def plan(unit: UnitOfWork, code: str, into: str) -> Plan:
    """Say what will come along. Raises `RefusedError`."""
    goes, stays = _known(unit, code), _known(unit, into)
    if goes.id == stays.id:
        raise RefusedError(f"{code} and {into} are one building already")
    if None not in {goes.branch_id, stays.branch_id} and goes.branch_id != stays.branch_id:
        names = (places.unit(unit, one) for one in (goes.branch_id, stays.branch_id) if one is not None)
        each = " and ".join(one.name for one in names if one is not None)
        raise RefusedError(f"each has a branch of its own ({each}); decide first which of them is the building's")
    counts = {name: _count(unit, column, goes.id) for name, (column, _) in LAWS.items()}
    return Plan(goes, stays, counts)


def _known(unit: UnitOfWork, code: str) -> BuildingRow:
    found = places.building_by_code(unit, code)
    if found is None:
        raise RefusedError(f"there is no building with the code {code}")
    if found.code != code:
        raise RefusedError(f"{code} was merged already: it is {found.code} now")
    return found


def _count(unit: UnitOfWork, column: Column[Any], building_id: int) -> int:
    return unit.connection.scalar(select(func.count()).where(column == building_id)) or 0


def merge(unit: UnitOfWork, code: str, into: str, deed: Deed) -> tuple[Plan, list[Passed]]:
    """Let the first be the second from now on; return what came along, and the promises that somebody else owes now.

    The audit comes first, then both buildings: whoever notes something there meanwhile has done it before this, or
    does it after, at the one that stays. Raises `RefusedError`. The caller commits.
    """
    audit.hold(unit)
    both = select(buildings.c.id).where(buildings.c.code.in_((code, into))).order_by(buildings.c.id)
    unit.connection.execute(both.with_for_update())
    agreed = plan(unit, code, into)
    goes, stays = agreed.goes, agreed.stays
    answered = handing_over.answered(unit, goes.id, deed.now)
    _bury(unit, agreed, deed.now)
    for _, way in LAWS.values():
        way(unit, goes, stays)
    _audiences(unit, goes, stays)
    _branch(unit, goes, stays)
    unit.connection.execute(delete(buildings).where(buildings.c.id == goes.id))
    raise_revision(unit)
    passed = handing_over.settle(unit, answered, deed)
    deeds.write_down(unit, deed, DONE, f"building:{goes.id}", f"building:{stays.id}")
    return agreed, passed


def _bury(unit: UnitOfWork, agreed: Plan, now: float) -> None:
    """Keep what the building was called, and by which number it was known."""
    row = buildings.c
    columns = (row.id, row.code, row.slug, row.name, row.address, row.pinyin, row.unit_id)
    kept = unit.connection.execute(select(*columns).where(row.id == agreed.goes.id)).one()
    values = {**kept._asdict(), "into_id": agreed.stays.id, "merged_at": now}
    unit.connection.execute(merged_buildings.insert().values(values))


Way = Callable[[UnitOfWork, BuildingRow, BuildingRow], None]
"""How what refers to a building comes to another one: called with the one that goes and the one that stays."""


def _along(table: Table, name: str) -> Way:
    """Let all of it come along: there may be many at one building."""

    def way(unit: UnitOfWork, goes: BuildingRow, stays: BuildingRow) -> None:
        unit.connection.execute(update(table).where(table.c[name] == goes.id).values({name: stays.id}))

    return way


def _activities(unit: UnitOfWork, goes: BuildingRow, stays: BuildingRow) -> None:
    """Let activities be held where the building stands now. Nobody is told: the house is the same."""
    at = {"latitude": stays.position.latitude, "longitude": stays.position.longitude}
    there = activities.c.building_id == goes.id
    unit.connection.execute(update(activities).where(there).values(building_id=stays.id, **at))


def _areas(unit: UnitOfWork, goes: BuildingRow, stays: BuildingRow) -> None:
    """Whoever had the one by name has the other now, once."""
    row = area_buildings.c
    has_both = select(row.area_id).where(row.building_id == stays.id)
    unit.connection.execute(delete(area_buildings).where(row.building_id == goes.id, row.area_id.in_(has_both)))
    unit.connection.execute(update(area_buildings).where(row.building_id == goes.id).values(building_id=stays.id))


def _estimate(unit: UnitOfWork, goes: BuildingRow, stays: BuildingRow) -> None:
    """Keep what was said of the members last."""
    of = building_estimates.c
    said = select(of.building_id, of.stated_at).where(of.building_id.in_((goes.id, stays.id)))
    stated = {row.building_id: row.stated_at for row in unit.connection.execute(said)}
    if len(stated) == 2:
        older = min((stays.id, goes.id), key=lambda one: (stated[one], one == stays.id))
        unit.connection.execute(delete(building_estimates).where(of.building_id == older))
    unit.connection.execute(update(building_estimates).where(of.building_id == goes.id).values(building_id=stays.id))


def _companies(unit: UnitOfWork, goes: BuildingRow, stays: BuildingRow) -> None:
    """Let a company that is known in both be one, by its name as visits know it; the others come along."""
    here = {key(one.name): one for one in visits.companies_of(unit, stays.id)}
    for one in visits.companies_of(unit, goes.id):
        same = here.get(key(one.name))
        if same is not None:
            _one_company(unit, one, same)
    row = companies.c
    unit.connection.execute(update(companies).where(row.building_id == goes.id).values(building_id=stays.id))


def _one_company(unit: UnitOfWork, goes: CompanyRow, stays: CompanyRow) -> None:
    """Keep what either is known to have; where both say how many members, that of the building that stays."""
    visited = update(visit_table).where(visit_table.c.company_id == goes.id)
    unit.connection.execute(visited.values(company_id=stays.id))
    values = {
        "floor": stays.floor or goes.floor,
        "members": goes.members if stays.members is None else stays.members,
        "known_since": min(goes.known_since, stays.known_since),
    }
    unit.connection.execute(update(companies).where(companies.c.id == stays.id).values(values))
    unit.connection.execute(delete(companies).where(companies.c.id == goes.id))


def _audiences(unit: UnitOfWork, goes: BuildingRow, stays: BuildingRow) -> None:
    """Let audiences that name the one name the other: they hold numbers in words, which no column refers by."""
    for table in (announcements, digests):
        row = table.c
        named = select(row.id, row.audience).where(row.audience.like('%"buildings"%'))
        for number, written in unit.connection.execute(named.with_for_update()).all():
            audience = read_audience(written)
            anew = write_audience(
                replace(
                    audience,
                    all_of=tuple(_renamed(one, goes.id, stays.id) for one in audience.all_of),
                    none_of=tuple(_renamed(one, goes.id, stays.id) for one in audience.none_of),
                )
            )
            if anew != written:
                unit.connection.execute(update(table).where(row.id == number).values(audience=anew))


def _branch(unit: UnitOfWork, goes: BuildingRow, stays: BuildingRow) -> None:
    if stays.branch_id is None and goes.branch_id is not None:
        taken_over = update(buildings).where(buildings.c.id == stays.id)
        unit.connection.execute(taken_over.values(branch_id=goes.branch_id))


def _renamed(one: Criterion, goes: int, stays: int) -> Criterion:
    if isinstance(one, AtBuildings) and goes in one.building_ids:
        return AtBuildings((one.building_ids - {goes}) | {stays})
    return one


_AT: Final = "building_id"


def _law(table: Table, way: Way | None = None, name: str = _AT) -> tuple[str, tuple[Column[Any], Way]]:
    return str(table.c[name]), (table.c[name], way or _along(table, name))


LAWS: Final[Mapping[str, tuple[Column[Any], Way]]] = MappingProxyType(
    dict(
        (
            _law(points),
            _law(members),
            _law(activities, _activities),
            _law(area_buildings, _areas),
            _law(companies, _companies),
            _law(visit_table),
            _law(promises),
            _law(building_estimates, _estimate),
            _law(merged_buildings, name="into_id"),
        )
    )
)
"""What refers to buildings, each with its way to another one."""
