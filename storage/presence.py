"""Which senders are alive, and which one leads: locks that the operating system or the database ends with the process.

There are no leases and no clocks to disagree about: whoever can take a worker's lock knows that the worker is dead.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol, final

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from storage.private import make_private

ALIVE: Final = 0x5761_7901  # the first halves of our advisory locks; the second is a hash of the worker, or nothing,
_LEADS: Final = 0x5761_7902
KNOWS: Final = 0x5761_7903  # or a hash of the key that this worker knows,
SEALS: Final = 0x5761_7904  # or seals with


_READERS_MS: Final = 1000  # whoever reads which keys a bot knows holds it up for less


class AlreadyRunningError(Exception):
    """Another process sends from this SQLite file; one is all it can serve."""


class Presence(Protocol):
    """A worker's sign of life. Used from one thread at a time."""

    def appear(self) -> None:
        """Be alive to others from now on. Raises `AlreadyRunningError` where there is room for one only."""
        ...

    def leads(self) -> bool:
        """Tell whether this worker is the one that sends what is paced for all together; it becomes so if it can."""
        ...

    def is_dead(self, worker: str) -> bool:
        """Tell whether that worker, another than this one, has gone."""
        ...

    def leave(self) -> None: ...


def open_presence(engine: Engine, worker: str, keys: Sequence[str] = ()) -> Presence:
    """Make the kind of presence that this database can keep.

    It tells others the fingerprints of the `keys` that this worker knows; it seals with the first of them.
    """
    if engine.dialect.name == "postgresql":
        return _AmongMany(engine, worker, keys)
    return _Alone(engine.url.database or "", keys)


def beside(database: str) -> str:
    """Return the file whose lock the one sender of an SQLite file holds."""
    return ":memory:" if database in {"", ":memory:"} else f"{database}-sender"


@final
class _Alone:
    """SQLite: a lock on a file of its own beside the database, held for as long as the process lives."""

    def __init__(self, database: str, keys: Sequence[str]) -> None:
        self._path = beside(database)
        self._keys = keys
        self._lock: sqlite3.Connection | None = None

    def appear(self) -> None:
        if self._path != ":memory:":
            make_private(Path(self._path))
        lock = sqlite3.connect(self._path, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            lock.execute("BEGIN IMMEDIATE")
            self._write_keys(lock)
            lock.execute("BEGIN IMMEDIATE")  # that others may read it, and none can write
        except sqlite3.OperationalError as trouble:
            lock.close()
            raise AlreadyRunningError(f"another process sends from this file: {self._path} is locked") from trouble
        self._lock = lock

    def _write_keys(self, lock: sqlite3.Connection) -> None:
        lock.execute(f"PRAGMA busy_timeout = {_READERS_MS}")
        lock.execute("CREATE TABLE IF NOT EXISTS keys (place INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL)")
        lock.execute("DELETE FROM keys")
        lock.executemany("INSERT INTO keys VALUES (?, ?)", enumerate(self._keys))
        lock.execute("COMMIT")

    def leads(self) -> bool:
        return True

    def is_dead(self, worker: str) -> bool:  # noqa: ARG002  who holds the lock is the only one alive
        return True

    def leave(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None


@final
class _AmongMany:
    """PostgreSQL: session-level advisory locks on a connection of its own.

    A connection that breaks takes the locks with it; the next question takes them again on a new one.
    """

    def __init__(self, engine: Engine, worker: str, keys: Sequence[str]) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._worker = worker
        self._keys = [*((SEALS, key) for key in keys[:1]), *((KNOWS, key) for key in keys)]
        self._connection: Connection | None = None
        self._leading = False

    def appear(self) -> None:
        connection = self._engine.connect()
        for kind, key in self._keys:  # before it is alive to others: they would take it for one that knows nothing
            known = text("SELECT pg_advisory_lock_shared(:kind, hashtext(:key))")
            connection.execute(known, {"kind": kind, "key": key})
        connection.execute(text("SELECT pg_advisory_lock(:kind, hashtext(:worker))"), self._alive(self._worker))
        self._connection = connection

    def leads(self) -> bool:
        if self._leading:
            self._ask("SELECT true", {})  # a dead connection leads nobody
        else:
            self._leading = self._ask("SELECT pg_try_advisory_lock(:kind, 0)", {"kind": _LEADS})
        return self._leading

    def is_dead(self, worker: str) -> bool:
        free = self._ask("SELECT pg_try_advisory_lock(:kind, hashtext(:worker))", self._alive(worker))
        if free:
            self._ask("SELECT pg_advisory_unlock(:kind, hashtext(:worker))", self._alive(worker))
        return free

    def leave(self) -> None:
        if self._connection is not None:
            if not self._connection.invalidated:
                self._connection.detach()  # back in the pool it would keep its locks
            self._connection.close()
            self._connection = None
            self._leading = False

    def _alive(self, worker: str) -> dict[str, object]:
        return {"kind": ALIVE, "worker": worker}

    def _ask(self, question: str, values: dict[str, object]) -> bool:
        if self._connection is None:
            self.appear()
        assert self._connection is not None  # noqa: S101  for the type checker: `appear` has connected
        try:
            return bool(self._connection.scalar(text(question), values))
        except DBAPIError:
            self.leave()
            raise
