"""Where people can be around check-in: an organiser or volunteer at the desk, and a member who says "I am here"."""

from dataclasses import dataclass
from typing import ClassVar

from bot.flows.paging import Paged
from bot.flows.step import Step


class AtActivity(Step):
    """The base of what is about one activity: these steps have a field `activity_id`."""

    __slots__ = ()
    activity_id: int


@dataclass(frozen=True, slots=True)
class CheckInDesk(AtActivity):
    """How many are here, and the ways to check people in."""

    activity_id: int


@dataclass(frozen=True, slots=True)
class SpokenWord(AtActivity):
    """The code word, large enough to be read out."""

    activity_id: int


@dataclass(frozen=True, slots=True)
class RollCall(AtActivity, Paged):
    """Those who are not here yet, ten to a page; `last` is the sign-up that was tapped last (0: none)."""

    activity_id: int
    page: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class TakingBack(AtActivity, Paged):
    """Those who are here, ten to a page, to take a check-in back."""

    activity_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """A name that was written, and the sign-ups that it may mean."""

    said: str
    signups: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TellingApart(AtActivity):
    """Asked whom a written name means; the first doubt is asked about, the others follow."""

    PASSES: ClassVar[bool] = True

    activity_id: int
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class NamingWalkIn(AtActivity):
    """Asked who has come without signing up."""

    activity_id: int


@dataclass(frozen=True, slots=True)
class ChoosingWalkIn(AtActivity):
    """Who takes part in the unit and is called so, by chat."""

    PASSES: ClassVar[bool] = True

    activity_id: int
    typed: str
    chats: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ChoosingPresence(Step):
    """Asked at which of several activities a member has come; `is_proved`: a location has shown it of each of them."""

    activities: tuple[int, ...]
    is_proved: bool


@dataclass(frozen=True, slots=True)
class SayingPresence(AtActivity):
    """A member is asked for the location, to be checked in by it; it is used once and never written down."""

    activity_id: int
