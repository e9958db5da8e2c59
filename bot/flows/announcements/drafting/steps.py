"""Where an organiser can be who composes an announcement and sends it on its way."""

from dataclasses import dataclass
from typing import ClassVar

from domain.announcements import Target


@dataclass(frozen=True, slots=True)
class AnnouncementList:
    """The announcements of one's own units, the newest first, five to a page."""

    VERSION: ClassVar[int] = 1
    page: int = 0


@dataclass(frozen=True, slots=True)
class AnnouncementCard:
    """One announcement, as it stands: a draft with what is still to be said, or one on its way."""

    VERSION: ClassVar[int] = 1
    announcement_id: int


@dataclass(frozen=True, slots=True)
class ChoosingSender:
    """In the name of which of the organiser's units."""

    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class WritingNew:
    """Asked for the words of a new one, which open the draft; `activity_id`: for those around it, 0 for everybody."""

    VERSION: ClassVar[int] = 1
    unit_id: int
    activity_id: int = 0


@dataclass(frozen=True, slots=True)
class ChoosingTemplate:
    """Which earlier announcement the new one is to be like, five to a page."""

    VERSION: ClassVar[int] = 1
    unit_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class ChoosingTopic:
    """What it is about; `first`: a new one has none yet, and its card comes next."""

    VERSION: ClassVar[int] = 1
    announcement_id: int
    first: bool = False


@dataclass(frozen=True, slots=True)
class ChangingAnnouncement:
    """Which part of a draft is to be changed."""

    VERSION: ClassVar[int] = 1
    announcement_id: int


@dataclass(frozen=True, slots=True)
class Wording:
    """Asked for the words in one language."""

    VERSION: ClassVar[int] = 1
    announcement_id: int
    language: str


@dataclass(frozen=True, slots=True)
class Attaching:
    """Asked for pictures or files; `album` is what is arriving just now, `first` as in `ChoosingTopic`."""

    VERSION: ClassVar[int] = 1
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
class Linking:
    """Asked what its buttons lead to; `found` is what fits the words that were typed."""

    VERSION: ClassVar[int] = 1
    announcement_id: int
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Timing:
    """Asked when it begins, and how it goes; `day` (ISO) was told already, where it is not empty."""

    VERSION: ClassVar[int] = 1
    announcement_id: int
    day: str = ""


@dataclass(frozen=True, slots=True)
class SayingTooLate:
    """Asked from when on nobody is to get it any more."""

    VERSION: ClassVar[int] = 1
    announcement_id: int


@dataclass(frozen=True, slots=True)
class SendingSurely:
    """Asked once more before it leaves, as it stood in this `version`."""

    VERSION: ClassVar[int] = 1
    announcement_id: int
    version: int


@dataclass(frozen=True, slots=True)
class ReturningAnnouncement:
    """A second organiser says why it is not to go out like this."""

    VERSION: ClassVar[int] = 1
    announcement_id: int
    version: int


@dataclass(frozen=True, slots=True)
class DiscardingAnnouncement:
    """Asked whether a draft is really to be thrown away."""

    VERSION: ClassVar[int] = 1
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
