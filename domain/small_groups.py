"""Figures that tell nothing of single people: groups that are too small are joined with their neighbours."""

from collections.abc import Sequence
from typing import Final

LEAST: Final = 3
"""People in a group that is shown by itself."""


def joined(people: Sequence[int]) -> list[range]:
    """Return which neighbouring groups are shown as one; `people` is how many different ones each has.

    A group of nobody may stand alone. How many different people a joined group has is not known: at least as many as
    the largest in it. Where there are not enough people in all, everything is one group.
    """
    groups: list[range] = []
    start = 0
    for at, count in enumerate(people):
        if count >= LEAST or not any(people[start : at + 1]):
            groups.append(range(start, at + 1))
            start = at + 1
    if start < len(people):
        groups = _with_rest(people, groups, range(start, len(people)))
    return groups


def _with_rest(people: Sequence[int], groups: list[range], rest: range) -> list[range]:
    """Join what is left over with the nearest group before it that has people enough."""
    while groups and max(people[rest.start : rest.stop]) < LEAST:
        rest = range(groups.pop().start, rest.stop)
    return [*groups, rest]


def is_told(count: int) -> bool:
    """Tell whether a number of people can be said: none, or enough."""
    return count == 0 or count >= LEAST
