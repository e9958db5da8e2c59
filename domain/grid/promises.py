"""What somebody owes a building: its kinds, and what becomes of it. It has an owner and a day until it is closed."""

from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """Where it comes from."""

    PROMISE = "promise"  # made at a visit
    RETURN = "return"  # the next visit that was said
    LEAD = "lead"  # a member told that there is something to do
    HOUR = "hour"  # a volunteer took it for an hour


class State(StrEnum):
    """How it stands."""

    OPEN = "open"
    KEPT = "kept"
    GIVEN_UP = "given_up"  # with a reason


LEAD_DAYS: Final = 7
"""Days until a lead is to be followed."""

PROMISE_DAYS: Final = 14
"""Days until a promise is due of which no day was said."""

HOUR_DAYS: Final = 3
"""Days for which a volunteer who has an hour keeps a building to himself or herself."""

MOST_WORDS: Final = 300
"""Characters of what was promised, found, or said for giving it up."""
