"""A table as an XLSX that prints well: A4 across, one page wide, the header on every page; nothing in it computes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Final

Cell = str | int | date | None

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
        """Return the file. The first row is the title, the second the header."""
        content: bytes = import_module(_FILE).written(self, title, lines, language)
        return content
