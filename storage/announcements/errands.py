"""What the clock asks about announcements and notes down: which it is to look at, and what it has seen to."""

from typing import Final

from sqlalchemy import and_, bindparam, exists, select, update

from domain.announcements.announcements import Verb
from storage.announcements.announcements import AnnouncementRow, announcement_row
from storage.tables.announcements import announcements
from storage.tables.people import audit as audit_table
from storage.unit_of_work import UnitOfWork

_row: Final = announcements.c

_IS_DUE: Final = _row.look_at <= bindparam("now")
_TO_LOOK_AT: Final = select(_row.id).where(_IS_DUE).order_by(_row.look_at, _row.id)
_CLAIM: Final = select(announcements).where(_row.id == bindparam("this"), _IS_DUE).with_for_update(skip_locked=True)


def to_look_at(unit: UnitOfWork, now: float) -> list[int]:
    """Return the announcements that the clock has something to see to, the longest waiting first."""
    return list(unit.connection.scalars(_TO_LOOK_AT, {"now": now}))


def claimed(unit: UnitOfWork, announcement_id: int, now: float) -> AnnouncementRow | None:
    """Lock it for a step of the clock. None: it is in other hands, or nothing is to be seen to (any more)."""
    row = unit.connection.execute(_CLAIM, {"this": announcement_id, "now": now}).one_or_none()
    return None if row is None else announcement_row(unit, row)


def look_again(unit: UnitOfWork, announcement_id: int, at: float | None) -> None:
    """Say when the clock is to look at it next; None: not until somebody does something with it."""
    unit.connection.execute(update(announcements).where(_row.id == announcement_id).values(look_at=at))


def run_errand(unit: UnitOfWork, announcement_id: int) -> None:
    """Say that a mailing carries now what was asked for."""
    unit.connection.execute(update(announcements).where(_row.id == announcement_id).values(errand=None))


def drawn(unit: UnitOfWork, announcement_id: int, times: int) -> None:
    """Say how often its progress has been drawn in this turn."""
    unit.connection.execute(update(announcements).where(_row.id == announcement_id).values(progress_shown=times))


def was_doubted(unit: UnitOfWork, announcement_id: int) -> bool:
    """Tell whether the house has paused it by itself before: it does so once, then people know what they do."""
    its = and_(audit_table.c.subject == f"announcement:{announcement_id}", audit_table.c.chat_id.is_(None))
    paused = exists().where(its, audit_table.c.what == f"announcement.{Verb.PAUSE}")
    return bool(unit.connection.scalar(select(paused)))
