"""Where a figure meets Chinese words, a space stands between them: 还要 20 秒; dates are set solid: 在12月3日.

It is set where a text and what fills it meet, so that no translator has to know what will stand in a placeholder.
Within what people have written themselves nothing is changed.
"""

from collections.abc import Mapping
from functools import lru_cache
from string import Formatter, digits
from typing import Final

from domain import bounded

_SEEN: Final = 16
"""So many signs on either side of a seam tell a figure."""

_FIRST_OF_FIGURES: Final = frozenset(digits)
_LAST_OF_FIGURES: Final = frozenset(f"{digits},.\n")

_ENDS_IN_HANZI: Final = bounded.compiled("(?![年月])[\u3400-\u9fff]$")
_BEGINS_WITH_HANZI: Final = bounded.compiled("(?![年月日号])[\u3400-\u9fff]")
_BEGINS_WITH_FIGURE: Final = bounded.compiled(r"[0-9][0-9,.]*(?::[0-9]{2})?(?=$|[\s%–—·])")
_ENDS_IN_FIGURE: Final = bounded.compiled(r"(?:[0-9]:[0-9]{2}|(?<![\w,.-])[0-9][0-9,.]*)$")


def filled(message: str, named: Mapping[str, object]) -> str:
    """Fill in the placeholders of a Chinese text."""
    text = ""
    for literal, name in _parts(message):
        text = _joined(text, literal)
        if name is not None:
            text = _joined(text, str(named[name]))
    return text


@lru_cache(maxsize=4_096)
def _parts(message: str) -> tuple[tuple[str, str | None], ...]:
    return tuple((literal, name) for literal, name, _, _ in Formatter().parse(message))


def _joined(text: str, more: str) -> str:
    if text[-1:] not in _LAST_OF_FIGURES and more[:1] not in _FIRST_OF_FIGURES:
        return text + more  # most seams: no figure ends or begins here
    before, behind = text[-_SEEN:], more[:_SEEN]
    meets = (_ENDS_IN_HANZI.search(before) and _BEGINS_WITH_FIGURE.match(behind)) or (
        _ENDS_IN_FIGURE.search(before) and _BEGINS_WITH_HANZI.match(behind)
    )
    return f"{text} {more}" if meets else text + more
