"""What waits to be sent: how much in each lane, and for how long the oldest of it has been due."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, case, func, literal_column, or_, select

from domain.messages.delivery import Lane, State
from storage.announcements import lines
from storage.tables.messages import outbox
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many messages are due, the oldest of them for so many seconds."""

    count: int = 0
    oldest_s: float = 0.0

    def beside(self, other: "Waiting") -> "Waiting":
        return Waiting(self.count + other.count, max(self.oldest_s, other.oldest_s))


def backlog(unit: UnitOfWork, now: float, *, is_quiet: bool) -> Mapping[Lane, Waiting]:
    """Look at each lane. `now` in seconds since 1970; `is_quiet`: only urgent announcements are due.

    What was tried and waits to be tried again is due since its first try. A mailing that is paused waits for nothing.
    """
    found = _lanes(unit, now)
    mailed = [_mailing(unit, one, now) for one in lines.running(unit) if one.urgent or not is_quiet]
    for waiting in mailed:
        found[Lane.ANNOUNCEMENT] = found.get(Lane.ANNOUNCEMENT, Waiting()).beside(waiting)
    return {lane: waiting for lane, waiting in found.items() if waiting.count}


def _lanes(unit: UnitOfWork, now: float) -> dict[Lane, Waiting]:
    row = outbox.c
    alive = or_(row.not_after.is_(None), row.not_after > now)
    is_due = or_(row.not_before <= now, row.first_tried_at.is_not(None))
    # A jump of the clock may have left a first try in what is the future now.
    since = func.min(case((row.first_tried_at < row.not_before, row.first_tried_at), else_=row.not_before))
    waits = and_(row.state == literal_column(f"'{State.TODO}'"), row.letter_id.is_(None), alive, is_due)
    query = select(row.lane, func.count(), since).where(waits).group_by(row.lane)
    return {Lane(lane): Waiting(count, max(0.0, now - at)) for lane, count, at in unit.connection.execute(query)}


def _mailing(unit: UnitOfWork, one: lines.Running, now: float) -> Waiting:
    """Count what its index counts, and ask the first row of each wording since when it is there."""
    row = outbox.c
    is_next = and_(row.letter_id.in_(one.wording_ids), row.state == State.TODO)
    count = unit.connection.scalar(select(func.count()).where(is_next)) or 0
    first = select(func.min(row.id)).where(is_next).group_by(row.letter_id).scalar_subquery()
    since = unit.connection.scalar(select(func.min(row.written_at)).where(row.id.in_(first)))
    return Waiting(count, max(0.0, now - since)) if since is not None else Waiting()
