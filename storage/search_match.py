"""How well what was typed fits a name: one function for each way of fitting, the surest first."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import ceil
from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq

from storage.pinyin import spoken, spoken_otherwise
from storage.search_index import PlaceIndex
from storage.search_lines import plain
from storage.search_text import LONGEST, bare, below_units, fold, street, words


@dataclass(frozen=True, slots=True)
class Match:
    """An entry's number, how well it fits (to 100), and whether it is what was typed rather than something like it."""

    number: int
    score: float
    sure: bool


Numbers = Iterable[int]


def matches(index: PlaceIndex, text: str) -> Iterator[Match]:
    """Yield what fits, best first; an entry may come again with a lower score."""
    if len(text) > 10 * LONGEST:
        return
    folded = fold(text)
    if not 0 < len(folded) <= LONGEST:
        return
    some = False
    for way in _SURE_WAYS:
        for match in way(index, folded):
            some = True
            yield match
    if not some:
        for match in _by_words(index, _apart(index, text, folded)):
            some = True
            yield match
    if not some and (name := bare(folded)) not in {"", folded}:
        for match in matches(index, name):
            some = True
            yield match
    for way in () if some else _UNSURE_WAYS:
        for match in way(index, folded):
            some = True
            yield match
        if some: return


# ---------------------------------------------------------------- sure ways


def _by_name(index: PlaceIndex, folded: str) -> Iterator[Match]:
    yield from _all(index.names.equal(folded), 100, sure=True)
    if len(folded) > 1 or not folded.isascii():
        yield from _all(index.names.beginning(folded), 95, sure=True)
    if len(folded) > 1:
        yield from _all(index.names.holding(folded), 90, sure=True)


def _by_address(index: PlaceIndex, folded: str) -> Iterator[Match]:
    if len(folded) > 2:
        yield from _all(index.addresses.holding(below_units(folded) or folded), 87, sure=True)
