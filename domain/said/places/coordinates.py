"""A latitude and a longitude in what somebody wrote: decimal pairs either way round, degrees, `geo:`.

Two bare numbers say nothing of their datum: they are taken for WGS-84, as all positions of the house are (decision 14).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise
from types import MappingProxyType
from typing import Final
from unicodedata import normalize

from domain.bounded import compiled, up_to
from domain.places.geo import InvalidPosition, Position

_SOUTH, _NORTH, _WEST, _EAST = 3.4, 53.6, 73.4, 135.1
"""China: within it the figures tell by themselves which of two is the latitude."""


class _Axis(Enum):
    LATITUDE = auto()
    LONGITUDE = auto()


_AXES: Final = MappingProxyType(
    {
        **dict.fromkeys(("北纬", "纬度", "lat", "latitude", "n"), (_Axis.LATITUDE, 1)),
        **dict.fromkeys(("南纬", "s"), (_Axis.LATITUDE, -1)),
        **dict.fromkeys(("东经", "经度", "lng", "lon", "long", "longitude", "e"), (_Axis.LONGITUDE, 1)),
        **dict.fromkeys(("西经", "w"), (_Axis.LONGITUDE, -1)),
    }
)
_DEGREES: Final = r"([+-]?[0-9]{1,3}(?:\.[0-9]{1,15})?)"
_SMALL: Final = r"([0-9]{1,2}(?:\.[0-9]{1,10})?)"
_ANGLE: Final = (
    rf"{_DEGREES} ?[°º˚度] ?(?:{_SMALL} ?(?:['′’‘]|分) ?(?:{_SMALL}(?![0-9.°º˚度]) ?(?:[\"″”“]|''|′′|秒)?)?)?"
)
_NAMED: Final = compiled(
    r"(北纬|南纬|东经|西经|纬度|经度|(?<![a-z])(?:latitude|lat|longitude|long|lon|lng|[nsew])(?![a-z]))?"
    rf" ?[:=]? ?(?:{_ANGLE}|([+-]?[0-9]{{1,3}}\.[0-9]{{3,15}}))"
    r" ?([nsew](?![a-z]))?",
    most=1_500,
)
_APART: Final = re.compile(r"[\s,;、/]{0,4}")
_GEO: Final = re.compile(
    r"geo:(?:0,0\?q=)?([+-]?[0-9]{1,3}(?:\.[0-9]{1,15})?),([+-]?[0-9]{1,3}(?:\.[0-9]{1,15})?)\S{0,200}"
)


@dataclass(frozen=True, slots=True)
class Spotted:
    """A position that was written, as it stands there, and the text without it."""

    position: Position
    rest: str


@dataclass(frozen=True, slots=True)
class _Figure:
    axis: _Axis | None
    value: float
    start: int
    end: int


MOST: Final = 1_500
"""Signs of a text in which a position is looked for."""


@up_to(MOST, None)
def read(text: str) -> Spotted | None:
    """Return the first position in a text, or None where there is none."""
    plain = normalize("NFKC", text)
    low = plain.lower()
    if len(low) != len(plain):  # a few letters grow when they are made small
        plain = low
    found = _geo(plain, low)
    if found is None:
        figures = list(_figures(low))
        pairs = (_pair(one, other, plain) for one, other in pairwise(figures))
        found = next((pair for pair in pairs if pair), None)
    return found


def in_order(first: float, second: float) -> Position | None:
    """Take two figures for a position: latitude first, unless only the other way round lies in the country."""
    latitude, longitude = (second, first) if _in_country(second, first) else (first, second)
    try:
        return Position(latitude, longitude)
    except InvalidPosition:
        return None


def _geo(plain: str, low: str) -> Spotted | None:
    written = _GEO.search(low)
    position = in_order(float(written[1]), float(written[2])) if written else None
    if written is None or position is None or (position.latitude, position.longitude) == (0, 0):
        return None
    return Spotted(position, _without(plain, written.start(), written.end()))


def _figures(low: str) -> Iterator[_Figure]:
    for found in _NAMED.finditer(low):
        before, degrees, minutes, seconds, decimal, after = found.groups()
        small = (float(minutes or 0), float(seconds or 0))
        if max(small) >= 60:
            continue
        axis, sign = _AXES.get(before or after or "", (None, 1))
        whole = float(degrees or decimal)
        beyond = small[0] / 60 + small[1] / 3600
        value = whole - beyond if whole < 0 else whole + beyond
        yield _Figure(axis, sign * value, found.start(), found.end())


def _pair(one: _Figure, other: _Figure, plain: str) -> Spotted | None:
    """Make a position of two figures that stand side by side and do not name the same axis."""
    if not _APART.fullmatch(plain, one.end, other.start) or (one.axis is not None and one.axis is other.axis):
        return None
    swapped = one.axis is _Axis.LONGITUDE or other.axis is _Axis.LATITUDE
    named = one.axis is not None or other.axis is not None
    first, second = (other.value, one.value) if swapped else (one.value, other.value)
    position = _checked(first, second) if named else in_order(first, second)
    return None if position is None else Spotted(position, _without(plain, one.start, other.end))


def _checked(latitude: float, longitude: float) -> Position | None:
    try:
        return Position(latitude, longitude)
    except InvalidPosition:
        return None


def _without(text: str, start: int, end: int) -> str:
    return f"{text[:start].rstrip()} {text[end:].lstrip()}".strip()


def _in_country(latitude: float, longitude: float) -> bool:
    return _SOUTH <= latitude <= _NORTH and _WEST <= longitude <= _EAST
