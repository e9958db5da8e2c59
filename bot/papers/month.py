"""The month as a table: the same figures as in the picture, for whoever reckons on."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.papers.register_sheet import Cell, Column, Sheet, written
from bot.papers.summary import Bar, Summary

_NAME: Final = ("月报", "month")
_COLUMNS: Final = (
    Column(("分类", "section"), 20),
    Column(("项目", "item"), 40),
    Column(("数值", "figure"), 16),
    Column(("说明", "in words"), 30),
)


def month_sheet(given: Summary, language: str) -> bytes:
    """Write the file: the figures, the kinds, the weeks, and what they mean."""
    title = f"{given.unit} · {given.title}"
    return written(Sheet(title, _COLUMNS, list(_lines(given)), language, _NAME))


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
