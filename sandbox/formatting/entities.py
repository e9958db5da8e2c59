"""Message entities: commands and links found in a text, offsets in UTF-16, and the text shown as safe HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape

from sandbox.state.people import Json

# What is a word's sign to Telegram: letters and digits of any script, and _.
WORD = r"\w"
PATH = r"[^\s<>\"«»\u2000-\u200b\u200e\u200f\u2016-\u206f]"
HASHTAG = r"[\w\u200c\u00b7\u0d80-\u0dff]"
# Each kind by its own rule, as match_* and fix_url in TDLib's MessageEntity.cpp have them.
MENTION = re.compile(rf"(?<!{WORD})@[A-Za-z0-9_]{{2,32}}(?!{WORD})")
SHORT_NAMES = frozenset({"@gif", "@vid", "@pic"})
COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@])")
TAG = re.compile(
    rf"(?<!{HASHTAG})#(?=[\d_]*[^\W\d_]){HASHTAG}{{1,256}}+(?!{HASHTAG}*#)(?:@[A-Za-z0-9_]{{3,32}}(?!{WORD}))?"
)
CASHTAG = re.compile(
    rf"(?<![{HASHTAG[1:-1]}$])\$(?:1INCH|[A-Z]{{1,8}})(?:@[A-Za-z0-9_]{{3,32}})?(?![{HASHTAG[1:-1]}$])"
)
CARD = re.compile(r"(?<![\w.,+-])(?:\d{16,19}(?= )|\d(?:[ -]?\d){12,18})(?![\w-])", re.ASCII)
PHONE = re.compile(r"(?<![\w+])\+\d(?:[ ()-]{0,2}\d){6,14}(?!\w)", re.ASCII)
EMAIL = re.compile(
    r"(?<![\w.+-])(?:[A-Za-z0-9_-]{0,26}[.+]){0,10}[A-Za-z0-9_-]{1,35}@"
    r"(?:(?:[A-Za-z0-9][A-Za-z0-9_-]{0,28})?[A-Za-z0-9]\.){1,6}[A-Za-z]{2,8}(?![\w-])"
)
OWN_LINK = re.compile(rf"(?:tg|ton)://[a-z0-9_-]{{1,253}}(?:[/?#]{PATH}*)?", re.IGNORECASE)
LINK = re.compile(
    rf"(?:(?:https?|ftp)://(?:[^\s/<>\"@]{{1,64}}@)?|(?<![\w/#@:.+-]))"
    rf"(?:[\w~\-]{{1,63}}\.){{1,10}}[\w-]{{1,63}}(?::\d{{1,5}})?(?:[/?#]{PATH}*)?",
    re.IGNORECASE,
)
END_SIGNS = ".:;,('?!`"
BRACKETS = {")": "(", "]": "[", "}": "{"}
# Endings that make a link of words without a scheme: those of countries have two letters, the rest are the usual ones.
ENDINGS = frozenset(
    [
        "com",
        "net",
        "org",
        "info",
        "biz",
        "name",
        "pro",
        "mobi",
        "app",
        "dev",
        "xyz",
        "top",
        "site",
        "online",
        "shop",
        "store",
        "club",
        "live",
        "life",
        "news",
        "blog",
        "wiki",
        "cloud",
        "tech",
        "space",
        "work",
        "link",
        "art",
        "fun",
        "team",
        "chat",
        "email",
        "group",
        "company",
        "social",
        "media",
        "studio",
        "design",
        "world",
        "today",
        "center",
        "zone",
        "run",
        "page",
        "edu",
        "gov",
        "mil",
        "int",
        "arpa",
        "asia",
        "cat",
        "coop",
        "jobs",
        "museum",
        "post",
        "tel",
        "travel",
        "aero",
        "中国",
        "中國",
        "公司",
        "网络",
        "网址",
        "网店",
        "政务",
        "公益",
        "рф",
    ]
)
SIGNS = re.compile("[/@#$.+]|[0-9]{4}")
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
    "cashtag": ('<span class="hashtag">', "</span>"),
}
SAFE_LINK = re.compile(r"(https?|tg|mailto|tel|geo):", re.IGNORECASE)


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 units, in which Telegram counts offsets."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def find_entities(text: str) -> list[Json]:
    """Return what Telegram finds by itself: names, commands, tags, numbers of cards and phones, links and addresses.

    Of two that touch the one stays that begins first, and of those the one whose kind comes first here.
    """
    if not SIGNS.search(text):
        return []
    found = sorted(_found(text), key=lambda one: one[0])
    kept: list[tuple[int, int, str]] = []
    for start, stop, kind in found:
        if not kept or start >= kept[-1][1]:
            kept.append((start, stop, kind))
    return [
        {"offset": utf16_length(text[:start]), "length": utf16_length(text[start:stop]), "type": kind}
        for start, stop, kind in kept
    ]


def _found(text: str) -> Iterator[tuple[int, int, str]]:
    for hit in MENTION.finditer(text):
        if len(hit.group()) > 4 or hit.group().lower() in SHORT_NAMES:
            yield hit.start(), hit.end(), "mention"
    for kind, pattern in (("bot_command", COMMAND), ("hashtag", TAG), ("cashtag", CASHTAG), ("phone_number", PHONE)):
        for hit in pattern.finditer(text):
            yield hit.start(), hit.end(), kind
    for hit in CARD.finditer(text):
        if _is_card([int(sign) for sign in hit.group() if sign.isdigit()]):
            yield hit.start(), hit.end(), "bank_card_number"
    yield from _found_links(text)


def _found_links(text: str) -> Iterator[tuple[int, int, str]]:
    for hit in EMAIL.finditer(text):
        yield hit.start(), hit.end(), "email"
    for hit in OWN_LINK.finditer(text):
        yield hit.start(), hit.start() + len(_without_end(hit.group())), "url"
    for hit in LINK.finditer(text):
        if link := _link_in(hit.group()):
            yield hit.start(), hit.start() + len(link), "url"


def _is_card(digits: list[int]) -> bool:
    """Say whether digits are those of a card: the sum of Luhn, and a length that its brand has."""
    doubled = [digit if place % 2 == 0 else sum(divmod(2 * digit, 10)) for place, digit in enumerate(reversed(digits))]
    first, two = digits[0], digits[0] * 10 + digits[1]
    four = two * 100 + digits[2] * 10 + digits[3]
    match first:
        case 4:
            fits = len(digits) in (13, 16, 18, 19)
        case _ if 51 <= two <= 55 or 2200 <= four <= 2204 or 2221 <= four <= 2720:
            fits = len(digits) == 16
        case _ if two in (34, 37):
            fits = len(digits) == 15
        case _ if two in (62, 81):
            fits = len(digits) >= 16
        case _:
            fits = True
    return fits and sum(doubled) % 10 == 0


def _link_in(words: str) -> str:
    """Return what of these words is a link; an empty text where nothing is."""
    scheme, _, rest = words.rpartition("://")
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    names = host.rpartition("@")[2].partition(":")[0].split(".")
    if _is_address(names) or _is_domain(names, has_scheme=bool(scheme)):
        return _without_end(words)
    return ""


def _is_address(names: list[str]) -> bool:
    return len(names) == 4 and all(one.isascii() and one.isdigit() and int(one) < 256 for one in names)


def _is_domain(names: list[str], *, has_scheme: bool) -> bool:
    ending = names[-1]
    if len(ending) < 2 or "_" in names[-2] or all(one.isdigit() for one in names):
        return False
    if any(not one or one.endswith("-") for one in names):
        return False
    if ending.lower().startswith("xn--"):
        return ending[4:].isalnum() and len(ending) > 5
    if "_" in ending or "-" in ending:
        return False
    known = ending.lower() in ENDINGS or (len(ending) == 2 and ending.isascii() and ending.isalpha())
    return has_scheme or known


def _without_end(link: str) -> str:
    """Return a link without what a sentence adds to it: a last dot, and a bracket that was opened before it."""
    start = re.search(r"(?<![:/])[/?#](?!/)", link)
    place = start.start() if start else len(link)
    opened: list[str] = []
    stop = len(link)
    for at in range(place, len(link)):
        sign = link[at]
        if sign in BRACKETS.values():
            opened.append(sign)
        elif sign in BRACKETS:
            if BRACKETS[sign] not in opened:
                stop = at
                break
            opened.remove(BRACKETS[sign])
    while stop > place and link[stop - 1] in END_SIGNS:
        stop -= 1
    return link[:stop].rstrip(".")


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
