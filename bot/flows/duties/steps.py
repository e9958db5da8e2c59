"""Where a person can be around duties: an organiser arranges them, a volunteer answers and says which is meant."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class DutyPart(StrEnum):
    """What can be changed of a duty."""

    NAME = "name"
    NEEDED = "needed"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class DutyList:
    """The duties of an activity."""

    VERSION: ClassVar[int] = 1
    activity_id: int


@dataclass(frozen=True, slots=True)
class NamingDuty:
    """Asked what is to be done."""

    VERSION: ClassVar[int] = 1
    activity_id: int


@dataclass(frozen=True, slots=True)
class CountingDuty:
    """Asked how many are needed for it."""

    VERSION: ClassVar[int] = 1
    activity_id: int
    name: str


@dataclass(frozen=True, slots=True)
class CallingVolunteers:
    """Asked whether the volunteers are really to be called."""

    VERSION: ClassVar[int] = 1
    activity_id: int


@dataclass(frozen=True, slots=True)
class DutyCard:
    """One duty and who comes, as its organiser sees it."""

    VERSION: ClassVar[int] = 1
    duty_id: int


@dataclass(frozen=True, slots=True)
class ChangingDuty:
    """Asked for another name, number or time."""

    VERSION: ClassVar[int] = 1
    duty_id: int
    part: DutyPart


@dataclass(frozen=True, slots=True)
class RemovingDuty:
    """Asked whether a duty is really to be taken away."""

    VERSION: ClassVar[int] = 1
    duty_id: int


@dataclass(frozen=True, slots=True)
class MyDuty:
    """How a volunteer's answer to one duty stands."""

    VERSION: ClassVar[int] = 1
    answer_id: int


@dataclass(frozen=True, slots=True)
class SayingWhich:
    """A written answer that may be meant for several questions; `abouts` names them, as in "duty_answer:12"."""

    VERSION: ClassVar[int] = 1
    typed: str
    abouts: tuple[str, ...]


DutyPlace = (
    DutyList
    | NamingDuty
    | CountingDuty
    | CallingVolunteers
    | DutyCard
    | ChangingDuty
    | RemovingDuty
    | MyDuty
    | SayingWhich
)
