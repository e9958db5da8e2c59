"""Who did not get an announcement, and why, as a spreadsheet; its title says how many did."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.papers.sheet import Column, Sheet
from bot.texts import paper

_SHEET: Final = Sheet(
    paper("delivery"),
    (
        Column(paper("no."), 6),
        Column(paper("name"), 18),
        Column(paper("standing"), 20),
        Column(paper("why"), 48),
        Column(paper("when"), 18),
    ),
)


@dataclass(frozen=True, slots=True)
class Missed:
    """Somebody who did not get it, all in the reader's language."""

    name: str
    standing: str
    why: str
    when: str


@dataclass(frozen=True, slots=True)
class DeliveryList:
    """What is in the file, numbered from `first`; `more` says how many more did not get it."""

    title: str
    missed: Sequence[Missed]
    more: str = ""
    first: int = 1


def delivery_sheet(given: DeliveryList, language: str) -> bytes:
    """Write the file."""
    lines = [
        (number, one.name, one.standing, one.why, one.when) for number, one in enumerate(given.missed, given.first)
    ]
    rest = [("", given.more, "", "", "")] if given.more else []
    return _SHEET.written(given.title, [*lines, *rest], language)
