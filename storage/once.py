"""Reads that are made once in a transaction.

A turn asks the same thing from several places: the guard of a screen, the step, the screen that follows. Each asks
where it needs the answer, and the database is asked once, until something behind the answer is written.
"""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, Generic, ParamSpec, TypeVar, cast

from sqlalchemy import Table

from storage.unit_of_work import UnitOfWork

P = ParamSpec("P")
T = TypeVar("T")

Read = Callable[Concatenate[UnitOfWork, P], T]


class Once(Generic[P, T]):
    """A read that is made once in a transaction for each of its arguments. Its answer is one that cannot be changed."""

    def __init__(self, read: Read[P, T], behind: frozenset[str]) -> None:
        self._read = read
        self._behind = behind
        update_wrapper(self, read)

    def __call__(self, unit: UnitOfWork, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (self, args, *kwargs.items())
        value = unit.kept.get(key, self)
        if value is self:
            value = self._read(unit, *args, **kwargs)
            unit.kept.put(key, value, self._behind)
        return cast("T", value)

    def know(self, unit: UnitOfWork, value: T, /, *args: P.args, **kwargs: P.kwargs) -> None:
        """Take this for what reading with these arguments gives now: it was read together with something else."""
        unit.kept.put((self, args, *kwargs.items()), value, self._behind)


def once(*behind: Table) -> Callable[[Read[P, T]], Once[P, T]]:
    """Make a read one that is made once in a transaction, until a row of one of the tables behind it is written."""
    names = frozenset(table.name for table in behind)
    return lambda read: Once(read, names)
