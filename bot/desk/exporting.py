"""A table as a file, as it stands on the page: the same rows, columns and masks, by the one writer of all papers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from aiohttp import web

from bot.desk.guard import HEADERS
from bot.desk.showing import View, cells, rows_of
from bot.flows.desk import Desk
from bot.flows.rights import organised
from bot.papers.naming import file_name
from bot.papers.sheet import Cell, Column, Sheet
from storage.places import places

MOST: Final = 20_000
"""Rows of one file; a larger table is narrowed first."""

_AT_ONCE: Final = 500
FORMS: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}
_TYPES: Final = {**FORMS, "pdf": "application/pdf", "png": "image/png"}


@dataclass(frozen=True, slots=True)
class File:
    """A file that is handed out, and how many rows are in it."""

    name: str
    content: bytes
    form: str
    count: int


def written(view: View, form: str, desk: Desk) -> File:
    """Write the rows of a view; `form` is one of `FORMS`."""
    t = desk.words
    sheet = Sheet(view.table.header, [Column(one.header, one.width) for one in view.table.columns])
    lines = list(_lines(view, desk))
    title = f"{t.paper(view.table.header)} · {desk.today.isoformat()} · {len(lines)}"
    content = sheet.as_csv(lines, t.language) if form == "csv" else sheet.written(title, lines, t.language)
    return File(file_name(form, t.paper(view.table.header), desk.today), content, form, len(lines))


def _lines(view: View, desk: Desk) -> Iterator[list[Cell]]:
    paths = organised(desk)
    for skip in range(0, MOST, _AT_ONCE):
        page = rows_of(view, desk, paths, skip, _AT_ONCE)
        yield from (cells(view, row, desk) for row in page.rows)
        if skip + _AT_ONCE >= page.count:
            return


def name_of_register(unit_id: int, form: str, desk: Desk) -> str:
    """Name the file of a unit's register."""
    unit = places.unit(desk.unit, unit_id)
    return file_name(form, desk.words.paper("register"), unit.name if unit else None, desk.today)


def handed_out(file: File) -> web.Response:
    headers = {**HEADERS, "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"}
    return web.Response(body=file.content, content_type=_TYPES[file.form], headers=headers)
