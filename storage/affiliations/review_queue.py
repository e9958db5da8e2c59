"""The reviewers' queue: what waits for an answer on either level, and what should have had one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select, true

from domain.affiliations.affiliations import Actor, State, Verb
from storage.once import once
from storage.places.scopes import at_or_below, strictly_within, within
from storage.rows import read
from storage.tables.affiliations import affiliation_steps, affiliations
from storage.tables.places import points, units
from storage.unit_of_work import UnitOfWork

_row: Final = affiliations.c
_step: Final = affiliation_steps.c
_DECISIONS: Final = (Verb.CONFIRM, Verb.DECLINE, Verb.END)
_TAKEN: Final = affiliation_steps.join(affiliations, _step.affiliation_id == _row.id).join(
    units, _row.unit_id == units.c.id
)


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
    """An organiser, by chat, and the paths of the scopes that they hold; perhaps looking at a part of them only."""

    chat_id: int
    paths: Sequence[str]
    below: str = ""
    point_id: int = 0

    @property
    def narrowed(self) -> ColumnElement[bool]:
        """Say that it is of the part that they look at."""
        there = _row.point_id == self.point_id if self.point_id else true()
        return and_(there, at_or_below(self.below) if self.below else true())


def waiting_for(unit: UnitOfWork, who: Reviewer, actor: Actor, skip: int = 0, count: int = 10) -> list[QueueRow]:
    """Return a page of what waits for the HOST at the paths and below, or for the UPPER of units below these paths.

    The longest waiting first. What the reviewer has accepted on the first level waits for others.
    """
    return _page(unit, _waits(who, actor), skip, count)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits for a reviewer: on the first level, on the second, and what of it is overdue."""

    host: int
    upper: int
    late: int


@once(affiliations, units)
def waits(unit: UnitOfWork, who: Reviewer, today: date) -> Waiting:
    """Count all that waits, in one statement."""
    piles = (_waits(who, Actor.HOST), _waits(who, Actor.UPPER), _late(who, today))
    return Waiting(*unit.connection.execute(select(*(_counted(pile).scalar_subquery() for pile in piles))).one())


def count_waiting(unit: UnitOfWork, who: Reviewer, actor: Actor) -> int:
    return _count(unit, _waits(who, actor))


def overdue(unit: UnitOfWork, who: Reviewer, today: date, skip: int = 0, count: int = 10) -> list[QueueRow]:
    """Return a page of what should have been decided before today, on either level of this organiser."""
    return _page(unit, _late(who, today), skip, count)


def count_overdue(unit: UnitOfWork, who: Reviewer, today: date) -> int:
    return _count(unit, _late(who, today))


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided of an affiliation last: by which step, when, and by whom (None: by nobody who is known)."""

    id: int
    chat_id: int
    point_name: str
    state: State
    verb: Verb
    at: float
    by_chat: int | None


def returned(unit: UnitOfWork, who: Reviewer, skip: int, count: int) -> list[Decided]:
    """Return a page of what members are to add something to, the newest first."""
    return _decided(unit, _returned(who), skip, count)


def done(unit: UnitOfWork, who: Reviewer, since: float, skip: int, count: int) -> list[Decided]:
    """Return a page of what organisers have confirmed, declined or ended since that moment, the newest first."""
    return _decided(unit, _done(who, since), skip, count)


@dataclass(frozen=True, slots=True)
class CountOfDecided:
    """How many are with their members, and how many were decided lately."""

    returned: int
    done: int


@once(affiliations, affiliation_steps, units)
def count_decided(unit: UnitOfWork, who: Reviewer, since: float) -> CountOfDecided:
    """Count what is in nobody's queue any more, in one statement; what is done, since that moment."""
    piles = (_returned(who), _done(who, since))
    counted = (select(func.count()).select_from(_TAKEN).where(pile).scalar_subquery() for pile in piles)
    return CountOfDecided(*unit.connection.execute(select(*counted)).one())


def _returned(who: Reviewer) -> ColumnElement[bool]:
    taken = affiliation_steps.alias().c
    last = select(func.max(taken.id)).where(taken.affiliation_id == _row.id, taken.verb == Verb.RETURN)
    is_last = _step.id == last.correlate(affiliations).scalar_subquery()
    return and_(_row.state == State.RETURNED, within(who.paths), who.narrowed, is_last)


def _done(who: Reviewer, since: float) -> ColumnElement[bool]:
    by_people = and_(_step.verb.in_(_DECISIONS), _step.actor.in_([Actor.HOST, Actor.UPPER]))
    return and_(by_people, _step.at > since, within(who.paths), who.narrowed)


def _decided(unit: UnitOfWork, which: ColumnElement[bool], skip: int, count: int) -> list[Decided]:
    columns = (
        _row.id,
        _row.chat_id,
        points.c.name.label("point_name"),
        _row.state,
        _step.verb,
        _step.at,
        _step.by_chat,
    )
    rows: Select[Any] = select(*columns).select_from(_TAKEN.join(points, _row.point_id == points.c.id)).where(which)
    found = unit.connection.execute(rows.order_by(_step.at.desc(), _step.id.desc()).offset(skip).limit(count))
    return [read(Decided, row, state=State(row.state), verb=Verb(row.verb)) for row in found]


def waiting_in_any_part(who: Reviewer) -> ColumnElement[bool]:
    """Say of an affiliation that it waits for this reviewer, on either level; units are joined to it."""
    return or_(_waits(who, Actor.HOST), _waits(who, Actor.UPPER))


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
    behind_first = _QUEUE.where(others).order_by(None).order_by(case((behind, 0), else_=1), _row.submitted_at, _row.id)
    row = unit.connection.execute(behind_first.limit(1)).one_or_none()
    return None if row is None else _queued(row)


def _waits(who: Reviewer, actor: Actor) -> ColumnElement[bool]:
    if actor is Actor.UPPER:
        is_for_them = _row.accepted_by.is_distinct_from(who.chat_id)
        return and_(_row.state == State.HOST_ACCEPTED, strictly_within(who.paths), is_for_them, who.narrowed)
    return and_(_row.state == State.SUBMITTED, within(who.paths), who.narrowed)


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
    return unit.connection.scalar(_counted(which)) or 0


def _counted(which: ColumnElement[bool]) -> Select[Any]:
    return select(func.count()).join_from(affiliations, units, _row.unit_id == units.c.id).where(which)


def _queued(row: Row[Any]) -> QueueRow:
    due_on = date.fromisoformat(row.due_on) if row.due_on else None
    return QueueRow(row.id, row.chat_id, row.point_name, row.unit_name, row.submitted_at, due_on, State(row.state))
