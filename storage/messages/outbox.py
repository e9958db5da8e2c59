"""The outbox: what is written here in a turn's transaction is sent, at least once and almost always exactly once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, func, or_, select, update

from domain.messages.delivery import Lane, State, check_move
from storage.once import once
from storage.tables.messages import outbox
from storage.unit_of_work import UnitOfWork

_row: Final = outbox.c


_INSERT: Final = outbox.insert()

REPLY: Final = b"outbox.reply"

CARD_KEPT_S: Final = 366 * 86_400.0
"""An activity is composed a year ahead at most: so much longer it is known which message of a group is its card."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply to be sent: `reply` as JSON bytes, times in seconds since 1970.

    `about` names what a written answer to it is about ("duty:12"), in 40 characters at most.
    """

    dedupe: str
    chat_id: int
    lane: Lane
    reply: bytes
    not_before: float
    not_after: float | None = None
    about: str = ""
    wording_id: int | None = None  # of a mailing in whose ledger this row stands; its own reply goes before that
    target: int = 0  # in a group: the own message that the reply rewrites, which another number of the group has not


def write(unit: UnitOfWork, drafts: Iterable[Draft], now: float) -> None:
    """Add these rows, in this order. Raises `IntegrityError` if a dedupe key has been used before."""
    written = list(drafts)
    rows = [
        {
            "dedupe": draft.dedupe,
            "chat_id": draft.chat_id,
            "lane": draft.lane,
            "state": State.TODO,
            "reply": unit.seal.close(draft.reply, REPLY),
            "not_before": draft.not_before,
            "not_after": draft.not_after,
            "about": draft.about or None,
            "letter_id": draft.wording_id,
            "target": draft.target or None,
            "written_at": now,
        }
        for draft in written
    ]
    if rows:
        unit.connection.execute(_INSERT, rows)
        unit.lanes.update(draft.lane for draft in written)


def is_under_way(unit: UnitOfWork, chat_id: int) -> bool:
    """Tell whether it is not known of some message to this chat if it has been shown: it flies, or is tried again."""
    begun = _row.first_tried_at.is_not(None) | (_row.part > 0)
    unsure = or_(_row.state == State.SENDING, and_(_row.state == State.TODO, begun))
    return bool(unit.connection.scalar(select(exists().where(_row.chat_id == chat_id, unsure))))


def counts(unit: UnitOfWork) -> dict[State, int]:
    """Count the rows in each state."""
    found = unit.connection.execute(select(_row.state, func.count()).group_by(_row.state))
    return dict.fromkeys(State, 0) | {State(row[0]): row[1] for row in found}


@once(outbox)
def about(unit: UnitOfWork, chat_id: int, message_id: int) -> str:
    """Return what a message to this chat is about ("duty:12"); "": nothing that is answered in words."""
    is_part = ("," + _row.others + ",").contains(f",{message_id},")  # of what went out in several
    is_it = or_(_row.message_id == message_id, is_part)
    query = select(_row.about).where(_row.chat_id == chat_id, is_it, _row.about.is_not(None))
    return unit.connection.scalar(query.order_by(_row.id.desc()).limit(1)) or ""


@once(outbox)
def asked(unit: UnitOfWork, chat_id: int) -> Mapping[str, float]:
    """Return what the messages that have reached this chat lately are about, and when the last of each came."""
    done_at = func.max(_row.done_at)
    query = select(_row.about, done_at).where(_row.chat_id == chat_id, _row.about.is_not(None), _SENT)
    return {row[0]: row[1] or 0.0 for row in unit.connection.execute(query.group_by(_row.about))}


@once(outbox)
def newest_about(unit: UnitOfWork, chat_id: int) -> str:
    """Return what the newest message that has reached this chat is about; "": nothing that is answered in words."""
    return unit.connection.scalar(_NEWEST_ABOUT, {"chat": chat_id}) or ""


def shown(unit: UnitOfWork, chats: Collection[int], about: str) -> Mapping[int, int]:
    """Return by chat the newest message about this ("activity:12") that has reached one of these."""
    query = select(_row.chat_id, _row.message_id).where(_in(chats, about), _SENT, _row.message_id.is_not(None))
    return {row[0]: row[1] for row in unit.connection.execute(query.order_by(_row.id))}


def take_back(unit: UnitOfWork, chats: Collection[int], about: str, now: float) -> Collection[int]:
    """Close what waits for these chats about this; return those for which something waited or is under way."""
    check_move(State.TODO, State.EXPIRED)
    on_its_way = _in(chats, about) & _row.state.in_([State.TODO, State.SENDING])
    found = set(unit.connection.scalars(select(_row.chat_id).where(on_its_way)))
    closed = update(outbox).where(_in(chats, about), _row.state == State.TODO)
    unit.connection.execute(closed.values(state=State.EXPIRED, reply=None, done_at=now))
    return found


def _in(chats: Collection[int], about: str) -> ColumnElement[bool]:
    return _row.chat_id.in_(sorted(chats)) & (_row.about == about)


_SENT: Final = _row.state == State.SENT

_NEWEST_ABOUT: Final = (
    select(_row.about)
    .where(_row.chat_id == bindparam("chat"), _SENT)
    .order_by(_row.done_at.desc(), _row.id.desc())
    .limit(1)
)


def forget_done(unit: UnitOfWork, before: float, at_most: int = 5000) -> int:
    """Drop rows that were done before that moment, no more than `at_most`, and return how many there were.

    What mailings have sent is not among them: it is the ledger of an announcement. A card in a group is known for
    longer: its activity may lie months ahead, and the card changes with it.
    """
    is_card = and_(_row.chat_id < 0, _row.about.is_not(None))
    of_use = or_(~is_card, _row.done_at < before - CARD_KEPT_S)
    old = select(_row.id).where(_row.letter_id.is_(None), _row.done_at < before, of_use)
    old = old.order_by(_row.done_at).limit(at_most)
    return unit.connection.execute(delete(outbox).where(_row.id.in_(old))).rowcount
