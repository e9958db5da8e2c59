"""Labels that are typed: whoever writes what stands on a button or a key of a screen has tapped it.

Marks, emoji, case, width, blanks and the signs at the end count for nothing; either language will do.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Final
from unicodedata import normalize

from bot.chat import Button, Key, Reply, Text
from bot.flows.desk import Desk
from bot.texts import LANGUAGES, words
from domain.said.writing.politeness import bare, says_no

LONGEST: Final = 80
"""Characters: no label is longer."""

_SIGN: Final = re.compile(r"[\W_]")
_LOOSE: Final = re.compile("(?<![0-9]) +| +(?![0-9])")
_MOST_OFFERED: Final = 6
_LEAST: Final = 2
_DETAIL: Final = " · "
"""What follows it on a button tells more (how many, where), and need not be typed."""


def folded(text: str) -> str:
    """Return what counts of a label: letters and figures, in lower case; figures that stand apart stay apart."""
    return _LOOSE.sub("", _SIGN.sub(" ", normalize("NFKC", text).casefold()).strip())


def meant(
    typed: str, shows: Callable[[Desk], Iterable[Reply]], desk: Desk, *, whole: bool = False
) -> Button | Key | None:
    """Return the button or key of a screen whose label was typed; None: none, or it is not clear which.

    `shows` returns the screen at a desk of any language; the other one is asked only for words that can be its own.
    `whole`: nothing of the label may be missing.
    """
    counts = folded(typed) if len(typed) <= LONGEST else ""
    if not counts:
        return None
    own = desk.words.language
    others = [one for one in LANGUAGES if one != own and counts.isascii() == (one == "en")]
    for language in (own, *others):
        spoken = desk if language == own else replace(desk, words=words(language))
        found = _matching(typed, list(_labelled(shows(spoken))), whole=whole)
        if found is not None:
            return found
    return None


def within(typed: str, shown: Iterable[Reply]) -> Button | Key | None:
    """Return what is meant by a short sentence that is a label with polite words around it; never by one with a no."""
    wanted = bare(folded(typed)) if len(typed) <= LONGEST else ""
    if len(wanted) < _LEAST or says_no(typed):
        return None
    found = {replace(one, label=""): one for one in _labelled(shown) if bare(folded(one.label)) == wanted}
    return next(iter(found.values())) if len(found) == 1 else None


def offered(shown: Iterable[Reply]) -> tuple[tuple[str, str], ...]:
    """Return the buttons of what was only said, and is no screen: their labels in short, and their data."""
    found = [one for reply in shown for row in reply.buttons for one in row if one.data]
    return tuple([(short(one.label), one.data) for one in found]) if len(found) <= _MOST_OFFERED else ()


def short(label: str) -> str:
    """Return what stands for a label where it is remembered, and tells nothing of it."""
    return sha256(folded(label).encode()).hexdigest()[:8]


def _labelled(shown: Iterable[Reply]) -> Iterator[Button | Key]:
    for reply in shown:
        yield from (button for row in reply.buttons for button in row)
        if isinstance(reply, Text):
            yield from (key for row in reply.keys for key in row)


def _matching(typed: str, shown: Sequence[Button | Key], *, whole: bool) -> Button | Key | None:
    """Return the one whose whole label was typed, or else the part of it that says what it is."""
    fits = [one for one in shown if not _asks(typed) or _asks(one.label)]  # a question taps nothing
    wanted = folded(typed)
    found = {replace(one, label=""): one for one in fits if folded(one.label) == wanted}
    if not found and not whole:
        found = {replace(one, label=""): one for one in fits if folded(one.label.partition(_DETAIL)[0]) == wanted}
    return next(iter(found.values())) if len(found) == 1 else None


def _asks(text: str) -> bool:
    return "?" in text or "？" in text
