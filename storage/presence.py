"""Which senders are alive, and which one leads.

On SQLite there is one, by a lock that the operating system ends with the process; on PostgreSQL several, by leases
(`storage.among_many`).
"""

import sqlite3
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final, Protocol, final

from sqlalchemy import Connection, Engine

from storage.among_many import AmongMany
from storage.common_time import CommonTime
from storage.private import make_private

_READERS_MS: Final = 1000  # whoever reads which keys a bot knows holds it up for less


class AlreadyRunningError(Exception):
    """Another process sends from this SQLite file; one is all it can serve."""


class Presence(Protocol):
    """A worker's sign of life."""

    def appear(self) -> None:
        """Be alive to others from now on. Raises `AlreadyRunningError` where there is room for one only."""
        ...

    def leads(self) -> bool:
        """Tell whether this worker is the one that sends what is paced for all together."""
        ...

    @property
    def term(self) -> int:
        """The number of this worker's reign; 0 where it does not lead."""
        ...

    @property
    def has_company(self) -> bool:
        """Tell whether other workers send too."""
        ...

    @property
    def is_new(self) -> bool:
        """Tell whether others may not know yet of this one."""
        ...

    @property
    def halted_until(self) -> float:
        """Until when the messenger has asked all to wait, by the steady clock."""
        ...

    def keeps(self, since: float) -> bool:
        """Tell whether what was claimed then, by the steady clock, is this worker's still without a doubt."""
        ...

    def dead(self, connection: Connection, names: Collection[str]) -> set[str]:
        """Return those of these workers, others than this one, that have gone."""
        ...

    def silent(self, connection: Connection, names: Collection[str]) -> set[str]:
        """Return those of these workers, others than this one, of whom it is open whether they have gone."""
        ...

    def leave(self) -> None: ...


def open_presence(
    engine: Engine, worker: str, keys: Sequence[str] = (), common_time: CommonTime | None = None
) -> Presence:
    """Make the kind of presence that this database can keep.

    It tells others the fingerprints of the `keys` that this worker knows; it seals with the first of them. On
    PostgreSQL it goes on comparing clocks with the database.
    """
    if engine.dialect.name == "postgresql":
        return AmongMany(engine, worker, keys, common_time or CommonTime(lambda _ahead_s: None))
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

    term = 1
    has_company = is_new = False
    halted_until = float("-inf")

    def keeps(self, since: float) -> bool:  # noqa: ARG002  there is nobody else whose it could be
        return True

    def dead(self, connection: Connection, names: Collection[str]) -> set[str]:  # noqa: ARG002  who holds the lock is the only one alive
        return set(names)

    def silent(self, connection: Connection, names: Collection[str]) -> set[str]:  # noqa: ARG002  as above
        return set()

    def leave(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None
