"""What the apps of maps send when a place is shared, taken apart: its names, and where its link says it is.

Nothing is ever fetched: a link tells what stands in it. Links of Chinese maps carry GCJ-02, Baidu's BD-09.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from unicodedata import normalize
from urllib.parse import unquote_plus

from domain.places.datums import Datum, to_wgs84
from domain.places.geo import Position
from domain.said.places import coordinates

LONGEST: Final = coordinates.MOST
"""Characters; no app shares a longer text, and no longer one is looked at."""

_MOST_PIECES: Final = 12
_LONGEST_PIECE: Final = 80

_NO_LINK: Final = "\\s<>\"'，。；！？、「」『』【】《》“”（）"
_LINK: Final = re.compile(
    rf"(?<![A-Za-z0-9.-])(?:https?://)?((?:[A-Za-z0-9-]{{1,40}}\.){{1,4}}[A-Za-z]{{2,10}})(?::[0-9]{{1,5}})?"
    rf"([/?#][^{_NO_LINK}]{{0,2000}})"
)
_MAPS: Final = (
    ("amap.com", Datum.GCJ02),
    ("gaode.com", Datum.GCJ02),
    ("map.baidu.com", Datum.BD09),
    ("map.qq.com", Datum.GCJ02),
    ("maps.apple.com", Datum.WGS84),  # it takes and gives WGS-84, and shifts by itself
    ("google.com", Datum.GCJ02),  # draws China in GCJ-02 and says so of every pin
    ("google.cn", Datum.GCJ02),
    ("google.com.hk", Datum.GCJ02),
    ("goo.gl", Datum.GCJ02),
    ("openstreetmap.org", Datum.WGS84),
)
_DATUM_SAID: Final = re.compile("coord(?:inate|_?type|_?sys)?=(wgs84|gcj02|gaode|bd09)", re.IGNORECASE)
_DATUMS: Final = {"wgs84": Datum.WGS84, "gcj02": Datum.GCJ02, "gaode": Datum.GCJ02, "bd09": Datum.BD09}

_FIGURE: Final = r"([+-]?[0-9]{1,3}\.[0-9]{2,15})"
_PIN: Final = re.compile(rf"!3d{_FIGURE}!4d{_FIGURE}")
_GOAL: Final = re.compile(rf"[?&](?:to|dest|destination|daddr)=[^&]{{0,60}}?{_FIGURE},{_FIGURE}")
_PAIR: Final = re.compile(rf"(?<![0-9.]){_FIGURE}[,/]{_FIGURE}(?![0-9.])")
_LATITUDE: Final = re.compile(rf"[?&](?:m?lat|latitude|y|pointy)={_FIGURE}", re.IGNORECASE)
_LONGITUDE: Final = re.compile(rf"[?&](?:m?lng|m?lon|longitude|x|pointx)={_FIGURE}", re.IGNORECASE)
_TITLE: Final = re.compile(r"(?:[?&;](?:name|title|poiname|q)[=:]|/place/)([^&;/@?0-9+-][^&;/@?]{0,79})")

_BRACKETED: Final = re.compile("[【「『《]([^【】「」『』《》\n]{1,80})[】」』》]")
_BROKEN: Final = re.compile("[\n，。；：！？、|,;:!?【】「」『』《》“”]+")
_BLANKS: Final = re.compile(r"(?<=[\u3400-\u9fff])\s+|(?<!\s)\s++(?=[\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class SharedText:
    """`names` may be the place's name or address, the likeliest first; `has_link` tells that a link stood there.

    `rest` is the text without its links and its position.
    """

    position: Position | None
    names: tuple[str, ...]
    has_link: bool
    rest: str


def taken_apart(text: str) -> SharedText | None:
    """Take a shared place apart; None for a text that is none: no link, no position, no name in brackets, one line."""
    if len(text) > LONGEST:
        return None
    found = list(_LINK.finditer(text))
    position, titles = _from_links(found)
    rest = _LINK.sub("\n", text)
    spotted = coordinates.read(rest)
    if spotted is not None:
        position, rest = position or spotted.position, spotted.rest
    names = tuple(dict.fromkeys((*_names(rest), *titles)))
    if position is None and not found and not _BRACKETED.search(rest) and "\n" not in text.strip():
        return None
    return SharedText(position, names[:_MOST_PIECES], bool(found), rest)


def _from_links(found: list[re.Match[str]]) -> tuple[Position | None, list[str]]:
    position, titles = None, []
    for link in found:
        datum = next((datum for host, datum in _MAPS if _is_at(link[1].lower(), host)), None)
        if datum is not None:
            tail = unquote_plus(link[2])
            position = position or _in_link(tail, datum)
            titles += [title[1].strip() for title in _TITLE.finditer(tail)]
    return position, titles


def _is_at(host: str, site: str) -> bool:
    return host == site or host.endswith(f".{site}")


def _in_link(tail: str, datum: Datum) -> Position | None:
    said = _DATUM_SAID.search(tail)
    figures = _figures(tail)
    written = coordinates.in_order(*figures) if figures else None
    return None if written is None else to_wgs84(written, _DATUMS[said[1].lower()] if said else datum)


def _figures(tail: str) -> tuple[float, float] | None:
    pair = _PIN.search(tail) or _GOAL.search(tail) or _PAIR.search(tail)
    if pair:
        return float(pair[1]), float(pair[2])
    latitude, longitude = _LATITUDE.search(tail), _LONGITUDE.search(tail)
    return (float(latitude[1]), float(longitude[1])) if latitude and longitude else None


def _names(rest: str) -> Iterator[str]:
    """Yield what stands in brackets, then the lines, then their pieces."""
    plain = normalize("NFKC", rest)
    lines = [line.strip() for line in plain.splitlines()]
    pieces = [piece.strip() for line in lines for piece in _BROKEN.split(line)]
    smaller = [part for piece in pieces for part in _BLANKS.split(piece)]
    for name in (*_BRACKETED.findall(rest), *lines, *pieces, *smaller):
        if 1 < len(name) <= _LONGEST_PIECE:
            yield name
