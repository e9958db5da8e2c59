"""Names around an audience: somebody by name, for who may ask after them, and the companies to choose from.

Names are sealed, so they are read one by one and compared here. Every look at somebody's name is in the audit.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import starmap
from typing import Any, Final

from sqlalchemy import Select, and_, func, select

from domain.people.deeds import Deed
from domain.people.names import folded
from storage.announcements.audiences import TIES
from storage.people import deeds, employers, members
from storage.places.scopes import at_or_below
from storage.tables.affiliations import affiliations
from storage.tables.people import members as table
from storage.tables.places import points, units
from storage.unit_of_work import UnitOfWork

MOST_READ: Final = 20_000
"""Members whose names are read for one question; a scope of more is asked unit by unit."""

MOST_FOUND: Final = 20
MOST_COMPANIES: Final = 1_000


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody of this name: the chat, the whole name, and the service point where they are affiliated."""

    chat_id: int
    name: str
    where: str


def by_name(unit: UnitOfWork, path: str, name: str, deed: Deed) -> list[Found]:
    """Return who is affiliated, or has asked to be, within this path and bears this name: alike ones after equal ones.

    A part of a name finds it too, from its second character on. That whoever asks has looked at everybody who is
    returned is written down. The caller checks that they may ask, and commits.
    """
    wanted = folded(name)
    read = unit.connection.execute(_affiliated(path).order_by(table.c.chat_id).limit(MOST_READ))
    found = list(_alike(unit, read, wanted)) if wanted else []
    found.sort(key=lambda one: (folded(one.name) != wanted, one.chat_id))
    deeds.write_down(unit, deed, "member.reveal", *(f"person:{one.chat_id}" for one in found[:MOST_FOUND]))
    return found[:MOST_FOUND]


def _affiliated(path: str) -> Select[Any]:
    """Select the sealed details of these members, and the name of the first point where each has a stay."""
    here = and_(at_or_below(path), affiliations.c.state.in_(sorted(TIES)))
    stays = select(affiliations.c.chat_id, func.min(points.c.name).label("where"))
    joined = stays.join_from(affiliations, units, affiliations.c.unit_id == units.c.id).join(
        points, points.c.id == affiliations.c.point_id
    )
    first = joined.where(here).group_by(affiliations.c.chat_id).subquery()
    query: Select[Any] = select(table.c.chat_id, table.c.details, first.c.where)
    return query.join(first, first.c.chat_id == table.c.chat_id).where(table.c.details.is_not(None))


def _alike(unit: UnitOfWork, rows: Any, wanted: str) -> Iterator[Found]:  # noqa: ANN401  the rows of a query
    for row in rows:
        name = members.from_json(unit.seal.open(row.details, members.DETAILS)).name
        plain = folded(name)
        if plain == wanted or (len(wanted) > 1 and wanted in plain):
            yield Found(row.chat_id, name, row.where)


@dataclass(frozen=True, slots=True)
class Company:
    """An employer as one of its people writes it, by its keyed hash."""

    employer_hash: str
    name: str


def companies(unit: UnitOfWork, path: str) -> list[Company]:
    """Return the employers of those affiliated within this path, the one with the most people first."""
    here = and_(at_or_below(path), affiliations.c.state.in_(sorted(TIES)))
    mine = select(affiliations.c.chat_id).join(units, affiliations.c.unit_id == units.c.id).where(here)
    employed = select(func.min(table.c.chat_id).label("chat_id"), func.count().label("people"))
    told = employed.where(table.c.chat_id.in_(mine), table.c.employer_hash.is_not(None), table.c.details.is_not(None))
    one_each = told.group_by(table.c.employer_hash).subquery()
    query = select(table.c.employer_hash, table.c.details).join(one_each, one_each.c.chat_id == table.c.chat_id)
    rows = unit.connection.execute(
        query.order_by(one_each.c.people.desc(), table.c.employer_hash).limit(MOST_COMPANIES)
    )
    names = {employers.hashes_of(unit, row.employer_hash)[0]: _employer(unit, row.details) for row in rows}
    return list(starmap(Company, names.items()))


def _employer(unit: UnitOfWork, details: bytes) -> str:
    return members.from_json(unit.seal.open(details, members.DETAILS)).employer.strip()


def companies_named(unit: UnitOfWork, hashes: Collection[str]) -> list[str]:
    """Name these companies as one of their people writes them; one that nobody works for any more has no name."""
    wanted = sorted(employers.all_hashes(unit, hashes))
    query = select(func.min(table.c.chat_id)).where(table.c.employer_hash.in_(wanted))
    told = select(table.c.employer_hash, table.c.details).where(table.c.details.is_not(None))
    rows = unit.connection.execute(told.where(table.c.chat_id.in_(query.group_by(table.c.employer_hash))))
    names = {employers.hashes_of(unit, row.employer_hash)[0]: _employer(unit, row.details) for row in rows}
    return sorted(names.values())
