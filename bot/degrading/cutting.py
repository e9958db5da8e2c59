"""Where a text that is too long is cut: after a paragraph, a line, a sentence, a word, or where it must be."""

import re
from collections.abc import Callable, Iterator
from typing import Final
from unicodedata import combining

from bot.abilities import Unit

_ENDS: Final = (
    (re.compile(r"\n\s*\n"), 0.4),
    (re.compile(r"\n"), 0.0),
    (re.compile(r"[.!?…](?=\s)|[\u3002\uff01\uff1f\u2026\uff1b]+[\u201d\u2019\u300d\uff09]*"), 0.4),
    (re.compile(r"\s+|[\uff0c\u3001\uff1a]"), 0.4),
)
"""What a part may end with, the best first, and how much it holds at the least, of what it could: a short one at each
blank line is many messages. A line is not cut that has room in a part of its own: what is chosen from stands in lines.
The signs are those that end sentences and clauses in Chinese.
"""

_COUNTS: Final[dict[Unit, Callable[[str], int]]] = {
    Unit.CHARACTERS: len,
    Unit.UTF_16: lambda text: len(text) + sum(1 for sign in text if sign > "\uffff"),
    Unit.BYTES: lambda text: len(text.encode(errors="replace")),
}


def counted(text: str, unit: Unit) -> int:
    """Return the length of a text as a channel counts it."""
    return _COUNTS[unit](text)


def cuts(text: str, most: int, unit: Unit) -> Iterator[tuple[int, int]]:
    """Yield the stretches that a text goes out in, each of `most` units at most, without the blanks between them."""
    start = _past_blanks(text, 0)
    while start < len(text):
        stop = _stop(text, start, most, unit)
        end = start + len(text[start:stop].rstrip())
        if end > start:
            yield start, end
        start = _past_blanks(text, stop)


def _past_blanks(text: str, start: int) -> int:
    """Return where the next words begin; a line keeps what it begins with, but no part begins with an empty line."""
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def _stop(text: str, start: int, most: int, unit: Unit) -> int:
    full = _fitting(text, start, most, unit)
    if full == len(text):
        return full
    # One sign more is looked at: a blank that follows ends a part, and is not sent.
    for end, share in _ENDS:
        least = start + int((full - start) * share)
        found = [match.end() for match in end.finditer(text, start, min(full + 1, len(text)))]
        good = [place for place in found if least < place <= full or text[full:place].isspace()]
        if good:
            return good[-1]
    return _between_signs(text, start, full)


def _fitting(text: str, start: int, most: int, unit: Unit) -> int:
    """Return how far it goes from there within the limit: one sign at the least, or it would never end."""
    room, stop = most, start
    for sign in text[start : start + most]:
        room -= counted(sign, unit)
        if room < 0:
            break
        stop += 1
    return max(stop, start + 1)


def _between_signs(text: str, start: int, full: int) -> int:
    """Go back to where neither a word of Latin letters or an address is cut, nor a sign that is seen as one."""
    stop = full
    while stop > start and _is_of_a_word(text[stop - 1]) and _is_of_a_word(text[stop]):
        stop -= 1
    stop = stop if stop > start else full
    while stop > start + 1 and _goes_with(text[stop - 1], text[stop]):
        stop -= 1
    return stop if stop > start + 1 else full


def _is_of_a_word(sign: str) -> bool:
    return sign.isascii() and not sign.isspace()


_JOINER: Final = "\u200d"


def _goes_with(before: str, after: str) -> bool:
    is_tone = "\U0001f3fb" <= after <= "\U0001f3ff"
    return bool(combining(after)) or is_tone or after in {_JOINER, "\ufe0f", "\ufe0e", "\u20e3"} or before == _JOINER
