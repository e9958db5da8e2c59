"""Steps around service points: other conversations lead to them, and the search for a point leads on to those."""

from dataclasses import dataclass, replace
from datetime import date, time
from typing import ClassVar, Final

from bot.flows.paging import Paged
from bot.flows.step import Step
from domain.places.places import Services
from domain.said.days import Days, Part

AFFILIATIONS: Final = int(Services.ACCEPTS_AFFILIATIONS)
"""What the search begins with for somebody who wants to be taken in."""


@dataclass(frozen=True, slots=True)
class SayingWhere(Step):
    """Asked to share a location or to type where to look, for points that have these services and are open then.

    The days are as in `NearestList`.
    """

    LEAVES_TOPIC: ClassVar[bool] = True

    services: int = 0
    open_on: date | None = None
    open_until: date | None = None
    part: Part | None = None

    @property
    def wants_something(self) -> bool:
        return bool(self.services) or self.open_on is not None

    @property
    def days(self) -> Days | None:
        return Days(self.open_on, self.open_until, self.part) if self.open_on and self.open_until else None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where distances count from: a public place with its name, or the person's own location.

    The own location has no degrees here: it is held sealed for a while (`storage.people.whereabouts`).
    """

    title: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class NearestList(Paged):
    """The service points around an origin, five to a page; `services` as in `domain.places.places.Services`.

    `open_at` is a time of the local day at which they are to be open today, `all_day`: around the clock. `open_on` and
    `open_until` are the first and the last of the days on one of which they are to be open, at this `part` of it.
    """

    IS_TOPIC: ClassVar[bool] = True

    origin: Origin
    services: int = 0
    open_only: bool = False
    page: int = 0
    open_at: time | None = None
    all_day: bool = False
    open_on: date | None = None
    open_until: date | None = None
    part: Part | None = None

    @property
    def asks_hours(self) -> bool:
        return self.open_only or self.all_day or self.open_at is not None or self.open_on is not None

    def elsewhere(self) -> SayingWhere:
        """Return the question where else to look for the same."""
        return SayingWhere(self.services, self.open_on, self.open_until, self.part)

    def open_on_days(self, days: Days | None) -> "NearestList":
        """Return the first page of those that are open on one of these days; None: on whichever."""
        first, last, part = (days.first, days.last, days.part) if days else (None, None, None)
        return replace(
            self, open_only=False, open_at=None, all_day=False, open_on=first, open_until=last, part=part, page=0
        )


@dataclass(frozen=True, slots=True)
class UnitList(Paged):
    """The service points of a unit and all below it, five to a page."""

    IS_TOPIC: ClassVar[bool] = True

    unit_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class PointCard(Step):
    """One service point; `from_nearest` or `from_unit` is the list that it was chosen from."""

    IS_TOPIC: ClassVar[bool] = True

    point_id: int
    from_nearest: NearestList | None = None
    from_unit: UnitList | None = None

    @property
    def back(self) -> NearestList | UnitList | None:
        return self.from_nearest or self.from_unit
