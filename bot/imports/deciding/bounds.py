"""Whether a place can lie where its row says, judged by the places known and listed in its district and its city."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import final

from bot.imports.deciding.rows import Listed
from bot.imports.deciding.spread import CITY, DISTRICT, Spread
from bot.imports.deciding.tree import Tree
from bot.imports.table.headers import Field
from bot.imports.table.problems import Finding
from bot.imports.table.wording import Fault
from bot.imports.values.addresses import district_stem, head
from bot.imports.values.cells import folded
from domain.places.geo import Position
from domain.places.places import Building, Point
from domain.remembered import remembered


@dataclass(frozen=True, slots=True)
class Sighting:
    """A place that is said to be in a district of a city."""

    city: str
    district: str
    position: Position


@final
@dataclass(frozen=True, slots=True)
class Bounds:
    _cities: dict[str, Spread] = field(default_factory=dict)
    _districts: dict[tuple[str, str], Spread] = field(default_factory=dict)
    _names: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, sightings: Iterable[Sighting]) -> "Bounds":
        """Learn where cities and districts are from all that is known and all that is listed."""
        in_cities: dict[str, list[Position]] = {}
        in_districts: dict[tuple[str, str], list[Position]] = {}
        for seen in sightings:
            city, district = _key(seen.city), _key(seen.district)
            in_cities.setdefault(city, []).append(seen.position)
            in_districts.setdefault((city, district), []).append(seen.position)
        cities = {name: Spread.of(places, CITY) for name, places in in_cities.items()}
        districts = {key: Spread.of(places, DISTRICT) for key, places in in_districts.items() if key[1]}
        return cls(
            {name: spread for name, spread in cities.items() if spread},
            {key: spread for key, spread in districts.items() if spread},
            {name for _, name in in_districts},
        )

    def outside(self, listed: Listed, district: str, placed: Position) -> Finding | None:
        """Say which bound the row breaks, the widest first."""
        city = _key(listed.city)
        away = _too_far(self._cities.get(city), placed)
        if away is not None:
            return _finding(listed, Fault.FAR_FROM_CITY, city=listed.city, km=str(away))
        away = _too_far(self._districts.get((city, _key(district))), placed)
        if away is not None:
            return _finding(listed, Fault.FAR_FROM_DISTRICT, district=district, km=str(away))
        return self._other_district(listed, district)

    def _other_district(self, listed: Listed, district: str) -> Finding | None:
        there = head(listed.address).district
        if not there or not district or _key(there) == _key(district) or _key(there) not in self._names:
            return None
        named = {"there": there, "district": district}
        return Finding(listed.row, Field.ADDRESS, listed.address, Fault.OTHER_DISTRICT, named)


def known_sightings(places: Iterable[Building | Point], tree: Tree) -> Iterator[Sighting]:
    """Tell where the tree says that known places are."""
    for place in places:
        city, district = tree.city_of(place.unit_code), tree.district_of(place.unit_code)
        yield Sighting(city.name if city else "", district.name if district else "", place.position)


def _too_far(spread: Spread | None, placed: Position) -> int | None:
    return spread.too_far_km(placed) if spread else None


def _finding(listed: Listed, fault: Fault, **named: str) -> Finding:
    return Finding(listed.row, Field.COORDINATES, listed.written, fault, named)


@remembered(1024)
def _key(name: str) -> str:
    return district_stem(folded(name))
