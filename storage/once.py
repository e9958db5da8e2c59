"""Reads that are made once in a transaction.

A turn asks the same thing from several places: the guard of a screen, the step, the screen that follows. Each asks
where it needs the answer, and the database is asked once, until something behind the answer is written.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from functools import update_wrapper
from typing import Concatenate, Generic, ParamSpec, TypeVar, cast

from sqlalchemy import Table

from storage.unit_of_work import UnitOfWork

P = ParamSpec("P")
T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

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
    return lambda read: Once(read, _names(behind))


class OnceEach(Generic[K, T]):
    """A read of many in one statement. What it gave of one, and that one is not there, is not read again.

    So whoever needs many asks for them together first; who asks for each of them afterwards asks no database.
    """

    def __init__(self, read: Callable[[UnitOfWork, Collection[K]], Mapping[K, T]], behind: frozenset[str]) -> None:
        self._read = read
        self._behind = behind
        update_wrapper(self, read)

    def __call__(self, unit: UnitOfWork, keys: Iterable[K], /) -> dict[K, T]:
        """Return those of these that there are, in this order."""
        wanted = dict.fromkeys(keys)
        missing = [key for key in wanted if unit.kept.get((self, key), self) is self]
        if missing:
            read = self._read(unit, missing)
            for key in missing:
                unit.kept.put((self, key), read.get(key), self._behind)
        return {key: value for key in wanted if (value := unit.kept.get((self, key), None)) is not None}

    def one(self, unit: UnitOfWork, key: K, /) -> T | None:
        return self(unit, (key,)).get(key)

    def know(self, unit: UnitOfWork, key: K, value: T | None, /) -> None:
        """Take this for what reading it gives now; None: it is not there."""
        unit.kept.put((self, key), value, self._behind)


def once_each(
    *behind: Table,
) -> Callable[[Callable[[UnitOfWork, Collection[K]], Mapping[K, T]]], OnceEach[K, T]]:
    """Make a read of many one that reads each once in a transaction, until one of the tables behind it is written."""
    return lambda read: OnceEach(read, _names(behind))


def _names(behind: Iterable[Table]) -> frozenset[str]:
    return frozenset(table.name for table in behind)
