"""Whether the bots that run on this store now know a key. Their locks tell it: a bot that has died knows nothing."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import text

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


def somebody_lacks(store: Store, fingerprint: str, *, as_newest: bool = False) -> bool:
    """Tell whether a bot runs that does not know this key; `as_newest`: that does not seal with it."""
    if store.engine.dialect.name != "postgresql":
        return _lacks(Path(beside(store.engine.url.database or "")), fingerprint, as_newest=as_newest)
    asked = {"alive": ALIVE, "kind": SEALS if as_newest else KNOWS, "fingerprint": fingerprint}
    with store.engine.connect() as connection:
        return bool(connection.scalar(_LACKS, asked))


def _lacks(file: Path, fingerprint: str, *, as_newest: bool) -> bool:
    """Try the lock of the one bot that an SQLite file can have; where somebody holds it, read what it has written."""
    if not file.exists():
        return False
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            known = _known(lock)
            return fingerprint not in (known[:1] if as_newest else known)
        return False


def _known(lock: sqlite3.Connection) -> list[str]:
    """Return what the bot knows, the newest first; nothing of one that has not written it yet."""
    try:
        return [row[0] for row in lock.execute("SELECT fingerprint FROM keys ORDER BY place")]
    except sqlite3.OperationalError:
        return []
