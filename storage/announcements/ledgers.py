"""The ledger of an announcement: where each of its recipients stands, told by the rows of the outbox."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, ScalarSelect, String, and_, case, cast, delete, exists, func, literal, select

from domain.announcements.announcements import STANDINGS, Purpose, Standing
from domain.messages.delivery import State
from storage.announcements.mailings import PORTION, of, rows_of
from storage.people.bells import unrung
from storage.tables.announcements import announcements, mailings, wordings
from storage.tables.messages import outbox
from storage.tables.pages import page_lines
from storage.unit_of_work import UnitOfWork

_row: Final = outbox.c


_IS_FETCHED: Final = (
    exists()
    .where(
        page_lines.c.number == _row.chat_id,
        page_lines.c.source == literal("o") + cast(_row.id, String) + literal(".0"),
        page_lines.c.delivered_at.is_not(None),
    )
    .correlate(outbox)
)
"""Of a row of the outbox: the page that it is for has its first part."""

LEDGER_KEPT_S: Final = 90 * 86_400.0
"""How long it can be told who got an announcement, and who did not, and why."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Where the recipients of an announcement stand: `size` were frozen, and `by` counts them all.

    `repeated`: how many of them may have it twice, for it was sent again to whose standing was unknown; told once
    nothing waits any more. `unseen`: how many of those who got it on a page have not fetched it and are rung by
    nothing; told then, too.
    """

    size: int = 0
    by: Mapping[Standing, int] = field(default_factory=lambda: dict.fromkeys(Standing, 0))
    repeated: int = 0
    unseen: int = 0

    @property
    def pending(self) -> int:
        return self.by[Standing.NOT_YET]

    @property
    def done(self) -> int:
        return sum(self.by.values()) - self.pending


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where one recipient stands, why in the messenger's words, since when (None: not yet), and with which message."""

    standing: Standing
    reason: str = ""
    at: float | None = None
    message_id: int = 0


def tally(unit: UnitOfWork, mailing_id: int) -> dict[State, int]:
    """Count the rows of one mailing by their states."""
    counted = select(_row.state, func.count()).where(rows_of(mailing_id)).group_by(_row.state)
    return {State(row[0]): row[1] for row in unit.connection.execute(counted)}


def ledger(unit: UnitOfWork, announcement_id: int) -> Ledger:
    """Count where the recipients of its sending stand."""
    mailing = of(unit, announcement_id)
    if mailing is None:
        return Ledger()
    by = dict.fromkeys(Standing, 0)
    for state, number in tally(unit, mailing.id).items():
        by[STANDINGS[state]] += number
    ran_through = Ledger(mailing.size, by)
    if ran_through.pending:
        return ran_through  # looking at every row takes ten times as long as counting in the index
    repeats = func.count(case((_row.repeats > 0, 1)))
    unseen = func.count(case((and_(_row.state == State.SENT, unrung(_row.chat_id), ~_IS_FETCHED), 1)))
    told = unit.connection.execute(select(repeats, unseen).where(rows_of(mailing.id))).one()
    return Ledger(mailing.size, by, repeated=told[0], unseen=told[1])


def failures(unit: UnitOfWork, announcement_id: int) -> dict[str, int]:
    """Count the reasons, in the messenger's words, for which it failed, the most frequent first."""
    number = func.count()
    query = select(func.coalesce(_row.reason, ""), number).where(_of_sending(announcement_id))
    failed = query.where(_row.state == State.FAILED).group_by(_row.reason).order_by(number.desc(), _row.reason)
    return {row[0]: row[1] for row in unit.connection.execute(failed)}


def standing_of(unit: UnitOfWork, announcement_id: int, chat_id: int) -> Recipient | None:
    """Return where this recipient stands; None: they are not one."""
    mailing = of(unit, announcement_id)
    if mailing is None:
        return None
    row = unit.connection.execute(select(*_RECIPIENT).where(_row.dedupe == f"m{mailing.id}:{chat_id}")).one_or_none()
    return None if row is None else _recipient(row)


def recipients(
    unit: UnitOfWork, announcement_id: int, standings: Collection[Standing], skip: int = 0, count: int = PORTION
) -> list[tuple[int, Recipient]]:
    """Return a page of the recipients who stand so, in the order of their chats."""
    states = [state for state, standing in STANDINGS.items() if standing in standings]
    query = select(_row.chat_id, *_RECIPIENT).where(_of_sending(announcement_id), _row.state.in_(states))
    rows = unit.connection.execute(query.order_by(_row.chat_id).offset(skip).limit(count))
    return [(row.chat_id, _recipient(row)) for row in rows]


def rate(unit: UnitOfWork, mailing_id: int, since: float, now: float) -> float:
    """Return how many of its messages arrived in a second, in the time from `since` to `now`."""
    lately = select(func.count()).where(rows_of(mailing_id), _row.state == State.SENT, _row.done_at >= since)
    return (unit.connection.scalar(lately) or 0) / max(now - since, 0.001)


_RECIPIENT: Final = (_row.state, _row.reason, _row.done_at, _row.message_id)


def _recipient(row: Row[*tuple[Any, ...]]) -> Recipient:
    return Recipient(STANDINGS[State(row.state)], row.reason or "", row.done_at, row.message_id or 0)


def _of_sending(announcement_id: int) -> ColumnElement[bool]:
    newest: ScalarSelect[Any] = (
        select(func.max(mailings.c.id))
        .where(mailings.c.announcement_id == announcement_id, mailings.c.purpose == Purpose.SEND)
        .scalar_subquery()
    )
    return _row.letter_id.in_(select(wordings.c.id).where(wordings.c.mailing_id == newest))


def forget(unit: UnitOfWork, before: float, at_most: int = 5000) -> int:
    """Drop the rows of announcements that began before that moment, at most so many; return how many there were."""
    began = func.coalesce(announcements.c.began_at, announcements.c.created_at)
    old = (
        select(wordings.c.id)
        .join_from(wordings, mailings, mailings.c.id == wordings.c.mailing_id)
        .join(announcements, announcements.c.id == mailings.c.announcement_id)
        .where(began < before, mailings.c.ended_at.is_not(None))
    )
    theirs = select(_row.id).where(_row.letter_id.in_(old), _row.done_at.is_not(None)).limit(at_most)
    return unit.connection.execute(delete(outbox).where(_row.id.in_(theirs))).rowcount
