"""Updates whose step raised: kept with their traceback until somebody has looked and played them again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, func, select, update

from storage.sealed import UnsealableError
from storage.tables.messages import failed_updates
from storage.unit_of_work import UnitOfWork

ARRIVAL: Final = b"failed_updates.arrival"
TRACEBACK: Final = b"failed_updates.traceback"


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed update: the reference that the person was told, the arrival as JSON, and what was raised.

    The arrival is empty where no key here opens it.
    """

    reference: str
    bot_id: int
    update_id: int
    chat_id: int
    arrival: bytes
    traceback: str
    failed_at: float
    retried_at: float | None = None
    channel: str = "telegram"


def record(unit: UnitOfWork, failure: Failure) -> None:
    row = {
        "reference": failure.reference,
        "bot_id": failure.bot_id,
        "update_id": failure.update_id,
        "chat_id": failure.chat_id,
        "arrival": unit.seal.close(failure.arrival, ARRIVAL),
        "traceback": unit.seal.close(failure.traceback.encode(errors="backslashreplace"), TRACEBACK),
        "failed_at": failure.failed_at,
        "channel": failure.channel,
    }
    unit.connection.execute(failed_updates.insert(), row)


def is_taken(unit: UnitOfWork, reference: str) -> bool:
    """Tell whether this reference names an earlier failure."""
    return (
        unit.connection.scalar(select(failed_updates.c.id).where(failed_updates.c.reference == reference)) is not None
    )


def waiting(unit: UnitOfWork) -> Sequence[Failure]:
    """Return the failures that were not yet played again, oldest first."""
    query = select(failed_updates).where(failed_updates.c.retried_at.is_(None)).order_by(failed_updates.c.id)
    return [_failure(unit, row) for row in unit.connection.execute(query)]


def _failure(unit: UnitOfWork, row: Row[*tuple[Any, ...]]) -> Failure:
    arrival, traceback = _opened(unit, row)
    whose = (row.reference, row.bot_id, row.update_id, row.chat_id)
    return Failure(*whose, arrival, traceback, row.failed_at, row.retried_at, row.channel)


def _opened(unit: UnitOfWork, row: Row[*tuple[Any, ...]]) -> tuple[bytes, str]:
    try:
        return unit.seal.open(row.arrival, ARRIVAL), unit.seal.open_text(row.traceback, TRACEBACK)
    except UnsealableError:
        return b"", "sealed with another key"


def count_waiting(unit: UnitOfWork) -> int:
    """Count the failures that were not yet played again."""
    query = select(func.count()).where(failed_updates.c.retried_at.is_(None))
    return unit.connection.scalar(query) or 0


def count_unreported(unit: UnitOfWork) -> int:
    """Count the failures that no admin has been told of."""
    query = select(func.count()).where(failed_updates.c.reported_at.is_(None))
    return unit.connection.scalar(query) or 0


def last_reported(unit: UnitOfWork) -> float:
    """Return when an admin was last told of any; long ago for never."""
    return unit.connection.scalar(select(func.max(failed_updates.c.reported_at))) or 0.0


def report(unit: UnitOfWork, now: float) -> int:
    """Note that the admins have been told of all, and return how many were new to them."""
    told = update(failed_updates).where(failed_updates.c.reported_at.is_(None)).values(reported_at=now)
    return unit.connection.execute(told).rowcount


def mark_retried(unit: UnitOfWork, reference: str, now: float) -> None:
    changed = update(failed_updates).where(failed_updates.c.reference == reference)
    unit.connection.execute(changed.values(retried_at=now))
