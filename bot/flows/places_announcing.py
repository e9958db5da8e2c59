"""Where an organiser can be who composes an announcement, builds its audience, or follows it."""

from dataclasses import dataclass
from typing import ClassVar


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


AnnouncingPlace = AnnouncementList | AnnouncementCard
