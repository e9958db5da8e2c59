"""A table as an XLSX that prints well: A4 across, one page wide, the header on every page; nothing in it computes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Final

from bot.papers.words import Pair

Cell = str | int | date | None

_FILE: Final = "bot.papers.sheet"
"""Loaded late, when the first one is asked for: openpyxl is slow to import."""


@dataclass(frozen=True, slots=True)
class Column:
    """A header in both languages, and the width in characters."""

    header: Pair
    width: int


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    columns: Sequence[Column]
    lines: Sequence[Sequence[Cell]]
    language: str
    name: Pair = ("登记册", "register")


def written(given: Sheet) -> bytes:
    """Return the file. The first row is the title, the second the header."""
    content: bytes = import_module(_FILE).written(given)
    return content
