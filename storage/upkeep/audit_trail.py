"""The audit as it is read: of one subject, or page by page, for whoever looks after the house."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, ScalarSelect, or_, select

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


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the audit whose reason was not opened; `chat_id` None: the house itself. `at` in seconds since 1970."""

    number: int
    at: float
    chat_id: int | None
    role: str
    what: str
    subject: str
    has_reason: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows: of these moments (`until` excluded), of one kind ("role") or deed ("role.invite"), about one thing.

    `by` is the number of a row: those of whoever has done that one; `about` too: those about the same. So nobody's own
    number is needed. `before` is the number that all are below; what is 0 or "" narrows nothing.
    """

    since: float = 0.0
    until: float = 0.0
    what: str = ""
    subject: str = ""
    by: int = 0
    about: int = 0
    before: int = 0
    count: int = 50


def lines(unit: UnitOfWork, wanted: Wanted) -> list[Line]:
    """Return the latest of these rows, the newest first."""
    row = audit.c
    query = select(row.number, row.at, row.chat_id, row.role, row.what, row.subject, row.why.is_not(None).label("why"))
    found = query.where(*_narrowed(wanted)).order_by(row.number.desc()).limit(wanted.count)
    return [Line(*one) for one in unit.connection.execute(found)]


def _narrowed(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    row = audit.c
    if wanted.since:
        yield row.at >= wanted.since
    if wanted.until:
        yield row.at < wanted.until
    if wanted.what:
        yield or_(row.what == wanted.what, row.what.startswith(f"{wanted.what}.", autoescape=True))
    if wanted.subject:
        yield row.subject == wanted.subject
    if wanted.by:
        yield row.chat_id == _of_row("chat_id", wanted.by)
    if wanted.about:
        yield row.subject == _of_row("subject", wanted.about)
    if wanted.before:
        yield row.number < wanted.before


def _of_row(name: str, number: int) -> ScalarSelect[Any]:
    """Return what stands in a column of one row."""
    other = audit.alias()
    return select(other.c[name]).where(other.c.number == number).scalar_subquery()


def reason(unit: UnitOfWork, number: int) -> str | None:
    """Return why the deed of this row was done; None: it has no reason, or there is no such row."""
    why = unit.connection.scalar(select(audit.c.why).where(audit.c.number == number))
    return None if why is None else _opened(unit, why)


def _opened(unit: UnitOfWork, why: bytes | None) -> str:
    try:
        return unit.seal.open(why, WHY)[_SALT:].decode() if why else ""
    except UnsealableError:
        return "(sealed with another key)"
