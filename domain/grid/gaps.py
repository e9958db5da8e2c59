"""The gap: how long a building has waited, measured by what it may wait: by its size, and how far apart its area lies.

A building may wait `USUAL_DAYS`. A large one less, for more people wait in it; one without a branch, or with something
open, less. Where buildings lie far apart all of them may wait longer: who walks further is not behind for that. Nothing
here looks at a person: it orders buildings, and no figure of it is about who visits them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2
from statistics import median
from typing import Final

from domain.places.geo import DETOUR_FACTOR, WALKING_M_PER_MIN, Position, distance_m

USUAL_DAYS: Final = 90.0
"""Days that a building of usual size may wait: ours, a quarter of a year."""

_USUAL_MEMBERS: Final = 15
"""Members of a building of usual size: 12,068 in 797."""

_USUAL_METRES: Final = 800.0
"""From a building to the next of its area, in the middle of a town."""

_NEVER_DAYS: Final = 365.0
"""For how long a building has waited that nobody has come to, as far as is known."""

_MOST_SPREAD: Final = 2.0
_NO_BRANCH: Final = 0.25
_OPEN: Final = 0.25


@dataclass(frozen=True, slots=True)
class Site:
    """A building as the gap sees it: members as estimated, days since anybody came (None: never), what is missing."""

    id: int
    position: Position
    members: int
    waited: float | None
    has_branch: bool
    has_open: bool = False

    @property
    def days(self) -> float:
        return _NEVER_DAYS if self.waited is None else self.waited


def urgency(site: Site, spread: float = 1.0) -> float:
    """Return the days waited as a share of the days that this building may wait: from 1 on it is due."""
    size = log2(2 + site.members) / log2(2 + _USUAL_MEMBERS)
    missing = 1.0 + (0.0 if site.has_branch else _NO_BRANCH) + (_OPEN if site.has_open else 0.0)
    return site.days * size * missing / (USUAL_DAYS * spread)


def spread_of(positions: Sequence[Position]) -> float:
    """Return how much longer buildings of an area may wait that lie far apart: 1 in a town, 2 at the most."""
    if len(positions) <= 1:
        return 1.0
    nearest = [
        min(distance_m(one, other) for at, other in enumerate(positions) if at != here)
        for here, one in enumerate(positions[:_LOOKED_AT])
    ]
    return min(_MOST_SPREAD, max(1.0, median(nearest) / _USUAL_METRES))


_LOOKED_AT: Final = 60
"""Buildings of an area that say how far apart all of it lies."""


def longest_first(sites: Iterable[Site]) -> list[Site]:
    """Order an area's buildings by how far each is beyond what it may wait."""
    held = list(sites)
    spread = spread_of([site.position for site in held])
    return sorted(held, key=lambda site: (-urgency(site, spread), site.id))


def within_an_hour(sites: Iterable[Site], here: Position, count: int = 3) -> list[tuple[Site, float]]:
    """Choose what somebody could do who has an hour: due the most for the way there, and reached in a third of it.

    Returns each with the metres to it. Nothing where all is too far.
    """
    near = [(site, distance_m(here, site.position)) for site in sites]
    reached = [(site, metres) for site, metres in near if _minutes(metres) <= _WAY_MINUTES]
    worth = sorted(reached, key=lambda one: (-urgency(one[0]) / (_STAY_MINUTES + _minutes(one[1])), one[0].id))
    return worth[:count]


_WAY_MINUTES: Final = 20.0
_STAY_MINUTES: Final = 20.0


def _minutes(metres: float) -> float:
    return metres * DETOUR_FACTOR / WALKING_M_PER_MIN
