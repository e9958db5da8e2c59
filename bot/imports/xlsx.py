"""XLSX, in and out. Slow to import because of openpyxl: imported only when there is such a file.

It is read by calamine, which takes a tenth of openpyxl's time for a long list, and written by openpyxl.
"""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from bot.imports.cells import Cell
from bot.imports.headers import POINT_LIST, Headings
from bot.imports.padded_numbers import PaddedNumbers
from bot.imports.problems import SHEET_STEP, FileUnreadable, Note
from bot.imports.tables import HEADER_WITHIN, MOST_ROWS, Table, header_score, joined, table_of_rows
from bot.imports.wording import BadFile, Unused

_MOST_UNPACKED: Final = 500_000_000


def table_of_xlsx(content: bytes, headings: Headings = POINT_LIST) -> Table:
    """Read every visible sheet that has the columns of the list; the others are named. Raises FileUnreadable."""
    try:
        return _table(content, headings)
    except FileUnreadable:
        raise
    except Exception:  # noqa: BLE001  a broken workbook may raise anything out of zip, XML or calamine
        raise FileUnreadable(BadFile.BROKEN_XLSX) from None


def _table(content: bytes, headings: Headings) -> Table:
    with ZipFile(BytesIO(content)) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > _MOST_UNPACKED:
            size, most = (str(size // 1_000_000) for size in (unpacked, _MOST_UNPACKED))
            raise FileUnreadable(BadFile.TOO_LARGE, size=size, most=most)
        padded = PaddedNumbers(archive)
    read: dict[str, Table] = {}
    refused: dict[str, tuple[int, FileUnreadable]] = {}
    notes: list[Note] = []
    with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
        for sheet in book.sheets_metadata:
            if sheet.visible is not SheetVisibleEnum.Visible:
                notes.append(Note(0, Unused.SHEET_HIDDEN, {"sheet": sheet.name}))
                continue
            rows = _rows(book.get_sheet_by_name(sheet.name), padded.of(sheet.name))
            if not any(any(cell != "" for cell in row) for row in rows):
                notes.append(Note(0, Unused.SHEET_EMPTY, {"sheet": sheet.name}))
                continue
            try:
                read[sheet.name] = table_of_rows(rows, headings, SHEET_STEP * len(read))
            except FileUnreadable as why:
                refused[sheet.name] = header_score(rows, headings), why
    if not read:
        raise max(refused.values(), key=lambda one: one[0], default=(0, FileUnreadable(BadFile.EMPTY)))[1]
    for name, (_, trouble) in refused.items():
        if trouble.why is BadFile.TOO_MANY_ROWS:
            raise trouble
        notes.append(Note(0, Unused.SHEET_NO_LIST, {"sheet": name, "why": str(trouble)}))
    return joined(list(read.values()), list(read), notes)


def _rows(sheet: CalamineSheet, padded: Mapping[tuple[int, int], int]) -> list[Sequence[Cell]]:
    """Read a sheet as it is seen: a merged value in all its cells, and 000123 where a format makes it of 123."""
    if sheet.total_height > MOST_ROWS + HEADER_WITHIN:
        raise FileUnreadable(BadFile.TOO_MANY_ROWS, most=f"{MOST_ROWS:,}")
    rows: list[list[Cell]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    for (at, column), digits in padded.items():
        cell = rows[at][column] if at < len(rows) and column < len(rows[at]) else None
        if isinstance(cell, float) and cell.is_integer() and cell >= 0:
            rows[at][column] = str(int(cell)).zfill(digits)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in rows[top : bottom + 1]:
            # A blank row stays blank, and a range beyond what is filled holds nothing.
            if left < len(row) and (row is rows[top] or any(cell != "" for cell in row)):
                row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])
    return list(rows)


def write_xlsx(file: Path, header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> None:
    """Write one sheet, header in bold and always in sight; every text stays text, even one that begins with "="."""
    book = Workbook(write_only=True)
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
