"""A notice that rings: what those work with who do what falls due, and how they say that it comes late."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.flows.desk import Tell, Wave
from bot.texts import Words
from storage.messages.notices import NoticeRow
from storage.unit_of_work import UnitOfWork

WordsFor = Callable[[int], Words]
"""Finds the words of a person's language, by chat."""

Told = Sequence[Tell | Wave] | None
"""What is said of a notice, at most once to each chat; None: it no longer holds."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """A notice that rings at the local time `now`; whoever rings it commits.

    `clock_is_wound`: that it rings late is somebody's play with the clock, and nothing to be sorry for. `leads_to` is
    what links for everybody lead to (`bot.deep_links.link`).
    """

    notice: NoticeRow
    unit: UnitOfWork
    now: datetime
    words_for: WordsFor
    clock_is_wound: bool = field(default=False, kw_only=True)
    leads_to: str = field(default="", kw_only=True)

    @property
    def promised(self) -> datetime:
        """When people were to hear of it: what comes much later than this says so."""
        return self.now if self.clock_is_wound else self.due

    @property
    def parts(self) -> list[str]:
        """What stands behind the noun of its subject: the number, and what else tells it from others."""
        return self.notice.subject.split(":")[1:]

    @property
    def number(self) -> int:
        return int(self.parts[0])

    @property
    def at(self) -> float:
        return self.now.timestamp()

    @property
    def due(self) -> datetime:
        return self.local(self.notice.due_at)

    def local(self, moment: float) -> datetime:
        return datetime.fromtimestamp(moment, self.now.tzinfo)


def lateness(due: datetime, now: datetime, bearable: timedelta, t: Words) -> tuple[str, ...]:
    """Say when a notice was due that comes later than is bearable."""
    if now - due < bearable:
        return ()
    return (f"<i>{t('This was due on {day}, {clock}, and comes late.', day=t.day(due), clock=t.clock(due))}</i>",)
