"""Where people can be around the centre's mail: a member who writes in, and an organiser at the unit's mail."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class WritingIn:
    """Asked to type what the organisers of this unit are to read."""

    VERSION: ClassVar[int] = 1
    unit_id: int


@dataclass(frozen=True, slots=True)
class ChoosingMailbox:
    """Whom it is for: districts (`unit_id` is 0) or the subdistricts of one, six to a page.

    `said` and the `files` (kind and the messenger's id) are what goes there; none: it is still to be written.
    """

    VERSION: ClassVar[int] = 1
    said: str = ""
    files: tuple[tuple[str, str], ...] = ()
    unit_id: int = 0
    page: int = 0


@dataclass(frozen=True, slots=True)
class MailList:
    """What an organiser's units have been written: what is not closed, or (`closed`) what is; five to a page."""

    VERSION: ClassVar[int] = 1
    closed: bool = False
    page: int = 0


@dataclass(frozen=True, slots=True)
class MailCard:
    """One thread."""

    VERSION: ClassVar[int] = 1
    thread_id: int
    back: MailList = MailList()


@dataclass(frozen=True, slots=True)
class AnsweringMail:
    """The organiser types the answer."""

    VERSION: ClassVar[int] = 1
    card: MailCard


MailPlace = WritingIn | ChoosingMailbox | MailList | MailCard | AnsweringMail
