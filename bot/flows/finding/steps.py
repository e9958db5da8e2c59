"""Where somebody can be who looks for a service point."""

from dataclasses import dataclass

from bot.flows.paging import Paged
from bot.flows.step import Step


@dataclass(frozen=True, slots=True)
class SayingWhere(Step):
    """Asked to share a location or to type where to look."""


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
class ChoosingService(Step):
    """Which service a point must offer to stay on the list."""

    narrows: NearestList


@dataclass(frozen=True, slots=True)
class Guess:
    """Something that was perhaps meant: point, building or unit by row id, a street by where it lies."""

    kind: str
    row_id: int
    name: str
    where: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class ChoosingGuess(Step):
    """Several places fit what was typed, or (`sure` is false) none did and these are alike.

    `mail` names what was typed, for the button that passes it on to the centre; as in `bot.flows.mail.words`.
    """

    typed: str
    sure: bool
    guesses: tuple[Guess, ...]
    mail: str = ""


@dataclass(frozen=True, slots=True)
class FoundNothing(Step):
    """Nothing fits what was typed; `mail` as in `ChoosingGuess`."""

    typed: str
    mail: str = ""


@dataclass(frozen=True, slots=True)
class BrowsingUnits(Paged):
    """Districts (`unit_id` is 0) or the subdistricts of a district, six to a page."""

    unit_id: int = 0
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
