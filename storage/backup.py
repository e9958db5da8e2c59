"""A whole and consistent copy of a store, taken while it is written to."""

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.postgres_sessions import address_of
from storage.private import make_private


class NoCopyError(Exception):
    """The copy cannot be made here; the text says what to do instead."""


def copy_to(url: str, file: Path) -> None:
    """Copy an SQLite store page by page, under its own lock. Raises `NoCopyError`."""
    address = address_of(url)
    if address.get_backend_name() != "sqlite":
        raise NoCopyError(
            "PostgreSQL has its own tool, which copies a running database whole: pg_dump -Fc; "
            "then `waystation backup --note`"
        )
    source = Path(address.database or "")
    if not source.is_file():
        raise NoCopyError(f"there is no store at {source}")
    if file.exists():
        raise NoCopyError(f"{file} exists already; it is not written over")
    if not file.parent.is_dir():
        raise NoCopyError(f"there is no folder {file.parent}")
    make_private(file)
    with closing(sqlite3.connect(source)) as store, closing(sqlite3.connect(file)) as copy:
        store.backup(copy)
        _without_locations(copy)


def _without_locations(copy: sqlite3.Connection) -> None:
    """Take shared locations out of a copy, their bytes too: it outlives the quarter of an hour that they are held."""
    if copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'locations'").fetchone():  # an older store has none
        copy.execute("PRAGMA secure_delete = ON")
        copy.execute("DELETE FROM locations")
        copy.commit()
