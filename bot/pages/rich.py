"""Our HTML as a tree that a page builds its elements from: no browser ever parses markup of ours."""

from html.parser import HTMLParser
from typing import Final, TypeAlias, final

Node: TypeAlias = "str | list[str | list[Node]]"
"""Text, or [tag, [children]], or ["a", [children], address]."""

_TAGS: Final = {
    "b": "b",
    "strong": "b",
    "i": "i",
    "em": "i",
    "u": "u",
    "ins": "u",
    "s": "s",
    "del": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
}
_LINKS: Final = ("https:", "http:", "mailto:", "tel:", "geo:")


def tree(html: str) -> list[Node]:
    """Return the nodes of an HTML text as `bot.chat.Text` has it; tags that we do not write leave their words."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.nodes


@final
class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.nodes: list[Node] = []
        self._open: list[tuple[str, list[Node]]] = [("", self.nodes)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        children: list[Node] = []
        if tag == "a" and (address := dict(attrs).get("href") or "").startswith(_LINKS):
            self._put(["a", children, address])
        elif tag in _TAGS:
            self._put([_TAGS[tag], children])
        else:
            return
        self._open.append((tag, children))

    def handle_endtag(self, tag: str) -> None:
        if tag in (name for name, _ in self._open[1:]):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._put(data)

    def _put(self, node: Node) -> None:
        self._open[-1][1].append(node)
