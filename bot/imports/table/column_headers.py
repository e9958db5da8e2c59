"""The header of a list: one line, or two of which the upper names groups of columns."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from bot.imports.table.headers import PLACED, Field, Headings, columns, meaning
from bot.imports.table.stated_datums import stated_in
from domain.places.datums import Datum

_FIGURES: Final = re.compile(r"\d{3}|^\d")
_LONGEST: Final = 20


@dataclass(frozen=True, slots=True)
class Header:
    """`at` is the first of its rows and `end` the first row below, from 0; `titles` name each column in full.

    `where` has the column of each field, `needed` those fields without which a row is no row.
    """

    at: int
    end: int
    titles: Sequence[str]
    where: Mapping[Field, int]
    needed: tuple[Field, ...]

    @property
    def unused(self) -> list[str]:
        """The titles of columns that are read for nothing, or only for what they say about coordinates."""
        kept = {column for field, column in self.where.items() if field is not Field.REMARK}
        return [title for column, title in enumerate(self.titles) if title and column not in kept]

    @property
    def bare(self) -> list[int]:
        """The columns without a title."""
        return [column for column, title in enumerate(self.titles) if not title]

    def datums(self) -> Iterator[tuple[Datum | None, str]]:
        """Tell what the titles of the coordinates say that they count in."""
        for field, column in self.where.items():
            if field in PLACED:
                yield from ((datum, self.titles[column]) for datum in stated_in(self.titles[column], alone=True))


def headers_among(rows: Sequence[Sequence[str]], headings: Headings) -> list[Header]:
    """Return what each row would be as a header, alone and with the row below it."""
    found = [_header(at, at + 1, row, columns(row, headings), headings) for at, row in enumerate(rows)]
    for at, (upper, lower) in enumerate(pairwise(rows)):
        if _is_second_line(upper, lower, headings):
            found.append(_header(at, at + 2, *_together(upper, lower, headings), headings))
    return found


def _header(at: int, end: int, titles: Sequence[str], where: Mapping[Field, int], headings: Headings) -> Header:
    placed = PLACED - {Field.COORDINATES} <= where.keys()
    needed: list[Field] = [field for field in headings.needed if field is not Field.COORDINATES]
    if Field.COORDINATES in headings.needed:
        needed += [Field.LATITUDE, Field.LONGITUDE] if placed else [Field.COORDINATES]
    return Header(at, end, titles, where, tuple(needed))


def _is_second_line(upper: Sequence[str], lower: Sequence[str], headings: Headings) -> bool:
    """Tell whether the lower row may only divide the columns of the upper one: words, and one that means a column."""
    filled = [one for one in lower if one]
    return (
        any(upper)
        and any(meaning(one, headings) and one not in upper for one in filled)
        and not any(len(one) > _LONGEST or _FIGURES.search(one) for one in filled)
    )


def _together(
    upper: Sequence[str], lower: Sequence[str], headings: Headings
) -> tuple[Sequence[str], Mapping[Field, int]]:
    width = max(len(upper), len(lower))
    above, below = ([*row, *[""] * (width - len(row))] for row in (upper, lower))
    titles = [" ".join(dict.fromkeys(part for part in pair if part)) for pair in zip(above, below, strict=True)]
    # A part without a meaning of its own, such as 上午 below 开放时间, is not the whole: it has no field.
    own = [low if low and low != up else up for up, low in zip(above, below, strict=True)]
    return titles, columns(own, headings)
