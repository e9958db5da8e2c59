"""Names that are only similar to what was typed: letters left out, swapped or mistaken, and words left out."""

from collections.abc import Sequence
from math import ceil
from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq

from storage.pinyin import spoken
from storage.search_index import PlaceIndex
from storage.search_lines import plain

_SHORTEST: Final = 4
_LONGEST: Final = 64  # letters: up to a machine word, a comparison costs fifty nanoseconds
_LOOKED_AT: Final = 1_500
_KEPT: Final = 40
_ENOUGH: Final = 75.0
"""Of 100: one wrong letter in four. Below this, nonsense begins to be similar to something."""


def alike(index: PlaceIndex, folded: str) -> Sequence[tuple[int, float]]:
    """Return numbers and closenesses (to 100), the closest first.

    Everything is compared by its sound, so that Hanzi and pinyin are one; equal characters count a little besides. The
    first look asks only how many letters come in the same order, which a thousand names answer in a tenth of a
    millisecond.
    """
    letters = plain("".join(spoken(folded)))
    if not _SHORTEST <= len(letters) <= _LONGEST:
        return ()
    all_letters = index.sounds.letters
    in_order = process.extract(
        letters, all_letters, scorer=LCSseq.similarity, score_cutoff=ceil(0.75 * len(letters)), limit=_LOOKED_AT
    )
    parts = {number: line for line, _, number in in_order}
    near = [
        *process.extract(letters, all_letters, scorer=fuzz.ratio, score_cutoff=_ENOUGH, limit=_KEPT),
        *process.extract(letters, parts, scorer=fuzz.partial_ratio, score_cutoff=_ENOUGH, limit=_KEPT),
    ]
    closeness = {number: _closeness(letters, all_letters[number]) for _, _, number in near}
    return sorted(closeness.items(), key=lambda each: (-each[1], each[0]))


def _closeness(letters: str, line: str) -> float:
    return max(fuzz.ratio(letters, line), fuzz.partial_ratio(letters, line) - 3)
