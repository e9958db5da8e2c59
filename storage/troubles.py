"""What ails a database, named as people name it: one function for SQLite, PostgreSQL and the operating system."""

import errno
import sqlite3
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from storage.lock_order import BusyError
from storage.sealed import UnsealableError


class StoreTrouble(StrEnum):
    """What is wrong with a store; the value is what the log, the metrics and `/readyz` say."""

    DISK_FULL = "disk full"
    LOCKED = "locked"
    GONE = "gone"
    READ_ONLY = "read-only"
    DISK_FAILS = "disk fails"
    DAMAGED = "damaged"
    REFUSED = "refused"
    TOO_MANY = "too many connections"
    SCHEMA = "another schema"
    NEWER = "newer schema"
    KEY = "another key"
    SLOW = "no answer"
    OTHER = "trouble"


_BY_KIND: Final = (
    (UnsealableError, StoreTrouble.KEY),
    (PoolTimeoutError, StoreTrouble.TOO_MANY),
    (TimeoutError, StoreTrouble.SLOW),
    (ConnectionError, StoreTrouble.GONE),
)

_BY_ERRNO: Final = {
    errno.ENOSPC: StoreTrouble.DISK_FULL,
    errno.EDQUOT: StoreTrouble.DISK_FULL,
    errno.EROFS: StoreTrouble.READ_ONLY,
    errno.EACCES: StoreTrouble.READ_ONLY,
    errno.EIO: StoreTrouble.DISK_FAILS,
    errno.ENOENT: StoreTrouble.GONE,
    errno.EMFILE: StoreTrouble.TOO_MANY,
    errno.ENFILE: StoreTrouble.TOO_MANY,
}

_BY_SQLITE: Final = {
    sqlite3.SQLITE_FULL: StoreTrouble.DISK_FULL,
    sqlite3.SQLITE_BUSY: StoreTrouble.LOCKED,
    sqlite3.SQLITE_LOCKED: StoreTrouble.LOCKED,
    sqlite3.SQLITE_READONLY: StoreTrouble.READ_ONLY,
    sqlite3.SQLITE_PERM: StoreTrouble.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: StoreTrouble.GONE,
    sqlite3.SQLITE_IOERR: StoreTrouble.DISK_FAILS,
    sqlite3.SQLITE_CORRUPT: StoreTrouble.DAMAGED,
    sqlite3.SQLITE_NOTADB: StoreTrouble.DAMAGED,
}
"""By the low byte of SQLite's result code (https://sqlite.org/rescode.html); the rest of the code says where."""

_MOVED: Final = sqlite3.SQLITE_READONLY_DBMOVED

_BY_SQLSTATE: Final = {
    "53100": StoreTrouble.DISK_FULL,
    "53300": StoreTrouble.TOO_MANY,
    "55P03": StoreTrouble.LOCKED,  # lock_not_available
    "40P01": StoreTrouble.LOCKED,  # deadlock_detected
    "57014": StoreTrouble.SLOW,  # query_canceled: a time-out of the server's
    "25006": StoreTrouble.READ_ONLY,
    "3D000": StoreTrouble.GONE,  # invalid_catalog_name
    "58030": StoreTrouble.DISK_FAILS,  # io_error
}
_BY_CLASS: Final = {
    "08": StoreTrouble.GONE,  # connection exceptions
    "57": StoreTrouble.GONE,  # operator intervention: shut down, crashed, starting up
    "28": StoreTrouble.REFUSED,  # no such user, wrong password
    "42": StoreTrouble.SCHEMA,  # no such table or column
    "XX": StoreTrouble.DAMAGED,
}
"""By SQLSTATE, whole or by its class: the appendix on error codes of PostgreSQL's documentation."""


def trouble_with(error: BaseException) -> StoreTrouble:
    """Name what a database, or the system below it, has raised; also where another exception wraps it."""
    return next((found for one in _behind(error) if (found := _named(one)) is not None), StoreTrouble.OTHER)


_UNDONE: Final = frozenset(
    {
        "40001",  # serialization_failure
        "40P01",  # deadlock_detected
        "55P03",  # lock_not_available: waited for too long, or not at all
        "25P03",  # idle_in_transaction_session_timeout
    }
)


def is_undone(error: BaseException, *, is_committing: bool = False) -> bool:
    """Tell whether a transaction was undone through no fault of its own, so that to play it again is right.

    A connection that is lost undoes it as well, unless it `is_committing`: then nobody knows.
    """
    if isinstance(error, BusyError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if getattr(error.orig, "sqlstate", None) in _UNDONE:
        return True
    return error.connection_invalidated and not is_committing


def _behind(error: BaseException) -> Iterator[BaseException]:
    one: BaseException | None = error
    while one is not None:
        yield one
        orig = one.orig if isinstance(one, DBAPIError) else None
        one = orig or one.__cause__


def _named(error: BaseException) -> StoreTrouble | None:
    if isinstance(error, sqlite3.Error):
        return _by_sqlite(error)
    for kind, trouble in _BY_KIND:
        if isinstance(error, kind):
            return trouble
    return _BY_ERRNO.get(error.errno or 0) if isinstance(error, OSError) else _by_sqlstate(error)


def _by_sqlite(error: sqlite3.Error) -> StoreTrouble | None:
    code = getattr(error, "sqlite_errorcode", 0)
    if code == _MOVED:
        return StoreTrouble.GONE
    if code == sqlite3.SQLITE_ERROR and "no such" in str(error):
        return StoreTrouble.SCHEMA
    return _BY_SQLITE.get(code & 0xFF)


def _by_sqlstate(error: BaseException) -> StoreTrouble | None:
    """Name what psycopg raised; it is asked by its attributes, for it is not loaded where SQLite serves."""
    if not hasattr(error, "sqlstate"):
        return None
    if error.sqlstate is None:  # no server has spoken: the connection is lost, or never came about
        return StoreTrouble.GONE if type(error).__name__ == "OperationalError" else None
    return _BY_SQLSTATE.get(error.sqlstate) or _BY_CLASS.get(error.sqlstate[:2])
