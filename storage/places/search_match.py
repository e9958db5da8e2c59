"""How what was typed fits a name: the ways of fitting, the surest first; the next is tried when one found nothing."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from storage.places.pinyin import spoken_otherwise, syllables
from storage.places.search_alike import alike
from storage.places.search_index import PlaceIndex, Rank
from storage.places.search_lines import plain
from storage.places.search_text import bare, bare_words, below_units, fold, street, without_rung, words

LONGEST: Final = 80
"""Folded characters; nobody types a longer name."""

_MOST_BYTES: Final = 800
_SYLLABLE: Final = 4
_NUMBERS_APART: Final = 200
_MOST_AT_ONE_ADDRESS: Final = 400
_DISTRICT: Final = re.compile("[区县]")


@dataclass(frozen=True, slots=True)
class Match:
    """An entry's number, how well it fits (to 100), and whether it is what was typed rather than something like it."""

    number: int
    score: float
    sure: bool = True


def matches(index: PlaceIndex, text: str) -> Iterator[Match]:
    """Yield what fits, best first; the same entry may come again with a lower score."""
    folded = fold(text) if len(text) <= _MOST_BYTES else ""
    if not 0 < len(folded) <= LONGEST:
        return
    core = bare_words(words(text)) if folded.isascii() else bare(folded)
    yield from _first_of(
        _as_typed(index, folded),
        _in_pieces(index, words(text)),
        _in_pieces(index, _unit_and_rest(index, folded)),
        _by_address(index, folded),
        _as_typed(index, core),
        _near_in_street(index, folded),
        _of_same_sound(index, _heart(folded)),
        _alike(index, _heart(core or folded)),
    )


def _first_of(*ways: Iterator[Match]) -> Iterator[Match]:
    for way in ways:
        first = next(way, None)
        if first is not None:
            yield first
            yield from way
            return


def _as_typed(index: PlaceIndex, folded: str) -> Iterator[Match]:
    size = len(folded)
    yield from _all(index.names.equal(folded), 100)
    if size > 1 or not folded.isascii():
        yield from _all(index.names.beginning(folded), 95)
    if size > (2 if folded.isascii() else 1):
        yield from _all(index.names.holding(folded), 90)
    if size > 2:
        yield from _all(index.addresses.holding(folded), 87)
    if folded.isascii() and size > 1:
        yield from _by_letters(index, plain(folded))


def _by_address(index: PlaceIndex, folded: str) -> Iterator[Match]:
    """Yield what has this address; in another district than was typed, it is only similar."""
    below = below_units(folded)
    found = list(islice(index.addresses.holding(below), _MOST_AT_ONE_ADDRESS)) if len(below) > 2 else []
    yield from _all((number for number in found if _agrees(index, number, folded)), 87)
    yield from _all((number for number in found if not _agrees(index, number, folded)), 71, sure=False)


def _agrees(index: PlaceIndex, number: int, folded: str) -> bool:
    """Say whether the place stands in the district that was typed, if one was."""
    above = folded.removesuffix(below_units(folded))
    return not _DISTRICT.search(above) or index.where[number].partition(" ")[0] in above


def _by_letters(index: PlaceIndex, letters: str) -> Iterator[Match]:
    size = len(letters)
    yield from _all(index.sounding(letters), 84)
    yield from _all(index.beginning_to_sound(letters), 82)
    if size > 3:
        yield from _all(_long_enough(index, letters), 80)
    yield from _all(index.sounds.initials.equal(letters), 76)
    if size > 2:
        yield from _all(index.sounds.initials.beginning(letters), 74)
    if size > 3:
        yield from _all(index.sounds.initials.holding(letters), 72)


def _long_enough(index: PlaceIndex, letters: str) -> Iterator[int]:
    """Yield the names that hold these letters, three syllables or more: two sound like the seam of many a name."""
    for number in index.holding_sound(letters):
        name = index.sounds.syllables(number)
        if not any("".join(name[first : first + 2]) == letters for first in range(1, len(name))):
            yield number


def _in_pieces(index: PlaceIndex, pieces: Sequence[str]) -> Iterator[Match]:
    """Yield what holds every piece, in its name, its address or the names of the units above.

    Single syllables of pinyin are no pieces: they are somewhere in almost every name.
    """
    if len(pieces) > 1 and not any(piece.isascii() and len(piece) < _SYLLABLE for piece in pieces):
        rarest = min(pieces, key=lambda piece: index.names.count(piece) + index.addresses.count(piece))
        others = [piece for piece in pieces if piece != rarest]
        holding = set(_with_piece(index, rarest))
        found = [number for number in holding if all(_holds(index, number, other) for other in others)]
        yield from _all(sorted(found, key=lambda number: (-_covered(index, number, pieces), number)), 78)


def _covered(index: PlaceIndex, number: int, pieces: Sequence[str]) -> float:
    """Return the share of the name that the pieces make up."""
    name = index.names[number]
    return sum(len(piece) for piece in pieces if piece in name) / len(name)


def _with_piece(index: PlaceIndex, piece: str) -> Iterator[int]:
    yield from index.names.holding(piece)
    yield from index.addresses.holding(piece)
    if piece.isascii():
        yield from index.holding_sound(plain(piece))
    else:
        yield from (number for number, where in enumerate(index.where) if piece in where)


def _holds(index: PlaceIndex, number: int, piece: str) -> bool:
    return (
        piece in index.names[number]
        or piece in index.where[number]
        or piece in index.addresses[number]
        or (piece.isascii() and plain(piece) in index.sounds.letters[number])
    )


def _unit_and_rest(index: PlaceIndex, folded: str) -> Sequence[str]:
    """Split "浦东嘉兴大厦" after the district or subdistrict that it begins with."""
    units = (index.names[number] for number in range(index.ranks.count(Rank.UNIT)))
    called = (alias for name in units for alias in (name, without_rung(name)) if folded.startswith(alias))
    longest = max(called, key=len, default="")
    rest = folded[len(longest) :]
    return (longest, rest) if longest and len(rest) > 1 else ()


def _near_in_street(index: PlaceIndex, folded: str) -> Iterator[Match]:
    """Yield the places whose house numbers are nearest to the one that was typed, then the street itself."""
    asked = street(folded)
    if asked is None or not asked.number:
        return
    along = ((number, street(index.addresses[number])) for number in index.addresses.holding(asked.name))
    apart = [(abs(there.number - asked.number), n) for n, there in along if there and there.name == asked.name]
    near = sorted(each for each in apart if each[0] <= _NUMBERS_APART and _agrees(index, each[1], folded))
    yield from _all((number for _, number in near[:3]), 70, sure=False)
    yield from _all(index.names.equal(asked.name), 69, sure=False)


def _of_same_sound(index: PlaceIndex, folded: str) -> Iterator[Match]:
    heard = [syllables(folded), *spoken_otherwise(folded)] if len(folded) > 1 and not folded.isascii() else []
    ways = [plain(each.replace(" ", "")) for each in heard]
    for letters in ways:
        yield from _all(_sharing(index, index.sounding(letters), folded), 68, sure=False)
    for letters in ways:
        yield from _all(_sharing(index, index.beginning_to_sound(letters), folded), 67, sure=False)
    for letters in ways if len(folded) > 2 else ():
        yield from _all(_sharing(index, index.holding_sound(letters), folded), 66, sure=False)


def _sharing(index: PlaceIndex, numbers: Iterable[int], folded: str) -> Iterator[int]:
    """Yield those that have one of the characters, too: nobody mistakes all characters of a name."""
    return (number for number in numbers if set(folded) & set(index.names[number]))


def _alike(index: PlaceIndex, folded: str) -> Iterator[Match]:
    for number, closeness in alike(index, folded):
        yield Match(number, 0.65 * closeness, sure=False)


def _heart(folded: str) -> str:
    """Return the street of an address with a number, for the number is not what was mistyped."""
    found = street(folded)
    return found.name if found and found.number else folded


def _all(numbers: Iterable[int], score: float, *, sure: bool = True) -> Iterator[Match]:
    return (Match(number, score, sure) for number in numbers)
