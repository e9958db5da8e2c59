"""What waits at some units and below, beside what the chat's own lists have: the first rows of each kind, in order.

Nothing personal is in a row but a chat's number. Times in seconds since 1970.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, literal_column, or_, select

from domain.activities.activities import Stage
from domain.activities.duties import State as DutyState
from domain.activities.seats import State as SeatState
from domain.affiliations.affiliations import CLOSED, HERE, State
from storage.affiliations.review_queue import Reviewer, waiting_in_any_part
from storage.places.scopes import within
from storage.rows import read
from storage.tables.activities import activities, duties, duty_answers, signups
from storage.tables.affiliations import affiliations, questions
from storage.tables.messages import outbox
from storage.tables.places import points, units
from storage.unit_of_work import UnitOfWork

_affiliation: Final = affiliations.c
_activity: Final = activities.c
_UNDER_WAY: Final = (State.DRAFT, State.SUBMITTED, State.HOST_ACCEPTED, State.RETURNED)


def _one_of(column: ColumnElement[str], *states: str) -> ColumnElement[bool]:
    """Say it in the very words of a partial index, which does not serve parameters."""
    return column.in_([literal_column(f"'{state}'") for state in states])


_IS_HERE: Final = _one_of(_affiliation.state, *sorted(HERE))
_IS_UNDER_WAY: Final = _one_of(_affiliation.state, *_UNDER_WAY)
_IS_LOST: Final = _one_of(outbox.c.state, "failed", "unknown")


@dataclass(frozen=True, slots=True)
class StayRow:
    """An affiliation with which something is to be done; `since`: when that began, `due_on`: until when it has time."""

    id: int
    chat_id: int
    version: int
    state: State
    point_name: str
    since: float
    due_on: date | None


@dataclass(frozen=True, slots=True)
class ShortRow:
    """Something of an activity that wants people: how many there are, and how many are meant."""

    id: int
    activity_id: int
    name: str
    title: str
    unit_name: str
    starts_at: float
    there: int
    meant: int


def requests(unit: UnitOfWork, who: Reviewer, most: int) -> list[StayRow]:
    """Return what waits for a decision of this reviewer, what is due first before, but for the own."""
    waits = and_(_IS_UNDER_WAY, waiting_in_any_part(who), _affiliation.chat_id != who.chat_id)
    query = _stays(_affiliation.submitted_at).where(waits)
    return _read_stays(unit, query.order_by(_affiliation.due_on.is_(None), _affiliation.due_on, _affiliation.id), most)


def clocks(unit: UnitOfWork, paths: Sequence[str], until: date, most: int) -> list[StayRow]:
    """Return the stays that end, or are to be confirmed, by that day, the first to do so before the others."""
    due, last = func.coalesce(_affiliation.due_on, _affiliation.ends_on), until.isoformat()
    to_confirm = and_(_IS_HERE, _affiliation.due_on <= last)
    to_end = and_(_IS_HERE, _affiliation.due_on.is_(None), _affiliation.ends_on <= last)
    query = _stays(_affiliation.state_since, due).where(within(paths), or_(to_confirm, to_end))  # a range each
    return _read_stays(unit, query.order_by(due, _affiliation.id), most)


def unanswered(unit: UnitOfWork, paths: Sequence[str], before: float, most: int) -> list[StayRow]:
    """Return the affiliations whose member has not answered a question asked before that moment, the oldest first."""
    asked = (
        select(questions.c.affiliation_id, func.min(questions.c.asked_at).label("since"))
        .where(questions.c.answered_at.is_(None), questions.c.asked_at < before)
        .group_by(questions.c.affiliation_id)
        .subquery()
    )
    query = _stays(asked.c.since).join(asked, asked.c.affiliation_id == _affiliation.id)
    open_ones = query.where(within(paths), _affiliation.state.not_in(CLOSED))
    return _read_stays(unit, open_ones.order_by(asked.c.since, _affiliation.id), most)


def undelivered(unit: UnitOfWork, paths: Sequence[str], since: float, most: int) -> list[StayRow]:
    """Return the open affiliations of people whom a message of their own has not reached since then."""
    lost = (
        select(outbox.c.chat_id, func.max(outbox.c.done_at).label("since"))
        .where(_IS_LOST, outbox.c.letter_id.is_(None), outbox.c.done_at > since)
        .group_by(outbox.c.chat_id)
        .subquery()
    )
    query = _stays(lost.c.since).join(lost, lost.c.chat_id == _affiliation.chat_id)
    open_ones = and_(within(paths), _affiliation.state.not_in([*CLOSED, State.DRAFT]))
    return _read_stays(unit, query.where(open_ones).order_by(lost.c.since, _affiliation.id), most)


def unsure(unit: UnitOfWork, paths: Sequence[str], now: float, until: float, most: int) -> list[ShortRow]:
    """Return what begins by then and has seats that nobody has confirmed, or offers that nobody has taken.

    `there` counts who is sure, `meant` everybody who has a seat.
    """
    held = (SeatState.SIGNED_UP, SeatState.CONFIRMED, SeatState.OFFERED)
    seats = func.count(signups.c.id).filter(signups.c.state.in_(held))
    sure = func.count(signups.c.id).filter(signups.c.state == SeatState.CONFIRMED)
    query = (
        select(
            _activity.id,
            _activity.id.label("activity_id"),
            _activity.title.label("name"),
            _activity.title,
            units.c.name.label("unit_name"),
            _activity.starts_at,
            sure.label("there"),
            seats.label("meant"),
        )
        .join_from(activities, units, _activity.unit_id == units.c.id)
        .join(signups, signups.c.activity_id == _activity.id)
        .where(within(paths), _soon(now, until), _activity.confirm_by.is_not(None))
        .group_by(_activity.id, _activity.title, units.c.name, _activity.starts_at)
        .having(seats > sure)
    )
    return _read_short(unit, query.order_by(_activity.starts_at, _activity.id), most)


def short(unit: UnitOfWork, paths: Sequence[str], now: float, until: float, most: int) -> list[ShortRow]:
    """Return the duties of what begins by then for which fewer come than are needed."""
    coming = (
        select(func.count(duty_answers.c.id))
        .where(duty_answers.c.duty_id == duties.c.id, duty_answers.c.state == DutyState.COMING)
        .scalar_subquery()
    )
    query = (
        select(
            duties.c.id,
            duties.c.activity_id,
            duties.c.name,
            _activity.title,
            units.c.name.label("unit_name"),
            duties.c.starts_at,
            coming.label("there"),
            duties.c.needed.label("meant"),
        )
        .join_from(duties, activities, duties.c.activity_id == _activity.id)
        .join(units, _activity.unit_id == units.c.id)
        .where(within(paths), _soon(now, until), coming < duties.c.needed)
    )
    return _read_short(unit, query.order_by(duties.c.starts_at, duties.c.id), most)


def _soon(now: float, until: float) -> ColumnElement[bool]:
    return and_(_activity.stage == Stage.PUBLISHED, _activity.starts_at > now, _activity.starts_at < until)


def _stays(since: Any, due_on: Any = _affiliation.due_on) -> Select[Any]:  # noqa: ANN401  columns of several types
    """Read affiliations with their points and units.

    What waits is few of all that there is, so each one's unit is looked up; the sum keeps SQLite from going through
    the rows of all units instead.
    """
    return (
        select(
            _affiliation.id,
            _affiliation.chat_id,
            _affiliation.version,
            _affiliation.state,
            points.c.name.label("point_name"),
            since.label("since"),
            due_on.label("due_on"),
        )
        .join_from(affiliations, points, _affiliation.point_id == points.c.id)
        .join(units, units.c.id == _affiliation.unit_id + 0)
    )


def _read_stays(unit: UnitOfWork, query: Select[Any], most: int) -> list[StayRow]:
    return [
        read(
            StayRow,
            row,
            state=State(row.state),
            since=row.since or 0.0,
            due_on=date.fromisoformat(row.due_on) if row.due_on else None,
        )
        for row in unit.connection.execute(query.limit(most))
    ]


def _read_short(unit: UnitOfWork, query: Select[Any], most: int) -> list[ShortRow]:
    return [read(ShortRow, row) for row in unit.connection.execute(query.limit(most))]
