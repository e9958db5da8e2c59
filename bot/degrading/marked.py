"""A text of our HTML taken apart into its words and what formats them, to be cut anywhere and written again."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from itertools import pairwise
from typing import Final

_OTHER_NAMES: Final = {"strong": "b", "em": "i", "ins": "u", "strike": "s", "del": "s"}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the words, and the tag that formats it; `opening` is the tag as it was written."""

    start: int
    stop: int
    tag: str
    opening: str


@dataclass(frozen=True, slots=True)
class Marked:
    """Words, and the spans that format them, the outer before the inner."""

    words: str
    spans: tuple[Span, ...] = ()

    def html(self, start: int = 0, stop: int | None = None) -> str:
        """Write a stretch of it as HTML, whole in itself: what formats it is opened and closed there."""
        end = len(self.words) if stop is None else stop
        inside = [span for span in self.spans if span.start < end and span.stop > start]
        bounds = {max(span.start, start) for span in inside} | {min(span.stop, end) for span in inside}
        parts: list[str] = []
        opened: list[Span] = []
        for here, there in pairwise(sorted({start, end} | bounds)):
            wanted = [span for span in inside if span.start <= here and there <= span.stop]
            parts += [*_turned(opened, wanted), escape(self.words[here:there], quote=False)]
            opened = wanted
        return "".join([*parts, *_turned(opened, [])])

    def without(self, tags: frozenset[str]) -> "Marked":
        """Return it without what formats it otherwise than these tags do. A link is written out behind its words."""
        words, kept = self.words, [span for span in self.spans if span.tag in tags]
        for span in sorted((one for one in self.spans if one.tag == "a" and "a" not in tags), key=_stop, reverse=True):
            address = _address(span)
            if not address or address == self.words[span.start : span.stop]:
                continue
            added = f" {address}"
            words = words[: span.stop] + added + words[span.stop :]
            kept = [_moved(one, span.stop, len(added)) for one in kept]
        return Marked(words, tuple(kept))


def taken_apart(html: str) -> Marked:
    """Read our HTML; what is no tag of it is words."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.marked()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._words: list[str] = []
        self._length = 0
        self._open: list[tuple[int, str, str]] = []
        self._spans: list[Span] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs  # written again as they were
        self._open.append((self._length, _OTHER_NAMES.get(tag, tag), self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        name = _OTHER_NAMES.get(tag, tag)
        for number in range(len(self._open) - 1, -1, -1):
            start, opened, opening = self._open[number]
            if opened == name:
                del self._open[number]
                self._add(start, opened, opening)
                return

    def handle_data(self, data: str) -> None:
        self._words.append(data)
        self._length += len(data)

    def marked(self) -> Marked:
        for start, tag, opening in self._open:  # never closed: it formats the rest
            self._add(start, tag, opening)
        return Marked("".join(self._words), tuple(sorted(self._spans, key=lambda span: (span.start, -span.stop))))

    def _add(self, start: int, tag: str, opening: str) -> None:
        if start < self._length:
            self._spans.append(Span(start, self._length, tag, opening))


def _turned(opened: Sequence[Span], wanted: Sequence[Span]) -> list[str]:
    """Close what ends here, innermost first, and open what begins."""
    same = 0
    while same < min(len(opened), len(wanted)) and opened[same] is wanted[same]:
        same += 1
    return [
        *(f"</{_name(span)}>" for span in reversed(opened[same:])),
        *(span.opening for span in wanted[same:]),
    ]


def _name(span: Span) -> str:
    """Return the tag's name as it was opened: `<strong>` is not closed by `</b>`."""
    return span.opening[1:-1].split(None, 1)[0].lower()


def _stop(span: Span) -> int:
    return span.stop


def _address(span: Span) -> str:
    reader = _Attributes()
    reader.feed(span.opening)
    return reader.address


class _Attributes(HTMLParser):
    address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        self.address = dict(attrs).get("href") or ""


def _moved(span: Span, place: int, by: int) -> Span:
    """Return a span of a text into which so much was written at that place: what ends there ends there still."""
    start = span.start + by if span.start >= place else span.start
    stop = span.stop + by if span.stop > place else span.stop
    return Span(start, stop, span.tag, span.opening)
