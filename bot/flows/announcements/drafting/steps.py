"""Where an organiser can be who composes an announcement and sends it on its way."""

from dataclasses import dataclass

from bot.flows.step import Step
from domain.announcements import Target


@dataclass(frozen=True, slots=True)
class AnnouncementList(Step):
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
class ChoosingTemplate(Step):
    """Which earlier announcement the new one is to be like, five to a page."""

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


AnnouncingPlace = (
    AnnouncementList
    | AnnouncementCard
    | ChoosingSender
    | WritingNew
    | ChoosingTemplate
    | ChoosingTopic
    | ChangingAnnouncement
    | Wording
    | Attaching
    | Linking
    | Timing
    | SayingTooLate
    | SendingSurely
    | ReturningAnnouncement
    | DiscardingAnnouncement
)
