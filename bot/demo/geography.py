"""Shanghai as the demo knows it: outlines of districts drawn by hand, and about where each subdistrict lies.

The names and codes are public facts; outlines and positions are rough guesses that keep clear of sea and river.
"""

import csv
import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, TypeAlias

from domain.places.geo import Position

Ring: TypeAlias = tuple[tuple[float, float], ...]
"""A closed line of (longitude, latitude), the first corner again at the end."""

_FOLDER: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class District:
    """`density` compares how closely service points stand, 1 being usual; an island is a ring of its own."""

    code: str
    name: str
    density: float
    rings: tuple[Ring, ...]

    def contains(self, position: Position) -> bool:
        return any(_inside(ring, position) for ring in self.rings)


@dataclass(frozen=True, slots=True)
class Subdistrict:
    code: str
    name: str
    district: District
    middle: Position


def districts() -> list[District]:
    """Read the 16 districts, in the order of their codes."""
    features = json.loads((_FOLDER / "districts.geojson").read_text("utf-8"))["features"]
    return sorted((_district(feature) for feature in features), key=lambda district: district.code)


def subdistricts() -> list[Subdistrict]:
    """Read the 234 subdistricts, in the order of their codes."""
    by_name = {district.name: district for district in districts()}
    with (_FOLDER / "subdistricts.csv").open(encoding="utf-8", newline="") as file:
        return [
            Subdistrict(
                row["code"],
                row["subdistrict"],
                by_name[row["district"]],
                Position(float(row["latitude"]), float(row["longitude"])),
            )
            for row in csv.DictReader(file)
        ]


def _district(feature: dict[str, Any]) -> District:
    facts = feature["properties"]
    rings = (tuple((x, y) for x, y in ring) for polygon in feature["geometry"]["coordinates"] for ring in polygon)
    return District(facts["code"], facts["name"], facts["density"], tuple(rings))


def _inside(ring: Ring, position: Position) -> bool:
    """Count the edges that a line due east crosses: an odd number means inside."""
    x, y = position.longitude, position.latitude
    crossed = False
    for (x0, y0), (x1, y1) in pairwise(ring):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            crossed = not crossed
    return crossed
