"""The audit of one subject, for whoever looks after the house."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from storage.people.audit import WHY
from storage.sealed import UnsealableError
from storage.tables.people import audit
from storage.unit_of_work import UnitOfWork

_SALT: Final = 16  # bytes before every reason


@dataclass(frozen=True, slots=True)
class TrailRow:
    """A row of the audit; `chat_id` None: the house itself or the command line. `at` in seconds since 1970."""

    number: int
    at: float
    chat_id: int | None
    role: str
    what: str
    subject: str
    why: str


def trail(unit: UnitOfWork, subject: str) -> list[TrailRow]:
    """Return what was written about "affiliation:12", in order."""
    rows = unit.connection.execute(select(audit).where(audit.c.subject == subject).order_by(audit.c.number))
    return [
        TrailRow(row.number, row.at, row.chat_id, row.role, row.what, row.subject, _opened(unit, row.why))
        for row in rows
    ]


def _opened(unit: UnitOfWork, why: bytes | None) -> str:
    try:
        return unit.seal.open(why, WHY)[_SALT:].decode() if why else ""
    except UnsealableError:
        return "(sealed with another key)"
