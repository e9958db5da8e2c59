"""Subtrees of units in SQL: a scope is a path as in "/1/7/31/", and "/" is everywhere."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, false, or_, select

from storage.once import once
from storage.tables.places import units
from storage.unit_of_work import UnitOfWork


def at_or_below(path: str) -> ColumnElement[bool]:
    """Say that a unit stands in this subtree; the range lets the index serve it."""
    return and_(units.c.path >= path, units.c.path < path[:-1] + "0") if path else false()


def within(paths: Iterable[str]) -> ColumnElement[bool]:
    """Say that a unit stands in one of these subtrees."""
    return or_(false(), *(at_or_below(path) for path in paths))


def strictly_within(paths: Iterable[str]) -> ColumnElement[bool]:
    """Say that a unit stands in one of these subtrees and is not its top."""
    return or_(false(), *(and_(at_or_below(path), units.c.path != path) for path in paths))


def is_wide(paths: Iterable[str]) -> bool:
    """Tell whether one of these is everywhere or the top of a tree: "/" and "/1/"."""
    return any(path.count("/") <= 2 for path in paths)


@once(units)
def is_whole(unit: UnitOfWork, paths: tuple[str, ...]) -> bool:
    """Tell whether no unit stands anywhere else, as for who has the top of the only tree."""
    if "/" in paths:
        return True
    return is_wide(paths) and unit.connection.scalar(select(units.c.id).where(~within(paths)).limit(1)) is None


def upwards(path: str) -> list[str]:
    """Return this path and those of all units above it, from the nearest to everywhere: "/1/7/", "/1/", "/"."""
    ids = path.strip("/").split("/") if path.strip("/") else []
    return ["/" + "".join(f"{one}/" for one in ids[:length]) for length in range(len(ids), -1, -1)]
