"""What ails a database is called by its name, whichever database it is: each trouble here is a real one."""

import errno
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from storage.sealed import UnsealableError
from storage.troubles import StoreTrouble, trouble_with
from storage.unit_of_work import connect


def raised(work: Callable[[], Any]) -> Exception:
    with pytest.raises(Exception) as caught:  # noqa: PT011  which one it is, is the question
        work()
    return caught.value


def run(url: str, *statements: str) -> None:
    engine = connect(url)
    try:
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))
    finally:
        engine.dispose()


def test_full_disk_of_sqlite(sqlite_url: str) -> None:
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9999) SELECT i FROM n"
    fill = f"CREATE TABLE much AS {numbers}"
    error = raised(lambda: run(sqlite_url, "PRAGMA max_page_count = 1", fill))  # SQLite says the same of both
    assert trouble_with(error) is StoreTrouble.DISK_FULL


def test_locked_sqlite(sqlite_url: str) -> None:
    path = sqlite_url.removeprefix("sqlite:///")
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as other,
        closing(sqlite3.connect(path, timeout=0)) as own,
    ):
        other.execute("BEGIN IMMEDIATE")
        assert trouble_with(raised(lambda: own.execute("DELETE FROM inbox"))) is StoreTrouble.LOCKED


def test_sqlite_without_its_folder(tmp_path: Path) -> None:
    assert (
        trouble_with(raised(lambda: run(f"sqlite:///{tmp_path / 'no' / 'store.db'}", "SELECT 1"))) is StoreTrouble.GONE
    )


def test_sqlite_that_is_something_else(tmp_path: Path) -> None:
    file = tmp_path / "letter.db"
    file.write_text("Dear store, " * 1000)
    assert trouble_with(raised(lambda: run(f"sqlite:///{file}", "SELECT 1"))) is StoreTrouble.DAMAGED


def test_sqlite_that_may_only_be_read(sqlite_url: str) -> None:
    only = f"file:{sqlite_url.removeprefix('sqlite:///')}?mode=ro"
    with closing(sqlite3.connect(only, uri=True)) as connection:
        assert trouble_with(raised(lambda: connection.execute("DELETE FROM inbox"))) is StoreTrouble.READ_ONLY


def test_table_that_is_not_there(database_url: str) -> None:
    assert trouble_with(raised(lambda: run(database_url, "SELECT * FROM nowhere"))) is StoreTrouble.SCHEMA


def test_postgresql_that_does_not_answer() -> None:
    nobody = "postgresql+psycopg://somebody@127.0.0.1:1/nothing"
    assert trouble_with(raised(lambda: run(nobody, "SELECT 1"))) is StoreTrouble.GONE


def test_locked_postgresql(postgres_url: str) -> None:
    engine = connect(postgres_url)
    with engine.begin() as other:
        other.execute(text("LOCK TABLE inbox"))
        waits = ("SET LOCAL lock_timeout = 50", "SELECT * FROM inbox")
        assert trouble_with(raised(lambda: run(postgres_url, *waits))) is StoreTrouble.LOCKED
    engine.dispose()


def test_slow_postgresql(postgres_url: str) -> None:
    waits = ("SET LOCAL statement_timeout = 50", "SELECT pg_sleep(5)")
    assert trouble_with(raised(lambda: run(postgres_url, *waits))) is StoreTrouble.SLOW


def test_postgresql_whose_connection_was_cut(postgres_url: str) -> None:
    cut = "SELECT pg_terminate_backend(pg_backend_pid())"
    assert trouble_with(raised(lambda: run(postgres_url, cut))) is StoreTrouble.GONE


@pytest.mark.parametrize(
    ("sqlstate", "trouble"),
    [
        ("53100", StoreTrouble.DISK_FULL),
        ("53300", StoreTrouble.TOO_MANY),
        ("25006", StoreTrouble.READ_ONLY),
        ("28P01", StoreTrouble.REFUSED),
        ("3D000", StoreTrouble.GONE),
        ("XX001", StoreTrouble.DAMAGED),
        ("22001", StoreTrouble.OTHER),
    ],
)
def test_postgresql_by_its_code(sqlstate: str, trouble: StoreTrouble) -> None:
    """What no test brings about on a server of ours: the exceptions are psycopg's own for these codes."""
    error = psycopg.errors.lookup(sqlstate)("what the server says")
    assert trouble_with(DBAPIError("INSERT", {}, error)) is trouble


def test_postgresql_that_says_nothing_of_a_fault_in_a_statement() -> None:
    assert trouble_with(DBAPIError("INSERT", {}, psycopg.InterfaceError("cursor"))) is StoreTrouble.OTHER


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), StoreTrouble.DISK_FULL),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), StoreTrouble.DISK_FULL),
        (OSError(errno.EROFS, "Read-only file system"), StoreTrouble.READ_ONLY),
        (FileNotFoundError(errno.ENOENT, "No such file"), StoreTrouble.GONE),
        (OSError("something"), StoreTrouble.OTHER),
        (ConnectionResetError(), StoreTrouble.GONE),
        (TimeoutError(), StoreTrouble.SLOW),
        (PoolTimeoutError(), StoreTrouble.TOO_MANY),
        (UnsealableError("another key"), StoreTrouble.KEY),
        (ValueError("a value"), StoreTrouble.OTHER),
        (sqlite3.OperationalError("made by hand"), StoreTrouble.OTHER),
    ],
)
def test_trouble_of_the_system(error: Exception, trouble: StoreTrouble) -> None:
    assert trouble_with(error) is trouble


def test_trouble_behind_another() -> None:
    error = RuntimeError("the batch was not taken")
    error.__cause__ = OSError(errno.ENOSPC, "No space left on device")
    assert trouble_with(error) is StoreTrouble.DISK_FULL


def test_sqlite_file_that_was_moved_away(sqlite_url: str) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        path.rename(path.with_name("elsewhere.db"))
        assert trouble_with(raised(lambda: connection.execute("DELETE FROM inbox"))) is StoreTrouble.GONE
