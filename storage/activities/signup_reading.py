"""Sign-ups, read: where people stand with an activity, how many are in each state, and what else they come to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    Row,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
)

from domain.activities.activities import Stage, Standing
from domain.activities.seats import COMING, HOLDING, State, Way, free
from storage.once import once, once_each
from storage.rows import read
from storage.tables.activities import activities, signups
from storage.unit_of_work import UnitOfWork

REASON: Final = b"signups.reason"
"""The purpose for which the reasons of those on leave are sealed."""

_row: Final = signups.c

_activity: Final = activities.c


@dataclass(frozen=True, slots=True)
class SignupRow:
    """Where one person stands with one activity; `since` is from when on, in seconds since 1970.

    `place` tells the order in the line within the same standing; 0: never waited. `before` is the state before being
    checked in, for an undo; None: there was no row.
    """

    id: int
    activity_id: int
    chat_id: int
    state: State
    standing: Standing
    place: int
    since: float
    offered_until: float | None
    late_minutes: int
    seen_at: float | None
    way: Way | None
    before: State | None


@dataclass(frozen=True, slots=True)
class Appointment:
    """A sign-up and when its activity is, in seconds since 1970."""

    signup: SignupRow
    activity_id: int
    starts_at: float
    ends_at: float
    stage: Stage


@dataclass(frozen=True, slots=True)
class Counts:
    """How many sign-ups are in each state."""

    signed_up: int = 0
    confirmed: int = 0
    waiting: int = 0
    offered: int = 0
    on_leave: int = 0
    left: int = 0
    released: int = 0
    lapsed: int = 0
    checked_in: int = 0
    walked_in: int = 0
    absent: int = 0

    @property
    def held(self) -> int:
        """Return how many seats are taken."""
        return sum(getattr(self, state) for state in HOLDING)

    @property
    def came(self) -> int:
        """Return how many were seen there; 0: who came was not entered."""
        return self.checked_in + self.walked_in

    def free(self, seats: int | None) -> int | None:
        """Return how many of so many seats are free; None: as many as come."""
        return free(seats, self.held)


@once(activities, signups)
def find(unit: UnitOfWork, activity_id: int, chat_id: int) -> SignupRow | None:
    row = unit.connection.execute(_FIND, {"activity": activity_id, "chat": chat_id}).one_or_none()
    return None if row is None else signup_row(row)


@once(activities, signups)
def by_id(unit: UnitOfWork, signup_id: int) -> SignupRow | None:
    row = unit.connection.execute(select(signups).where(_row.id == signup_id)).one_or_none()
    return None if row is None else signup_row(row)


@once(signups)
def has_any(unit: UnitOfWork, chat_id: int) -> bool:
    """Tell whether this person ever signed up for anything."""
    return bool(unit.connection.scalar(select(exists().where(_row.chat_id == chat_id))))


def of_person(unit: UnitOfWork, chat_id: int, since: float, until: float) -> Sequence[Appointment]:
    """Return everything of this person that goes on between these moments, whatever came of it; the soonest first.

    A turn asks for several spans around now: what is read serves them all.
    """
    if not has_any(unit, chat_id):
        return ()
    held = unit.kept.get((of_person, chat_id), None)
    if held is None or since < held[0]:
        earlier = since - _EARLIER_S
        held = earlier, _appointments(unit, chat_id, earlier)
        unit.kept.put((of_person, chat_id), held, frozenset({signups.name, activities.name}))
    return tuple(one for one in held[1] if one.ends_at > since and one.starts_at < until)


_EARLIER_S: Final = 14 * 86_400.0
"""So much more of the past is read than is asked for: a week later the turn asks how it was."""


def _appointments(unit: UnitOfWork, chat_id: int, since: float) -> Sequence[Appointment]:
    rows = unit.connection.execute(_APPOINTMENTS, {"chat": chat_id, "since": since})
    return [Appointment(signup_row(row), row.activity_id, row.starts_at, row.ends_at, Stage(row.stage)) for row in rows]


def of_activity(unit: UnitOfWork, activity_id: int, states: Collection[State]) -> list[SignupRow]:
    """Return those in these states, in the order of the line."""
    return list(_in_states(unit, activity_id, frozenset(states)))


@once(activities, signups)
def _in_states(unit: UnitOfWork, activity_id: int, states: frozenset[State]) -> Sequence[SignupRow]:
    query = select(signups).where(_row.activity_id == activity_id, _row.state.in_(list(states)))
    rows = unit.connection.execute(query.order_by(_row.standing, _row.place, _row.id))
    return tuple(signup_row(row) for row in rows)


@once_each(activities, signups)
def counts(unit: UnitOfWork, activity_ids: Collection[int]) -> Mapping[int, Counts]:
    """Count the states of each of these activities; for one without sign-ups all are 0."""
    found: dict[int, dict[str, int]] = {activity_id: {} for activity_id in activity_ids}
    for activity_id, state, count in unit.connection.execute(_COUNTS, {"activities": list(activity_ids)}):
        found[activity_id][state] = count
    return {activity_id: Counts(**states) for activity_id, states in found.items()}


def place_in_line(unit: UnitOfWork, row: SignupRow) -> int:
    """Return somebody's number on the waiting list, from 1 on; 0: they do not wait."""
    if row.state is not State.WAITING:
        return 0
    ahead = or_(_row.standing < row.standing, and_(_row.standing == row.standing, _row.place < row.place))
    query = select(func.count()).where(_row.activity_id == row.activity_id, _row.state == State.WAITING, ahead)
    return 1 + (unit.connection.scalar(query) or 0)


def clashes(unit: UnitOfWork, chat_id: int, activity_id: int) -> list[int]:
    """Return the published activities at the same time that this person comes to or waits for, the soonest first."""
    return list(unit.connection.scalars(_CLASHES, {"chat": chat_id, "activity": activity_id}))


def signup_row(row: Row[Any]) -> SignupRow:
    """Make a sign-up of a row of its table."""
    way, before = Way(row.way) if row.way else None, State(row.before) if row.before else None
    return read(SignupRow, row, state=State(row.state), standing=Standing(row.standing), way=way, before=before)


_THIS: Final = _row.activity_id == bindparam("activity")

_FIND: Final = select(signups).where(_THIS, _row.chat_id == bindparam("chat"))

_APPOINTMENTS: Final = (
    select(signups, _activity.starts_at, _activity.ends_at, _activity.stage)
    .join_from(signups, activities, _row.activity_id == _activity.id)
    .where(_row.chat_id == bindparam("chat"), _activity.ends_at > bindparam("since"))
    .order_by(_activity.starts_at, _activity.id)
)

_SPAN: Final = select(_activity.starts_at, _activity.ends_at).where(_activity.id == bindparam("activity")).subquery()

_CLASHES: Final = (
    select(_row.activity_id)
    .join_from(signups, activities, _row.activity_id == _activity.id)
    .join(_SPAN, and_(_activity.starts_at < _SPAN.c.ends_at, _activity.ends_at > _SPAN.c.starts_at))
    .where(_row.chat_id == bindparam("chat"), _row.activity_id != bindparam("activity"))
    .where(_row.state.in_([*COMING, State.WAITING, State.OFFERED]), _activity.stage == Stage.PUBLISHED)
    .order_by(_activity.starts_at, _activity.id)
)

_COUNTS: Final = (
    select(_row.activity_id, _row.state, func.count())
    .where(_row.activity_id.in_(bindparam("activities", expanding=True)))
    .group_by(_row.activity_id, _row.state)
)
