"""A row of a table read into a frozen dataclass: the columns of the same names, and what is kept in another form."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Row

T = TypeVar("T")


def read(kind: Callable[..., T], row: Row[Any], /, **told: object) -> T:
    """Make one of this kind, which has slots; `told` are the fields that are not simply a column."""
    same = {name: getattr(row, name) for name in vars(kind)["__slots__"] if name not in told}
    return kind(**same, **told)
