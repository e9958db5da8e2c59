"""What a SQLite file needs now and then; PostgreSQL looks after itself."""

from contextlib import closing

from sqlalchemy import Engine


def tidy(engine: Engine) -> None:
    """Let the planner learn how large the tables are, and empty the write-ahead log.

    The checkpoint needs to be outside any transaction; so not through a unit of work, and not in the writer's thread.
    """
    if engine.dialect.name != "sqlite":
        return
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute("PRAGMA analysis_limit=400")
        # `optimize` reads before it writes: it takes the lock first, or whatever is written between ends it.
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute("PRAGMA optimize=0x10002")
        cursor.execute("COMMIT")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
