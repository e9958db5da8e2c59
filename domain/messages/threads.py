"""The centre's mail: how far a thread between a member and a unit has come, and when it has waited too long."""

from enum import StrEnum
from typing import Final


class State(StrEnum):
    """How far a thread has come."""

    OPEN = "open"  # whoever organises the unit may take it
    TAKEN = "taken"  # one of them looks after it
    CLOSED = "closed"


ANSWER_DAYS: Final = 2
"""Working days until the organisers are reminded of what they have not answered; after as many, the level above."""

FILE_KINDS: Final = frozenset({"photo", "video", "document", "voice"})
"""What can be passed on beside words."""

MOST_WORDS: Final = 4096
"""Signs of one message: as many as the messenger lets anybody write at once."""
