"""Whether a bot runs on this store now."""

from typing import Final

from sqlalchemy import text

from storage.presence import ALIVE, AlreadyRunningError, open_presence
from storage.unit_of_work import Store

_LOCKS: Final = text(
    "SELECT EXISTS (SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
    "WHERE locktype = 'advisory' AND classid = :alive AND datname = current_database())"
)


def somebody_sends(store: Store) -> bool:
    """Ask the locks that a running bot holds."""
    if store.engine.dialect.name == "postgresql":
        with store.engine.connect() as connection:
            return bool(connection.scalar(_LOCKS, {"alive": ALIVE}))
    presence = open_presence(store.engine, "somebody?")
    try:
        presence.appear()
    except AlreadyRunningError:
        return True
    presence.leave()
    return False
