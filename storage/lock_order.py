"""In which order a transaction takes its locks: in one and the same, so that no two wait for each other in a ring.

A lock that stands behind all that are held is waited for. One that stands before any of them is not: where somebody
else has it, the transaction is undone and played again (`Store`), and takes first, in order, what it came to want.

Chats are locked before all this (`storage.messages.conversations`), and those by their numbers.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import Final, final

from sqlalchemy import Connection, bindparam, select

from storage.tables.activities import activities, activity_series, duties
from storage.tables.affiliations import affiliations
from storage.tables.booking import resources


class Locked(IntEnum):
    """What is locked, in this order; among its like by its number."""

    AUDIT = 0
    AFFILIATION = 1
    SERIES = 2
    ACTIVITY = 3
    DUTY = 4
    RESOURCE = 5


Lock = tuple[Locked, int]

AUDIT_CHAIN: Final = 0x5741_4301  # the advisory lock of whoever writes the audit's next row

_TABLES: Final = {
    Locked.AFFILIATION: affiliations,
    Locked.SERIES: activity_series,
    Locked.ACTIVITY: activities,
    Locked.DUTY: duties,
    Locked.RESOURCE: resources,
}
_ROWS: Final = {kind: select(table.c.id).where(table.c.id == bindparam("row")) for kind, table in _TABLES.items()}
_WAIT: Final = {kind: row.with_for_update() for kind, row in _ROWS.items()}
_DO_NOT_WAIT: Final = {kind: row.with_for_update(nowait=True) for kind, row in _ROWS.items()}


class BusyError(Exception):
    """Somebody else holds a lock that must not be waited for here."""


@final
class Locks:
    """What one transaction on PostgreSQL has locked. `wanted` is what it came to want when it was played before."""

    def __init__(self, wanted: Collection[Lock] = ()) -> None:
        self._wanted = frozenset(wanted)
        self.held: frozenset[Lock] = frozenset()
        self.asked: frozenset[Lock] = self._wanted
        """Everything that was asked for, had or not."""

    def forget(self) -> None:
        """Begin anew: the transaction was undone."""
        self._wanted, self.held = self.asked, frozenset()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Let go what the block has taken, if it raises: the database does so too."""
        before = self._wanted, self.held
        try:
            yield
        except BaseException:
            self._wanted, self.held = before
            raise

    def take(self, connection: Connection, lock: Lock) -> None:
        """Make sure that the statement that takes this lock, which follows, waits for nobody out of order.

        Raises `BusyError`, or the driver's error, where it would.
        """
        self.asked |= {lock}
        if self._wanted:
            for one in sorted(self.asked):
                _wait(connection, one)
            self._wanted, self.held = frozenset(), self.asked
        elif lock not in self.held:
            if self.held and lock < max(self.held):
                _try(connection, lock)
            self.held |= {lock}


def _wait(connection: Connection, lock: Lock) -> None:
    kind, number = lock
    if kind is Locked.AUDIT:
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (AUDIT_CHAIN,))
    else:
        connection.execute(_WAIT[kind], {"row": number})


def _try(connection: Connection, lock: Lock) -> None:
    kind, number = lock
    if kind is not Locked.AUDIT:
        connection.execute(_DO_NOT_WAIT[kind], {"row": number})
    elif not connection.exec_driver_sql("SELECT pg_try_advisory_xact_lock(%s)", (AUDIT_CHAIN,)).scalar():
        raise BusyError("somebody else writes to the audit")
