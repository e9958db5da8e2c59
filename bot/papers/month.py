"""The month as a table: the figures of the picture, and a line for each activity and each unit, to calculate with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.papers.sheet import Cell, Column, Share, Sheet, Tab, book
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
_ACTIVITIES: Final = Sheet(
    paper("activities"),
    (
        Column(paper("day"), 12),
        Column(paper("activity"), 40),
        Column(paper("kind"), 16),
        Column(paper("unit"), 22),
        Column(paper("expected"), 10),
        Column(paper("came"), 10),
        Column(paper("walked in"), 10),
        Column(paper("on leave"), 10),
        Column(paper("share that came"), 10),
    ),
)
_UNITS: Final = Sheet(
    paper("units"),
    (
        Column(paper("unit"), 40),
        Column(paper("activities held"), 12),
        Column(paper("visits"), 12),
    ),
)


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """One activity that was held; a number that is too small to be told is a text that says so."""

    day: date
    title: str
    kind: str
    unit: str
    expected: Cell
    came: Cell
    walked_in: Cell
    on_leave: Cell
    share: Share | None


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit, or several joined because they are too small."""

    name: str
    activities: int
    visits: int


@dataclass(frozen=True, slots=True)
class Month:
    """What is in the file, in the reader's language."""

    summary: Summary
    activities: Sequence[ActivityLine]
    units: Sequence[UnitLine]


def month_sheet(given: Month, language: str) -> bytes:
    """Write the file, a tab for each table."""
    title = f"{given.summary.unit} · {given.summary.title}"
    held = [
        (one.day, one.title, one.kind, one.unit, one.expected, one.came, one.walked_in, one.on_leave, one.share)
        for one in given.activities
    ]
    units = [(one.name, one.activities, one.visits) for one in given.units]
    tables: list[tuple[Sheet, Sequence[Sequence[Cell]]]] = [
        (_SHEET, list(_lines(given.summary))),
        (_ACTIVITIES, held),
        (_UNITS, units),
    ]
    return book([Tab(sheet, title, lines) for sheet, lines in tables], language)


def _lines(given: Summary) -> Iterator[tuple[Cell, ...]]:
    for tile in given.tiles:
        yield given.title, tile.label, tile.value if tile.figure is None else tile.figure, ""
    yield from _bars(given.kinds_title, given.kinds)
    yield from _bars(given.weeks_title, given.weeks)
    for note in given.notes:
        yield "", note, "", ""


def _bars(title: str, bars: Sequence[Bar]) -> Iterator[tuple[Cell, ...]]:
    for bar in bars:
        yield title, bar.label, bar.visits, bar.told
