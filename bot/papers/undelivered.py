"""Who did not get an announcement, and why, as a spreadsheet; how many did stands in its title."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.papers.register_sheet import Column, Sheet, written

_NAME: Final = ("送达情况", "delivery")
_COLUMNS: Final = (
    Column(("序号", "no."), 6),
    Column(("姓名", "name"), 18),
    Column(("情况", "standing"), 20),
    Column(("原因", "why"), 48),
    Column(("时间", "when"), 18),
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
    """What is in the file, numbered from `first`; `more` says how many did not get it and do not stand in it."""

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
    return written(Sheet(given.title, _COLUMNS, [*lines, *rest], language, _NAME))
