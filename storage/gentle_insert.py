"""INSERT that gives way, or writes over: in words that both databases understand.

SQLAlchemy has them in each dialect for itself; to import PostgreSQL's costs a bot on SQLite three megabytes.
"""

from collections.abc import Sequence

from sqlalchemy import Table, TextClause, text


def or_leave(table: Table, columns: Sequence[str], returning: str = "") -> TextClause:
    """Insert a row unless one is there that must be unique; `returning` is a column, told where a row was written."""
    told = f" RETURNING {returning}" if returning else ""
    return text(f"{_insert(table, columns)} ON CONFLICT DO NOTHING{told}")


def or_renew(
    table: Table, columns: Sequence[str], key: Sequence[str], renewed: Sequence[str], returning: Sequence[str] = ()
) -> TextClause:
    """Insert a row, or write the `renewed` columns over those of the row that has the same key.

    `returning` are columns, told of the row as it stands then.
    """
    written = ", ".join(f"{column} = excluded.{column}" for column in renewed)
    told = f" RETURNING {', '.join(returning)}" if returning else ""
    return text(f"{_insert(table, columns)} ON CONFLICT ({', '.join(key)}) DO UPDATE SET {written}{told}")


def _insert(table: Table, columns: Sequence[str]) -> str:
    marks = ", ".join(f":{column}" for column in columns)
    return f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608  our own names alone go in
