"""Where people can be around check-in: an organiser or volunteer at the desk, and a member who says "I am here"."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class CheckInDesk:
    """How many are here, and the ways to check people in."""

    VERSION: ClassVar[int] = 1
    activity_id: int


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """The code word, large enough to be read out."""

    VERSION: ClassVar[int] = 1
    activity_id: int


@dataclass(frozen=True, slots=True)
class RollCall:
    """Those who are not here yet, ten to a page; `last` is the sign-up that was tapped last (0: none)."""

    VERSION: ClassVar[int] = 1
    activity_id: int
    page: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class TakingBack:
    """Those who are here, ten to a page, to take a check-in back."""

    VERSION: ClassVar[int] = 1
    activity_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """A name that was written, and the sign-ups that it may mean."""

    said: str
    signups: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TellingApart:
    """Asked whom a written name means; the first doubt is asked about, the others follow."""

    VERSION: ClassVar[int] = 1
    activity_id: int
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class NamingWalkIn:
    """Asked who has come without signing up."""

    VERSION: ClassVar[int] = 1
    activity_id: int


@dataclass(frozen=True, slots=True)
class ChoosingWalkIn:
    """Who takes part in the unit and is called so, by chat."""

    VERSION: ClassVar[int] = 1
    activity_id: int
    typed: str
    chats: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SayingPresence:
    """A member is asked for the location, to be checked in by it; it is used once and never written down."""

    VERSION: ClassVar[int] = 1
    activity_id: int


DeskPlace = CheckInDesk | SpokenWord | RollCall | TakingBack | TellingApart | NamingWalkIn | ChoosingWalkIn
CheckInPlace = DeskPlace | SayingPresence
