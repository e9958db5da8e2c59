"""The briefing of an area: one page for whoever looks after it next, or goes there where no phone works."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Final

_PAGE: Final = "bot.papers.briefing_page"
"""Loaded late, when the first one is asked for: the libraries for it weigh more than ten megabytes."""


@dataclass(frozen=True, slots=True)
class Line:
    """A building, and what is said of it."""

    name: str
    said: str


@dataclass(frozen=True, slots=True)
class Briefing:
    """What stands on it, in the reader's language; `more_...`: how many have no room."""

    area: str
    looker: str
    term: str
    made_on: str
    buildings: Sequence[Line]
    more_buildings: int
    promises: Sequence[Line]
    more_promises: int
    language: str


def briefing_pdf(given: Briefing) -> bytes:
    """Set one A4 page. The same briefing gives the same bytes."""
    drawn: bytes = import_module(_PAGE).briefing_pdf(given)
    return drawn
