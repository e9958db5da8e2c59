"""CSV as it comes out of spreadsheets, separated by commas, semicolons, tabs or bars."""

from collections.abc import Iterator
from csv import Error, reader
from io import StringIO
from typing import Final

from bot.imports.headers import POINT_LIST, Headings
from bot.imports.problems import FileUnreadable
from bot.imports.tables import Table, header_score, table_of_rows
from bot.imports.wording import BadFile

_SEPARATORS: Final = ",;\t|\uff0c\uff1b"


def table_of_csv(written: str, headings: Headings = POINT_LIST) -> Table:
    """Read a CSV file; the separator is the one under which the header names most columns."""
    try:
        separator = max(_SEPARATORS, key=lambda mark: header_score(_rows(written, mark), headings))
        return table_of_rows(_rows(written, separator), headings)
    except Error:
        raise FileUnreadable(BadFile.BROKEN_CSV) from None


def _rows(written: str, separator: str) -> Iterator[list[str]]:
    return reader(StringIO(written, newline=""), delimiter=separator)
