"""Where a person can be around wishes: what to be told of, what to be interested in, what to wish for; the digest."""

from dataclasses import dataclass
from typing import ClassVar

from bot.flows.paging import Paged
from bot.flows.step import Step
from domain.activities.activities import Kind


@dataclass(frozen=True, slots=True)
class ChoosingTopics(Step):
    """Which announcements somebody wants."""


@dataclass(frozen=True, slots=True)
class ChoosingInterests(Step):
    """Which kinds of activity somebody likes."""


@dataclass(frozen=True, slots=True)
class Wishing(Step):
    """Asked what somebody would like to see held; `said` are the words for it, where those came first."""

    PASSES: ClassVar[bool] = True

    said: str = ""


@dataclass(frozen=True, slots=True)
class SayingWish(Step):
    """A wish for this kind is noted; words are welcome."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class WishTally(Step):
    """What an organiser's members wish for, by kind."""


@dataclass(frozen=True, slots=True)
class WishWords(Paged):
    """What they say about one kind, five to a page."""

    kind: Kind
    page: int = 0


@dataclass(frozen=True, slots=True)
class ChoosingDigest(Paged):
    """For which unit the weekly digest is arranged, five to a page."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class DigestCard(Step):
    """The weekly digest of one unit: whether it goes out, and when."""

    unit_id: int


@dataclass(frozen=True, slots=True)
class ChoosingDigestTime(Step):
    """On which weekday and at which time of the day it goes out."""

    unit_id: int
