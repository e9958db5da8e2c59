"""Where an organiser of activities can be: composing one, changing it, and looking after those there are."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from bot.flows.paging import Paged
from bot.flows.step import Step
from domain.activities.activities import Kind, Plan, Spot
from domain.times.when import Odd


@dataclass(frozen=True, slots=True)
class Seed:
    """What is known before there is a draft, or which activity is to get another time.

    `activity_id` 0: a new one, perhaps copied from `copy_of` (0: from none).
    """

    unit_id: int
    kind: Kind
    title: str
    activity_id: int = 0
    copy_of: int = 0


@dataclass(frozen=True, slots=True)
class ChoosingHolder(Step):
    """Which of the organiser's units holds it; `day` (ISO) was told already, where it is not empty."""

    day: str = ""


@dataclass(frozen=True, slots=True)
class KindOfActivity(Step):
    unit_id: int
    day: str = ""


@dataclass(frozen=True, slots=True)
class NamingActivity(Step):
    unit_id: int
    kind: Kind
    day: str = ""


@dataclass(frozen=True, slots=True)
class SayingWhen(Step):
    """Asked for the time; `day` (ISO) was told already, where it is not empty."""

    PASSES: ClassVar[bool] = True

    seed: Seed
    day: str = ""


@dataclass(frozen=True, slots=True)
class SayingLength(Step):
    """Asked how long it takes; `starts` is local time (ISO)."""

    PASSES: ClassVar[bool] = True

    seed: Seed
    starts: str


@dataclass(frozen=True, slots=True)
class DoubtingTime(Step):
    """Something is odd about the time that was said: is it really meant? Local times (ISO), `ends` perhaps empty."""

    PASSES: ClassVar[bool] = True

    seed: Seed
    starts: str
    ends: str
    odd: Odd


class Item(StrEnum):
    """What an activity consists of, beside its time; the first three are asked in this order."""

    WHERE = "where"
    SEATS = "seats"
    AUDIENCE = "audience"
    KIND = "kind"
    TITLE = "title"
    ROOM = "room"
    OPENS = "opens"
    CLOSES = "closes"
    CONFIRM = "confirm"
    NOTES = "notes"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class AnsweringItem(Step):
    """Asked for one thing; `goes_on`: it leads to the next question, else back to the card.

    `chosen` is the audience as it is ticked at the moment, as a number (`domain.activities.activities.Audience`).
    """

    activity_id: int
    item: Item
    goes_on: bool = False
    chosen: int = 0


@dataclass(frozen=True, slots=True)
class FoundVenue:
    """A place that was perhaps meant, with what its button says."""

    label: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class ChoosingVenue(Step):
    """The place that was typed may be one of these, or is taken as it was typed."""

    activity_id: int
    typed: str
    found: tuple[FoundVenue, ...]
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class ChoosingPart(Step):
    """Which part of an activity is to be changed."""

    activity_id: int


@dataclass(frozen=True, slots=True)
class Discarding(Step):
    """Asked whether a draft is really to be thrown away."""

    activity_id: int


@dataclass(frozen=True, slots=True)
class ConsideringChange(Step):
    """Asked whether a published activity is to be changed to this; `version` is what it was when this was asked."""

    PASSES: ClassVar[bool] = True

    activity_id: int
    version: int
    plan: Plan


@dataclass(frozen=True, slots=True)
class PlanningSeries(Step):
    """By which rule an activity repeats."""

    activity_id: int


@dataclass(frozen=True, slots=True)
class NotConfirmed(Paged):
    """Those who hold a seat and have not said again that they come, ten to a page."""

    activity_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class CallingOff(Step):
    """Asked why an activity is called off."""

    activity_id: int


@dataclass(frozen=True, slots=True)
class CallingOffSurely(Step):
    """Asked whether it is really to be called off, for this reason."""

    PASSES: ClassVar[bool] = True

    activity_id: int
    reason: str
