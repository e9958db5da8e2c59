"""The month as a table: the same figures as in the picture, for further calculation."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.papers.sheet import Cell, Column, Sheet
from bot.papers.summary import Bar, Summary
from bot.texts import paper

_SHEET: Final = Sheet(
    paper("month"),
    (
        Column(paper("section"), 20),
        Column(paper("item"), 40),
        Column(paper("figure"), 16),
        Column(paper("in words"), 30),
    ),
)


def month_sheet(given: Summary, language: str) -> bytes:
    """Write the file: the figures, the kinds, the weeks, and what they mean."""
    return _SHEET.written(f"{given.unit} · {given.title}", list(_lines(given)), language)


def _lines(given: Summary) -> Iterator[tuple[Cell, ...]]:
    for tile in given.tiles:
        yield given.title, tile.label, int(tile.value) if tile.value.isdecimal() else tile.value, ""
    yield from _bars(given.kinds_title, given.kinds)
    yield from _bars(given.weeks_title, given.weeks)
    for note in given.notes:
        yield "", note, "", ""


def _bars(title: str, bars: Sequence[Bar]) -> Iterator[tuple[Cell, ...]]:
    for bar in bars:
        yield title, bar.label, bar.visits, bar.told
