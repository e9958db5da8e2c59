"""The words of an announcement: how long they are as the messenger counts, and whether their tags are well formed.

The messenger counts UTF-16 code units after the tags are taken off and the entities are read: one for most letters and
Hanzi, two for an emoji.
"""

import re
from html import unescape
from typing import Final

from domain.announcements.announcements import MOST_CAPTION, MOST_TEXT, Content

_PIECE: Final = re.compile(
    r"<(?P<closing>/)?(?P<tag>[a-z-]+)(?P<attributes>(?: [a-z-]+(?:=\"[^\"<>]*\")?)*)>"
    r"|&(?:amp|lt|gt|quot|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});"
    r"|[^<>&]+"
)
_ATTRIBUTES: Final = {
    "b": re.compile(r""),
    "i": re.compile(r""),
    "u": re.compile(r""),
    "s": re.compile(r""),
    "a": re.compile(r' href="[^"]+"'),
    "code": re.compile(r'(?: class="language-[^"]*")?'),
    "pre": re.compile(r""),
    "blockquote": re.compile(r"(?: expandable)?"),
    "tg-spoiler": re.compile(r""),
}
"""The tags that a messenger's front writes, and what may stand in each."""

_TAG: Final = re.compile("<[^<>]*+>")
_HANZI: Final = re.compile(r"[\u3400-\u9fff]")


def plain(html: str) -> str:
    """Take the tags off and read the entities."""
    return unescape(_TAG.sub("", html))


def length(html: str) -> int:
    """Count as the messenger does; blanks at the ends do not count, it cuts them off."""
    return len(plain(html).strip().encode("utf-16-le", "surrogatepass")) // 2


def well_formed(html: str) -> bool:
    """Tell whether every tag is one of ours, closed in the order in which they were opened, and nothing stands bare."""
    opened: list[str] = []
    at = 0
    while at < len(html):
        piece = _PIECE.match(html, at)
        if piece is None or not _follows(piece, opened):
            return False
        at = piece.end()
    return not opened


def _follows(piece: re.Match[str], opened: list[str]) -> bool:
    """Tell whether this can come next; `opened` is brought up to date."""
    tag = piece["tag"]
    if tag is None:
        return True
    if piece["closing"]:
        return not piece["attributes"] and bool(opened) and opened.pop() == tag
    opened.append(tag)
    return tag in _ATTRIBUTES and _ATTRIBUTES[tag].fullmatch(piece["attributes"]) is not None


def most(content: Content) -> int:
    """Return how long its words may be: a caption is shorter than a text."""
    return MOST_CAPTION if content.media else MOST_TEXT


def too_long(content: Content) -> dict[str, int]:
    """Return by how many units each language is too long; those that fit are not in it."""
    excess = {language: length(html) - most(content) for language, html in content.html.items()}
    return {language: units for language, units in excess.items() if units > 0}


def says_something(html: str) -> bool:
    """Tell whether there is anything to read."""
    return bool(plain(html).strip())


def seems(text: str) -> str:
    """Guess in which of our languages something is written: Chinese where it has any Hanzi, else English."""
    return "zh_Hans" if _HANZI.search(text) else "en"
