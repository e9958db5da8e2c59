"""XLSX, in and out. Slow to import because of openpyxl: imported only when there is such a file.

It is read row by row, so that a long list is not held twice and what a hostile one unpacks to is bounded, and written
by openpyxl.
"""

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

from openpyxl import Workbook as NewWorkbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from bot.imports.formats.sheet_rows import rows_of
from bot.imports.formats.workbook import Workbook
from bot.imports.table.headers import POINT_LIST, Headings
from bot.imports.table.problems import SHEET_STEP, FileUnreadable, Note
from bot.imports.table.tables import HEADER_WITHIN, Table, header_score, joined, table_of_rows
from bot.imports.table.wording import BadFile, Unused

_OF_THE_FILE: Final = frozenset({BadFile.TOO_MANY_ROWS, BadFile.UNPACKS_TOO_LARGE, BadFile.BROKEN_XLSX})
"""What no other sheet makes good."""


def table_of_xlsx(file: Path, headings: Headings = POINT_LIST) -> Table:
    """Read every visible sheet that has the columns of the list; the others are named. Raises FileUnreadable."""
    try:
        with ZipFile(file) as archive:
            return _table(Workbook.of(archive), headings)
    except FileUnreadable:
        raise
    except Exception:  # noqa: BLE001  a broken workbook may raise anything out of zip, XML or numbers
        raise FileUnreadable(BadFile.BROKEN_XLSX) from None


def _table(book: Workbook, headings: Headings) -> Table:
    read: dict[str, Table] = {}
    refused: dict[str, tuple[int, FileUnreadable]] = {}
    notes: list[Note] = []
    for sheet in book.sheets:
        if not sheet.is_visible:
            notes.append(Note(0, Unused.SHEET_HIDDEN, {"sheet": sheet.name}))
            continue
        rows = rows_of(book, sheet)
        top = list(islice(rows, HEADER_WITHIN))
        if not top:
            notes.append(Note(0, Unused.SHEET_EMPTY, {"sheet": sheet.name}))
            continue
        try:
            read[sheet.name] = table_of_rows(chain(top, rows), headings, SHEET_STEP * len(read))
        except FileUnreadable as why:
            if why.why in _OF_THE_FILE:
                raise
            refused[sheet.name] = header_score(top, headings), why
    if not read:
        raise max(refused.values(), key=lambda one: one[0], default=(0, FileUnreadable(BadFile.EMPTY)))[1]
    notes += [Note(0, Unused.SHEET_NO_LIST, {"sheet": name, "why": str(why)}) for name, (_, why) in refused.items()]
    return joined(list(read.values()), list(read), notes)


def write_xlsx(file: Path, header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> None:
    """Write one sheet, header in bold and always in sight; every text stays text, even one that begins with "="."""
    book = NewWorkbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDE", (8, 14, 40, 80, 20), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([_cell(sheet, title, Font(bold=True)) for title in header])
    for row in rows:
        sheet.append([_cell(sheet, value, Font()) for value in row])
    book.save(file)


def _cell(sheet: Any, value: str | int, font: Font) -> WriteOnlyCell:  # noqa: ANN401  openpyxl publishes no types
    cell = WriteOnlyCell(sheet, value)
    cell.font = font
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if isinstance(value, str):
        cell.data_type = "s"  # or openpyxl would make a formula of "=..."
    return cell
