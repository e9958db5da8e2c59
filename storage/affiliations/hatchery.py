"""The hatchery: buildings and companies without a branch where enough active members have gathered to found one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    bindparam,
    cast,
    distinct,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
    update,
)

from domain.affiliations.affiliations import HERE
from domain.rules import Rule
from storage.gentle_insert import or_leave
from storage.once import once
from storage.people import employers, members
from storage.people.roles import EVERYWHERE
from storage.places import unit_rules
from storage.places.scopes import is_wide, within
from storage.tables.affiliations import affiliations, company_branches
from storage.tables.messages import notices
from storage.tables.people import members as table
from storage.tables.places import buildings, unit_settings, units
from storage.unit_of_work import UnitOfWork

EMPLOYER: Final = b"company_branches.employer"
"""The purpose for which a company's name is sealed."""

_SHORT: Final = 20
"""Signs of a company's hash that a button has room for: 80 bits."""


@dataclass(frozen=True, slots=True)
class Nest:
    """Active members who share a building or a company: how many, and how many of them agreed to be named.

    `unit_id` is the unit whose organisers are told: the building's, or the host of a company's members. A company has
    `former_hashes` by older keys, while they are known.
    """

    building_id: int | None
    employer_hash: str | None
    unit_id: int
    members: int
    nameable: int
    former_hashes: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """Name it as notices do, so that it is suggested once."""
        return self.subjects[0]

    @property
    def subjects(self) -> tuple[str, ...]:
        """Return all its names: that of now, and those by older keys."""
        if self.building_id is not None:
            return (f"nest:b{self.building_id}",)
        return tuple(_of_company(self.unit_id, one) for one in self.hashes)

    @property
    def hashes(self) -> tuple[str, ...]:
        """Return the hashes of the company by all keys, the newest first."""
        return (self.employer_hash or "", *self.former_hashes)


def _of_company(unit_id: int, employer_hash: str) -> str:
    return f"nest:{unit_id}:{employer_hash[:_SHORT]}"


@once(table, affiliations, buildings, company_branches, unit_settings, units)
def ready(unit: UnitOfWork, paths: tuple[str, ...] = (EVERYWHERE,)) -> Sequence[Nest]:
    """Return the nests that have reached the number their unit asks for: buildings first, then companies.

    Those of the units at these paths and below.
    """
    by_building = _within(_BY_BUILDING, buildings.c.unit_id, paths)
    by_company = _within(_BY_COMPANY, affiliations.c.unit_id, paths)
    return _big_enough(unit, _gathered(_by_nest(unit, by_building, by_company)))


def _within(query: Select[Any], unit_id: ColumnElement[int], paths: Sequence[str]) -> Select[Any]:
    """Narrow to these subtrees.

    Of a whole tree nearly everybody is there: each one's unit is looked up, and the sum keeps SQLite from going
    through the rows of all units instead.
    """
    if EVERYWHERE in paths:
        return query
    return query.join(units, units.c.id == (unit_id + 0 if is_wide(paths) else unit_id)).where(within(paths))


def around(unit: UnitOfWork, chat_id: int) -> list[Nest]:
    """Return the nests that are ready among those that this person belongs to."""
    if len(unit.seal.keys) == 1:
        return _big_enough(unit, _gathered(_of_one_key(unit.connection.execute(_AROUND, {"chat": chat_id}))))
    own = unit.connection.scalar(select(_MY_COMPANY), {"chat": chat_id})
    colleagues = table.c.employer_hash.in_(employers.all_hashes(unit, [own] if own else []))
    mine = _BY_BUILDING.where(table.c.building_id == _MY_BUILDING), _BY_COMPANY.where(colleagues)
    return _big_enough(unit, _gathered(_by_nest(unit, *mine, chat=chat_id)))


def _big_enough(unit: UnitOfWork, nests: Iterable[Nest]) -> list[Nest]:
    return [nest for nest in nests if nest.members >= unit_rules.value(unit, Rule.HATCHERY_MEMBERS, nest.unit_id)]


def people_of(unit: UnitOfWork, nest: Nest) -> list[int]:
    """Return the chats of everybody in the nest, to be written to, not to be shown."""
    return list(unit.connection.scalars(_people(nest)))


def who_may_be_named(unit: UnitOfWork, nest: Nest) -> list[int]:
    """Return the chats of those in the nest who agreed to be named."""
    return list(unit.connection.scalars(_people(nest).where(table.c.may_be_named)))


def _people(nest: Nest) -> Select[tuple[int]]:
    if nest.building_id is not None:
        query = _BY_BUILDING.where(table.c.building_id == nest.building_id)
    else:
        query = _BY_COMPANY.where(table.c.employer_hash.in_(nest.hashes), affiliations.c.unit_id == nest.unit_id)
    return query.with_only_columns(table.c.chat_id).distinct().order_by(table.c.chat_id)


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
    companies = employers.all_hashes(unit, unit.connection.scalars(by_company).all())
    mine = or_(table.c.building_id.in_(by_building), table.c.employer_hash.in_(companies))
    return unit.connection.scalar(select(table.c.chat_id).where(table.c.chat_id == chat_id, mine)) is not None


def suggest_once(unit: UnitOfWork, nest: Nest, now: float) -> bool:
    """Remember that this nest has been suggested. False: it had been before."""
    former = nest.subjects[1:]
    if former and unit.connection.scalar(select(exists().where(notices.c.subject.in_(former)))):
        return False
    return _once(unit, nest.subject, now)


def suggested_companies(unit: UnitOfWork) -> Sequence[int]:
    """Return the notices that remember of a company that it was suggested."""
    return unit.connection.scalars(select(notices.c.id).where(notices.c.subject.like("nest:%:%"))).all()


def name_anew(unit: UnitOfWork, notice_id: int) -> None:
    """Let such a notice name its company by the newest key; one whom nobody works for any more keeps its name."""
    this = notices.c.id == notice_id
    subject = unit.connection.scalar(select(notices.c.subject).where(this).with_for_update())
    _, unit_id, short = (subject or "::").split(":")
    hashes = employers.beginning_with(unit, _SHORT).get(short)
    if hashes:
        named = _of_company(int(unit_id), hashes[0])
        unit.connection.execute(update(notices).where(this).values(subject=named))


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
    there = company_branches.c.employer_hash.in_(nest.former_hashes)
    if nest.former_hashes and unit.connection.scalar(select(exists().where(there))):
        return False
    same = table.c.employer_hash.in_(nest.hashes)
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


def _gathered(rows: Iterable[tuple[Any, ...]]) -> list[Nest]:
    """Count the people of each nest. A company's colleagues by several keys are one nest; each of them has one hash."""
    found: list[Nest] = []
    in_order = sorted(rows, key=_of_buildings_first)
    for (building_id, hashes, unit_id), parts in groupby(in_order, key=lambda row: row[:3]):
        here = [(count, nameable) for _, _, _, count, nameable in parts]
        newest, *former = hashes or (None,)
        count, nameable = sum(one for one, _ in here), sum(one for _, one in here)
        found.append(Nest(building_id, newest, unit_id, count, nameable, tuple(former)))
    return found


def _by_nest(
    unit: UnitOfWork, by_building: Select[Any], by_company: Select[Any], **told: object
) -> list[tuple[Any, ...]]:
    """Return rows (building, hashes of the company, unit, people, who may be named), without those that have a branch.

    Where a hash is all of a company, what no unit would call enough is not read.
    """
    if len(unit.seal.keys) == 1:
        big_enough = _both(by_building, by_company, unit_rules.least(Rule.HATCHERY_MEMBERS))
        return _of_one_key(unit.connection.execute(big_enough, told))
    branches = employers.all_hashes(unit, unit.connection.scalars(select(company_branches.c.employer_hash)).all())
    return [
        (building, employers.hashes_of(unit, company) if company else (), *rest)
        for building, company, *rest in unit.connection.execute(_both(by_building, by_company, literal(1)), told)
        if company not in branches
    ]


def _of_one_key(rows: Iterable[Sequence[Any]]) -> list[tuple[Any, ...]]:
    return [(row[0], (row[1],) if row[1] else (), *row[2:]) for row in rows]


def _both(by_building: Select[Any], by_company: Select[Any], least: ColumnElement[int]) -> CompoundSelect[Any]:
    return union_all(
        _grouped(by_building, (table.c.building_id, buildings.c.unit_id), least),
        _grouped(by_company, (table.c.employer_hash, affiliations.c.unit_id), least),
    )


def _of_buildings_first(row: tuple[Any, ...]) -> tuple[object, ...]:
    building_id, hashes, unit_id, *_ = row
    return building_id is None, building_id or 0, hashes, unit_id


def _grouped(people: Select[Any], nest: Sequence[ColumnElement[Any]], least: ColumnElement[int]) -> Select[Any]:
    """Count the different people of each nest, and those who may be named, where there are so many at least."""
    count = func.count(distinct(table.c.chat_id))
    counted = people.add_columns(count, count.filter(table.c.may_be_named))
    return counted.group_by(*nest).having(count >= least)


_HERE: Final = affiliations.c.state.in_(sorted(HERE))
_IS_HERE: Final = exists().where(affiliations.c.chat_id == table.c.chat_id, _HERE)

_BY_BUILDING: Final[Select[Any]] = (
    select(table.c.building_id, cast(null(), table.c.employer_hash.type).label("company"), buildings.c.unit_id)
    .join_from(table, buildings, buildings.c.id == table.c.building_id)
    .where(_IS_HERE, buildings.c.branch_id.is_(None))
)
_BY_COMPANY: Final[Select[Any]] = (
    select(cast(null(), table.c.building_id.type).label("building"), table.c.employer_hash, affiliations.c.unit_id)
    .join_from(table, affiliations, affiliations.c.chat_id == table.c.chat_id)
    .where(_HERE, table.c.employer_hash > "")  # a range of the index, without those who work nowhere
    .where(table.c.employer_hash.not_in(select(company_branches.c.employer_hash)))
)

_ME: Final = table.alias()
_MY_BUILDING, _MY_COMPANY = (
    select(cell).where(_ME.c.chat_id == bindparam("chat")).scalar_subquery()
    for cell in (_ME.c.building_id, _ME.c.employer_hash)
)
_AROUND: Final = _both(
    _BY_BUILDING.where(table.c.building_id == _MY_BUILDING),
    _BY_COMPANY.where(table.c.employer_hash == _MY_COMPANY),
    unit_rules.least(Rule.HATCHERY_MEMBERS),
)
