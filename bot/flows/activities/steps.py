"""Where a member can be around activities: the lists, a card, signing up and leaving, what is one's own."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from domain.activities import Kind


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a list looks around: a public place, or (without degrees) the own location, which is never written down."""

    title: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class ActivityList:
    """What is coming, five to a page: around a spot, at a point, of a kind, on a day, or all of the week."""

    VERSION: ClassVar[int] = 1
    around: Spot | None = None
    point_id: int = 0
    kind: Kind | None = None
    day: date | None = None
    page: int = 0


@dataclass(frozen=True, slots=True)
class ChoosingWay:
    """How to look for an activity."""

    VERSION: ClassVar[int] = 1
    back: ActivityList


@dataclass(frozen=True, slots=True)
class ChoosingKind:
    """Which kind of activity is looked for."""

    VERSION: ClassVar[int] = 1
    back: ActivityList


@dataclass(frozen=True, slots=True)
class ChoosingDay:
    """On which day; tapped or typed."""

    VERSION: ClassVar[int] = 1
    back: ActivityList


@dataclass(frozen=True, slots=True)
class SayingSpot:
    """Asked to share a location or to type a place, to see what is on around it."""

    VERSION: ClassVar[int] = 1
    back: ActivityList


@dataclass(frozen=True, slots=True)
class ChoosingSpot:
    """What was typed may be one of these."""

    VERSION: ClassVar[int] = 1
    back: ActivityList
    typed: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class MyActivities:
    """What somebody has signed up for or waits for, five to a page."""

    VERSION: ClassVar[int] = 1
    page: int = 0


@dataclass(frozen=True, slots=True)
class SettingLeadTimes:
    """How long before an activity somebody is reminded: for all, or for one kind."""

    VERSION: ClassVar[int] = 1
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class ChoosingLeadKind:
    """For which kind the reminders are to be others."""

    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class ActivityCard:
    """One activity, and the list that it was chosen from; `is_renewed`: shown once more, the pin is there already."""

    VERSION: ClassVar[int] = 1
    activity_id: int
    from_list: ActivityList | None = None
    from_mine: MyActivities | None = None
    is_renewed: bool = False


@dataclass(frozen=True, slots=True)
class MindingClash:
    """Told that something else is on at that time, and asked whether to go on."""

    VERSION: ClassVar[int] = 1
    card: ActivityCard
    then: Literal["join", "wait"]


@dataclass(frozen=True, slots=True)
class GivingReason:
    """Asked why somebody cannot come; `is_excused`: the leave is granted already, and a reason is welcome."""

    VERSION: ClassVar[int] = 1
    card: ActivityCard
    is_excused: bool = False


ActivityPlace = (
    ActivityList
    | ChoosingWay
    | ChoosingKind
    | ChoosingDay
    | SayingSpot
    | ChoosingSpot
    | MyActivities
    | SettingLeadTimes
    | ChoosingLeadKind
    | ActivityCard
    | MindingClash
    | GivingReason
)
