"""From and to the coordinates of Chinese maps: GCJ-02 (Amap, Tencent, Apple in China) and BD-09 (Baidu).

GCJ-02 is WGS-84 shifted by some 100 to 700 m through a published sum of sines on the Krasovsky ellipsoid; BD-09 shifts
GCJ-02 once more. Neither has a closed inverse: a few rounds of correction bring it under a tenth of a millimetre.
"""

from collections.abc import Callable
from enum import StrEnum
from math import atan2, cos, hypot, pi, radians, sin, sqrt
from typing import Final

from domain.places.gcj_outline import in_gcj02_area, may_be_shifted
from domain.places.geo import Position

_KRASOVSKY_A_M: Final = 6_378_245.0
_KRASOVSKY_E2: Final = 0.00669342162296594323
_BAIDU_WAVES: Final = pi * 3000.0 / 180.0

_ROUNDS: Final = 4
"""Measured on a grid over the mainland: what is left after four is below 0.02 mm."""

_HAIR: Final = 1e-8
"""Degrees, about a millimetre."""


class Datum(StrEnum):
    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"

    @property
    def label(self) -> str:
        """What it is called on paper: WGS-84, GCJ-02, BD-09."""
        return f"{self.value[:-2].upper()}-{self.value[-2:]}"


def to_wgs84(position: Position, datum: Datum) -> Position:
    """Read a position written in `datum`; where that names no place inside the outline, it is WGS-84 already."""
    if datum is Datum.WGS84 or not may_be_shifted(position):
        return position
    shifted = position.latitude, position.longitude
    gcj = shifted if datum is Datum.GCJ02 else _undone(_bd_from_gcj, *shifted)
    found = Position(*_undone(_gcj_from_wgs, *gcj))
    return found if _inside_or_on_the_line(found) else position


def from_wgs84(position: Position, datum: Datum) -> Position:
    """Write a WGS-84 position in `datum`; outside the outline nothing is shifted."""
    if datum is Datum.WGS84 or not in_gcj02_area(position):
        return position
    shifted = _gcj_from_wgs(position.latitude, position.longitude)
    return Position(*shifted) if datum is Datum.GCJ02 else Position(*_bd_from_gcj(*shifted))


def _inside_or_on_the_line(position: Position) -> bool:
    """Tell whether a place is inside the outline but for the last digits, which an inverse cannot vouch for."""
    lat, lon = position.latitude, position.longitude
    return in_gcj02_area(position) or any(
        in_gcj02_area(Position(lat + north, lon + east))
        for north, east in ((_HAIR, 0.0), (-_HAIR, 0.0), (0.0, _HAIR), (0.0, -_HAIR))
    )


def _gcj_from_wgs(lat: float, lon: float) -> tuple[float, float]:
    x, y = lon - 105.0, lat - 35.0
    root = sqrt(abs(x))
    waves = 20.0 * (sin(6.0 * pi * x) + sin(2.0 * pi * x))
    north_m = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north_m += (waves + 20.0 * sin(pi * y) + 40.0 * sin(pi * y / 3.0)) * 2.0 / 3.0
    north_m += (160.0 * sin(pi * y / 12.0) + 320.0 * sin(pi * y / 30.0)) * 2.0 / 3.0
    east_m = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east_m += (waves + 20.0 * sin(pi * x) + 40.0 * sin(pi * x / 3.0)) * 2.0 / 3.0
    east_m += (150.0 * sin(pi * x / 12.0) + 300.0 * sin(pi * x / 30.0)) * 2.0 / 3.0
    return lat + north_m / _metres_per_degree_north(lat), lon + east_m / _metres_per_degree_east(lat)


def _metres_per_degree_north(lat: float) -> float:
    flattening = 1.0 - _KRASOVSKY_E2 * sin(radians(lat)) ** 2
    return pi / 180.0 * _KRASOVSKY_A_M * (1.0 - _KRASOVSKY_E2) / (flattening * sqrt(flattening))


def _metres_per_degree_east(lat: float) -> float:
    flattening = 1.0 - _KRASOVSKY_E2 * sin(radians(lat)) ** 2
    return pi / 180.0 * _KRASOVSKY_A_M * cos(radians(lat)) / sqrt(flattening)


def _bd_from_gcj(lat: float, lon: float) -> tuple[float, float]:
    reach = hypot(lon, lat) + 0.00002 * sin(lat * _BAIDU_WAVES)
    angle = atan2(lat, lon) + 0.000003 * cos(lon * _BAIDU_WAVES)
    return reach * sin(angle) + 0.006, reach * cos(angle) + 0.0065


def _undone(shift: Callable[[float, float], tuple[float, float]], lat: float, lon: float) -> tuple[float, float]:
    """Find what `shift` moves to lat, lon: correct a guess by its own miss, again and again."""
    guess_lat, guess_lon = lat, lon
    for _ in range(_ROUNDS):
        there_lat, there_lon = shift(guess_lat, guess_lon)
        guess_lat += lat - there_lat
        guess_lon += lon - there_lon
    return guess_lat, guess_lon
