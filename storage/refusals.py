"""Whose fault it is that something was not stored: its own, so that another try ends alike, or the database's."""

from typing import Final

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError

from storage.sealed import UnsealableError

_OF_A_VALUE: Final = frozenset({"42804", "42846", "42883"})
"""PostgreSQL's words for a value of another type than the column's, where no operator or conversion fits it."""


def is_its_own_fault(trouble: Exception) -> bool:
    """Tell whether what was to be stored is to blame: a character or a number that the database does not take.

    A database that is away, full, locked or of another version is none of its doing, and neither is another key.
    """
    match trouble:
        case DBAPIError():
            return (
                isinstance(trouble, DataError | IntegrityError) or getattr(trouble.orig, "sqlstate", "") in _OF_A_VALUE
            )
        case SQLAlchemyError() | UnsealableError() | OSError() | MemoryError():
            return False
    return True
