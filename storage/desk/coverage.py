"""The figures of coverage, added up: a number is the sum of its lines, and its rows are the same lines, grouped.

So no number can say anything else than its rows. Groups of too few people are not told by themselves.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, cast, distinct, func, literal, null, select, union_all

from domain.small_groups import LEAST, is_told
from storage.desk.coverage_lines import FIGURES, Figure, Of, Scope
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Number:
    """An amount, and how many different people it is about, at least up to `LEAST` (None: about things)."""

    amount: int
    people: int | None

    @property
    def told(self) -> bool:
        return self.people is None or is_told(self.people)


@dataclass(frozen=True, slots=True)
class RowOf:
    """A row of a figure: what it is, more of it (a unit's name, a layer), when, its amount, and what it opens."""

    name: str
    more: str
    at: float | None
    amount: int
    target: int | None


@dataclass(frozen=True, slots=True)
class Rest:
    """The rows that are too small to stand by themselves, as one."""

    rows: int
    amount: int


@dataclass(frozen=True, slots=True)
class RowsOf:
    """A page of a figure's rows, how many there are over all pages, and the rest, which ends the last page."""

    rows: Sequence[RowOf]
    count: int
    rest: Rest | None


def numbers(unit: UnitOfWork, scope: Scope, figures: Iterable[Figure] = FIGURES) -> Mapping[str, Number]:
    """Add up the lines of each figure, all in one statement."""
    found = _added_up(unit, [(figure.name, figure, scope) for figure in figures])
    return {figure.name: found[figure.name] for figure in figures}


def over_time(unit: UnitOfWork, figure: Figure, scopes: Mapping[str, Scope]) -> Mapping[str, Number]:
    """Add up one figure for several times, by the names that the caller has for them."""
    return _added_up(unit, [(name, figure, scope) for name, scope in scopes.items()])


def _added_up(unit: UnitOfWork, wanted: Sequence[tuple[str, Figure, Scope]]) -> dict[str, Number]:
    parts = []
    for name, figure, scope in wanted:
        lines = figure.lines(scope).subquery()
        amount = func.coalesce(func.sum(lines.c.amount), 0)
        people: ColumnElement[Any] = cast(null(), Integer)
        if figure.of is Of.PERSONS:
            people = _people(figure, lines) if unit.on_postgresql else _some_people(figure, scope)
        parts.append(select(literal(name).label("name"), amount.label("amount"), people.label("people")))
    rows = unit.connection.execute(union_all(*parts))
    of = {name: figure.of for name, figure, _ in wanted}
    return {row.name: _number(of[row.name], int(row.amount), row.people) for row in rows}


def _number(of: Of, amount: int, people: int | None) -> Number:
    """Say how many people a number is about; heads are these people themselves, and are not counted twice."""
    return Number(amount, None if of is Of.THINGS else amount if of is Of.HEADS else people or 0)


def _some_people(figure: Figure, scope: Scope) -> ColumnElement[Any]:
    """Count different people until there are enough to tell: to know how many exactly, all would have to be sorted.

    For SQLite, which goes one way for a few and for all. PostgreSQL may choose another way for a few, by guessing how
    soon it finds them, and where it guesses wrong it reads everybody's sign-ups one by one.
    """
    lines = figure.lines(scope).subquery()
    some = select(lines.c.who).distinct().limit(LEAST).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _people(figure: Figure, lines: Any) -> ColumnElement[Any]:  # noqa: ANN401  a subquery of lines
    """Say how many people the lines of a row are about; a row of things always stands by itself."""
    if figure.of is Of.PERSONS:
        return func.count(distinct(lines.c.who))
    return func.sum(lines.c.amount) if figure.of is Of.HEADS else literal(LEAST)


def rows_of(unit: UnitOfWork, figure: Figure, scope: Scope, skip: int, count: int) -> RowsOf:
    """Return a page of a figure's rows. Whether the figure itself can be told is for the caller to ask."""
    lines = figure.lines(scope).subquery()
    parts = (lines.c.row, lines.c.name, lines.c.more, lines.c.at, lines.c.target)
    people, amount = _people(figure, lines), func.sum(lines.c.amount)
    grouped = select(*parts, amount.label("amount"), people.label("people")).group_by(*parts)
    rows = (grouped.having(amount > 0) if figure.of is Of.HEADS else grouped).subquery()
    which, shown, rest = _large_enough(unit, rows)
    page = select(rows).where(which).order_by(*_order(figure, rows)).offset(skip).limit(count)
    found = [
        RowOf(row.name, row.more, row.at, int(row.amount), row.target if figure.opens else None)
        for row in unit.connection.execute(page)
    ]
    return RowsOf(found, shown, rest)


def _large_enough(unit: UnitOfWork, rows: Any) -> tuple[ColumnElement[bool], int, Rest | None]:  # noqa: ANN401  a subquery of rows
    """Say which rows stand by themselves, and how many; the others are one, with the smallest of these to hide them."""
    large = rows.c.people >= LEAST
    small_amount = func.coalesce(func.sum(case((~large, rows.c.amount), else_=0)), 0)
    shown, small, amount = unit.connection.execute(select(_count(large), _count(~large), small_amount)).one()
    if not small:
        return large, int(shown), None
    smallest = select(rows.c.row, rows.c.amount).where(large).order_by(rows.c.people, rows.c.row).limit(1)
    hides = unit.connection.execute(smallest).one_or_none()
    if hides is None:
        return large, int(shown), Rest(int(small), int(amount))
    rest = Rest(int(small) + 1, int(amount) + int(hides.amount))
    return and_(large, rows.c.row != hides.row), int(shown) - 1, rest


def _order(figure: Figure, rows: Any) -> tuple[ColumnElement[Any], ...]:  # noqa: ANN401  a subquery of rows
    """Say in which order rows stand: those that waited longest first, or the latest first, or by name."""
    if figure.quiet_first:
        return rows.c.at.is_not(None), rows.c.at, rows.c.name, rows.c.row
    return rows.c.at.is_(None), rows.c.at.desc(), rows.c.name, rows.c.row


def _count(which: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0)
