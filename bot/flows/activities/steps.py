"""Where a member can be around activities: the lists, a card, signing up and leaving, what is one's own."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar, Literal

from bot.flows.paging import Paged
from bot.flows.step import AtMenu, Step
from domain.activities.activities import Kind
from domain.said.days import Part


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a list looks around: a public place, or (without degrees) the own location, which the state never holds."""

    title: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class ActivityList(Paged):
    """What is coming, five to a page: around a spot, at a point, of a kind, on some days, at a part of the day.

    What is named holds all at once, and without any it is all of the week. `until` is the last day where `day` is only
    the first of several.
    """

    IS_TOPIC: ClassVar[bool] = True

    around: Spot | None = None
    point_id: int = 0
    kind: Kind | None = None
    day: date | None = None
    until: date | None = None
    part: Part | None = None
    page: int = 0

    def narrowed(self, **filters: Any) -> "ActivityList":  # noqa: ANN401  whatever the fields hold
        """Return the first page of the list with these filters put on, changed or (None) taken off."""
        return replace(self, page=0, **filters)

    def around_spot(self, spot: Spot) -> "ActivityList":
        """Look around a spot; a point that was looked at before is left for it."""
        return self.narrowed(around=spot, point_id=0)

    def at_point(self, point_id: int) -> "ActivityList":
        return self.narrowed(around=None, point_id=point_id)

    def on_days(self, first: date, last: date) -> "ActivityList":
        return self.narrowed(day=first, until=None if last == first else last)


@dataclass(frozen=True, slots=True)
class ChoosingWay(Step):
    """How to look for an activity."""

    LEAVES_TOPIC: ClassVar[bool] = True

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

    LEAVES_TOPIC: ClassVar[bool] = True

    back: ActivityList


@dataclass(frozen=True, slots=True)
class ChoosingSpot(Step):
    """What was typed may be one of these."""

    LEAVES_TOPIC: ClassVar[bool] = True

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

    IS_TOPIC: ClassVar[bool] = True

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
    """Asked why somebody cannot come; `is_excused`: the leave is granted already, and a reason is welcome.

    `reason` is one that was said with the no: a tap takes it, and it is not asked for again.
    """

    card: ActivityCard
    is_excused: bool = False
    reason: str = ""
