"""Days as people say them: one or several, and perhaps a part of the day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Part(StrEnum):
    """A part of the day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True, slots=True)
class Days:
    """From the first day to the last, both within; `part` narrows each of them."""

    first: date
    last: date
    part: Part | None = None
