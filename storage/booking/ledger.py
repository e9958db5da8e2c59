"""Lent and borrowed: for each unit the hours that it gave and took, used itself, and left idle."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Row, select

from domain.booking.life import HAD
from domain.booking.opening import Opening
from domain.booking.raster import Span
from domain.booking.resources import Kind
from storage.booking import resources
from storage.places.scopes import at_or_below
from storage.tables.booking import bookings, resource_covers
from storage.tables.booking import resources as table
from storage.tables.places import units
from storage.unit_of_work import UnitOfWork

_row: Final = bookings.c
_owner, _borrower = units.alias("owner"), units.alias("borrower")


@dataclass(frozen=True, slots=True)
class With:
    """Hours between a unit and another: `given` to it, `taken` from it."""

    unit_id: int
    name: str
    given: float
    taken: float


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a unit and all below lent and borrowed in a time, in hours; the partners with most hours first.

    `own`: what they used of what is theirs. `opened` and `idle`: how long their rooms were open, each for itself, and
    how much of that nobody used.
    """

    given: float
    taken: float
    own: float
    opened: float
    idle: float
    partners: tuple[With, ...]

    @property
    def balance(self) -> float:
        """Hours given beyond those taken."""
        return self.given - self.taken


def of_unit(unit: UnitOfWork, path: str, span: Span, opening: Opening) -> Ledger:
    """Add up the hours within the span of what was granted; what was given back or refused does not count."""
    mine, theirs, own = dict[int, float](), dict[int, float](), 0.0
    names: dict[int, str] = {}
    for row in _booked(unit, path, span):
        hours = _hours(row, span)
        lends, borrows = row.owner_path.startswith(path), row.borrower_path.startswith(path)
        if lends and borrows:
            own += hours
            continue
        other, name, side = (row.unit_id, row.borrower_name, mine) if lends else (row.owner_id, row.owner_name, theirs)
        names[other] = name
        side[other] = side.get(other, 0.0) + hours
    partners = [With(one, name, mine.get(one, 0.0), theirs.get(one, 0.0)) for one, name in names.items()]
    partners.sort(key=lambda one: (-one.given - one.taken, one.name))
    opened, idle = _idle(unit, path, span, opening)
    return Ledger(sum(mine.values()), sum(theirs.values()), own, opened, idle, tuple(partners))


def _booked(unit: UnitOfWork, path: str, span: Span) -> Iterable[Row[tuple[object, ...]]]:
    query = (
        select(
            *(_row.starts_at, _row.ends_at, _row.unit_id, table.c.unit_id.label("owner_id")),
            *(_owner.c.path.label("owner_path"), _owner.c.name.label("owner_name")),
            *(_borrower.c.path.label("borrower_path"), _borrower.c.name.label("borrower_name")),
        )
        .join(table, table.c.id == _row.resource_id)
        .join(_owner, _owner.c.id == table.c.unit_id)
        .join(_borrower, _borrower.c.id == _row.unit_id)
    )
    of_them = _within(_owner.c.path, path) | _within(_borrower.c.path, path)
    return unit.connection.execute(query.where(of_them, _counts(span)))


def _within(column: ColumnElement[str], path: str) -> ColumnElement[bool]:
    return (column >= path) & (column < path[:-1] + "0")


def _counts(span: Span) -> ColumnElement[bool]:
    return _row.state.in_(sorted(HAD)) & (_row.starts_at < span.ends_at) & (_row.ends_at > span.starts_at)


def _hours(row: Row[tuple[object, ...]], span: Span) -> float:
    hours: float = (min(row.ends_at, span.ends_at) - max(row.starts_at, span.starts_at)) / 3_600
    return hours


def _idle(unit: UnitOfWork, path: str, span: Span, opening: Opening) -> tuple[float, float]:
    """Return how long the rooms of these units were open, and how long idle: a part of a hall in use is in use.

    Rooms whose hours nobody has written down are left out: nobody could say when they are idle.
    """
    rooms = unit.connection.execute(
        resources.chosen().where(
            at_or_below(path), table.c.kind == Kind.ROOM, table.c.hours != "", table.c.retired_at.is_(None)
        )
    ).all()
    used = _used(unit, [row.id for row in rooms], span)
    opened = idle = 0.0
    for row in rooms:
        held = used.get(row.id, [])
        for hours in opening.open_spans(row.hours, span):
            opened += hours.hours
            idle += hours.hours - sum(_overlap(hours, one) for one in held)
    return opened, idle


def _overlap(one: Span, other: Span) -> float:
    return max(0.0, min(one.ends_at, other.ends_at) - max(one.starts_at, other.starts_at)) / 3_600


def _used(unit: UnitOfWork, numbers: list[int], span: Span) -> dict[int, list[Span]]:
    covers = resource_covers.c
    query = select(covers.covered_id, _row.starts_at, _row.ends_at).join(
        bookings, _row.resource_id == covers.resource_id
    )
    found: dict[int, list[Span]] = {}
    for number, starts_at, ends_at in unit.connection.execute(
        query.where(covers.covered_id.in_(numbers), _counts(span))
    ):
        found.setdefault(number, []).append(Span(starts_at, ends_at))
    return found
