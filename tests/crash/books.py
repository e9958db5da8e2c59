"""The store as somebody else reads it: what took effect, and what is on its way out."""

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, NullPool, create_engine, func, select, text

from storage.tables.messages import conversations, failed_updates, inbox, outbox

_OTHERS: Final = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)
_GONE_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class Books:
    """Everything at one moment: turns by chat, updates taken, the states of their answers, updates that failed.

    `claimed` tells by worker whose answers it has taken up without saying yet what became of them.
    """

    turns: Mapping[int, int]
    taken: frozenset[int]
    states: Mapping[int, list[str]]
    failures: int
    claimed: Mapping[str, list[int]] = field(default_factory=dict)

    @property
    def in_flight(self) -> list[int]:
        """Return the updates whose answers workers have taken up, dead ones among them."""
        return [update for updates in self.claimed.values() for update in updates]

    @property
    def is_settled(self) -> bool:
        return all(state not in {"todo", "sending"} for states in self.states.values() for state in states)


def read_books(url: str) -> Books:
    """Read everything, the updates first and then what followed from them, for the bot may be at work meanwhile."""
    with connected(url) as connection:
        taken = frozenset(map(int, connection.scalars(select(inbox.c.key))))
        states: dict[int, list[str]] = defaultdict(list)
        claimed: dict[str, list[int]] = defaultdict(list)
        answers = select(outbox.c.dedupe, outbox.c.state, outbox.c.claimed_by).where(outbox.c.letter_id.is_(None))
        for dedupe, state, worker in connection.execute(answers):
            _, update_id, _ = dedupe.split(":")
            states[int(update_id)].append(state)
            if state == "sending":
                claimed[worker].append(int(update_id))
        turns = {row[0]: row[1] for row in connection.execute(select(conversations.c.chat_id, conversations.c.turn))}
        failures = connection.scalar(select(func.count()).select_from(failed_updates)) or 0
    return Books(turns, taken, states, failures, claimed)


def await_flight(url: str, patience_s: float) -> None:
    """Wait until an answer is in flight, at little cost to the bot that is to send it, or until patience ends."""
    until = time.monotonic() + patience_s
    sending = select(outbox.c.dedupe).where(outbox.c.state == "sending").limit(1)
    with connected(url) as connection:
        while connection.scalar(sending) is None and time.monotonic() < until:
            connection.rollback()  # what is committed meanwhile is seen by the next look
            time.sleep(0.005)


def await_silence(url: str) -> None:
    """Wait until PostgreSQL has noticed that a killed bot is gone: what it was committing is committed or undone then.

    SQLite has nobody to wait for. Raises `TimeoutError`.
    """
    if url.startswith("sqlite"):
        return
    until = time.monotonic() + _GONE_S
    with connected(url) as connection:
        while connection.scalar(_OTHERS):
            if time.monotonic() > until:
                raise TimeoutError("a connection of the killed bot is still open")
            connection.rollback()  # within a transaction PostgreSQL tells the same again
            time.sleep(0.01)


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """Connect without keeping the connection, so that a database can be dropped."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        yield connection
    engine.dispose()
