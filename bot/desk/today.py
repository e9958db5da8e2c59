"""What waits today, over all kinds, in one order: what breaks first, then who has waited longest.

Each kind is one registration: how it is called, and what finds its first items. What breaks within a day comes first,
by when it does; everything else by how long somebody has waited.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from bot.desk import grid_kinds, kinds, shared_kinds
from bot.desk.items import Item, Told
from bot.flows.desk import Desk
from bot.texts import Words, paper
from storage.affiliations import affiliations
from storage.announcements import threads
from storage.desk import sessions
from storage.people import members

PAGE: Final = 20
_SOON_S: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of what waits: its name in addresses, what it is called (a message of paper), and what finds it.

    `finds` gets the desk and how many items are wanted at most, the most pressing ones.
    """

    name: str
    called: str
    finds: Callable[[Desk, int], Sequence[Item]]


KINDS: Final = (
    Kind("requests", paper("Requests"), kinds.requests),
    Kind("questions", paper("Questions unanswered"), kinds.questions),
    Kind("mail", paper("Messages"), kinds.mail),
    Kind("seats", paper("Seats at risk"), kinds.seats),
    Kind("duties", paper("Duties short of people"), kinds.duties),
    Kind("approvals", paper("To approve"), kinds.approvals),
    Kind("rooms", paper("Rooms and speakers"), shared_kinds.rooms),
    Kind("rounds", paper("Promises and visits"), grid_kinds.rounds),
    Kind("stays", paper("Stays that run out"), kinds.stays),
    Kind("attendance", paper("Who came, not entered"), kinds.attendance),
    Kind("branches", paper("Branches to found"), kinds.branches),
    Kind("undelivered", paper("Messages that did not arrive"), kinds.undelivered),
)
"""All kinds, in the order of the filter. A further one is one more line."""


@dataclass(frozen=True, slots=True)
class List:
    """A page of what waits, in words; `has_more`: others follow. `others`: who else has each open, by its subject."""

    items: Sequence[tuple[Item, Told]]
    page: int
    has_more: bool
    counts: Sequence[tuple[Kind, int]]
    others: dict[str, list[int]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(number for _, number in self.counts)


MOST: Final = 500
"""Items of one kind that are counted and listed at most: whoever has more has no day for them."""


def waiting(desk: Desk, kind: str, page: int) -> List:
    """Return a page of all kinds together, or of one."""
    found = {one.name: one.finds(desk, MOST) for one in KINDS}
    items = sorted(
        (item for one in KINDS if kind in {"", one.name} for item in found[one.name]),
        key=lambda item: order(item, desk.now.timestamp()),
    )
    shown = items[page * PAGE : (page + 1) * PAGE]
    others = sessions.lookers(desk.unit, [one.subject for one in shown], desk.person.chat_id, desk.now.timestamp())
    counts = [(one, len(found[one.name])) for one in KINDS]
    told = _told(shown, desk)
    return List(told, page, len(items) > (page + 1) * PAGE, counts, others)


def _told(shown: Sequence[Item], desk: Desk) -> list[tuple[Item, Told]]:
    """Put the items of a page into words; whoever they are about is read together first."""
    about = {item.chat_id for item in shown if item.chat_id}
    if about:
        found = members.find_all(desk.unit, about)
        for chat_id in about:
            members.find.know(desk.unit, found.get(chat_id), chat_id)
        affiliations.know_current(desk.unit, {item.chat_id for item in shown if item.kind == "mail"})
    if written := [int(item.subject.removeprefix("thread:")) for item in shown if item.kind == "mail"]:
        threads.first_words(desk.unit, written)
    return [(item, item.tells(desk)) for item in shown]


def order(item: Item, now: float) -> tuple[int, float, float, str]:
    """Say what comes first: what breaks within a day, by when; then whoever has waited longest."""
    if item.breaks_at is not None and item.breaks_at <= now + _SOON_S:
        return 0, item.breaks_at, item.since, item.subject
    return 1, item.since, item.breaks_at or float("inf"), item.subject


def how_long(since: float, now: float, t: Words) -> str:
    """Say how long somebody has waited, as exactly as matters."""
    waited = timedelta(seconds=max(0.0, now - since))
    if waited.days:
        return t.plural("{number} day", "{number} days", waited.days)
    hours = int(waited.total_seconds() // 3600)
    return t.plural("{number} hour", "{number} hours", hours) if hours else t("less than an hour")
