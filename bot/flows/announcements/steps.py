"""Where an organiser can be with an announcement: composing it, saying whom it is for, following it on its way."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from bot.flows.paging import Paged
from bot.flows.step import Step
from domain.announcements.announcements import Target


@dataclass(frozen=True, slots=True)
class AnnouncementList(Paged):
    """The announcements of one's own units, the newest first, five to a page."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class AnnouncementCard(Step):
    """One announcement, as it stands: a draft with what is still to be said, or one on its way."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class ChoosingSender(Step):
    """In the name of which of the organiser's units."""


@dataclass(frozen=True, slots=True)
class WritingNew(Step):
    """Asked for the words of a new one, which open the draft; `activity_id`: for those around it, 0 for everybody."""

    unit_id: int
    activity_id: int = 0


@dataclass(frozen=True, slots=True)
class ChoosingTemplate(Paged):
    """Which earlier announcement the new one is to be like, five to a page."""

    PASSES: ClassVar[bool] = True

    unit_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class ChoosingTopic(Step):
    """What it is about; `first`: a new one has none yet, and its card comes next."""

    announcement_id: int
    first: bool = False


@dataclass(frozen=True, slots=True)
class ChangingAnnouncement(Step):
    """Which part of a draft is to be changed."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class Wording(Step):
    """Asked for the words in one language."""

    announcement_id: int
    language: str


@dataclass(frozen=True, slots=True)
class Attaching(Step):
    """Asked for pictures or files; `album` is what is arriving just now, `first` as in `ChoosingTopic`."""

    announcement_id: int
    album: str = ""
    first: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """An activity or a point that a button may lead to."""

    target: Target
    row_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Linking(Step):
    """Asked what its buttons lead to; `found` is what fits the words that were typed."""

    announcement_id: int
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Timing(Step):
    """Asked when it begins, and how it goes; `day` (ISO) was told already, where it is not empty."""

    announcement_id: int
    day: str = ""


@dataclass(frozen=True, slots=True)
class SayingTooLate(Step):
    """Asked from when on nobody is to get it any more."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class SendingSurely(Step):
    """Asked once more before it leaves, as it stood in this `version`."""

    announcement_id: int
    version: int


@dataclass(frozen=True, slots=True)
class ReturningAnnouncement(Step):
    """A second organiser says why it is not to go out like this."""

    announcement_id: int
    version: int


@dataclass(frozen=True, slots=True)
class DiscardingAnnouncement(Step):
    """Asked whether a draft is really to be thrown away."""

    announcement_id: int


class Sort(StrEnum):
    """What people can be chosen by, in the order in which it is offered."""

    STAYS = "stays"
    BUILDINGS = "buildings"
    ACTIVITIES = "activities"
    ROLES = "roles"
    UNITS = "units"
    COMPANIES = "companies"
    INTERESTS = "interests"
    LANGUAGES = "languages"


@dataclass(frozen=True, slots=True)
class AudienceOf(Step):
    """Whom the announcement is for as things stand, and how many those are."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class ChoosingSort(Step):
    """By what it is narrowed down, or (`out`) who is left out; four to a page."""

    announcement_id: int
    out: bool = False
    page: int = 0


@dataclass(frozen=True, slots=True)
class ChoosingAmong(Step):
    """Which buildings, activities, ...; a tap holds at once. `typed`: only those that bear this part of a name."""

    announcement_id: int
    sort: Sort
    out: bool = False
    typed: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class ChoosingRelation(Step):
    """Who of those around an activity: signed up, came, did not come, waiting."""

    announcement_id: int
    activity_id: int
    out: bool = False


@dataclass(frozen=True, slots=True)
class DroppingCondition(Step):
    """Which of the conditions is taken back."""

    announcement_id: int
    page: int = 0


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

    PASSES: ClassVar[bool] = True

    announcement_id: int
    language: str
    html: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AnnouncedProposal(Step):
    """Other words that wait for somebody else's approval, beside those that people have, at this version."""

    announcement_id: int
    version: int


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

    PASSES: ClassVar[bool] = True

    announcement_id: int
    found: tuple[Namesake, ...]
