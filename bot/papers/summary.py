"""The month as a picture that an organiser can post: figures, bars by kind and by week; nothing about single people."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Final

WIDTH: Final = 1080

_DRAWING: Final = "bot.papers.summary_drawing"
"""Loaded late, when the first one is asked for: drawing libraries are heavy."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure, as it is said, and what it counts; `figure` is the same to calculate with, where there is one."""

    value: str
    label: str
    figure: int | float | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One group: how often people came, and the same in words."""

    label: str
    visits: int
    told: str


@dataclass(frozen=True, slots=True)
class Summary:
    """A month of a unit, all of it in the reader's language."""

    unit: str
    title: str
    tiles: Sequence[Tile]
    kinds_title: str
    kinds: Sequence[Bar]
    weeks_title: str
    weeks: Sequence[Bar]
    notes: Sequence[str]


def summary_picture(given: Summary) -> bytes:
    """Draw a PNG, 1,080 pixels wide and as high as it needs. The same summary gives the same bytes."""
    drawn: bytes = import_module(_DRAWING).summary_picture(given)
    return drawn
