"""What can be booked: a room, a thing or a person who speaks, and on which terms its unit lends it."""

from dataclasses import dataclass
from enum import IntFlag, StrEnum
from typing import Final

LONGEST_BUFFER_MIN: Final = 240
"""Nobody needs longer to clear a room up, and a buffer holds slots."""


class Kind(StrEnum):
    ROOM = "room"
    EQUIPMENT = "equipment"
    SPEAKER = "speaker"  # a speaker or tutor: a person, asked and answering themselves


class Use(StrEnum):
    """Who may use it. The owner's own unit, and whatever is below it, always has it at once."""

    OWN = "own"  # nobody else
    ASK = "ask"  # others ask, and the owner decides
    FREE = "free"  # others have it at once


class Has(IntFlag):
    """What a room has, stored as one whole number: a bit is never given a new meaning."""

    PROJECTOR = 1
    SOUND = 2
    WHITEBOARD = 4
    VIDEO_CALL = 8
    STEP_FREE = 16
    TABLES = 32
    TEA = 64


NOTHING: Final = Has(0)


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms it is lent.

    `before_min` and `after_min`: minutes that are held around every booking. `home_hours`: the times that are kept for
    the owner, in OpenStreetMap's opening_hours syntax, "" for none; they open to others `home_days` before.
    `quota_hours`: how much of it one other unit may hold in a calendar month; None: no limit. Raises `ValueError`.
    """

    use: Use = Use.ASK
    before_min: int = 0
    after_min: int = 0
    home_hours: str = ""
    home_days: int = 0
    quota_hours: int | None = None

    def __post_init__(self) -> None:
        if not (0 <= self.before_min <= LONGEST_BUFFER_MIN and 0 <= self.after_min <= LONGEST_BUFFER_MIN):
            raise ValueError(f"a buffer is 0 to {LONGEST_BUFFER_MIN} minutes")
        if self.home_days < 0 or (self.quota_hours is not None and self.quota_hours < 0):
            raise ValueError("days and hours are not negative")


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource as a list has it: by codes.

    `point_code` None: on the move; `whereabouts` then says where, and of a thing at a point in which cupboard.
    `hours` in OpenStreetMap's syntax, "" where unknown: then at any time. `capacity` None: not counted. `topics` are
    what a speaker speaks about, or what a thing is called besides. `part_of`: the codes of what this is a part of.
    """

    code: str
    kind: Kind
    name: str
    unit_code: str
    point_code: str | None = None
    whereabouts: str = ""
    hours: str = ""
    capacity: int | None = None
    has: Has = NOTHING
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    terms: Terms = Terms()
    part_of: tuple[str, ...] = ()
