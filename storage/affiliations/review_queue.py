"""The reviewers' queue: what waits for an answer on either level, and what should have had one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from domain.affiliations import Actor, State
from storage.places.scopes import strictly_within, within
from storage.tables.affiliations import affiliations
from storage.tables.places import points, units
from storage.unit_of_work import UnitOfWork

_row: Final = affiliations.c


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A request that waits for a reviewer; nothing personal is in it."""

    id: int
    chat_id: int
    point_name: str
    unit_name: str
    submitted_at: float
    due_on: date | None
    state: State


@dataclass(frozen=True, slots=True)
class Reviewer:
    """An organiser, by chat, and the paths of the scopes that they hold."""

    chat_id: int
    paths: Sequence[str]


def waiting_for(unit: UnitOfWork, who: Reviewer, actor: Actor, skip: int = 0, count: int = 10) -> list[QueueRow]:
    """Return a page of what waits for the HOST at the paths and below, or for the UPPER of units below these paths.

    The longest waiting first. What the reviewer has accepted on the first level waits for others.
    """
    return _page(unit, _waits(who, actor), skip, count)


def count_waiting(unit: UnitOfWork, who: Reviewer, actor: Actor) -> int:
    return _count(unit, _waits(who, actor))


def overdue(unit: UnitOfWork, who: Reviewer, today: date, skip: int = 0, count: int = 10) -> list[QueueRow]:
    """Return a page of what should have been decided before today, on either level of this organiser."""
    return _page(unit, _late(who, today), skip, count)


def count_overdue(unit: UnitOfWork, who: Reviewer, today: date) -> int:
    return _count(unit, _late(who, today))


def next_waiting(unit: UnitOfWork, who: Reviewer, actor: Actor, place: tuple[float, int]) -> QueueRow | None:
    """Return what waits behind this place in the list (when it was sent, and its number), or else at the head.

    The reviewer's own request is passed over: others decide on it. None: nothing waits.
    """
    return _next(unit, _waits(who, actor), who, place)


def next_overdue(unit: UnitOfWork, who: Reviewer, today: date, place: tuple[float, int]) -> QueueRow | None:
    """Return the same of what should have been decided before today."""
    return _next(unit, _late(who, today), who, place)


def _next(unit: UnitOfWork, which: ColumnElement[bool], who: Reviewer, place: tuple[float, int]) -> QueueRow | None:
    sent_at, number = place
    others = and_(which, _row.chat_id != who.chat_id)
    behind = or_(_row.submitted_at > sent_at, and_(_row.submitted_at == sent_at, _row.id > number))
    rows = _page(unit, and_(others, behind), 0, 1) or _page(unit, others, 0, 1)
    return rows[0] if rows else None


def _waits(who: Reviewer, actor: Actor) -> ColumnElement[bool]:
    if actor is Actor.UPPER:
        is_for_them = _row.accepted_by.is_distinct_from(who.chat_id)
        return and_(_row.state == State.HOST_ACCEPTED, strictly_within(who.paths), is_for_them)
    return and_(_row.state == State.SUBMITTED, within(who.paths))


def _late(who: Reviewer, today: date) -> ColumnElement[bool]:
    waits = or_(_waits(who, Actor.HOST), _waits(who, Actor.UPPER))
    return and_(waits, _row.due_on < today.isoformat())


_QUEUE: Final[Select[Any]] = (
    select(
        _row.id,
        _row.chat_id,
        points.c.name.label("point_name"),
        units.c.name.label("unit_name"),
        _row.submitted_at,
        _row.due_on,
        _row.state,
    )
    .join_from(affiliations, points, _row.point_id == points.c.id)
    .join(units, _row.unit_id == units.c.id)
    .order_by(_row.submitted_at, _row.id)
)


def _page(unit: UnitOfWork, which: ColumnElement[bool], skip: int, count: int) -> list[QueueRow]:
    rows = unit.connection.execute(_QUEUE.where(which).offset(skip).limit(count))
    return [_queued(row) for row in rows]


def _count(unit: UnitOfWork, which: ColumnElement[bool]) -> int:
    counted = select(func.count()).join_from(affiliations, units, _row.unit_id == units.c.id).where(which)
    return unit.connection.scalar(counted) or 0


def _queued(row: Row[Any]) -> QueueRow:
    due_on = date.fromisoformat(row.due_on) if row.due_on else None
    return QueueRow(row.id, row.chat_id, row.point_name, row.unit_name, row.submitted_at, due_on, State(row.state))
