"""The figures of coverage, added up: a number is the sum of its lines, and its rows are the same lines, grouped.

So no number can say anything else than its rows. Groups of too few people are not told by themselves.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Subquery,
    and_,
    case,
    cast,
    distinct,
    func,
    literal,
    select,
    true,
)

from domain.small_groups import LEAST, is_told
from storage.desk.coverage_lines import FIGURES, Figure, Ground, Of, Scope, Source, grounds_of
from storage.tables.places import units
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
    """Add up the lines of each figure: all sums are one statement."""
    return _added_up(unit, [(figure.name, figure, scope) for figure in figures])


def over_time(unit: UnitOfWork, figure: Figure, scopes: Mapping[str, Scope]) -> Mapping[str, Number]:
    """Add up one figure for several times, by the names that the caller has for them."""
    return _added_up(unit, [(name, figure, scope) for name, scope in scopes.items()])


@dataclass(frozen=True, slots=True)
class _Asked:
    """A figure that is asked for, by the caller's name and by that of its columns."""

    name: str
    key: str
    figure: Figure


def _added_up(unit: UnitOfWork, wanted: Iterable[tuple[str, Figure, Scope]]) -> dict[str, Number]:
    """Go once over each source of lines, for all of its figures; the statement gives one row."""
    asked: dict[tuple[Source, Scope], list[_Asked]] = {}
    for at, (name, figure, scope) in enumerate(wanted):
        asked.setdefault((figure.source, scope), []).append(_Asked(name, f"f{at}", figure))
    grounds = grounds_of(unit, asked)
    sums = [_sums(unit, source, grounds[scope], some) for (source, scope), some in asked.items()]
    row = unit.connection.execute(_side_by_side(sums)).one()._mapping  # noqa: SLF001  the row's public name for it
    found = {one.name: _number(one, row) for some in asked.values() for one in some}
    few = [
        (one, grounds[scope])
        for (_, scope), some in asked.items()
        for one in some
        if one.figure.of is Of.PERSONS and found[one.name].amount and not found[one.name].told
    ]
    return found | _counted_again(unit, few) if few and unit.on_postgresql else found


def _sums(unit: UnitOfWork, source: Source, ground: Ground, some: Iterable[_Asked]) -> Subquery:
    unit.give_way()  # such a statement takes a while to put together
    lines = source(ground).subquery()
    columns: list[ColumnElement[Any]] = []
    for one in some:
        counts = one.figure.counts(ground.scope, lines)
        amount = func.sum(one.figure.amount_of(lines)).filter(counts)
        columns.append(func.coalesce(amount, 0).label(one.key))
        if one.figure.of is Of.PERSONS:
            few = _kinds_of_people(lines, counts) if unit.on_postgresql else _some_people(one.figure, ground)
            columns.append(few.label(f"{one.key}_people"))
    return select(*columns).select_from(lines).subquery()


def _side_by_side(parts: Sequence[Subquery]) -> Select[Any]:
    """Select what several statements of one row each say, as one row: that is one moment for all of it."""
    joined: FromClause = parts[0]
    for part in parts[1:]:
        joined = joined.join(part, true())
    return select(*(column for part in parts for column in part.c)).select_from(joined)


def _number(one: _Asked, row: Mapping[Any, Any]) -> Number:
    """Say how many people a number is about; heads are these people themselves, and are not counted twice."""
    amount = int(row[one.key])
    if one.figure.of is not Of.PERSONS:
        return Number(amount, None if one.figure.of is Of.THINGS else amount)
    return Number(amount, int(row[f"{one.key}_people"] or 0).bit_count())


def _some_people(figure: Figure, ground: Ground) -> ColumnElement[Any]:
    """Count different people until there are enough to tell: to know how many exactly, all would have to be sorted.

    For SQLite, which goes one way for a few and for all. PostgreSQL may choose another way for a few, by guessing how
    soon it finds them, and where it guesses wrong it reads everybody's sign-ups one by one. A bit for each.
    """
    lines = figure.lines(ground).subquery()
    some = select(lines.c.who).distinct().limit(LEAST).subquery()
    return select(literal(1).bitwise_lshift(func.count()) - 1).select_from(some).scalar_subquery()


_KINDS: Final = 32


def _kinds_of_people(lines: Subquery, counts: ColumnElement[bool]) -> ColumnElement[Any]:
    """Put people into kinds by their numbers, and say which kinds there are, a bit for each.

    There are at least as many people as kinds of them, and nobody has to be sorted. Where there are too few kinds,
    people are counted. The kind is the last bits of the number: all who came in a city are put into theirs.
    """
    kind = cast(lines.c.who.bitwise_and(_KINDS - 1), Integer)
    return func.bit_or(cast(1, BigInteger).bitwise_lshift(kind)).filter(counts)


def _counted_again(unit: UnitOfWork, few: Sequence[tuple[_Asked, Ground]]) -> dict[str, Number]:
    """Say exactly how many people these are, and their amounts with it, so that both are of one moment."""
    parts = []
    for one, ground in few:
        lines = one.figure.lines(ground).subquery()
        amount = func.coalesce(func.sum(lines.c.amount), 0)
        parts.append(select(amount.label(one.key), _people(one.figure, lines).label(f"{one.key}_people")).subquery())
    row = unit.connection.execute(_side_by_side(parts)).one()._mapping  # noqa: SLF001  the row's public name for it
    return {one.name: Number(int(row[one.key]), int(row[f"{one.key}_people"])) for one, _ in few}


def _people(figure: Figure, lines: Any) -> ColumnElement[Any]:  # noqa: ANN401  a subquery of lines
    """Say how many people the lines of a row are about; a row of things always stands by itself."""
    if figure.of is Of.PERSONS:
        return func.count(distinct(lines.c.who))
    return func.sum(lines.c.amount) if figure.of is Of.HEADS else literal(LEAST)


def rows_of(unit: UnitOfWork, figure: Figure, scope: Scope, skip: int, count: int) -> RowsOf:
    """Return a page of a figure's rows. Whether the figure itself can be told is for the caller to ask."""
    lines = figure.lines(grounds_of(unit, [(figure.source, scope)])[scope]).subquery()
    parts = (lines.c.row, lines.c.thing, lines.c.unit, lines.c.at)
    people, amount = _people(figure, lines), func.sum(lines.c.amount)
    grouped = select(*parts, amount.label("amount"), people.label("people")).group_by(*parts)
    rows = (grouped.having(amount > 0) if figure.of is Of.HEADS else grouped).subquery()
    which, shown, rest = _large_enough(unit, rows)
    called = figure.called.table
    named = rows.join(called, called.c.id == rows.c.thing).join(units, units.c.id == rows.c.unit)
    page = select(rows, figure.called.label("name"), units.c.name.label("more")).select_from(named).where(which)
    found = [
        RowOf(row.name, row.more, row.at, int(row.amount), row.thing if figure.opens else None)
        for row in unit.connection.execute(page.order_by(*_order(figure, rows)).offset(skip).limit(count))
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
        return rows.c.at.is_not(None), rows.c.at, figure.called, rows.c.row
    return rows.c.at.is_(None), rows.c.at.desc(), figure.called, rows.c.row


def _count(which: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0)
