"""How a table is written as XLSX: what `bot.papers.sheet` holds. Slow to import because of openpyxl."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from bot.imports.values.cells import text
from bot.papers.sheet import Cell, Share, Sheet, Tab
from bot.texts import Words, words

_FORMULA: Final = frozenset("=+-@\t\r")
_LINE: Final = Side(style="thin", color="999999")
_FRAME: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAPPED: Final = Alignment(vertical="top", wrap_text=True)
_TITLE: Final = Font(bold=True, size=14)
_HEADER: Final = Font(bold=True)
_PLAIN: Final = Font()
_SHADE: Final = PatternFill("solid", fgColor="EEEEEE")
_DAY: Final = "yyyy-mm-dd"
_PERCENT: Final = "0%"


def written(tabs: Sequence[Tab], language: str) -> bytes:
    """Return the file."""
    book = Workbook(write_only=True)
    for tab in tabs:
        _write(book, tab, words(language))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _write(book: Workbook, tab: Tab, t: Words) -> None:
    """Write a tab. Its first row is the title, the second the header."""
    sheet = book.create_sheet(t.paper(tab.sheet.name))
    _set_page(sheet, tab.sheet)
    head = WriteOnlyCell(sheet, text(tab.title))
    head.font, head.data_type = _TITLE, "s"
    sheet.append([head])
    sheet.append([_header(sheet, t.paper(column.header)) for column in tab.sheet.columns])
    for line in tab.lines:
        sheet.append([_cell(sheet, value) for value in line])


def _set_page(sheet: Any, given: Sheet) -> None:  # noqa: ANN401  openpyxl publishes no types
    sheet.freeze_panes = "C3"  # number and name stay in sight, and the header does
    for place, column in enumerate(given.columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:2"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
    sheet.oddFooter.center.text = "&P / &N"


def _header(sheet: Any, title: str) -> WriteOnlyCell:  # noqa: ANN401  the same
    cell = _cell(sheet, title)
    cell.font, cell.fill = _HEADER, _SHADE
    return cell


def _cell(sheet: Any, value: Cell) -> WriteOnlyCell:  # noqa: ANN401  the same
    cell = WriteOnlyCell(sheet, text(value) if isinstance(value, str) else value)
    cell.font, cell.border, cell.alignment = _PLAIN, _FRAME, _WRAPPED
    if isinstance(value, date):
        cell.number_format = _DAY
    if isinstance(value, Share):
        cell.value, cell.number_format = float(value), _PERCENT
    if isinstance(cell.value, str):
        cell.data_type = "s"  # or openpyxl would make a formula of "=..."
        cell.quotePrefix = cell.value[:1] in _FORMULA  # and so would a spreadsheet, when somebody edits the cell
    return cell
