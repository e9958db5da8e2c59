"""Visits and what they told of a building: its companies, and an estimate of its members with where that is from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Row, delete, exists, func, select, update

from domain.grid.sources import Source
from domain.people.names import key
from storage.gentle_insert import or_renew
from storage.once import once
from storage.places import merged
from storage.rows import read
from storage.tables.grid import building_estimates, companies, promises, visits
from storage.unit_of_work import UnitOfWork

COMPANY: Final = b"companies.name"
"""The purpose for which a company's name is sealed."""

FOUND: Final = b"visits.found"
"""The purpose for which it is sealed what was found."""

ATTACHMENT: Final = b"visits.attachment"
"""The purpose for which it is sealed which file was added."""

_row: Final = visits.c

_HALF_DAY_S: Final = 43_200.0
"""A visit stands at the noon of its day: what was told of it is no older than that day's morning."""


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """A company in a building; `members` None: nobody has said how many it has."""

    id: int
    building_id: int
    name: str
    floor: str
    members: int | None
    known_since: float


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit: on which day, by whom (None: somebody who was forgotten), what was found, when to come again."""

    id: int
    building_id: int
    company_id: int | None
    chat_id: int | None
    day: float
    found: str
    next_on: float | None
    attachment: str


@dataclass(frozen=True, slots=True)
class Estimate:
    members: int
    source: Source
    stated_at: float


def note(unit: UnitOfWork, building_id: int, chat_id: int, day: float) -> VisitRow:
    """Write down that somebody came; what was found is said with `say`, as far as anybody likes."""
    values = {"building_id": merged.now(building_id), "chat_id": chat_id, "day": day}
    return _visit(unit, unit.connection.execute(visits.insert().values(values).returning(*_row)).one())


def say(unit: UnitOfWork, visit_id: int, company_id: int | None, found: str, next_on: float | None) -> None:
    sealed = unit.seal.close(found.encode(), FOUND) if found else None
    values = {"company_id": company_id, "found": sealed, "next_on": next_on}
    unit.connection.execute(update(visits).where(_row.id == visit_id).values(values))


def move(unit: UnitOfWork, row: VisitRow, building_id: int, now: float) -> VisitRow:
    """Say that it was another building: its company and what it promised come along. Return the visit as it is then."""
    here = next((one for one in companies_of(unit, row.building_id) if one.id == row.company_id), None)
    there = company(unit, building_id, here.name, here.floor, now) if here else None
    if here and there and here.members is not None:
        count_members(unit, there.id, here.members)
    moved = replace(row, building_id=building_id, company_id=there.id if there else None)
    values = {"building_id": moved.building_id, "company_id": moved.company_id}
    unit.connection.execute(update(visits).where(_row.id == row.id).values(values))
    unit.connection.execute(update(promises).where(promises.c.visit_id == row.id).values(building_id=building_id))
    forget_company(unit, row)
    return moved


def forget_company(unit: UnitOfWork, row: VisitRow) -> None:
    """Forget the company of a visit that was told otherwise since, where it is known from this visit alone."""
    others = exists().where(_row.company_id == companies.c.id)
    its_own = (companies.c.id == row.company_id) & (companies.c.known_since >= row.day - _HALF_DAY_S)
    unit.connection.execute(delete(companies).where(its_own, ~others))


def attach(unit: UnitOfWork, visit_id: int, kind_and_file: str) -> None:
    """Add the file that somebody sent along, by its kind and the messenger's name for it."""
    sealed = unit.seal.close(kind_and_file.encode(), ATTACHMENT)
    unit.connection.execute(update(visits).where(_row.id == visit_id).values(attachment=sealed))


def drop(unit: UnitOfWork, row: VisitRow) -> None:
    """Take a visit back with what it had promised, and its company where nothing else tells of that."""
    unit.connection.execute(delete(promises).where(promises.c.visit_id == row.id))
    unit.connection.execute(delete(visits).where(_row.id == row.id))
    forget_company(unit, row)


def find(unit: UnitOfWork, visit_id: int) -> VisitRow | None:
    row = unit.connection.execute(select(visits).where(_row.id == visit_id)).one_or_none()
    return None if row is None else _visit(unit, row)


def of_building(unit: UnitOfWork, building_id: int, skip: int, count: int) -> list[VisitRow]:
    """Return a page of the visits to a building, the latest first."""
    query = select(visits).where(_row.building_id == building_id).order_by(_row.day.desc(), _row.id.desc())
    return [_visit(unit, row) for row in unit.connection.execute(query.offset(skip).limit(count))]


def count_of_building(unit: UnitOfWork, building_id: int) -> int:
    return unit.connection.scalar(select(func.count(_row.id)).where(_row.building_id == building_id)) or 0


def of_person(unit: UnitOfWork, chat_id: int) -> list[VisitRow]:
    rows = unit.connection.execute(select(visits).where(_row.chat_id == chat_id).order_by(_row.id))
    return [_visit(unit, row) for row in rows]


@once(companies)
def companies_of(unit: UnitOfWork, building_id: int) -> Sequence[CompanyRow]:
    query = select(companies).where(companies.c.building_id == building_id).order_by(companies.c.id)
    return tuple(_company(unit, row) for row in unit.connection.execute(query))


def company(unit: UnitOfWork, building_id: int, name: str, floor: str, now: float) -> CompanyRow:
    """Return the company of this name in the building, which is written down where it is new."""
    known = {key(one.name): one for one in companies_of(unit, building_id)}
    found = known.get(key(name))
    if found is None:
        values = {"building_id": building_id, "name": unit.seal.close(name.encode(), COMPANY), "floor": floor}
        insert = companies.insert().values(**values, known_since=now).returning(*companies.c)
        return _company(unit, unit.connection.execute(insert).one())
    if floor and floor != found.floor:
        unit.connection.execute(update(companies).where(companies.c.id == found.id).values(floor=floor))
    return found


def count_members(unit: UnitOfWork, company_id: int, members: int) -> None:
    """Keep how many members a company has, as was said at a visit."""
    unit.connection.execute(update(companies).where(companies.c.id == company_id).values(members=members))


def estimate(unit: UnitOfWork, building_id: int) -> Estimate | None:
    """Return what was said of the whole building; None: nobody has said anything of it."""
    query = select(building_estimates.c.members, building_estimates.c.source, building_estimates.c.stated_at)
    row = unit.connection.execute(query.where(building_estimates.c.building_id == building_id)).one_or_none()
    return None if row is None else Estimate(row.members, Source(row.source), row.stated_at)


def put_estimates(unit: UnitOfWork, members: Sequence[tuple[int, int]], source: Source, now: float) -> None:
    """Write over how many members these buildings have: (building, members)."""
    rows = [
        {"building_id": building_id, "members": count, "source": source, "stated_at": now}
        for building_id, count in members
    ]
    if rows:
        unit.connection.execute(_ESTIMATE, rows)


_ESTIMATE: Final = or_renew(
    building_estimates,
    ("building_id", "members", "source", "stated_at"),
    ("building_id",),
    ("members", "source", "stated_at"),
)


def _visit(unit: UnitOfWork, row: Row[Any]) -> VisitRow:
    found, attachment = unit.seal.open_text(row.found, FOUND), unit.seal.open_text(row.attachment, ATTACHMENT)
    return read(VisitRow, row, found=found, attachment=attachment)


def _company(unit: UnitOfWork, row: Row[Any]) -> CompanyRow:
    return read(CompanyRow, row, name=unit.seal.open_text(row.name, COMPANY))
