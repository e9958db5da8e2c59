"""What a SQLite file needs now and then; PostgreSQL looks after itself."""

from contextlib import closing

from sqlalchemy import Engine


def tidy(engine: Engine) -> None:
    """Let the planner learn how large the tables are, and empty the write-ahead log.

    Outside any transaction, which a checkpoint needs; so not through a unit of work, and not in the writer's thread.
    """
    if engine.dialect.name != "sqlite":
        return
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        for pragma in ("analysis_limit=400", "optimize=0x10002", "wal_checkpoint(TRUNCATE)"):
            cursor.execute(f"PRAGMA {pragma}")
