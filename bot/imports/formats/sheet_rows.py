"""The rows of a sheet, one by one as they are read: only the row at hand is held, wherever a cell says that it is."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime, time
from typing import Final, final

from openpyxl.utils.cell import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.utils.escape import unescape

from bot.imports.formats.workbook import Budget, Sheet, Style, Workbook, chunks, local, new_parser
from bot.imports.table.problems import FileUnreadable
from bot.imports.table.tables import HEADER_WITHIN, MOST_ROWS
from bot.imports.table.wording import BadFile
from bot.imports.values.cells import Cell
from domain.remembered import remembered

_DIGITS: Final = "0123456789"
_MERGED: Final = b"mergeCell"
_PLAIN: Final = Style()
_LAST_COLUMN: Final = 16_383

Row = list[Cell]
Merged = tuple[int, int, int]
"""The first and the last column, from 0, and the last row, from 1."""


def rows_of(book: Workbook, sheet: Sheet) -> Iterator[Sequence[Cell]]:
    """Read a sheet as it is seen: a merged value in all its cells, 000123 where a format makes it of 123.

    Blank rows below the last that holds something are no rows. Raises FileUnreadable for too many rows or too much in
    them, and whatever XML and ZIP raise.
    """
    spread = _Spread(_merged(book, sheet), book.budget)
    at = 0
    for number, row in _filled(book, sheet):
        if number > MOST_ROWS + HEADER_WITHIN:
            raise FileUnreadable(BadFile.TOO_MANY_ROWS, most=f"{MOST_ROWS:,}")
        book.budget.spend(number - at)
        yield from [()] * (number - at - 1)
        at = number
        yield spread.over(number, row)


def _filled(book: Workbook, sheet: Sheet) -> Iterator[tuple[int, Row]]:
    """Read the rows that hold something, each with its number."""
    reading = _Reading(book)
    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler = reading.start, reading.end
    parser.CharacterDataHandler = reading.said
    with closing(book.archive.open(sheet.part)) as stream:
        for chunk in chunks(stream):
            parser.Parse(chunk)
            yield from reading.done
            reading.done.clear()
    parser.Parse(b"", True)  # noqa: FBT003  expat's own: this was all


@final
class _Reading:
    """What the parser has told so far. It is told of millions of elements: each is looked at once, in this order."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._budget = book.budget
        self._number = 0
        self._row: Row = []
        self._column = -1
        self._kind: str | None = None
        self._style: str | None = None
        self._parts: list[str] = []
        self._takes = False
        self._is_beside = False  # how a character is read stands beside it
        self.done: list[tuple[int, Row]] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            get = attributes.get
            place = get("r")
            self._column = self._column + 1 if place is None else _column(place.rstrip(_DIGITS))
            self._kind, self._style, self._parts = get("t"), get("s"), []
        elif name in {"v", "t"}:
            self._takes = not self._is_beside
        elif name == "row":
            self._number = max(int(attributes.get("r", self._number + 1)), self._number + 1)
            self._row, self._column = [], -1
        elif name == "rPh":
            self._is_beside = True
        elif ":" in name:
            self.start(local(name), attributes)

    def said(self, text: str) -> None:
        if self._takes:
            self._budget.spend(len(text))
            self._parts.append(text)

    def end(self, name: str) -> None:
        if name == "c":
            if self._parts:
                self._put(self._value("".join(self._parts)))
        elif name in {"v", "t"}:
            self._takes = False
        elif name == "row":
            if self._row:
                self.done.append((self._number, self._row))
        elif name == "rPh":
            self._is_beside = False
        elif ":" in name:
            self.end(local(name))

    def _put(self, value: Cell) -> None:
        row, column = self._row, self._column
        if column < len(row):
            row[column] = value
            return
        if column > len(row):
            self._budget.spend(column - len(row))
            row += [""] * (column - len(row))
        row.append(value)

    def _value(self, text: str) -> Cell:
        match self._kind:
            case "s":
                shared = self._book.strings[int(text)]
                self._budget.spend(len(shared))
                return unescape(shared) if "_x" in shared else shared
            case "b":
                return text == "1"
            case "d":
                return from_ISO8601(text)
            case None | "n":
                style = self._book.styles.get(self._style or "0", _PLAIN)
                return float(text) if style is _PLAIN else _number(float(text), style, self._book.epoch)
        return unescape(text) if "_x" in text else text


def _number(value: float, style: Style, epoch: datetime) -> Cell:
    if style.digits and value.is_integer() and value >= 0:
        return str(int(value)).zfill(style.digits)
    if not (style.is_moment or style.is_span):
        return value
    try:
        moment: Cell = from_excel(value, epoch, timedelta=style.is_span)
    except (OverflowError, ValueError):
        return value
    is_day = isinstance(moment, datetime) and moment.time() == time()
    return moment.date() if isinstance(moment, datetime) and is_day else moment


@remembered(20_000)
def _column(letters: str) -> int:
    """Return the column from 0. Raises ValueError beyond XFD, which is the last."""
    column = int(column_index_from_string(letters)) - 1
    if column > _LAST_COLUMN:
        raise ValueError(f"there is no column {letters}")
    return column


@final
class _Spread:
    """Puts what stands in a merged cell into all its cells, as far as the sheet is filled."""

    def __init__(self, merged: "_Merging", budget: Budget) -> None:
        self._merged = merged
        self._budget = budget
        self._going_on: list[tuple[Merged, Cell]] = []

    def over(self, number: int, row: Row) -> Row:
        for (left, right, _), value in self._going_on:
            self._put(row, left, right, value)
        for one in self._merged.ranges.get(number, ()):
            left, right, bottom = one
            value = row[left] if left < len(row) else ""
            self._put(row, left, right, value)
            if bottom > number:
                self._going_on.append((one, value))
        self._going_on = [one for one in self._going_on if one[0][2] > number]
        return row

    def _put(self, row: Row, left: int, right: int, value: Cell) -> None:
        end = min(right + 1, self._merged.width)
        self._budget.spend(max(end - left, 0) + 1)
        row += [""] * (end - len(row))
        row[left:end] = [value] * (end - left)


@final
class _Merging:
    """The merged cells by their first row, and how wide the sheet is filled."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._column = -1
        self.ranges: defaultdict[int, list[Merged]] = defaultdict(list)
        self.width = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        match local(name):
            case "row":
                self._column = -1
            case "c":
                place = attributes.get("r")
                self._column = self._column + 1 if place is None else _column(place.rstrip(_DIGITS))
            case "v" | "t":
                self.width = max(self.width, self._column + 1)
            case "mergeCell":
                self._budget.spend(1)
                left, top, right, bottom = range_boundaries(attributes["ref"])
                self.ranges[top].append((left - 1, right - 1, bottom))


def _merged(book: Workbook, sheet: Sheet) -> _Merging:
    """Look for merged cells. They stand below the rows, so a sheet that has some is gone through for them first."""
    found = _Merging(book.budget)
    if not _holds(book, sheet, _MERGED):
        return found
    parser = new_parser()
    parser.StartElementHandler = found.start
    with closing(book.archive.open(sheet.part)) as stream:
        for chunk in chunks(stream):
            parser.Parse(chunk)
    return found


def _holds(book: Workbook, sheet: Sheet, mark: bytes) -> bool:
    with closing(book.archive.open(sheet.part)) as stream:
        before = b""
        for chunk in chunks(stream):
            if mark in before + chunk:
                return True
            before = chunk[-len(mark) :]
    return False
