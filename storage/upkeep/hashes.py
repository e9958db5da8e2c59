"""The keyed hashes that no sealed value of their own row goes with: they follow a change of key at its end.

What goes with a sealed value (`storage.upkeep.sealed_columns`) is hashed anew together with it. For these the person or
the company has to be looked for while both keys are known; until then they are compared under all keys. One row to a
transaction: whoever holds a single row and waits for no other holds nobody up.
"""

from collections.abc import Callable, Sequence
from typing import Final

from storage.activities import ratings
from storage.affiliations import hatchery
from storage.announcements import announcements
from storage.unit_of_work import Store, UnitOfWork

_FOLLOWING: Final[Sequence[tuple[Callable[[UnitOfWork], Sequence[int]], Callable[[UnitOfWork, int], None]]]] = (
    (ratings.linked, ratings.hash_anew),
    (hatchery.suggested_companies, hatchery.name_anew),
    (announcements.to_companies, announcements.address_anew),
)
"""Which rows there are, and what lets one of them follow."""


def follow(store: Store) -> None:
    """Let them follow to the newest of the store's keys; what has done so already stays as it is."""
    for rows, follows in _FOLLOWING:
        with store.unit_of_work() as unit:
            ids = rows(unit)
        for row_id in ids:
            with store.unit_of_work() as unit:
                follows(unit, row_id)
                unit.commit()
