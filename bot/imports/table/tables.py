"""A list as a table of fields: the header found, rows numbered as a spreadsheet shows them, all accounted for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from sys import intern
from typing import Final

from bot.imports.table.asides import DITTO, is_aside
from bot.imports.table.column_headers import Header, headers_among
from bot.imports.table.headers import POINT_LIST, Field, Headings, meaning, missing
from bot.imports.table.problems import FileUnreadable, Note
from bot.imports.table.stated_datums import Stated, stated_in
from bot.imports.table.wording import BadFile, Unused
from bot.imports.values.cells import Cell, text

MOST_ROWS: Final = 200_000

HEADER_WITHIN: Final = 100
"""Titles and remarks may stand above the header, but not more than this."""

_BELONGING: Final = frozenset({Field.CITY, Field.DISTRICT, Field.SUBDISTRICT, Field.HOLIDAY})
"""Where 同上 can only mean what a merged cell means; a phone or an address that is the same is doubted instead."""

_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number from 1, the cells that mean something, and the fields that its sheet has a column for."""

    number: int
    cells: Mapping[Field, Cell]
    fields: frozenset[Field] = field(default=frozenset(), compare=False)


@dataclass(frozen=True, slots=True)
class Table:
    """`fields` are those that the list has a column for: what it has none for, it says nothing about.

    `sheets` are the names of the sheets that the rows are from; `notes` name everything that was not used; `stated`
    is what the file says its coordinates count in.
    """

    fields: frozenset[Field]
    lines: tuple[Line, ...]
    sheets: tuple[str, ...] = ("",)
    notes: tuple[Note, ...] = ()
    stated: tuple[Stated, ...] = ()


def table_of_rows(rows: Iterable[Sequence[Cell]], headings: Headings = POINT_LIST, before: int = 0) -> Table:
    """Find the header among the first rows and read what follows; blank rows are passed over.

    `before` is added to the numbers of the rows. Raises FileUnreadable when there is no header, or no row below it.
    """
    numbered = enumerate(rows, 1)
    top = list(islice(numbered, HEADER_WITHIN))
    header = _header([row for _, row in top], headings)
    reading = _Reading(header, headings, before)
    reading.pass_over(top[: header.at])
    lines = tuple(islice(reading.lines(chain(top[header.end :], numbered)), MOST_ROWS + 1))
    return _checked(Table(reading.fields, lines, notes=reading.all_notes(), stated=tuple(reading.stated)))


def table_of_lines(
    fields: Iterable[Field], lines: Iterable[Line], stated: Iterable[Stated] = (), notes: Iterable[Note] = ()
) -> Table:
    """Gather the rows. Raises FileUnreadable for none or too many."""
    kept = tuple(islice(lines, MOST_ROWS + 1))
    return _checked(Table(frozenset(fields), kept, notes=tuple(notes), stated=tuple(stated)))


def joined(tables: Sequence[Table], sheets: Sequence[str], notes: Iterable[Note]) -> Table:
    """Make one table of several sheets, in their order. Raises FileUnreadable for too many rows."""
    return _checked(
        Table(
            frozenset().union(*(table.fields for table in tables)),
            tuple(chain.from_iterable(table.lines for table in tables)),
            tuple(sheets),
            (*chain.from_iterable(table.notes for table in tables), *notes),
            tuple(chain.from_iterable(table.stated for table in tables)),
        )
    )


def header_score(rows: Iterable[Sequence[Cell]], headings: Headings = POINT_LIST) -> int:
    """Count the columns that the best header among these rows names."""
    return max((len(one.where) for one in _headers(list(islice(rows, HEADER_WITHIN)), headings)), default=0)


def _checked(table: Table) -> Table:
    if not table.lines:
        raise FileUnreadable(BadFile.NO_ROWS)
    if len(table.lines) > MOST_ROWS:
        raise FileUnreadable(BadFile.TOO_MANY_ROWS, most=f"{MOST_ROWS:,}")
    return table


def _headers(rows: Sequence[Sequence[Cell]], headings: Headings) -> list[Header]:
    return headers_among([[text(cell) for cell in row] for row in rows], headings)


def _header(rows: Sequence[Sequence[Cell]], headings: Headings) -> Header:
    found = _headers(rows, headings)
    if not found:
        raise FileUnreadable(BadFile.EMPTY)
    best = max(found, key=lambda one: len(one.where))
    # Where a second line only divides what the first names, it belongs to the header and is no row.
    divided = (one for one in found if one.at == best.at and one.end > best.end and len(one.where) >= len(best.where))
    header = next(divided, best)
    absent = missing(header.where, headings)
    if absent:
        raise FileUnreadable(BadFile.COLUMNS_MISSING, **absent)
    return header


class _Picked(Mapping[Field, Cell]):
    """The cells of a row by field; which is where is held once for all rows, and not in a dictionary for each."""

    __slots__ = ("_cells", "_order")

    def __init__(self, order: Mapping[Field, int], cells: tuple[Cell, ...]) -> None:
        self._order = order
        self._cells = cells

    def __getitem__(self, field: Field) -> Cell:
        return self._cells[self._order[field]]

    def __iter__(self) -> Iterator[Field]:
        return iter(self._order)

    def __len__(self) -> int:
        return len(self._order)


def _once(cell: Cell) -> Cell:
    """Hold a text once that stands in many rows: a long list says the same district thousands of times."""
    return intern(cell) if type(cell) is str else cell


class _Reading:
    """What has been read of one sheet so far, and what was passed over."""

    def __init__(self, header: Header, headings: Headings, before: int) -> None:
        self._header = header
        self._headings = headings
        self._before = before
        self._notes: list[Note] = []
        self._bare: dict[int, int] = {}
        self._above: dict[Field, Cell] = {}
        self._order = {field: place for place, field in enumerate(header.where)}
        self.fields = frozenset(header.where)
        self.stated = [Stated(datum, said, before + header.end) for datum, said in header.datums()]

    def pass_over(self, rows: Iterable[tuple[int, Sequence[Cell]]]) -> None:
        """Name the rows above the header."""
        for number, row in rows:
            texts = [text(cell) for cell in row]
            if any(texts):
                self._set_aside(number, texts, Unused.ABOVE_HEADER)

    def lines(self, rows: Iterable[tuple[int, Sequence[Cell]]]) -> Iterator[Line]:
        bare = frozenset(self._header.bare)
        for number, row in rows:
            picked = {name: _once(row[column]) for name, column in self._header.where.items() if column < len(row)}
            complete = self._is_complete(picked)
            texts = [] if complete else [text(cell) for cell in row]
            if not complete and not any(texts):
                continue
            if not complete and is_aside(texts, self._header.where.get(Field.NAME), self._headings):
                self._set_aside(number, texts, Unused.NOT_A_ROW)
                continue
            self._look_beside(number, row, bare)
            cells = self._completed(picked)
            is_whole = len(cells) == len(self._order)
            held = _Picked(self._order, tuple(cells.values())) if is_whole else cells
            yield Line(self._before + number, held, self.fields)

    def _is_complete(self, picked: Mapping[Field, Cell]) -> bool:
        """Tell whether a row has what every row needs; one text across the page is a heading, and so is the header."""
        needed = [text(picked.get(name)) for name in self._header.needed]
        if not all(needed) or len(set(needed)) == 1 < len(needed):
            return False
        if any(written[0].isdecimal() for written in needed):
            return True  # no header begins with a figure, and nearly every row has one
        meant = zip(self._header.needed, needed, strict=True)
        return not all(meaning(written, self._headings) is name for name, written in meant)

    def all_notes(self) -> tuple[Note, ...]:
        return (*self._notes, *self._columns())

    def _completed(self, picked: dict[Field, Cell]) -> Mapping[Field, Cell]:
        """Let 同上 mean what stands above, where it says to what the place belongs."""
        for name in _BELONGING & picked.keys():
            written = picked[name]
            if isinstance(written, str) and written.strip() in DITTO:
                picked[name] = self._above.get(name)
            self._above[name] = picked[name]
        return picked

    def _set_aside(self, number: int, texts: Sequence[str], why: Unused) -> None:
        said = " ".join(dict.fromkeys(one for one in texts if one))
        self.stated += [Stated(datum, said, self._before + number) for datum in stated_in(said)]
        self._notes.append(Note(self._before + number, why, {"text": said[:_SHOWN]}))

    def _look_beside(self, number: int, row: Sequence[Cell], bare: frozenset[int]) -> None:
        """Remember the first row in which a column without a header holds something."""
        width = len(self._header.titles)
        for column in chain(bare, range(width, len(row))):
            if column < len(row) and column not in self._bare and text(row[column]):
                self._bare[column] = number

    def _columns(self) -> Iterator[Note]:
        at = self._before + self._header.end
        if self._header.unused:
            yield Note(at, Unused.COLUMNS, {"columns": "、".join(self._header.unused)})
        for column, number in sorted(self._bare.items()):
            yield Note(self._before + number, Unused.BARE_COLUMN, {"column": str(column + 1)})
