"""The service points of the demo in their three layers: 240 centres, 3,900 points and 7,860 micro-stations."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, product
from random import Random
from typing import Final

from bot.demo import words
from bot.demo.lots import shares
from bot.demo.quarters import Quarter
from domain.places.geo import Position
from domain.places.places import NO_SERVICES, Building, Layer, Point, Services, Unit, UnitKind

POINTS: Final = 3_900
MICRO_STATIONS: Final = 7_860


@dataclass(frozen=True, slots=True)
class _Habits:
    """What points of one layer offer for sure and perhaps (by likelihood), when they are open, who has a telephone.

    Nowhere is nothing offered: `least` is there if nothing else is.
    """

    always: Services
    likely: Mapping[Services, float]
    least: Services
    hours: Sequence[str]
    telephone: float


_HABITS: Final = {
    Layer.CENTRE: _Habits(
        Services.ACCEPTS_AFFILIATIONS | Services.TRANSFER_DESK | Services.STUDY | Services.COUNSELLING,
        {
            Services.READING: 0.9,
            Services.ROOM_HIRE: 0.7,
            Services.VOLUNTEERING: 0.8,
            Services.RIDER_REST: 0.5,
            Services.CHARGING: 0.6,
            Services.FIRST_AID: 0.7,
        },
        Services.STUDY,
        words.LARGE_HOURS,
        1.0,
    ),
    Layer.POINT: _Habits(
        NO_SERVICES,
        {
            Services.ACCEPTS_AFFILIATIONS: 0.33,
            Services.STUDY: 0.7,
            Services.READING: 0.6,
            Services.ROOM_HIRE: 0.25,
            Services.COUNSELLING: 0.3,
            Services.VOLUNTEERING: 0.4,
            Services.RIDER_REST: 0.2,
            Services.CHARGING: 0.3,
            Services.FIRST_AID: 0.3,
        },
        Services.STUDY,
        words.USUAL_HOURS,
        0.8,
    ),
    Layer.MICRO_STATION: _Habits(
        NO_SERVICES,
        {
            Services.RIDER_REST: 0.7,
            Services.CHARGING: 0.7,
            Services.READING: 0.2,
            Services.VOLUNTEERING: 0.15,
            Services.FIRST_AID: 0.35,
        },
        Services.RIDER_REST,
        words.SMALL_HOURS,
        0.3,
    ),
}


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a point shall be, before it is known what it offers."""

    name: str
    address: str
    position: Position
    building_code: str | None = None


def centre_units(quarters: Sequence[Quarter]) -> list[Unit]:
    """Give every subdistrict a centre, and six of them a second one."""
    return [
        Unit(f"{quarter.place.code}-C{number}", UnitKind.CENTRE, f"{name}党群服务中心", quarter.place.code)
        for quarter in quarters
        for number, name in enumerate(_centre_names(quarter), 1)
    ]


def stations(chance: Random, quarters: Sequence[Quarter], sites: Sequence[Building]) -> list[Point]:
    """Invent the 12,000 service points: the denser a district, the more of them."""
    return [
        *_centres(chance, quarters),
        *_points(chance, quarters, _by_quarter(sites)),
        *_micro_stations(chance, quarters, _by_quarter(sites)),
    ]


def _centre_names(quarter: Quarter) -> list[str]:
    further = words.FURTHER_CENTRES.get(quarter.place.code)
    return [quarter.place.name] if further is None else [quarter.place.name, further]


def _by_quarter(sites: Sequence[Building]) -> Mapping[str, Sequence[Building]]:
    gathered = defaultdict[str, list[Building]](list)
    for site in sites:
        gathered[site.unit_code].append(site)
    return gathered


def _centres(chance: Random, quarters: Sequence[Quarter]) -> Iterator[Point]:
    homes = {quarter.place.code: quarter for quarter in quarters}
    for unit in centre_units(quarters):
        spot = _on_a_road(chance, homes[unit.code.partition("-")[0]], unit.name)
        yield _open(chance, Layer.CENTRE, unit.code, unit.code, spot)


def _points(chance: Random, quarters: Sequence[Quarter], sites: Mapping[str, Sequence[Building]]) -> Iterator[Point]:
    """One in each building, the others in housing estates."""
    estates = _estates(chance)
    for quarter, lot in zip(quarters, _lots(chance, POINTS, quarters), strict=True):
        indoors = [_in_building(chance, site, words.IN_A_BUILDING) for site in sites.get(quarter.place.code, ())]
        outdoors = (_on_a_road(chance, quarter, f"{estate}居民区党群服务站") for estate in estates)
        for number, spot in enumerate(islice(chain(indoors, outdoors), lot), 1):
            yield _open(chance, Layer.POINT, f"{quarter.place.code}-P{number:03d}", quarter.place.code, spot)


def _micro_stations(
    chance: Random, quarters: Sequence[Quarter], sites: Mapping[str, Sequence[Building]]
) -> Iterator[Point]:
    """One in every other building, the others along the streets."""
    for quarter, lot in zip(quarters, _lots(chance, MICRO_STATIONS, quarters), strict=True):
        homes = sites.get(quarter.place.code, ())[::2]
        indoors = [_in_building(chance, site, words.SMALL_IN_A_BUILDING) for site in homes]
        signs = chance.sample(list(product(quarter.roads, words.ON_A_ROAD)), lot - len(indoors))
        outdoors = [_on_a_road(chance, quarter, road + sign, road) for road, sign in signs]
        for number, spot in enumerate([*indoors, *outdoors], 1):
            yield _open(chance, Layer.MICRO_STATION, f"{quarter.place.code}-M{number:03d}", quarter.place.code, spot)


def _lots(chance: Random, total: int, quarters: Sequence[Quarter]) -> list[int]:
    return shares(total, [quarter.place.district.density * chance.uniform(0.6, 1.4) for quarter in quarters])


def _estates(chance: Random) -> Iterator[str]:
    """Name housing estates, none twice in the city."""
    names = ["".join(parts) for parts in product(words.AUSPICIOUS + words.TOWNS, words.ESTATES, words.QUARTERS)]
    chance.shuffle(names)
    return iter(names)


def _in_building(chance: Random, site: Building, signs: Sequence[str]) -> _Spot:
    address = f"{site.address}{site.name}{chance.randint(1, 6)}楼"
    return _Spot(site.name + chance.choice(signs), address, site.position, site.code)


def _on_a_road(chance: Random, quarter: Quarter, name: str, road: str | None = None) -> _Spot:
    return _Spot(name, quarter.address(chance, road or chance.choice(quarter.roads)), quarter.somewhere(chance))


def _open(chance: Random, layer: Layer, code: str, unit_code: str, spot: _Spot) -> Point:
    habits = _HABITS[layer]
    services = habits.always
    for service, likelihood in habits.likely.items():
        if chance.random() < likelihood:
            services |= service
    return Point(
        code,
        spot.name,
        layer,
        unit_code,
        spot.building_code,
        spot.address,
        spot.position,
        services or habits.least,
        chance.choice(habits.hours),
        f"021-5550{chance.randint(0, 9999):04d}" if chance.random() < habits.telephone else "",
        chance.choice((True, True, False, None)),
    )
