"""A table as an XLSX that prints well: A4 across, one page wide, the header on every page; nothing in it computes."""

from collections.abc import Sequence
from csv import writer
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from io import StringIO
from typing import Final

from bot.imports.values.cells import harmless
from bot.texts import words


class Share(float):
    """A part of one as a number that can be calculated with; it is shown as 82%."""


Cell = str | int | float | date | None

_FILE: Final = "bot.papers.xlsx"
"""Loaded late, when the first one is asked for: openpyxl is slow to import."""


@dataclass(frozen=True, slots=True)
class Column:
    """A header, marked by `bot.texts.paper`, and the width in characters."""

    header: str
    width: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the tab and the columns are called, as messages of paper."""

    name: str
    columns: Sequence[Column]

    def written(self, title: str, lines: Sequence[Sequence[Cell]], language: str) -> bytes:
        """Return a file of this table alone."""
        return book([Tab(self, title, lines)], language)

    def as_csv(self, lines: Sequence[Sequence[Cell]], language: str) -> bytes:
        """Return the header and the lines as CSV, in which nothing is computed either."""
        t, content = words(language), StringIO()
        table = writer(content)
        table.writerow(t.paper(column.header) for column in self.columns)
        table.writerows([harmless(value) if isinstance(value, str) else value for value in line] for line in lines)
        return content.getvalue().encode("utf-8-sig")  # without the mark, Excel reads it as GBK


@dataclass(frozen=True, slots=True)
class Tab:
    """A table with what stands in it. The first row is the title, the second the header."""

    sheet: Sheet
    title: str
    lines: Sequence[Sequence[Cell]]


def book(tabs: Sequence[Tab], language: str) -> bytes:
    """Return a file with a tab for each."""
    content: bytes = import_module(_FILE).written(tabs, language)
    return content
