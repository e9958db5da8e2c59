"""Throwing a draft away: nobody but its organisers has ever seen it, so nothing of it stays."""

from typing import Final

from sqlalchemy import delete

from domain.activities.activities import Stage
from storage.tables.activities import activities
from storage.unit_of_work import UnitOfWork

_row: Final = activities.c


def discard(unit: UnitOfWork, activity_id: int) -> bool:
    """Delete a draft. False: it is no draft (any more), and nothing has changed."""
    gone = delete(activities).where(_row.id == activity_id, _row.stage == Stage.DRAFT).returning(_row.id)
    return unit.connection.execute(gone).one_or_none() is not None
