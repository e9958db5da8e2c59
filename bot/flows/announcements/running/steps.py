"""Where an organiser can be after an announcement began to leave: its card, its deeds, and who did not get it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Deed(StrEnum):
    """What is asked once more before it is done."""

    STOP = "stop"
    RECALL = "recall"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class AnnouncedCard:
    """An announcement on its way or at its end: how many stand where, and what can be done."""

    VERSION: ClassVar[int] = 1
    announcement_id: int


@dataclass(frozen=True, slots=True)
class AnnouncedSurely:
    """Asked once more before a deed that cannot be undone."""

    VERSION: ClassVar[int] = 1
    announcement_id: int
    deed: Deed


@dataclass(frozen=True, slots=True)
class CorrectingAnnounced:
    """Asked for other words; `html` holds those that were given, by language, `language` is the one being asked for."""

    VERSION: ClassVar[int] = 1
    announcement_id: int
    language: str
    html: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AskingWhy:
    """Asked for the name of somebody who did not get it."""

    VERSION: ClassVar[int] = 1
    announcement_id: int


@dataclass(frozen=True, slots=True)
class Namesake:
    """One of those who are called alike, and where they are affiliated."""

    chat_id: int
    name: str
    where: str


@dataclass(frozen=True, slots=True)
class ChoosingWhose:
    """Several are called like this: which is meant."""

    VERSION: ClassVar[int] = 1
    announcement_id: int
    found: tuple[Namesake, ...]


AnnouncedPlace = AnnouncedCard | AnnouncedSurely | CorrectingAnnounced | AskingWhy | ChoosingWhose
