"""Names that are only similar to what was typed: letters left out, swapped or mistaken, and words left out.

Below a clear likeness nothing is like anything: all that was typed has to be explained by the name, but for one slip in
so many syllables or letters. A sentence that has a word's sound in common with some name is not a name.
"""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, LCSseq

from storage.places.pinyin import syllables
from storage.places.search_index import PlaceIndex
from storage.places.search_lines import plain

_SHORTEST: Final = 5  # letters
_FEWEST: Final = 4  # syllables
_LONGEST: Final = 64  # letters: up to a machine word, a comparison costs fifty nanoseconds
_LOOKED_AT: Final = 1_000
_KEPT: Final = 40

_NEARLY: Final = 0.4
"""What a syllable costs that is one letter off: two of them weigh less than one that is missing."""

_WITHIN: Final = 8
"""Fewer letters than this are only looked for where names begin."""


def alike(index: PlaceIndex, folded: str) -> Sequence[tuple[int, float]]:
    """Return numbers and closenesses (to 100), the closest first.

    Names are compared by their sound, so that Hanzi and pinyin are one; equal characters then count a little besides.
    The first look asks only how many letters come in the same order: 15,000 names answer that in a millisecond.
    """
    spoken = plain(syllables(folded)).split()
    letters = "".join(spoken)
    if not _SHORTEST <= len(letters) <= _LONGEST or (len(spoken) < _FEWEST and not folded.isascii()):
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
        (number, 0.8 * score + 0.2 * _same_characters(index, number, folded))
        for number, score in closest.items()
        if _explains(index, number, folded, spoken)
    )
    return sorted(scored, key=lambda each: (-each[1], each[0]))


def _least(letters: str) -> float:
    """Return how close is close enough to be looked at: one wrong letter in six."""
    return 82.0 if len(letters) < 8 else 76.0


def _same_characters(index: PlaceIndex, number: int, folded: str) -> float:
    name = index.sounds.letters[number] if folded.isascii() else index.names[number]
    return float(fuzz.ratio(folded, name))


def _explains(index: PlaceIndex, number: int, folded: str, spoken: Sequence[str]) -> bool:
    name = index.sounds.syllables(number)
    if folded.isascii():
        letters = "".join(spoken)
        return any(OSA.distance(letters, part) <= _slips(len(letters)) for part in _parts(name, len(letters)))
    shared = LCSseq.similarity(folded, index.names[number])
    return shared >= len(folded) / 2 and _unexplained(spoken, name) <= _gap(len(spoken))


def _slips(letters: int) -> int:
    """Return how many letters may be wrong, swapped, left out or too many."""
    return 1 if letters < 12 else 2 if letters < 16 else 3


def _gap(count: int) -> float:
    """Return how much of so many syllables may stay unexplained."""
    return max(1.0, count / 5)


def _parts(name: Sequence[str], size: int) -> Iterator[str]:
    """Yield the runs of whole syllables about as long as what was typed, short ones from the beginning alone."""
    for first in range(len(name) if size >= _WITHIN else 1):
        run = ""
        for syllable in name[first:]:
            run += syllable
            if abs(len(run) - size) <= _slips(size):
                yield run


def _unexplained(spoken: Sequence[str], name: Sequence[str]) -> float:
    """Count the syllables that have none like them in the name, in the same order; one letter off counts in part."""
    least = [float(count) for count in range(len(spoken) + 1)]
    best = least[-1]
    for there in name:
        row = [0.0]
        for at, said in enumerate(spoken):
            row.append(min(row[at] + 1, least[at + 1], least[at] + _apart(said, there)))
        least, best = row, min(best, row[-1])
    return best


def _apart(said: str, there: str) -> float:
    if said == there:
        return 0.0
    return _NEARLY if min(len(said), len(there)) > 1 and OSA.distance(said, there, score_cutoff=1) == 1 else 1.0
