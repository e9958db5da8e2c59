"""A list as a table of fields: the header found, the rows numbered as a spreadsheet shows them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from bot.imports.cells import Cell, text
from bot.imports.headers import POINT_LIST, Field, Headings, columns, missing
from bot.imports.problems import FileUnreadable
from bot.imports.wording import BadFile

MOST_ROWS: Final = 200_000

HEADER_WITHIN: Final = 10
"""Titles and remarks may stand above the header, but not more than this."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number from 1, and the cells that mean something."""

    number: int
    cells: Mapping[Field, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """`fields` are those that the list has a column for: what it has none for, it says nothing about."""

    fields: frozenset[Field]
    lines: tuple[Line, ...]


def table_of_rows(rows: Iterable[Sequence[Cell]], headings: Headings = POINT_LIST) -> Table:
    """Find the header among the first rows and read what follows; blank rows are passed over.

    Raises FileUnreadable when there is no header, or no row below it.
    """
    numbered = enumerate(rows, 1)
    top = list(islice(numbered, HEADER_WITHIN))
    at, where = _header([row for _, row in top], headings)
    below = chain(top[at + 1 :], numbered)
    lines = (Line(number, _picked(row, where)) for number, row in below if any(text(cell) for cell in row))
    return table_of_lines(where, lines)


def table_of_lines(fields: Iterable[Field], lines: Iterable[Line]) -> Table:
    """Gather the rows. Raises FileUnreadable for none or too many."""
    kept = tuple(islice(lines, MOST_ROWS + 1))
    if not kept:
        raise FileUnreadable(BadFile.NO_ROWS)
    if len(kept) > MOST_ROWS:
        raise FileUnreadable(BadFile.TOO_MANY_ROWS, most=f"{MOST_ROWS:,}")
    return Table(frozenset(fields), kept)


def header_score(rows: Iterable[Sequence[Cell]], headings: Headings = POINT_LIST) -> int:
    """Count the columns that the best header among these rows names."""
    return max((len(_columns(row, headings)) for row in islice(rows, HEADER_WITHIN)), default=0)


def _columns(row: Sequence[Cell], headings: Headings) -> Mapping[Field, int]:
    return columns([text(cell) for cell in row], headings)


def _header(rows: Sequence[Sequence[Cell]], headings: Headings) -> tuple[int, Mapping[Field, int]]:
    found = [_columns(row, headings) for row in rows]
    if not found:
        raise FileUnreadable(BadFile.EMPTY)
    at = max(range(len(found)), key=lambda row: len(found[row]))
    absent = missing(found[at], headings)
    if absent:
        raise FileUnreadable(BadFile.COLUMNS_MISSING, **absent)
    return at, found[at]


def _picked(row: Sequence[Cell], where: Mapping[Field, int]) -> Mapping[Field, Cell]:
    return {field: row[column] for field, column in where.items() if column < len(row)}
