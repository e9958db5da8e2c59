"""Whether bots run on this store now, and know a key. Their locks tell it: a bot that has died knows nothing."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, text

from storage.among_many import ALIVE, KNOWS, SEALS
from storage.presence import beside
from storage.unit_of_work import Store

_LACKS: Final = text("""
    SELECT EXISTS (
        SELECT 1 FROM pg_locks AS alive JOIN pg_database ON pg_database.oid = alive.database
        WHERE alive.locktype = 'advisory' AND alive.classid = :alive AND datname = current_database()
        AND NOT EXISTS (
            SELECT 1 FROM pg_locks AS known
            WHERE known.locktype = 'advisory' AND known.classid = :kind AND known.pid = alive.pid
            AND known.objid = ((hashtext(:fingerprint))::bigint & 4294967295)::oid
        )
    )
""")


_ALIVE: Final = text("""
    SELECT EXISTS (
        SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
        WHERE locktype = 'advisory' AND classid = :alive AND granted AND datname = current_database()
    )
""")


_LIVES: Final = text("""
    SELECT name FROM unnest(CAST(:names AS text[])) AS name WHERE EXISTS (
        SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
        WHERE locktype = 'advisory' AND classid = :alive AND granted AND datname = current_database()
        AND objid = ((hashtext(name))::bigint & 4294967295)::oid
    )
""")


def who_lives(connection: Connection, names: Sequence[str]) -> frozenset[str]:
    """Return which of these workers live; of SQLite's, which can have one, all or none."""
    if connection.dialect.name != "postgresql":
        return frozenset(names if _is_held(Path(beside(connection.engine.url.database or ""))) else ())
    return frozenset(connection.scalars(_LIVES, {"alive": ALIVE, "names": list(names)}))


def somebody_runs(store: Store) -> bool:
    """Tell whether a bot runs."""
    if store.engine.dialect.name != "postgresql":
        return _is_held(Path(beside(store.engine.url.database or "")))
    with store.engine.connect() as connection:
        return bool(connection.scalar(_ALIVE, {"alive": ALIVE}))


def _is_held(file: Path) -> bool:
    """Try the lock of the one bot that an SQLite file can have."""
    if not file.exists():
        return False
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        return False


def somebody_lacks(store: Store, fingerprint: str, *, as_newest: bool = False) -> bool:
    """Tell whether a bot runs that does not know this key; `as_newest`: that does not seal with it."""
    if store.engine.dialect.name != "postgresql":
        return _lacks(Path(beside(store.engine.url.database or "")), fingerprint, as_newest=as_newest)
    asked = {"alive": ALIVE, "kind": SEALS if as_newest else KNOWS, "fingerprint": fingerprint}
    with store.engine.connect() as connection:
        return bool(connection.scalar(_LACKS, asked))


def _lacks(file: Path, fingerprint: str, *, as_newest: bool) -> bool:
    """Where the one bot that an SQLite file can have runs, read what it has written."""
    if not _is_held(file):
        return False
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as lock:
        known = _known(lock)
        return fingerprint not in (known[:1] if as_newest else known)


def _known(lock: sqlite3.Connection) -> list[str]:
    """Return what the bot knows, the newest first; nothing of one that has not written it yet."""
    try:
        return [row[0] for row in lock.execute("SELECT fingerprint FROM keys ORDER BY place")]
    except sqlite3.OperationalError:
        return []
