"""Names that are only similar to what was typed: letters left out, swapped or mistaken, and words left out."""

from collections.abc import Sequence
from math import ceil
from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq

from storage.places.pinyin import syllables
from storage.places.search_index import PlaceIndex
from storage.places.search_lines import plain

_SHORTEST: Final = 4
_LONGEST: Final = 64  # letters: up to a machine word, a comparison costs fifty nanoseconds
_LOOKED_AT: Final = 1_000
_KEPT: Final = 40


def alike(index: PlaceIndex, folded: str) -> Sequence[tuple[int, float]]:
    """Return numbers and closenesses (to 100), the closest first.

    Names are compared by their sound, so that Hanzi and pinyin are one; equal characters then count a little besides.
    The first look asks only how many letters come in the same order: 15,000 names answer that in a millisecond.
    """
    letters = plain(syllables(folded).replace(" ", ""))
    if not _SHORTEST <= len(letters) <= _LONGEST or (len(folded) < 3 and not folded.isascii()):
        return ()
    heard, least = index.sounds.letters, _least(letters)
    in_order = process.extract(
        letters, heard, scorer=LCSseq.similarity, score_cutoff=ceil(0.75 * len(letters)), limit=_LOOKED_AT
    )
    parts = {number: line for line, _, number in in_order}
    whole = process.extract(letters, heard, scorer=fuzz.ratio, score_cutoff=least, limit=_KEPT)
    partly = process.extract(letters, parts, scorer=fuzz.partial_ratio, score_cutoff=least + 3, limit=_KEPT)
    closest = {number: score - 3 for _, score, number in partly} | {number: score for _, score, number in whole}
    scored = (
        (number, 0.8 * score + 0.2 * _same_characters(index, number, folded)) for number, score in closest.items()
    )
    return sorted(scored, key=lambda each: (-each[1], each[0]))


def _least(letters: str) -> float:
    """Return how close is close enough: one wrong letter in six. Below that, nonsense begins to be like something."""
    return 82.0 if len(letters) < 8 else 76.0


def _same_characters(index: PlaceIndex, number: int, folded: str) -> float:
    name = index.sounds.letters[number] if folded.isascii() else index.names[number]
    return float(fuzz.ratio(folded, name))
