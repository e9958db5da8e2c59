"""CSV as it comes out of spreadsheets, separated by commas, semicolons, tabs or bars."""

import re
from collections.abc import Iterator
from csv import Error, reader
from typing import Final

from bot.imports.table.headers import POINT_LIST, Headings
from bot.imports.table.problems import FileUnreadable
from bot.imports.table.tables import Table, header_score, table_of_rows
from bot.imports.table.wording import BadFile

_SEPARATORS: Final = ",;\t|\uff0c\uff1b"
_FEWEST: Final = 4
"""Columns from which a line within a quoted cell can be told to be a row of the list."""
_SHOWN: Final = 60
_LONGEST: Final = 1_000_000
"""Characters of a line: a spreadsheet of all its 16,384 columns has less."""
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
"""A line with its end; cut off one by one, so that a long list is not held twice."""


def table_of_csv(written: str, headings: Headings = POINT_LIST) -> Table:
    """Read a CSV file; the separator is the one under which the header names most columns.

    Raises FileUnreadable, naming the row, where a quotation mark that is not closed has swallowed rows.
    """
    separator = max(_SEPARATORS, key=lambda mark: header_score(_sound_rows(written, mark), headings))
    return table_of_rows(_rows(written, separator), headings)


def _rows(written: str, separator: str) -> Iterator[list[str]]:
    lines = reader(_lines(written), delimiter=separator, strict=True)
    number, widest, begins = 0, 0, 0
    try:
        for row in lines:
            number += 1
            widest = max(widest, len(row))
            if lines.line_num - begins > 1 and _has_swallowed(row, separator, widest):
                raise _open_quote(written, number, begins)
            begins = lines.line_num
            yield row
    except Error:
        raise _open_quote(written, number + 1, begins) from None


def _lines(written: str) -> Iterator[str]:
    """Cut the text into lines; one without an end would be taken apart into millions of cells before anybody looks."""
    for number, found in enumerate(_LINE.finditer(written), 1):
        if found.end() - found.start() > _LONGEST:
            raise FileUnreadable(BadFile.LINE_TOO_LONG, row=str(number), most=f"{_LONGEST:,}")
        yield found[0]


def _sound_rows(written: str, separator: str) -> Iterator[list[str]]:
    """Read on for as long as the rows are sound: to a wrong separator quotation marks may look wrong too."""
    try:
        yield from _rows(written, separator)
    except FileUnreadable:
        return


def _has_swallowed(row: list[str], separator: str, widest: int) -> bool:
    """Tell whether a cell holds a line that has all the separators of a row."""
    return widest >= _FEWEST and any(
        line.count(separator) >= widest - 1 for cell in row if "\n" in cell for line in cell.split("\n")
    )


def _open_quote(written: str, number: int, begins: int) -> FileUnreadable:
    line = written.replace("\r\n", "\n").replace("\r", "\n").split("\n")[begins]
    return FileUnreadable(BadFile.QUOTE_OPEN, row=str(number), text=line[-_SHOWN:])
