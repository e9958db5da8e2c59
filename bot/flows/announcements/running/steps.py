"""Where an organiser can be after an announcement began to leave: its card, its deeds, and who did not get it."""

from dataclasses import dataclass
from enum import StrEnum

from bot.flows.step import Step


class Irrevocable(StrEnum):
    """What is asked once more before it is done."""

    STOP = "stop"
    RECALL = "recall"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class AnnouncedCard(Step):
    """An announcement on its way or at its end: how many stand where, and what can be done."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class AnnouncedSurely(Step):
    """Asked once more before a deed that cannot be undone."""

    announcement_id: int
    deed: Irrevocable


@dataclass(frozen=True, slots=True)
class CorrectingAnnounced(Step):
    """Asked for other words; `html` holds those that were given, by language, `language` is the one being asked for."""

    announcement_id: int
    language: str
    html: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AskingWhy(Step):
    """Asked for the name of somebody who did not get it."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class Namesake:
    """One of those who are called alike, and where they are affiliated."""

    chat_id: int
    name: str
    where: str


@dataclass(frozen=True, slots=True)
class ChoosingWhose(Step):
    """Several are called like this: which is meant."""

    announcement_id: int
    found: tuple[Namesake, ...]


AnnouncedPlace = AnnouncedCard | AnnouncedSurely | CorrectingAnnounced | AskingWhy | ChoosingWhose
