"""Where an organiser can be who says whom an announcement is for."""

from dataclasses import dataclass
from enum import StrEnum

from bot.flows.step import Step


class Sort(StrEnum):
    """What people can be chosen by, in the order in which it is offered."""

    STAYS = "stays"
    BUILDINGS = "buildings"
    ACTIVITIES = "activities"
    ROLES = "roles"
    UNITS = "units"
    COMPANIES = "companies"
    INTERESTS = "interests"
    LANGUAGES = "languages"


@dataclass(frozen=True, slots=True)
class AudienceOf(Step):
    """Whom the announcement is for as things stand, and how many those are."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class ChoosingSort(Step):
    """By what it is narrowed down, or (`out`) who is left out; four to a page."""

    announcement_id: int
    out: bool = False
    page: int = 0


@dataclass(frozen=True, slots=True)
class ChoosingAmong(Step):
    """Which buildings, activities, ...; a tap holds at once. `typed`: only those that bear this part of a name."""

    announcement_id: int
    sort: Sort
    out: bool = False
    typed: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class ChoosingRelation(Step):
    """Who of those around an activity: signed up, came, did not come, waiting."""

    announcement_id: int
    activity_id: int
    out: bool = False


@dataclass(frozen=True, slots=True)
class DroppingCondition(Step):
    """Which of the conditions is taken back."""

    announcement_id: int
    page: int = 0


AudiencePlace = AudienceOf | ChoosingSort | ChoosingAmong | ChoosingRelation | DroppingCondition
