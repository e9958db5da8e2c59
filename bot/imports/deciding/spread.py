"""How far from its centre a district or a city reaches, judged by the places in it; a few wrong ones do not count."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final, Self

from domain.places.geo import Position, distance_m


@dataclass(frozen=True, slots=True)
class Judgement:
    """How many places it takes to know a unit, and how far it reaches at least, whatever they say."""

    fewest: int
    floor_m: float


CITY: Final = Judgement(fewest=3, floor_m=100_000.0)
DISTRICT: Final = Judgement(fewest=12, floor_m=15_000.0)

_BEYOND: Final = 3.5
"""A unit reaches so many times as far as three quarters of its places. In the real list of Shanghai the furthest good
place lies at 2.5 times, both for the city and for every district; 普陀区 of another city, at 6 times."""


@dataclass(frozen=True, slots=True)
class Spread:
    centre: Position
    reach_m: float

    @classmethod
    def of(cls, places: Sequence[Position], judgement: Judgement) -> Self | None:
        """Judge by the middle of the places and the distance of three quarters of them; None for too few."""
        if len(places) < judgement.fewest:
            return None
        centre = Position(median(place.latitude for place in places), median(place.longitude for place in places))
        distances = sorted(distance_m(centre, place) for place in places)
        three_quarters = distances[(3 * len(distances) - 1) // 4]
        return cls(centre, max(judgement.floor_m, _BEYOND * three_quarters))

    def too_far_km(self, place: Position) -> int | None:
        """Return how far outside the centre the place is if that is too far."""
        away = distance_m(self.centre, place)
        return round(away / 1000) if away > self.reach_m else None
