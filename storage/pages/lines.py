"""What stands on a page. Every change of a page has a number, one after the other, by which its browser goes on.

A line keeps its number when its words are changed or taken back; what changes is its event. So whoever knows the page
as it was at event 17 asks for all lines with a later one, however long that was ago.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from storage.tables.pages import page_files, page_lines, pages
from storage.unit_of_work import UnitOfWork

CONTENT: Final = b"page_lines.content"

_line: Final = page_lines.c
_SHOWN: Final = (_line.line, _line.event, _line.is_own, _line.content, _line.at)

# What every line that is written asks is built once: to build a statement takes longer than to execute it.
_INSERT: Final = insert(page_lines)
_FROM_SOURCE: Final = select(*_SHOWN).where(_line.number == bindparam("page"), _line.source == bindparam("from"))
_ON_PAGE: Final = select(*_SHOWN).where(_line.number == bindparam("page"), _line.line == bindparam("on"))
_REWRITE: Final = (
    update(page_lines)
    .where(_line.number == bindparam("page"), _line.line == bindparam("on"), ~_line.is_own, _line.content.is_not(None))
    .values(event=bindparam("at_event"), content=bindparam("sealed"), delivered_at=None)
)
_NEXT: Final = (
    update(pages)
    .where(pages.c.number == bindparam("page"))
    .values(event=pages.c.event + 1, line=pages.c.line + bindparam("lines"))
    .returning(pages.c.event, pages.c.line)
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its number, the event that brought it to this form, and JSON bytes of what is shown (none: taken back).

    `at` in seconds since 1970.
    """

    line: int
    event: int
    is_own: bool
    content: bytes | None
    at: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line to be added: whose it is, where it comes from (its like is added once), and what is shown."""

    number: int
    source: str
    is_own: bool
    content: bytes


class NoPageError(Exception):
    """There is no page of this number, or none any more."""


def add(unit: UnitOfWork, wanted: Wanted, now: float) -> tuple[Line, bool]:
    """Add a line, and return it; a second time the one that stands there, and that it is not new.

    Raises `NoPageError`.
    """
    event, line = _next(unit, wanted.number)
    same = {"page": wanted.number, "from": wanted.source}
    if (row := unit.connection.execute(_FROM_SOURCE, same).first()) is not None:
        return _opened(unit, row), False
    values = {
        "number": wanted.number,
        "line": line,
        "event": event,
        "source": wanted.source,
        "is_own": wanted.is_own,
        "content": unit.seal.close(wanted.content, CONTENT),
        "at": now,
    }
    unit.connection.execute(_INSERT, values)
    return Line(line, event, wanted.is_own, wanted.content, now), True


def rewrite(unit: UnitOfWork, number: int, line: int, content: bytes | None) -> Line | None:
    """Give a line other words, or take it back; None: it is not there, or was taken back before."""
    event, _ = _next(unit, number, lines=0)
    sealed = None if content is None else unit.seal.close(content, CONTENT)
    there = {"page": number, "on": line}
    if not unit.connection.execute(_REWRITE, {**there, "at_event": event, "sealed": sealed}).rowcount:
        return None
    row = unit.connection.execute(_ON_PAGE, there).one()
    return _opened(unit, row)


def since(unit: UnitOfWork, number: int, event: int, at_most: int) -> Sequence[Line]:
    """Return what has changed after that event, the earliest change first."""
    query = select(*_SHOWN).where(_line.number == number, _line.event > event).order_by(_line.event).limit(at_most)
    return [_opened(unit, row) for row in unit.connection.execute(query)]


def before(unit: UnitOfWork, number: int, line: int, at_most: int) -> Sequence[Line]:
    """Return the lines that stand above this one, the topmost first; those that were taken back are not among them."""
    above = (_line.number == number) & (_line.line < line) & _line.content.is_not(None)
    query = select(*_SHOWN).where(above).order_by(_line.line.desc()).limit(at_most)
    return [_opened(unit, row) for row in reversed(unit.connection.execute(query).all())]


def shown(unit: UnitOfWork, number: int, line: int) -> bytes | None:
    """Return what this line of ours shows; None: it is not there."""
    query = select(_line.content).where(_line.number == number, _line.line == line, ~_line.is_own)
    sealed = unit.connection.scalar(query)
    return None if sealed is None else unit.seal.open(sealed, CONTENT)


def from_source(unit: UnitOfWork, number: int, source: str) -> int | None:
    """Return the number of the line that comes from there; None: there is none."""
    return unit.connection.scalar(select(_line.line).where(_line.number == number, _line.source == source))


def content_of(unit: UnitOfWork, number: int, source: str) -> bytes | None:
    """Return what the line shows that comes from there; None: there is none."""
    query = select(_line.content).where(_line.number == number, _line.source == source)
    sealed = unit.connection.scalar(query)
    return None if sealed is None else unit.seal.open(sealed, CONTENT)


def acknowledge(unit: UnitOfWork, number: int, event: int, now: float, *, is_read: bool) -> int:
    """Write down that the page has all up to this event, or that it was read; return how many lines that is news of."""
    mark = _line.read_at if is_read else _line.delivered_at
    news = (_line.number == number) & (_line.event <= event) & ~_line.is_own & mark.is_(None)
    return unit.connection.execute(update(page_lines).where(news).values({mark.key: now})).rowcount


def waiting(unit: UnitOfWork, number: int) -> int:
    """Count the lines that have not reached the page yet."""
    unseen = (_line.number == number) & _line.delivered_at.is_(None) & ~_line.is_own & _line.content.is_not(None)
    return unit.connection.scalar(select(func.count()).where(unseen)) or 0


def count(unit: UnitOfWork, numbers: Collection[int]) -> int:
    """Count what stands on these pages."""
    here = _line.number.in_(list(numbers)) & _line.content.is_not(None)
    return unit.connection.scalar(select(func.count()).where(here)) or 0


def clear(unit: UnitOfWork, numbers: Collection[int]) -> None:
    """Leave nothing on these pages, and no file. Whoever has one open sees what was there until they reload."""
    unit.connection.execute(delete(page_lines).where(_line.number.in_(list(numbers))))
    unit.connection.execute(delete(page_files).where(page_files.c.number.in_(list(numbers))))


def forget(unit: UnitOfWork, before_at: float, at_most: int = 5000) -> int:
    """Drop lines that were written before that moment, and return how many there were."""
    old = select(_line.id).where(_line.at < before_at).order_by(_line.at).limit(at_most)
    return unit.connection.execute(delete(page_lines).where(_line.id.in_(old))).rowcount


def _next(unit: UnitOfWork, number: int, lines: int = 1) -> tuple[int, int]:
    """Count one more change of this page, and so many lines; it is this transaction's alone until that ends."""
    row = unit.connection.execute(_NEXT, {"page": number, "lines": lines}).first()
    if row is None:
        raise NoPageError
    return row.event, row.line


def _opened(unit: UnitOfWork, row: Row[*tuple[Any, ...]]) -> Line:
    content = None if row.content is None else unit.seal.open(row.content, CONTENT)
    return Line(row.line, row.event, row.is_own, content, row.at)
