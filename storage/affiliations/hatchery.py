"""The hatchery: buildings and companies without a branch where enough active members have gathered to found one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from sqlalchemy import CompoundSelect, Row, Select, null, or_, select, union_all, update

from domain.affiliations import HERE
from domain.rules import Rule
from storage.gentle_insert import or_leave
from storage.once import once
from storage.people import members
from storage.places import unit_rules
from storage.tables.affiliations import affiliations, company_branches
from storage.tables.messages import notices
from storage.tables.people import members as table
from storage.tables.places import buildings, unit_settings
from storage.unit_of_work import UnitOfWork

EMPLOYER: Final = b"company_branches.employer"
"""The purpose for which a company's name is sealed."""


@dataclass(frozen=True, slots=True)
class Nest:
    """Active members who share a building or a company: how many, and which of them agreed to be named.

    `unit_id` is the unit whose organisers are told: the building's, or the host of a company's members.
    """

    building_id: int | None
    employer_hash: str | None
    unit_id: int
    members: int
    nameable: tuple[int, ...]

    @property
    def subject(self) -> str:
        """Name it as notices do, so that it is suggested once."""
        if self.building_id is not None:
            return f"nest:b{self.building_id}"
        return f"nest:{self.unit_id}:{(self.employer_hash or '')[:20]}"


@once(table, affiliations, buildings, company_branches, unit_settings)
def ready(unit: UnitOfWork) -> Sequence[Nest]:
    """Return the nests that have reached the number their unit asks for: buildings first, then companies."""
    return _big_enough(unit, _gather(unit, union_all(_BY_BUILDING, _BY_COMPANY)))


def around(unit: UnitOfWork, chat_id: int) -> list[Nest]:
    """Return the nests that are ready among those that this person belongs to."""
    me = table.alias()
    building, company = (
        select(cell).where(me.c.chat_id == chat_id).scalar_subquery() for cell in (me.c.building_id, me.c.employer_hash)
    )
    mine = _BY_BUILDING.where(table.c.building_id == building), _BY_COMPANY.where(table.c.employer_hash == company)
    return _big_enough(unit, _gather(unit, union_all(*mine)))


def _big_enough(unit: UnitOfWork, nests: Iterable[Nest]) -> list[Nest]:
    return [nest for nest in nests if nest.members >= unit_rules.value(unit, Rule.HATCHERY_MEMBERS, nest.unit_id)]


def people_of(unit: UnitOfWork, nest: Nest) -> list[int]:
    """Return the chats of everybody in the nest, to be written to, not to be shown."""
    if nest.building_id is not None:
        query = _BY_BUILDING.where(table.c.building_id == nest.building_id)
    else:
        query = _BY_COMPANY.where(table.c.employer_hash == nest.employer_hash, affiliations.c.unit_id == nest.unit_id)
    return [row.chat_id for row in unit.connection.execute(query.order_by(table.c.chat_id))]


def company_of(unit: UnitOfWork, nest: Nest) -> str:
    """Return the company's name as one of its members wrote it; empty for a building."""
    if nest.building_id is not None:
        return ""
    told = members.find(unit, people_of(unit, nest)[0])
    return told.details.employer if told else ""


def is_of(unit: UnitOfWork, chat_id: int, branch_id: int) -> bool:
    """Tell whether this person works in the building, or for the company, that this unit is the branch of."""
    by_building = select(buildings.c.id).where(buildings.c.branch_id == branch_id)
    by_company = select(company_branches.c.employer_hash).where(company_branches.c.unit_id == branch_id)
    mine = or_(table.c.building_id.in_(by_building), table.c.employer_hash.in_(by_company))
    return unit.connection.scalar(select(table.c.chat_id).where(table.c.chat_id == chat_id, mine)) is not None


def suggest_once(unit: UnitOfWork, nest: Nest, now: float) -> bool:
    """Remember that this nest has been suggested. False: it had been before."""
    return _once(unit, nest.subject, now)


def join_once(unit: UnitOfWork, chat_id: int, branch_id: int, now: float) -> bool:
    """Remember that this person would like to join this branch. False: that was known already."""
    return _once(unit, f"join:{branch_id}:{chat_id}", now)


def _once(unit: UnitOfWork, subject: str, now: float) -> bool:
    """Write a notice that has been given; there is one of each subject."""
    row = {"subject": subject, "version": 1, "kind": "hatchery", "due_at": now, "state": "done", "done_at": now}
    return unit.connection.scalar(or_leave(notices, tuple(row), "id"), row) is not None


def found(unit: UnitOfWork, nest: Nest, branch_id: int, now: float) -> bool:
    """Remember the unit that is the nest's branch from now on. False: it had one already."""
    if nest.building_id is not None:
        free = (buildings.c.id == nest.building_id) & buildings.c.branch_id.is_(None)
        return unit.connection.execute(update(buildings).where(free).values(branch_id=branch_id)).rowcount == 1
    return _found_company(unit, nest, branch_id, now)


def _found_company(unit: UnitOfWork, nest: Nest, branch_id: int, now: float) -> bool:
    same = table.c.employer_hash == nest.employer_hash
    colleague = unit.connection.scalar(select(table.c.chat_id).where(same).limit(1))
    told = None if colleague is None else members.find(unit, colleague)
    if told is None:
        return False
    row = {
        "unit_id": branch_id,
        "employer": unit.seal.close(told.details.employer.encode(), EMPLOYER),
        "employer_hash": nest.employer_hash,
        "founded_at": now,
    }
    return unit.connection.scalar(or_leave(company_branches, tuple(row), "unit_id"), row) is not None


def _gather(unit: UnitOfWork, query: CompoundSelect[Any]) -> list[Nest]:
    """Make nests of rows (building, company, unit, chat, may be named)."""
    found: list[Nest] = []
    rows = sorted(unit.connection.execute(query), key=_of_buildings_first)
    for (building_id, company, unit_id), people in groupby(rows, key=lambda row: tuple(row[:3])):
        here = [(row.chat_id, row.may_be_named) for row in people]
        nameable = tuple(chat_id for chat_id, named in here if named)
        found.append(Nest(building_id, company, unit_id, len(here), nameable))
    return found


def _of_buildings_first(row: Row[*tuple[Any, ...]]) -> tuple[object, ...]:
    building_id, company, unit_id, chat_id, _ = row
    return building_id is None, building_id or 0, company or "", unit_id, chat_id


_HERE: Final = affiliations.c.state.in_(HERE)
_PERSON: Final = (table.c.chat_id, table.c.may_be_named)
_ACTIVE: Final = table.join(affiliations, affiliations.c.chat_id == table.c.chat_id)

_BY_BUILDING: Final[Select[Any]] = (
    select(table.c.building_id, null().label("company"), buildings.c.unit_id, *_PERSON)
    .distinct()
    .select_from(_ACTIVE.join(buildings, buildings.c.id == table.c.building_id))
    .where(_HERE, buildings.c.branch_id.is_(None))
)
_BY_COMPANY: Final[Select[Any]] = (
    select(null().label("building"), table.c.employer_hash, affiliations.c.unit_id, *_PERSON)
    .distinct()
    .select_from(_ACTIVE)
    .where(_HERE, table.c.employer_hash.is_not(None))
    .where(table.c.employer_hash.not_in(select(company_branches.c.employer_hash)))
)
