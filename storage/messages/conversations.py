"""Where each person is: the turn number and the sealed state of every conversation."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import bindparam, delete, select, text, update

from storage.lock_order import BusyError
from storage.sealed import UnsealableError
from storage.tables.messages import conversations
from storage.unit_of_work import UnitOfWork

STATE: Final = b"conversations.state"
NUMBERS: Final = b"conversations.numbers"

# In words that both databases understand: SQLAlchemy has them in each dialect for itself, and loads both then.
_KEEP: Final = text("""
    INSERT INTO conversations (chat_id, turn, state, changed_at) VALUES (:chat_id, :turn, :state, :changed_at)
    ON CONFLICT (chat_id) DO UPDATE SET turn = excluded.turn, state = excluded.state, changed_at = excluded.changed_at
""")


_row: Final = conversations.c

_OF_THESE: Final = (
    select(_row.chat_id, _row.turn, _row.state, _row.numbers)
    .where(_row.chat_id.in_(bindparam("chats", expanding=True)))
    .order_by(_row.chat_id)
)


@dataclass(frozen=True, slots=True)
class Conversation:
    """One chat: how many turns it has seen, and its state as JSON bytes (empty before the first turn).

    `is_sealed`: no key here opens the state, which stays as it is then. `numbers` are what was shown last in the place
    of buttons, sealed as they are stored: whoever sends writes them (`show_numbers`), and a turn reads them.
    """

    chat_id: int
    turn: int = 0
    state: bytes = b""
    is_sealed: bool = False
    numbers: bytes = b""


def locked(unit: UnitOfWork, chat_ids: Collection[int]) -> Mapping[int, Conversation]:
    """Return the conversations of these chats, locked until the transaction ends; new chats start at turn 0.

    On PostgreSQL rows are locked in the order of their ids, so that two workers never wait for each other in a ring.
    """
    if not chat_ids:
        return {}
    lock(unit, chat_ids)
    held = {chat_id: Conversation(chat_id) for chat_id in chat_ids}
    for chat_id, turn, state, numbers in unit.connection.execute(_OF_THESE, {"chats": list(held)}):
        held[chat_id] = opened(unit, Conversation(chat_id, turn, state, numbers=numbers or b""))
    return held


def lock(unit: UnitOfWork, chat_ids: Collection[int]) -> None:
    """Let nobody else take a turn in these chats until the transaction ends."""
    if unit.on_postgresql:
        _lock_even_new_ones(unit, chat_ids)


def lock_besides(unit: UnitOfWork, chat_ids: Collection[int]) -> None:
    """Lock further chats in a turn that has its own: it waits for nobody.

    Raises `BusyError` where somebody else has one: then all is played again.
    """
    if not unit.on_postgresql:
        return
    for chat_id in sorted(chat_ids):
        taken = unit.connection.exec_driver_sql("SELECT pg_try_advisory_xact_lock(%s)", (chat_id,)).scalar()
        if not taken:
            raise BusyError("somebody else takes a turn in this chat")


def opened(unit: UnitOfWork, stored: Conversation) -> Conversation:
    """Return a conversation of a row, whose state is sealed."""
    try:
        return replace(stored, state=unit.seal.open(stored.state, STATE))
    except UnsealableError:
        return replace(stored, state=b"", is_sealed=True)


def keep(unit: UnitOfWork, changed: Iterable[Conversation], now: float) -> None:
    """Write these conversations over what stood there, but for those that could not be read. `now` since 1970."""
    rows = [
        {"chat_id": c.chat_id, "turn": c.turn, "state": unit.seal.close(c.state, STATE), "changed_at": now}
        for c in changed
        if not c.is_sealed
    ]
    if rows:
        unit.connection.execute(_KEEP, rows)


def forget(unit: UnitOfWork, chat_id: int) -> None:
    """Let a chat, which is locked, begin anew."""
    unit.connection.execute(delete(conversations).where(conversations.c.chat_id == chat_id))


def numbers(unit: UnitOfWork, shown: bytes) -> bytes:
    """Unseal what numbers stand for; nothing where no key here does: then they press nothing."""
    try:
        return unit.seal.open(shown, NUMBERS) if shown else b""
    except UnsealableError:
        return b""


def show_numbers(unit: UnitOfWork, chat_id: int, shown: bytes) -> None:
    """Write down what the numbers of a chat stand for from now on; somebody who was never here has none."""
    own = update(conversations).where(conversations.c.chat_id == chat_id)
    unit.connection.execute(own.values(numbers=unit.seal.close(shown, NUMBERS)))


def _lock_even_new_ones(unit: UnitOfWork, chat_ids: Collection[int]) -> None:
    # A row that does not exist cannot be locked, so a chat's first turn locks its number instead.
    for chat_id in sorted(chat_ids):
        unit.connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (chat_id,))
