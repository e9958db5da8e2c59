"""A file as a table: what kind it is shows in its content, not in its name."""

from importlib import import_module
from pathlib import Path
from typing import Final

from bot.imports.formats.csv_file import table_of_csv
from bot.imports.formats.decoding import decoded
from bot.imports.formats.geojson_file import table_of_geojson
from bot.imports.table.headers import POINT_LIST, Headings
from bot.imports.table.problems import FileUnreadable
from bot.imports.table.tables import Table
from bot.imports.table.wording import BadFile

MOST_BYTES: Final = 50_000_000
"""Some four times a list of 120,000 points; what is larger is no list."""

_ZIP: Final = b"PK\x03\x04"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"


def read_table(file: Path, headings: Headings = POINT_LIST) -> Table:
    """Read a list from CSV, XLSX or GeoJSON. Raises FileUnreadable, and nothing else, for any other file."""
    content = _content(file)
    if content.startswith(_ZIP):
        del content  # a workbook is read bit by bit
        return _table_of_xlsx(file, headings)
    if content.startswith(_OLD_EXCEL):
        raise FileUnreadable(BadFile.OLD_EXCEL)
    written = decoded(content)
    del content  # a long list is not held twice
    if not written.strip():
        raise FileUnreadable(BadFile.EMPTY)
    table = table_of_geojson if written.lstrip()[0] in "{[" else table_of_csv
    return table(written, headings)


def _content(file: Path) -> bytes:
    try:
        size = file.stat().st_size
        if size > MOST_BYTES:
            raise FileUnreadable(BadFile.TOO_LARGE, size=str(size // 1_000_000), most=str(MOST_BYTES // 1_000_000))
        return file.read_bytes()
    except FileNotFoundError:
        raise FileUnreadable(BadFile.NOT_FOUND, file=str(file)) from None
    except (OSError, ValueError):
        raise FileUnreadable(BadFile.NOT_OPENED, file=str(file)) from None


def _table_of_xlsx(file: Path, headings: Headings) -> Table:
    # openpyxl takes half a second to import, and most lists are CSV.
    table: Table = import_module("bot.imports.formats.xlsx").table_of_xlsx(file, headings)
    return table
