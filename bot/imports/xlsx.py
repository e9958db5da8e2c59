"""XLSX, in and out. Slow to import because of openpyxl: imported only when there is such a file.

It is read by calamine, which takes a tenth of openpyxl's time for a long list, and written by openpyxl.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from python_calamine import CalamineSheet, CalamineWorkbook

from bot.imports.cells import Cell
from bot.imports.headers import POINT_LIST, Headings
from bot.imports.problems import FileUnreadable
from bot.imports.tables import HEADER_WITHIN, MOST_ROWS, Table, header_score, table_of_rows
from bot.imports.wording import BadFile

_MOST_UNPACKED: Final = 500_000_000


def table_of_xlsx(content: bytes, headings: Headings = POINT_LIST) -> Table:
    """Read the sheet whose header names most columns. Raises FileUnreadable."""
    try:
        sheets = _sheets(content)
    except FileUnreadable:
        raise
    except Exception:  # noqa: BLE001  a broken workbook may raise anything out of zip, XML or calamine
        raise FileUnreadable(BadFile.BROKEN_XLSX) from None
    return table_of_rows(max(sheets, key=lambda rows: header_score(rows, headings), default=[]), headings)


def _sheets(content: bytes) -> list[list[Sequence[Cell]]]:
    with ZipFile(BytesIO(content)) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > _MOST_UNPACKED:
        size, most = (str(size // 1_000_000) for size in (unpacked, _MOST_UNPACKED))
        raise FileUnreadable(BadFile.TOO_LARGE, size=size, most=most)
    with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
        return [_rows(book.get_sheet_by_name(name)) for name in book.sheet_names]


def _rows(sheet: CalamineSheet) -> list[Sequence[Cell]]:
    if sheet.total_height > MOST_ROWS + HEADER_WITHIN:
        raise FileUnreadable(BadFile.TOO_MANY_ROWS, most=f"{MOST_ROWS:,}")
    return list(sheet.to_python(skip_empty_area=False))


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
