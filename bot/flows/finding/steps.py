"""Where else somebody can be who looks for a service point; `bot.flows.points` has what others lead to."""

from dataclasses import dataclass
from typing import ClassVar

from bot.flows.paging import Paged
from bot.flows.points import NearestList
from bot.flows.step import Step


@dataclass(frozen=True, slots=True)
class ChoosingService(Step):
    """Which service a point must offer to stay on the list."""

    LEAVES_TOPIC: ClassVar[bool] = True

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

    LEAVES_TOPIC: ClassVar[bool] = True

    typed: str
    sure: bool
    guesses: tuple[Guess, ...]
    mail: str = ""


@dataclass(frozen=True, slots=True)
class FoundNothing(Step):
    """Nothing fits what was typed; `mail` as in `ChoosingGuess`."""

    LEAVES_TOPIC: ClassVar[bool] = True

    typed: str
    mail: str = ""


@dataclass(frozen=True, slots=True)
class BrowsingUnits(Paged):
    """Districts (`unit_id` is 0) or the subdistricts of a district, six to a page."""

    LEAVES_TOPIC: ClassVar[bool] = True

    unit_id: int = 0
    page: int = 0
