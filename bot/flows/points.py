"""Steps around service points: other conversations lead to them, and the search for a point leads on to those."""

from dataclasses import dataclass
from typing import Final

from bot.flows.paging import Paged
from bot.flows.step import Step
from domain.places import Services

AFFILIATIONS: Final = int(Services.ACCEPTS_AFFILIATIONS)
"""What the search begins with for somebody who wants to be taken in."""


@dataclass(frozen=True, slots=True)
class SayingWhere(Step):
    """Asked to share a location or to type where to look; `services` are wanted of every point that is found."""

    services: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """Where distances count from: a public place with its name, or the person's own location.

    The own location has no degrees here: it is held in memory for a while (`bot.origins`) and never written down.
    """

    title: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class NearestList(Paged):
    """The service points around an origin, five to a page; `services` as in `domain.places.Services`."""

    origin: Origin
    services: int = 0
    open_only: bool = False
    page: int = 0


@dataclass(frozen=True, slots=True)
class UnitList(Paged):
    """The service points of a unit and all below it, five to a page."""

    unit_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class PointCard(Step):
    """One service point; `from_nearest` or `from_unit` is the list that it was chosen from."""

    point_id: int
    from_nearest: NearestList | None = None
    from_unit: UnitList | None = None
