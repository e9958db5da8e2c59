"""The outbox: what is written here in a turn's transaction is sent, at least once and almost always exactly once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import (
    delete,
    func,
    select,
)

from domain.delivery import Lane, State
from storage.tables.messages import outbox
from storage.unit_of_work import UnitOfWork

_row: Final = outbox.c


REPLY: Final = b"outbox.reply"


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


def write(unit: UnitOfWork, drafts: Iterable[Draft], now: float) -> None:
    """Add these rows, in this order. Raises `IntegrityError` if a dedupe key has been used before."""
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
            "written_at": now,
        }
        for draft in drafts
    ]
    if rows:
        unit.connection.execute(outbox.insert(), rows)


def counts(unit: UnitOfWork) -> dict[State, int]:
    """Count the rows in each state."""
    found = unit.connection.execute(select(_row.state, func.count()).group_by(_row.state))
    return dict.fromkeys(State, 0) | {State(row[0]): row[1] for row in found}


def about(unit: UnitOfWork, chat_id: int, message_id: int) -> str:
    """Return what a message to this chat is about ("duty:12"); "": nothing that is answered in words."""
    query = select(_row.about).where(_row.chat_id == chat_id, _row.message_id == message_id, _row.about.is_not(None))
    return unit.connection.scalar(query.order_by(_row.id.desc()).limit(1)) or ""


def asked(unit: UnitOfWork, chat_id: int) -> Mapping[str, float]:
    """Return what the messages that have reached this chat lately are about, and when the last of each came."""
    done_at = func.max(_row.done_at)
    query = select(_row.about, done_at).where(_row.chat_id == chat_id, _row.about.is_not(None), _SENT)
    return {row[0]: row[1] or 0.0 for row in unit.connection.execute(query.group_by(_row.about))}


def newest_about(unit: UnitOfWork, chat_id: int) -> str:
    """Return what the newest message that has reached this chat is about; "": nothing that is answered in words."""
    newest = select(_row.about).where(_row.chat_id == chat_id, _SENT).order_by(_row.done_at.desc(), _row.id.desc())
    return unit.connection.scalar(newest.limit(1)) or ""


_SENT: Final = _row.state == State.SENT


def forget_done(unit: UnitOfWork, before: float, at_most: int = 5000) -> int:
    """Drop rows that were done before that moment, no more than `at_most`, and return how many there were.

    What mailings have sent is not among them: it is the ledger of an announcement.
    """
    old = select(_row.id).where(_row.letter_id.is_(None), _row.done_at < before).order_by(_row.done_at).limit(at_most)
    return unit.connection.execute(delete(outbox).where(_row.id.in_(old))).rowcount
