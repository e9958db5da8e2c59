"""Notices: what is to happen by itself, one row for each, due once; a newer version of its subject makes it stale."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import ColumnElement, bindparam, func, literal_column, or_, select, update

from storage.gentle_insert import or_leave
from storage.tables.messages import notices as table
from storage.unit_of_work import UnitOfWork

State = Literal["due", "done", "stale", "expired"]

_row: Final = table.c


@dataclass(frozen=True, slots=True)
class Planned:
    """A notice to come; times in seconds since 1970, `not_after` None: however late, it is still of use."""

    kind: str
    due_at: float
    not_after: float | None = None


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice; `subject` is a noun and a number, as in "affiliation:12"."""

    id: int
    subject: str
    version: int
    kind: str
    due_at: float
    not_after: float | None


@dataclass(frozen=True, slots=True)
class Course:
    """What is to come of a version of its subject. `is_first`: no older version can have been planned."""

    subject: str
    version: int
    notices: Sequence[Planned]
    is_first: bool = False


def plan(unit: UnitOfWork, subject: str, version: int, notices: Iterable[Planned]) -> None:
    """Plan these for this version of the subject, those that are not planned yet; older versions become stale."""
    plan_all(unit, [Course(subject, version, list(notices))])


def plan_all(unit: UnitOfWork, courses: Sequence[Course]) -> None:
    """Plan what is to come of several subjects.

    A notice that another worker has in hand just now stays with that worker, which compares the versions itself.
    """
    later = [one for one in courses if not one.is_first]
    if later:
        unit.connection.execute(_STALE, [{"about": one.subject, "new": one.version} for one in later])
    rows = [
        {
            "subject": course.subject,
            "version": course.version,
            "kind": one.kind,
            "due_at": one.due_at,
            "not_after": one.not_after,
            "state": "due",
        }
        for course in courses
        for one in course.notices
    ]
    if rows:
        unit.connection.execute(_INSERT, rows)


def due(unit: UnitOfWork, now: float, limit: int) -> list[NoticeRow]:
    """Return what is due, the longest due first, locked until the transaction ends; another worker goes without."""
    alive = or_(_row.not_after.is_(None), _row.not_after > now)
    query = select(_row.id, _row.subject, _row.version, _row.kind, _row.due_at, _row.not_after)
    ready = query.where(_is_due(), _row.due_at <= now, alive).order_by(_row.due_at, _row.id).limit(limit)
    return [NoticeRow(*row) for row in unit.connection.execute(ready.with_for_update(skip_locked=True))]


def finish(unit: UnitOfWork, notice_id: int, state: Literal["done", "stale", "expired"], now: float) -> None:
    """Write down what became of a notice that was due."""
    unit.connection.execute(update(table).where(_row.id == notice_id).values(state=state, done_at=now))


def expire(unit: UnitOfWork, now: float) -> Mapping[str, int]:
    """Close what is past its time, and return how many there were of each kind."""
    # What is not due yet is not asked for: the index by the time at which a notice is due serves this.
    late = select(_row.id).where(_is_due(), _row.due_at <= now, _row.not_after <= now)
    free = late.with_for_update(skip_locked=True)
    closed = update(table).where(_row.id.in_(free)).values(state="expired", done_at=now).returning(_row.kind)
    return Counter(unit.connection.scalars(closed))


def last_rung(unit: UnitOfWork, subject: str, kinds: Collection[str], before: float) -> float | None:
    """Return when one of these kinds last rang for this subject, before that moment and whatever the version."""
    rang = (_row.subject == subject) & (_row.state == "done") & _row.kind.in_(kinds) & (_row.done_at < before)
    found: float | None = unit.connection.scalar(select(func.max(_row.done_at)).where(rang))
    return found


def is_due_too(unit: UnitOfWork, notice: NoticeRow, kinds: Collection[str], now: float) -> bool:
    """Tell whether another of the same subject and version is due, of one of these kinds and still of use."""
    same = (_row.subject == notice.subject) & (_row.version == notice.version) & _row.kind.in_(kinds)
    alive = or_(_row.not_after.is_(None), _row.not_after > now)
    return bool(unit.connection.scalar(select(func.count()).where(_is_due(), same, _row.due_at <= now, alive)))


def next_due(unit: UnitOfWork) -> float | None:
    """Return when the next one is due; None: nothing is planned."""
    first: float | None = unit.connection.scalar(_NEXT_DUE)
    return first


def _is_due() -> ColumnElement[bool]:
    """Say the state in the statement itself: a partial index does not serve a parameter."""
    return _row.state == literal_column("'due'")


_OLDER: Final = (_row.subject == bindparam("about")) & (_row.version < bindparam("new"))
_STALE: Final = (
    update(table)
    .where(_row.id.in_(select(_row.id).where(_is_due(), _OLDER).with_for_update(skip_locked=True)))
    .values(state=literal_column("'stale'"))
)
_NEXT_DUE: Final = select(func.min(_row.due_at)).where(_is_due())
_INSERT: Final = or_leave(table, ("subject", "version", "kind", "due_at", "not_after", "state"))
