"""A city at the true scale: 12,000 service points on the real tree of Shanghai, invented alike every time.

Names of districts and subdistricts are real. Every building, branch, street number, telephone number and coordinate
is invented.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from bot.demo.geography import districts
from bot.demo.quarters import Quarter, quarters
from bot.demo.sites import branches, buildings
from bot.demo.stations import centre_units, stations
from domain.places.places import Building, Point, Unit, UnitKind

_SEED: Final = 3  # with it 嘉兴大厦, the example of many texts, stands in 虹口区
_CITY: Final = Unit("310000", UnitKind.CITY, "上海市", None)


@dataclass(frozen=True, slots=True)
class City:
    """All there is, parents before children; `branches` names units by the codes of the buildings they belong to."""

    units: Sequence[Unit]
    buildings: Sequence[Building]
    points: Sequence[Point]
    branches: Mapping[str, str]


def invent(seed: int = _SEED) -> City:
    """Invent the city that belongs to this seed."""
    chance = Random(seed)  # noqa: S311  a city is invented here, not a secret
    furnished = quarters(chance)
    sites = buildings(chance, furnished)
    own_branches = branches(chance, sites)
    return City(
        [*_tree(furnished), *centre_units(furnished), *own_branches.values()],
        sites,
        stations(chance, furnished, sites),
        {building: branch.code for building, branch in own_branches.items()},
    )


def _tree(furnished: Sequence[Quarter]) -> Iterator[Unit]:
    yield _CITY
    for district in districts():
        yield Unit(district.code, UnitKind.DISTRICT, district.name, _CITY.code)
    for quarter in furnished:
        yield Unit(quarter.place.code, UnitKind.SUBDISTRICT, quarter.place.name, quarter.place.district.code)
