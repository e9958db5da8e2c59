"""Wishes (点单): what members would like to see held, counted for organisers, and answered once by an activity."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, and_, delete, func, or_, select, update

from domain.activities.activities import Kind
from domain.affiliations.affiliations import HERE
from domain.announcements.topics import INTERESTS
from domain.people.roles import Role
from storage.activities import admission
from storage.activities.activities import ActivityRow
from storage.affiliations import affiliations
from storage.people import people, roles
from storage.places import places
from storage.places.scopes import at_or_below, upwards, within
from storage.rows import read
from storage.tables.activities import wishes
from storage.tables.places import units
from storage.unit_of_work import UnitOfWork

SAID: Final = b"wishes.said"
"""The purpose for which a wish's own words are sealed."""

_row: Final = wishes.c


@dataclass(frozen=True, slots=True)
class WishRow:
    """A wish; `activity_id` and `answered_at` once something was published that answers it."""

    id: int
    chat_id: int
    unit_id: int
    kind: Kind
    said: str
    made_at: float
    activity_id: int | None
    answered_at: float | None


@dataclass(frozen=True, slots=True)
class Wished:
    """How many people wish for a kind, and how many of them in words."""

    kind: Kind
    count: int
    with_words: int


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody says about a wish, without saying whose it is."""

    said: str
    made_at: float


def home_unit(unit: UnitOfWork, chat_id: int) -> int | None:
    """Return the unit whose organisers hear somebody's wish: of the stay, of the membership, of the own point."""
    stays = sorted(affiliations.current(unit, chat_id), key=lambda row: row.state not in HERE)
    if stays:
        return stays[0].unit_id
    member_of = [held.unit_id for held in roles.held(unit, chat_id) if held.role is Role.MEMBER and held.unit_id]
    if member_of:
        return member_of[0]
    person = people.find(unit, chat_id)
    point = places.point(unit, person.my_point_id) if person and person.my_point_id else None
    return point.unit_id if point else None


def make(unit: UnitOfWork, chat_id: int, unit_id: int, kind: Kind, now: float) -> WishRow:
    """Wish for a kind; who does so already goes on wishing, at this unit. Raises `ValueError` for other kinds."""
    if kind not in INTERESTS:
        raise ValueError(f"nobody wishes for {kind}")
    again = update(wishes).where(_open_of(chat_id, kind)).values(unit_id=unit_id).returning(*_row)
    found = unit.connection.execute(again).first()
    if found is None:
        values = {"chat_id": chat_id, "unit_id": unit_id, "kind": kind, "made_at": now}
        found = unit.connection.execute(wishes.insert().values(values).returning(*_row)).one()
    return _wish(unit, found)


def say(unit: UnitOfWork, chat_id: int, kind: Kind, words: str) -> bool:
    """Put words to an open wish, in place of earlier ones; False: there is none."""
    sealed = unit.seal.close(words.encode(), SAID)
    said = unit.connection.execute(update(wishes).where(_open_of(chat_id, kind)).values(said=sealed))
    return said.rowcount > 0


def take_back(unit: UnitOfWork, chat_id: int, kind: Kind) -> None:
    unit.connection.execute(delete(wishes).where(_open_of(chat_id, kind)))


def open_of(unit: UnitOfWork, chat_id: int) -> list[WishRow]:
    """Return what this person wishes for still, the oldest first."""
    return [one for one in of_person(unit, chat_id) if one.answered_at is None]


def of_person(unit: UnitOfWork, chat_id: int) -> list[WishRow]:
    rows = unit.connection.execute(select(wishes).where(_row.chat_id == chat_id).order_by(_row.id))
    return [_wish(unit, row) for row in rows]


def forget(unit: UnitOfWork, chat_id: int) -> None:
    unit.connection.execute(delete(wishes).where(_row.chat_id == chat_id))


def tally(unit: UnitOfWork, paths: Sequence[str]) -> list[Wished]:
    """Count what is wished for still at these units and below, the most wanted first; each person once a kind."""
    people_count, words_count = func.count(_row.chat_id.distinct()), func.count(_row.said)
    query = _listed(within(paths)).with_only_columns(_row.kind, people_count, words_count)
    found = [Wished(Kind(row[0]), *row[1:]) for row in unit.connection.execute(query.group_by(_row.kind))]
    return sorted(found, key=lambda one: (-one.count, INTERESTS.index(one.kind)))


def words(unit: UnitOfWork, paths: Sequence[str], kind: Kind, skip: int, count: int) -> list[Words]:
    """Return a page of what people say about a kind that they wish for, the latest first."""
    query = _listed(within(paths), _row.kind == kind, _row.said.is_not(None)).order_by(_row.made_at.desc(), _row.id)
    rows = unit.connection.execute(query.offset(skip).limit(count))
    return [Words(unit.seal.open_text(row.said, SAID), row.made_at) for row in rows]


def answer(unit: UnitOfWork, activity: ActivityRow, now: float) -> list[int]:
    """Let a published activity answer the wishes for its kind at its unit, above and below; return who wished so.

    Only those who may come to it are answered, each once: the others go on wishing.
    """
    path = places.path_of(unit, activity.unit_id)
    near = or_(at_or_below(path), units.c.path.in_(upwards(path)))
    query = _listed(near, _row.kind == activity.kind).with_only_columns(_row.chat_id)
    wishing = sorted(set(unit.connection.scalars(query)))
    fitting = [chat_id for chat_id in wishing if admission.may_come(unit, activity, chat_id) is not None]
    answered = (
        update(wishes)
        .where(_row.chat_id.in_(fitting), _row.kind == activity.kind, _row.answered_at.is_(None))
        .values(activity_id=activity.id, answered_at=now)
        .returning(_row.chat_id)
    )
    return sorted(set(unit.connection.scalars(answered)))


def _open_of(chat_id: int, kind: Kind) -> ColumnElement[bool]:
    return and_(_row.chat_id == chat_id, _row.kind == kind, _row.answered_at.is_(None))


def _listed(*which: ColumnElement[bool]) -> Select[Any]:
    query = select(wishes).join_from(wishes, units, _row.unit_id == units.c.id)
    return query.where(_row.answered_at.is_(None), *which)


def _wish(unit: UnitOfWork, row: Row[Any]) -> WishRow:
    return read(WishRow, row, kind=Kind(row.kind), said=unit.seal.open_text(row.said, SAID))
