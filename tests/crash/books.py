"""The store as somebody else reads it: what took effect, and what is on its way out."""

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, NullPool, create_engine, func, select, text

from storage.tables import conversations, failed_updates, inbox, outbox

_OTHERS: Final = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_GONE_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class Row:
    """A message on its way out: its state, and how often it was sent again though perhaps accepted before."""

    state: str
    repeats: int


@dataclass(frozen=True, slots=True)
class Books:
    """Everything at one moment: turns by chat, updates taken, rows of the outbox by update id, failures."""

    turns: Mapping[int, int]
    taken: frozenset[int]
    rows: Mapping[int, list[Row]]
    failures: int

    @property
    def in_flight(self) -> list[int]:
        """Return the updates whose answers a sender has taken up without saying yet what became of them."""
        return [update for update, rows in self.rows.items() for row in rows if row.state == "sending"]

    @property
    def is_settled(self) -> bool:
        return all(row.state not in {"todo", "sending"} for rows in self.rows.values() for row in rows)


def read_books(url: str) -> Books:
    """Read everything in one transaction."""
    with _connected(url) as connection:
        turns = {row[0]: row[1] for row in connection.execute(select(conversations.c.chat_id, conversations.c.turn))}
        taken = frozenset(connection.scalars(select(inbox.c.update_id)))
        rows: dict[int, list[Row]] = defaultdict(list)
        for dedupe, state, repeats in connection.execute(select(outbox.c.dedupe, outbox.c.state, outbox.c.repeats)):
            _, update_id, _ = dedupe.split(":")
            rows[int(update_id)].append(Row(state, repeats))
        failures = connection.scalar(select(func.count()).select_from(failed_updates)) or 0
    return Books(turns, taken, rows, failures)


def await_silence(url: str) -> None:
    """Wait until PostgreSQL has noticed that a killed bot is gone: what it was committing is committed or undone then.

    SQLite has nobody to wait for. Raises `TimeoutError`.
    """
    if url.startswith("sqlite"):
        return
    until = time.monotonic() + _GONE_S
    with _connected(url) as connection:
        while connection.scalar(_OTHERS):
            if time.monotonic() > until:
                raise TimeoutError("a connection of the killed bot is still open")
            time.sleep(0.01)


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    """Connect without keeping the connection, so that a database can be dropped."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        yield connection
    engine.dispose()
