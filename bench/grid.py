"""A simulated year of a district with 50 buildings and 6 people: which buildings nobody comes to for 90 days.

Each of the six has some hours a week, now more and now fewer. There are three ways to use them. By the gap: each
has an area, and goes to the building there that is furthest beyond what it may wait (`domain.grid.gaps`); who has
none due takes what is offered for an hour near by. Round robin: all six take one building after the other in a
fixed order; what does not fit into the time is left for the next. Nothing: whoever is free goes where it is near,
as it comes. Buildings, people, hours and ways are drawn from one seed and are the same for all three. A figure is
the share of all building-days of the year, or of the members in them, on which the last visit was more than 90 days
ago; in the quarter before, somebody came to every building once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final

from domain.grid.gaps import Site, longest_first, urgency, within_an_hour
from domain.places.geo import DETOUR_FACTOR, WALKING_M_PER_MIN, Position, distance_m

SEED: Final = 20261130
BUILDINGS: Final = 50
PEOPLE: Final = 6
DAYS: Final = 365
LIMIT: Final = 90

_VISIT_MINUTES: Final = 50.0
_BUS_FROM_M: Final = 1_500.0
_BUS_M_PER_MIN: Final = 250.0
_BUS_WAIT_MIN: Final = 12.0
_DUE: Final = 0.8


@dataclass(frozen=True, slots=True)
class Town:
    """What is the same for every way: where buildings stand, their size, who has how many minutes on which day."""

    places: Sequence[Position]
    members: Sequence[int]
    branches: Sequence[bool]
    homes: Sequence[Position]
    minutes: Sequence[Sequence[float]]


@dataclass(slots=True)
class Year:
    """A year as it goes on: when somebody came to each building last, and the building-days beyond the limit."""

    town: Town
    last: list[float]
    late: int = 0
    people_late: int = 0
    ever: set[int] = field(default_factory=set)

    def site(self, number: int, day: int) -> Site:
        town = self.town
        waited = day - self.last[number]
        return Site(number, town.places[number], town.members[number], waited, town.branches[number])


@dataclass(frozen=True, slots=True)
class Free:
    """Somebody who is free on a day, stands somewhere and has so many minutes left."""

    who: int
    day: int
    here: Position
    minutes: float

    def can(self, place: Position) -> bool:
        """Tell whether the way there and a visit fit into what is left."""
        return _way(self.here, place) + _VISIT_MINUTES <= self.minutes


Choice = Callable[[Year, Free], int | None]
"""Chooses a building for somebody who is free; None: none can be done in the time."""


def town(seed: int = SEED) -> Town:
    """Draw a district of five kilometres: half of its buildings in a dense middle, the others around."""
    chance = Random(seed)
    places = [_somewhere(chance, 0.006 if number % 2 else 0.022) for number in range(BUILDINGS)]
    members = [max(1, round(chance.lognormvariate(2.6, 0.8))) for _ in places]
    branches = [chance.random() < 694 / 797 for _ in places]
    homes = [_somewhere(chance, 0.02) for _ in range(PEOPLE)]
    minutes = [
        [chance.uniform(60, 150) if chance.random() < _share(day) else 0.0 for day in range(DAYS)] for _ in homes
    ]
    return Town(places, members, branches, homes, minutes)


def _somewhere(chance: Random, degrees: float) -> Position:
    return Position(31.23 + chance.gauss(0, degrees), 121.45 + chance.gauss(0, degrees))


def _share(day: int) -> float:
    """Tell how likely somebody has time: hardly at weekends, less in two months of the year that are busy."""
    if day % 7 in {5, 6}:
        return 0.02
    return 0.03 if 150 <= day < 200 else 0.1


def _way(one: Position, other: Position) -> float:
    """Return the minutes from here to there, on foot or by bus."""
    metres = distance_m(one, other) * DETOUR_FACTOR
    return metres / WALKING_M_PER_MIN if metres < _BUS_FROM_M else _BUS_WAIT_MIN + metres / _BUS_M_PER_MIN


def by_gap(shared: Town) -> Choice:
    """Choose of the own buildings, which lie together, the one that is furthest beyond what it may wait.

    Who has nothing due at home takes what is offered for an hour near by, as the bot offers it.
    """
    own = _areas(shared)

    def choose(year: Year, free: Free) -> int | None:
        mine = [year.site(number, free.day) for number in own[free.who]]
        first = next((site for site in longest_first(mine) if free.can(site.position)), None)
        if first is not None and urgency(first) >= _DUE:
            return first.id
        every = [year.site(number, free.day) for number in range(BUILDINGS)]
        near = [site for site, _ in within_an_hour(every, free.here) if free.can(site.position)]
        best = max([*near, *([first] if first else [])], key=urgency, default=None)
        return best.id if best else None

    return choose


def _areas(shared: Town) -> list[list[int]]:
    """Give each person as many buildings as the others, the nearest to the own home that are left, in turns."""
    left, own = set(range(BUILDINGS)), [list[int]() for _ in range(PEOPLE)]
    while left:
        for who in range(PEOPLE):
            if left:
                nearest = min(left, key=lambda number: (_way(shared.homes[who], shared.places[number]), number))
                own[who].append(nearest)
                left.remove(nearest)
    return own


def round_robin(shared: Town) -> Choice:
    """Take the one that all together have waited with the longest; what does not fit today stays in front."""
    queue = list(range(BUILDINGS))

    def choose(_year: Year, free: Free) -> int | None:
        number = next((one for one in queue if free.can(shared.places[one])), None)
        if number is not None:
            queue.remove(number)
            queue.append(number)
        return number

    return choose


def nothing(shared: Town) -> Choice:
    """Go where it is near, as it comes."""
    chance = Random(SEED)

    def choose(_year: Year, free: Free) -> int | None:
        near = sorted(range(BUILDINGS), key=lambda number: _way(free.here, shared.places[number]))[:12]
        able = [number for number in near if free.can(shared.places[number])]
        return chance.choice(able) if able else None

    return choose


def lived(shared: Town, choice: Choice) -> Year:
    """Let a year pass; the buildings were visited one after the other before it began."""
    year = Year(shared, [float(-(number * LIMIT) // BUILDINGS) for number in range(BUILDINGS)])
    for day in range(DAYS):
        for who in range(PEOPLE):
            _spend(year, day, who, choice)
        beyond = [number for number, last in enumerate(year.last) if day - last > LIMIT]
        year.late += len(beyond)
        year.people_late += sum(shared.members[number] for number in beyond)
    return year


def _spend(year: Year, day: int, who: int, choice: Choice) -> None:
    """Spend the minutes that somebody has today: there, the visit, on to the next as long as there is time for it."""
    free = Free(who, day, year.town.homes[who], year.town.minutes[who][day])
    while (number := choice(year, free)) is not None:
        place = year.town.places[number]
        year.last[number] = float(day)
        year.ever.add(number)
        free = Free(who, day, place, free.minutes - _way(free.here, place) - _VISIT_MINUTES)


def figures(*, quick: bool = False) -> dict[str, float]:
    """Return for each way the share of building-days beyond 90 days, in percent, over several towns; and the seed."""
    seeds = [SEED + at for at in range(2 if quick else 10)]
    towns = [town(seed) for seed in seeds]
    ways: dict[str, Callable[[Town], Choice]] = {"gap": by_gap, "round_robin": round_robin, "nothing": nothing}
    found: dict[str, float] = {"seed": SEED, "towns": len(towns), "buildings": BUILDINGS, "people": PEOPLE}
    for name, way in ways.items():
        years = [lived(one, way(one)) for one in towns]
        found[f"unvisited_90_days_percent_{name}"] = (
            100 * sum(one.late for one in years) / (BUILDINGS * DAYS * len(years))
        )
        people = sum(one.people_late for one in years) / (DAYS * sum(sum(one.town.members) for one in years))
        found[f"members_unvisited_percent_{name}"] = 100 * people
        found[f"never_visited_{name}"] = sum(BUILDINGS - len(one.ever) for one in years) / len(years)
    return found
