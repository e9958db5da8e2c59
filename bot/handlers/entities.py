"""Turns a text and its entities, as the Bot API brings them, into the HTML that we send."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise, takewhile
from typing import Any, Final

# Every other kind shows by itself or not at all: a custom emoji is its plain one, a mention its name.
_TAGS: Final = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}


@dataclass(frozen=True, slots=True)
class _Span:
    """A stretch of a text, in UTF-16 units, and the tag that formats it; `rest` is what stands in the opening tag."""

    start: int
    stop: int
    tag: str
    rest: str = ""


def to_html(text: str, entities: object) -> str:
    """Write a text with its formatting, everything else escaped; return nothing where it has none.

    Offsets count UTF-16 units. What is malformed, or begins or ends outside the text or within a character, formats
    nothing. Entities that cross each other are cut where they do.
    """
    units = text.encode("utf-16-le", "surrogatepass")
    spans = sorted(_spans(entities, units), key=lambda span: (span.start, -span.stop))
    return _written(units, spans) if spans else ""


def _spans(entities: object, units: bytes) -> Iterable[_Span]:
    for entity in entities if isinstance(entities, list) else ():
        span = _span(entity)
        if span and 0 <= span.start < span.stop and _is_between(units, span.start) and _is_between(units, span.stop):
            yield span


def _span(entity: Any) -> _Span | None:  # noqa: ANN401  whatever stood in the update
    match entity:
        case {"type": "text_link", "offset": int(offset), "length": int(length), "url": str(url)}:
            return _Span(offset, offset + length, "a", f' href="{escape(url)}"')
        case {"type": str(kind), "offset": int(offset), "length": int(length)} if kind in _TAGS:
            return _Span(offset, offset + length, _TAGS[kind])
        case _:
            return None


def _is_between(units: bytes, place: int) -> bool:
    """Tell whether a place is within the text, and not in the middle of a surrogate pair."""
    low = units[place * 2 + 1 : place * 2 + 2]
    return place * 2 <= len(units) and not (low and 0xDC <= low[0] <= 0xDF and place > 0 and _is_high(units, place - 1))


def _is_high(units: bytes, place: int) -> bool:
    return 0xD8 <= units[place * 2 + 1] <= 0xDB


def _written(units: bytes, spans: Sequence[_Span]) -> str:
    places = sorted({0, len(units) // 2, *(span.start for span in spans), *(span.stop for span in spans)})
    parts: list[str] = []
    now: list[_Span] = []
    for start, stop in pairwise(places):
        wanted = [span for span in spans if span.start <= start and stop <= span.stop]
        parts += [*_turned(now, wanted), escape(_words(units, start, stop), quote=False)]
        now = wanted
    return "".join([*parts, *_turned(now, [])])


def _turned(now: Sequence[_Span], wanted: Sequence[_Span]) -> list[str]:
    """Close what ends here, innermost first, and open what begins."""
    kept = sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], zip(now, wanted, strict=False)))
    return [
        *(f"</{span.tag}>" for span in reversed(now[kept:])),
        *(f"<{span.tag}{span.rest}>" for span in wanted[kept:]),
    ]


def _words(units: bytes, start: int, stop: int) -> str:
    return units[start * 2 : stop * 2].decode("utf-16-le", "surrogatepass")
