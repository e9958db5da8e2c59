"""Members among those that an organiser is responsible for: all, by name, by phone, by where they are.

Names and numbers are sealed. A whole name and a whole number are found by their hashes, however many members there are;
for a part of one, what is sealed is read one by one, in a scope that is not too large for it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from domain.affiliations.affiliations import CLOSED, HERE, State
from domain.people.members import Details
from domain.people.names import key
from storage.affiliations.affiliations import AffiliationRow, of_rows
from storage.people import members
from storage.places import merged
from storage.places.pinyin import syllables
from storage.places.scopes import at_or_below, within
from storage.tables.affiliations import affiliations
from storage.tables.people import members as told
from storage.tables.places import units
from storage.unit_of_work import UnitOfWork

MOST_READ: Final = 20_000
"""Members whose details are read for one question."""

MOST_FOUND: Final = 50

_row: Final = affiliations.c
_OVER: Final = frozenset({*CLOSED, State.DRAFT})


class TooManyError(Exception):
    """The scope has more members than are read for a part of a name or a number."""


@dataclass(frozen=True, slots=True)
class Among:
    """Whom a list is narrowed to: these affiliations, or who is at a point, works in a building, belongs to a unit.

    Nothing said: all who take part. `ids` are affiliations that are not over yet, requests too.
    """

    ids: tuple[int, ...] | None = None
    building_id: int = 0
    point_id: int = 0
    path: str = ""


EVERYBODY: Final = Among()


def page(unit: UnitOfWork, paths: Sequence[str], among: Among, skip: int, count: int) -> list[AffiliationRow]:
    """Return a page of those within these units whom it is narrowed to, the latest arrivals first."""
    query = _listed(paths, among).order_by(_row.arrives_on.desc(), _row.id.desc())
    return of_rows(unit, unit.connection.execute(query.offset(skip).limit(count)))


def count(unit: UnitOfWork, paths: Sequence[str], among: Among) -> int:
    """Count them."""
    return unit.connection.scalar(_listed(paths, among).with_only_columns(func.count())) or 0


def by_name(unit: UnitOfWork, paths: Sequence[str], name: str) -> list[AffiliationRow]:
    """Return who bears this name or one alike (`domain.people.names.alike`); else whose name holds it, or sounds so.

    Raises `TooManyError` where nobody bears it and the scope is too large to look for parts.
    """
    whole = _found(unit, paths, told.c.name_hash.in_(members.name_hashes(unit.seal, name)))
    wanted = key(name)
    if whole or len(wanted) < 2:
        return whole
    if wanted.isascii():  # 王芳 is found by whoever writes Wang Fang
        return _read(unit, paths, lambda details: wanted in key(details.name) or wanted == _heard(details.name))
    return _read(unit, paths, lambda details: wanted in key(details.name))


def _heard(name: str) -> str:
    """Return a name as it is written in letters; family names stand first, as in Wang Fang."""
    return syllables(name).replace(" ", "")


def by_phone(unit: UnitOfWork, paths: Sequence[str], phone: str) -> list[AffiliationRow]:
    """Return who has told this number, written as members tell it, with its country."""
    return _found(unit, paths, told.c.phone_hash.in_(members.phone_hashes(unit.seal, phone)))


def by_last_digits(unit: UnitOfWork, paths: Sequence[str], digits: str) -> list[AffiliationRow]:
    """Return whose number ends so. Raises `TooManyError` where the scope is too large to look."""
    return _read(unit, paths, lambda details: details.phone.endswith(digits))


def _listed(paths: Sequence[str], among: Among) -> Select[Any]:
    query = select(affiliations).join_from(affiliations, units, _row.unit_id == units.c.id)
    return query.where(within(paths), _which(among))


def _which(among: Among) -> ColumnElement[bool]:
    if among.ids is not None:
        return and_(_row.id.in_(among.ids), _row.state.not_in(_OVER))
    if among == EVERYBODY:
        return _row.state.in_(HERE)
    working = select(told.c.chat_id).where(told.c.building_id == merged.now(among.building_id))
    there = or_(
        _row.chat_id.in_(working) if among.building_id else false(),
        _row.point_id == among.point_id if among.point_id else false(),
        at_or_below(among.path),
    )
    return and_(_row.state.in_(HERE), there)


def _known(paths: Sequence[str]) -> Select[Any]:
    joined = affiliations.join(units, _row.unit_id == units.c.id).join(told, told.c.chat_id == _row.chat_id)
    return select(affiliations).select_from(joined).where(within(paths), _row.state.not_in(_OVER))


def _found(unit: UnitOfWork, paths: Sequence[str], which: ColumnElement[bool]) -> list[AffiliationRow]:
    query = _known(paths).where(which, told.c.details.is_not(None)).order_by(_row.arrives_on.desc(), _row.id.desc())
    return of_rows(unit, unit.connection.execute(query.limit(MOST_FOUND)))


def _read(unit: UnitOfWork, paths: Sequence[str], fits: Callable[[Details], bool]) -> list[AffiliationRow]:
    """Read what is sealed one by one; whoever fits is found."""
    chats = _known(paths).with_only_columns(told.c.chat_id, told.c.details).where(told.c.details.is_not(None))
    rows = unit.connection.execute(chats.limit(MOST_READ + 1)).all()
    if len(rows) > MOST_READ:
        raise TooManyError(f"more than {MOST_READ} members are within {len(paths)} units")
    opened = ((row.chat_id, members.from_json(unit.seal.open(row.details, members.DETAILS))) for row in rows)
    fitting = islice((chat_id for chat_id, details in opened if fits(details)), MOST_FOUND)
    return _found(unit, paths, told.c.chat_id.in_(list(fitting)))
