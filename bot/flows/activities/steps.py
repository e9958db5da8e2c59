"""Where a member can be around activities: the lists, a card, signing up and leaving, what is one's own."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bot.flows.paging import Paged
from bot.flows.step import AtMenu, Step
from domain.activities import Kind


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a list looks around: a public place, or (without degrees) the own location, which is never written down."""

    title: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class ActivityList(Paged):
    """What is coming, five to a page: around a spot, at a point, of a kind, on a day, or all of the week."""

    around: Spot | None = None
    point_id: int = 0
    kind: Kind | None = None
    day: date | None = None
    page: int = 0


@dataclass(frozen=True, slots=True)
class ChoosingWay(Step):
    """How to look for an activity."""

    back: ActivityList


@dataclass(frozen=True, slots=True)
class ChoosingKind(Step):
    """Which kind of activity is looked for."""

    back: ActivityList


@dataclass(frozen=True, slots=True)
class ChoosingDay(Step):
    """On which day; tapped or typed."""

    back: ActivityList


@dataclass(frozen=True, slots=True)
class SayingSpot(Step):
    """Asked to share a location or to type a place, to see what is on around it."""

    back: ActivityList


@dataclass(frozen=True, slots=True)
class ChoosingSpot(Step):
    """What was typed may be one of these."""

    back: ActivityList
    typed: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class MyActivities(Paged):
    """What somebody has signed up for or waits for, five to a page."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class ActivityCard(Step):
    """One activity, and the list that it was chosen from; `is_renewed`: shown once more, the pin is there already."""

    activity_id: int
    from_list: ActivityList | None = None
    from_mine: MyActivities | None = None
    is_renewed: bool = False

    @property
    def back(self) -> Step:
        return self.from_list or self.from_mine or AtMenu()

    def renewed(self) -> "ActivityCard":
        """Return the card as it is shown once more: the pin is there already."""
        return replace(self, is_renewed=True)


@dataclass(frozen=True, slots=True)
class MindingClash(Step):
    """Told that something else is on at that time, and asked whether to go on."""

    card: ActivityCard
    then: Literal["join", "wait"]


@dataclass(frozen=True, slots=True)
class GivingReason(Step):
    """Asked why somebody cannot come; `is_excused`: the leave is granted already, and a reason is welcome."""

    card: ActivityCard
    is_excused: bool = False
