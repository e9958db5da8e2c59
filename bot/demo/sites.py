"""The buildings, parks, zones, shopping streets and markets of the demo, and the branches that most of them have."""

from collections.abc import Sequence
from itertools import count, product
from random import Random
from typing import Final

from bot.demo import words
from bot.demo.lots import shares
from bot.demo.quarters import Quarter
from domain.places.places import Building, SiteKind, Unit, UnitKind

COUNTS: Final = {
    SiteKind.BUILDING: 520,
    SiteKind.PARK: 130,
    SiteKind.DEVELOPMENT_ZONE: 40,
    SiteKind.SHOPPING_STREET: 57,
    SiteKind.MARKET: 50,
}
BRANCHES: Final = 694


def buildings(chance: Random, quarters: Sequence[Quarter]) -> list[Building]:
    """Invent the 797 sites: the denser a district, the more of them."""
    names = _names(chance)
    lots = shares(len(names), [quarter.place.district.density**2 * chance.uniform(0.4, 1.6) for quarter in quarters])
    homes = [quarter for quarter, lot in zip(quarters, lots, strict=True) for _ in range(lot)]
    numbers = {quarter.place.code: count(1) for quarter in quarters}
    return [
        _building(chance, home, next(numbers[home.place.code]), kind, name)
        for home, (kind, name) in zip(homes, names, strict=True)
    ]


def branches(chance: Random, sites: Sequence[Building]) -> dict[str, Unit]:
    """Give 694 of the sites a branch: units by the codes of their buildings."""
    chosen = set(chance.sample(range(len(sites)), BRANCHES))
    return {site.code: _branch(site) for index, site in enumerate(sites) if index in chosen}


def _names(chance: Random) -> list[tuple[SiteKind, str]]:
    """Make up as many names of each kind as there shall be, all different, well shuffled."""
    names = [
        (kind, first + last)
        for kind, number in COUNTS.items()
        for first, last in chance.sample(list(product(words.AUSPICIOUS, words.SITES[kind])), number)
    ]
    chance.shuffle(names)
    return names


def _building(chance: Random, quarter: Quarter, number: int, kind: SiteKind, name: str) -> Building:
    code = f"{quarter.place.code}-B{number:02d}"
    address = quarter.address(chance, chance.choice(quarter.roads))
    return Building(code, name, kind, address, quarter.place.code, quarter.somewhere(chance))


def _branch(site: Building) -> Unit:
    name = f"{site.name}{words.BRANCHES[site.kind]}"
    return Unit(site.code.replace("-B", "-Z"), UnitKind.BRANCH, name, site.unit_code, site.kind)
