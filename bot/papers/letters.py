"""What a paper sets of a text, and what its type lacks: asked before, so that nobody is handed a name with a hole."""

import unicodedata
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from struct import iter_unpack, unpack_from
from typing import Final

from bot.papers import fonts

GAP: Final = "＿"
"""In the place of a letter that cannot be set: room to write it by hand."""

_ORNAMENTS: Final = frozenset({"So", "Sk", "Me", "Cf", "Cc", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Left out where the type has none: emoji, what joins them, and what is not seen at all; no name loses by it."""
_MARKS: Final = frozenset({"Mn", "Mc"})
_BREAKS: Final = frozenset("\n\v\f\r\x85\u2028\u2029")
_STYLES: Final = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
"""Variation selectors: they ask for a shape of a letter that is there."""


@dataclass(frozen=True, slots=True)
class _Letter:
    """What a reader takes for one letter, and whether the type has it."""

    text: str
    is_there: bool


def settled(written: str) -> str:
    """Return what is set: composed (NFC), with its line breaks, without ornaments, and a gap for what is missing."""
    lines = "".join("\n" if letter in _BREAKS else letter for letter in written.replace("\r\n", "\n")).split("\n")
    return "\n".join("".join(one.text if one.is_there else GAP for one in _letters(line)) for line in lines)


def missing(*written: str) -> tuple[str, ...]:
    """Return the letters of these texts that cannot be set, each once, in their order."""
    return tuple(dict.fromkeys(one.text for text in written for one in _letters(text) if not one.is_there))


def _letters(line: str) -> Iterator[_Letter]:
    """Go through a line, letter by letter; a mark that stands on one (there is no sign for both) belongs to it."""
    shown = "".join(filter(_is_shown, unicodedata.normalize("NFC", line.replace("\t", " "))))
    start = 0
    for end in range(1, len(shown) + 1):
        if end == len(shown) or unicodedata.category(shown[end]) not in _MARKS:
            cluster = shown[start:end]
            yield _Letter(cluster, len(cluster) == 1 and _has(cluster))
            start = end


def _is_shown(letter: str) -> bool:
    if any(ord(letter) in styles for styles in _STYLES):
        return False
    category = unicodedata.category(letter)
    return category not in _ORNAMENTS or (category in {"So", "Sk"} and _has(letter))


def _has(letter: str) -> bool:
    firsts, lasts = _covered()
    at = bisect(firsts, ord(letter)) - 1
    return at >= 0 and ord(letter) <= lasts[at] and unicodedata.category(letter) not in _MARKS


@cache
def _covered() -> tuple[list[int], list[int]]:
    """Read from the type which letters it has: the firsts and lasts of its runs (OpenType, `cmap` of format 12)."""
    font = fonts.CHINESE.read_bytes()
    listed = font[12 : 12 + 16 * unpack_from(">H", font, 4)[0]]
    cmap = next(start for tag, _, start, _ in iter_unpack(">4sLLL", listed) if tag == b"cmap")
    count = unpack_from(">H", font, cmap + 2)[0]
    starts = [start for _, _, start in iter_unpack(">HHL", font[cmap + 4 : cmap + 4 + 8 * count])]
    full = next(cmap + start for start in starts if unpack_from(">H", font, cmap + start)[0] == 12)
    runs = font[full + 16 : full + 16 + 12 * unpack_from(">L", font, full + 12)[0]]
    both = [(first, last) for first, last, _ in iter_unpack(">LLL", runs)]
    return [first for first, _ in both], [last for _, last in both]
