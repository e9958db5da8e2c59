"""Message entities: commands and links found in a text, offsets in UTF-16, and the text shown as safe HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape

from sandbox.people import Json

FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"，。；！？、（）]+)"
    r"|(?P<email>\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/])"
    r"|(?<!\w)(?P<mention>@[A-Za-z]\w{3,31})"
    r"|(?<!\w)(?P<hashtag>#\w*[^\W\d]\w*)"
)
SIGNS = re.compile("[/@#]")
TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ('<span class="spoiler">', "</span>"),
    "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ('<blockquote class="expandable">', "</blockquote>"),
    "bot_command": ('<span class="command">', "</span>"),
    "mention": ('<span class="mention">', "</span>"),
    "hashtag": ('<span class="hashtag">', "</span>"),
}
SAFE_LINK = re.compile(r"(https?|tg|mailto|tel|geo):", re.IGNORECASE)


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 units, in which Telegram counts offsets."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def find_entities(text: str) -> list[Json]:
    """Return what Telegram finds by itself: links, addresses, commands, mentions and hashtags."""
    if not SIGNS.search(text):
        return []
    return [
        {"offset": utf16_length(text[: hit.start()]), "length": utf16_length(hit.group()), "type": hit.lastgroup}
        for hit in FOUND.finditer(text)
    ]


def with_found(text: str, given: list[Json]) -> list[Json]:
    """Return the given entities and those found beside them, in order of place."""
    found = [entity for entity in find_entities(text) if not any(_touch(entity, other) for other in given)]
    return sorted([*given, *found], key=_outermost_first)


def to_html(text: str, entities: Iterable[Mapping[str, object]]) -> str:
    """Show a text with its entities as HTML that a page may insert as it is; newlines stay newlines."""
    units = text.encode("utf-16-le", "surrogatepass")
    html: list[str] = []
    open_until: list[tuple[int, str]] = []
    place = 0

    def up_to(end: int) -> None:
        nonlocal place
        html.append(escape(units[place * 2 : end * 2].decode("utf-16-le", "replace")))
        place = max(place, end)

    def close(end: int) -> None:
        while open_until and open_until[-1][0] <= end:
            until, tag = open_until.pop()
            up_to(until)
            html.append(tag)

    for entity in sorted(entities, key=_outermost_first):
        start, stop = span(entity)
        close(start)
        up_to(start)
        opening, closing = _tags(entity, units[start * 2 : stop * 2].decode("utf-16-le", "replace"))
        html.append(opening)
        open_until.append((min([stop, *(until for until, _ in open_until)]), closing))
    close(len(units) // 2)
    up_to(len(units) // 2)
    return "".join(html)


def span(entity: Mapping[str, object]) -> tuple[int, int]:
    """Return where an entity starts and stops, in UTF-16 units."""
    match entity.get("offset"), entity.get("length"):
        case int(offset), int(length):
            return offset, offset + length
        case _:
            raise ValueError("an entity has an offset and a length")


def _outermost_first(entity: Mapping[str, object]) -> tuple[int, int]:
    start, stop = span(entity)
    return start, -stop


def _touch(one: Json, other: Json) -> bool:
    (start, stop), (other_start, other_stop) = span(one), span(other)
    return start < other_stop and other_start < stop


def _tags(entity: Mapping[str, object], inner: str) -> tuple[str, str]:
    match entity.get("type"):
        case "text_link":
            return _link(str(entity.get("url", "")))
        case "url":
            return _link(inner)
        case "email":
            return _link(f"mailto:{inner}")
        case "text_mention":
            return TAGS["mention"]
        case kind:
            return TAGS.get(str(kind), ("", ""))


def _link(address: str) -> tuple[str, str]:
    if not SAFE_LINK.match(address):
        return "", ""
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">', "</a>"
