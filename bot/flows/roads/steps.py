"""Where somebody is who looks after their ways in."""

from dataclasses import dataclass
from typing import ClassVar

from bot.flows.step import Step


@dataclass(frozen=True, slots=True)
class AtRoads(Step):
    """All ways in of the person, and what can be done with them."""


@dataclass(frozen=True, slots=True)
class TypingCode(Step):
    """Asked for the code that another way in shows."""


@dataclass(frozen=True, slots=True)
class Joining(Step):
    """Asked whether this way in and that of the code are to be one person's; `agreed` is the key of what was shown."""

    PASSES: ClassVar[bool] = True

    code_hash: str
    agreed: str


@dataclass(frozen=True, slots=True)
class Leaving(Step):
    """Asked which way in is to be taken off, or (`number`) whether this one is."""

    LEAVES_NOTHING: ClassVar[bool] = True

    number: int = 0


@dataclass(frozen=True, slots=True)
class ChoosingRoad(Step):
    """Asked where what comes unasked is to reach the person."""


@dataclass(frozen=True, slots=True)
class DeskCode(Step):
    """An organiser is about to bring the member of this affiliation back, who stands before them."""

    affiliation_id: int
