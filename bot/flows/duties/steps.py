"""Where a person can be around duties: an organiser arranges them, a volunteer sees how an answer stands."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from bot.flows.paging import Paged
from bot.flows.step import Step


class DutyPart(StrEnum):
    """What can be changed of a duty."""

    NAME = "name"
    NEEDED = "needed"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class DutyList(Step):
    """The duties of an activity."""

    activity_id: int


@dataclass(frozen=True, slots=True)
class NamingDuty(Step):
    """Asked what is to be done."""

    activity_id: int


@dataclass(frozen=True, slots=True)
class CountingDuty(Step):
    """Asked how many are needed for it."""

    PASSES: ClassVar[bool] = True

    activity_id: int
    name: str


@dataclass(frozen=True, slots=True)
class CallingVolunteers(Step):
    """Asked whether the volunteers are really to be called."""

    activity_id: int


@dataclass(frozen=True, slots=True)
class DutyCard(Step):
    """One duty and who comes, as its organiser sees it."""

    duty_id: int


@dataclass(frozen=True, slots=True)
class ChangingDuty(Step):
    """Asked for another name, number or time."""

    duty_id: int
    part: DutyPart


@dataclass(frozen=True, slots=True)
class RemovingDuty(Step):
    """Asked whether a duty is really to be taken away."""

    duty_id: int


@dataclass(frozen=True, slots=True)
class MyDuties(Paged):
    """The duties that a volunteer was asked for or has taken, five to a page."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class MyDuty(Step):
    """How a volunteer's answer to one duty stands."""

    answer_id: int
