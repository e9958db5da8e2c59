"""What mailings send next: those that run take turns, urgent ones first. The ledger's index answers it."""

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import chain, islice
from typing import Final

from sqlalchemy import bindparam, literal_column, or_, select

from domain.announcements.announcements import MailingState
from domain.messages.delivery import LONGEST_DELAY_S, Lane, Queue, State
from storage.messages.claims import Head
from storage.tables.announcements import mailings, wordings
from storage.tables.messages import outbox
from storage.tables.people import people
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Running:
    """A mailing that runs, and its wordings."""

    mailing_id: int
    urgent: bool
    paid: bool
    wording_ids: tuple[int, ...]


_RUNNING: Final = (
    select(mailings.c.id, mailings.c.urgent, mailings.c.paid, wordings.c.id)
    .join_from(mailings, wordings, wordings.c.mailing_id == mailings.c.id)
    .where(mailings.c.state == MailingState.RUNNING)
    .order_by(mailings.c.id, wordings.c.id)
)


def running(unit: UnitOfWork) -> tuple[Running, ...]:
    """Return the mailings that run, the oldest first."""
    found: dict[tuple[int, bool, bool], list[int]] = {}
    for row in unit.connection.execute(_RUNNING):
        found.setdefault((row[0], row[1], row[2]), []).append(row[3])
    return tuple(Running(*told, tuple(wording_ids)) for told, wording_ids in found.items())


@dataclass(frozen=True, slots=True)
class Seen:
    """The heads that were found, in the order in which they may leave; `more`: there are others behind them."""

    heads: list[Head]
    more: bool


def due(unit: UnitOfWork, queue: Queue, mailings: Collection[Running], now: float, at_most: int) -> Seen:
    """Look at what these mailings send next, no more than `at_most`; the heads' lane is `queue`. Nothing is claimed.

    Mailings share a chat's attention in no order: a correction is not begun before the sending has arrived. A chat to
    which a row of the lane is under way has no head.
    """
    shares = [_of_one(unit, queue, one, now, at_most) for one in sorted(mailings, key=lambda one: not one.urgent)]
    urgent = sum(one.urgent for one in mailings)
    seen: set[int] = set()
    heads = list(islice(chain(_in_turn(shares[:urgent], seen), _in_turn(shares[urgent:], seen)), at_most))
    is_cut = any(len(share) == at_most for share in shares)
    return Seen(heads, is_cut or sum(map(len, shares)) > len(heads))


def _in_turn(shares: Iterable[Iterable[Head]], seen: set[int]) -> Iterator[Head]:
    """Take one of each in turn, passing over chats that have been `seen`: each has one head."""
    waiting = deque(map(iter, shares))
    while waiting:
        share = waiting.popleft()
        head = next((one for one in share if one.chat_id not in seen), None)
        if head is not None:
            seen.add(head.chat_id)
            waiting.append(share)
            yield head


def _of_one(unit: UnitOfWork, queue: Queue, mailing: Running, now: float, at_most: int) -> list[Head]:
    """Find its next rows. Asked for each wording alone, the index gives them in order without looking at the rest."""
    asked = {"now": now, "at_most": at_most}
    found = (unit.connection.execute(_DUE, asked | {"wording": one}).all() for one in mailing.wording_ids)
    in_order = merge(*found, key=lambda row: row[0])
    return [
        Head(row[0], row[1], queue, more=False, unreachable=row[2] is not None) for row in islice(in_order, at_most)
    ]


_row: Final = outbox.c
_other: Final = outbox.alias()
_UNDER_WAY: Final = select(_other.c.chat_id).where(
    _other.c.state == literal_column(f"'{State.SENDING}'"), _other.c.lane == Lane.ANNOUNCEMENT
)
_IS_DUE: Final = or_(
    _row.not_before <= bindparam("now"),
    _row.not_before <= _row.written_at,  # it was to go at once, whatever the clock said then
    _row.not_before > bindparam("now") + LONGEST_DELAY_S,
)
_DUE: Final = (
    select(_row.id, _row.chat_id, people.c.unreachable_since)
    .join_from(outbox, people, people.c.chat_id == _row.chat_id, isouter=True)
    .where(_row.letter_id == bindparam("wording"), _row.state == State.TODO, _IS_DUE)
    .where(or_(_row.not_after.is_(None), _row.not_after > bindparam("now")))
    .where(_row.chat_id.not_in(_UNDER_WAY))
    .order_by(_row.id)
    .limit(bindparam("at_most"))
)
