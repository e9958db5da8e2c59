"""The outbox: what is written here in a turn's transaction is sent, at least once and almost always exactly once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from storage.tables import outbox
from storage.unit_of_work import UnitOfWork

_PURPOSE: Final = b"outbox.reply"


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply to be sent: `reply` as JSON bytes, times in seconds since 1970, `lane` a number (lower goes first)."""

    dedupe: str
    chat_id: int
    lane: int
    reply: bytes
    not_before: float
    not_after: float | None = None


def write(unit: UnitOfWork, drafts: Iterable[Draft], now: float) -> None:
    """Add these rows, in this order. Raises `IntegrityError` if a dedupe key has been used before."""
    rows = [
        {
            "dedupe": draft.dedupe,
            "chat_id": draft.chat_id,
            "lane": draft.lane,
            "state": "todo",
            "reply": unit.seal.close(draft.reply, _PURPOSE),
            "not_before": draft.not_before,
            "not_after": draft.not_after,
            "written_at": now,
        }
        for draft in drafts
    ]
    if rows:
        unit.connection.execute(outbox.insert(), rows)
