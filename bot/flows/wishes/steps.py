"""Where a person can be around wishes: what to be told of, what to be interested in, what to wish for; the digest."""

from dataclasses import dataclass
from typing import ClassVar

from domain.activities import Kind


@dataclass(frozen=True, slots=True)
class ChoosingTopics:
    """Which announcements somebody wants."""

    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class ChoosingInterests:
    """Which kinds of activity somebody likes."""

    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class Wishing:
    """Asked what somebody would like to see held; `said` are the words for it, where those came first."""

    VERSION: ClassVar[int] = 1
    said: str = ""


@dataclass(frozen=True, slots=True)
class SayingWish:
    """A wish for this kind is noted; words are welcome."""

    VERSION: ClassVar[int] = 1
    kind: Kind


@dataclass(frozen=True, slots=True)
class WishTally:
    """What an organiser's members wish for, by kind."""

    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class WishWords:
    """What they say about one kind, five to a page."""

    VERSION: ClassVar[int] = 1
    kind: Kind
    page: int = 0


@dataclass(frozen=True, slots=True)
class ChoosingDigest:
    """For which unit the weekly digest is arranged, five to a page."""

    VERSION: ClassVar[int] = 1
    page: int = 0


@dataclass(frozen=True, slots=True)
class DigestCard:
    """The weekly digest of one unit: whether it goes out, and when."""

    VERSION: ClassVar[int] = 1
    unit_id: int


@dataclass(frozen=True, slots=True)
class ChoosingDigestTime:
    """On which weekday and at which time of the day it goes out."""

    VERSION: ClassVar[int] = 1
    unit_id: int


WishPlace = (
    ChoosingTopics
    | ChoosingInterests
    | Wishing
    | SayingWish
    | WishTally
    | WishWords
    | ChoosingDigest
    | DigestCard
    | ChoosingDigestTime
)
