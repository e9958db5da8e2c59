"""Where things stand in a subdistrict: invented streets, and corners around which everything gathers."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from random import Random
from typing import Final

from bot.demo import words
from bot.demo.geography import Subdistrict, subdistricts
from domain.places.geo import EARTH_RADIUS_M, Position, distance_m

_CORNERS: Final = 5
_ROADS: Final = 9
_M_PER_DEGREE: Final = radians(1) * EARTH_RADIUS_M
_NEAREST_M: Final = 350.0
_FARTHEST_M: Final = 1_800.0


@dataclass(frozen=True, slots=True)
class Quarter:
    """A subdistrict with its streets and corners; things stand about `reach_m` metres from a corner."""

    place: Subdistrict
    roads: Sequence[str]
    corners: Sequence[Position]
    reach_m: float

    def somewhere(self, chance: Random) -> Position:
        """Find a place near a corner and inside the district."""
        return _inside(chance, self.place, chance.choice(self.corners), self.reach_m)

    def address(self, chance: Random, road: str) -> str:
        return f"上海市{self.place.district.name}{road}{chance.randint(1, 1200)}号"


def quarters(chance: Random) -> list[Quarter]:
    """Furnish every subdistrict, in the order of their codes."""
    places = subdistricts()
    return [_quarter(chance, place, _reach_m(place, places)) for place in places]


def nearby(chance: Random, position: Position, metres: float) -> Position:
    """Scatter around a position: the metres are the standard deviation each way."""
    north = chance.gauss(0, metres) / _M_PER_DEGREE
    east = chance.gauss(0, metres) / (_M_PER_DEGREE * cos(radians(position.latitude)))
    return Position(round(position.latitude + north, 6), round(position.longitude + east, 6))


def _quarter(chance: Random, place: Subdistrict, reach_m: float) -> Quarter:
    towns = chance.sample(words.TOWNS, _ROADS)
    roads = tuple(town + chance.choice(words.TURNS) for town in towns)
    corners = tuple(_inside(chance, place, place.middle, reach_m) for _ in range(_CORNERS))
    return Quarter(place, roads, (place.middle, *corners), reach_m / 2)


def _inside(chance: Random, place: Subdistrict, middle: Position, metres: float) -> Position:
    while not place.district.contains(found := nearby(chance, middle, metres)):
        pass
    return found


def _reach_m(place: Subdistrict, places: Sequence[Subdistrict]) -> float:
    """Measure how far a subdistrict reaches: not quite half way to the next one."""
    to_next = min(distance_m(place.middle, other.middle) for other in places if other is not place)
    return min(max(0.45 * to_next, _NEAREST_M), _FARTHEST_M)
