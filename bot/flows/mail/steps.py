"""Where people can be around the centre's mail: a member who writes in, and an organiser at the unit's mail."""

from dataclasses import dataclass
from typing import ClassVar

from bot.flows.paging import Paged
from bot.flows.step import Step


@dataclass(frozen=True, slots=True)
class WritingIn(Step):
    """Asked to type what the organisers of this unit are to read."""

    unit_id: int


@dataclass(frozen=True, slots=True)
class ChoosingMailbox(Paged):
    """Whom it is for: districts (`unit_id` is 0) or the subdistricts of one, six to a page.

    `said` and the `files` (kind and the messenger's id) are what goes there; none: it is still to be written.
    """

    PASSES: ClassVar[bool] = True

    said: str = ""
    files: tuple[tuple[str, str], ...] = ()
    unit_id: int = 0
    page: int = 0


@dataclass(frozen=True, slots=True)
class MailList(Paged):
    """What an organiser's units have been written: what is not closed, or (`closed`) what is; five to a page."""

    closed: bool = False
    page: int = 0


@dataclass(frozen=True, slots=True)
class MailCard(Step):
    """One thread."""

    thread_id: int
    back: MailList = MailList()


@dataclass(frozen=True, slots=True)
class AnsweringMail(Step):
    """The organiser types the answer."""

    card: MailCard

    @property
    def thread_id(self) -> int:
        return self.card.thread_id


@dataclass(frozen=True, slots=True)
class HandingOn(Paged):
    """To whom it is handed on: a colleague, or the unit above, beside or below; six to a page."""

    card: MailCard
    page: int = 0

    @property
    def thread_id(self) -> int:
        return self.card.thread_id


@dataclass(frozen=True, slots=True)
class Closing(Step):
    """Asked whether what nobody has answered is really to be closed."""

    card: MailCard

    @property
    def thread_id(self) -> int:
        return self.card.thread_id
