"""One worker among several on PostgreSQL: it says every second that it is alive, and one of all leads.

Both are leases in the database, by the database's own clock: what is not renewed for five seconds is over, whether the
worker was killed, hangs, or is cut off. The worker itself goes by its steady clock, from the moment at which it asked,
so that it knows sooner than the others that it may lead no more; and each reign has a number, which is looked at where
rows are claimed. A sign of life waits for the standby, as every commit that counts: a server that was cut off from its
standby, which may have taken over, keeps nobody alive. The reasons are in docs/decisions/0019 and 0036.
"""

import threading
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, final

from sqlalchemy import Connection, Engine, bindparam, text
from sqlalchemy.exc import SQLAlchemyError

from storage.common_time import CommonTime

ALIVE: Final = 0x5761_7901  # the first halves of our advisory locks; the second is a hash of the worker,
KNOWS: Final = 0x5761_7903  # or a hash of the key that this worker knows,
SEALS: Final = 0x5761_7904  # or seals with

LEASE_S: Final = 5.0
"""Who has not been heard of for so long is dead to the others, and leads no more."""

BEAT_S: Final = 1.0

PATIENCE_S: Final = 8.0
"""What a silent worker had under way is left to it for so long where its session is still open: it may be starved of
processor time, and what it has sent lands all the same. It lets nothing more depart meanwhile. Its chats wait as long
(`storage.messages.claims.hold_on`), so that what is sent again comes in its place.
"""

SILENT_S: Final = 2 * BEAT_S
"""Who has not been heard of for so long may be gone."""

_BEAT: Final = text("""
    WITH moment AS (SELECT extract(epoch FROM clock_timestamp())::float8 AS now),
    alive AS (
        INSERT INTO leases (name, seen_at) SELECT :worker, now FROM moment
        ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at
    ),
    reign AS (
        UPDATE leadership
        SET holder = :worker, until = now + :lease,
            term = term + CASE WHEN holder = :worker AND until >= now THEN 0 ELSE 1 END
        FROM moment
        WHERE holder IS NULL OR holder = :worker OR until NOT BETWEEN now AND now + :lease
        RETURNING term
    )
    SELECT now, (SELECT term FROM reign) AS term,
        (SELECT count(*) FROM leases WHERE name <> :worker AND abs(now - seen_at) < :lease) AS others,
        (SELECT halted_until - now FROM leadership) AS halted_s
    FROM moment
""")
_TIDY: Final = text("DELETE FROM leases WHERE abs(extract(epoch FROM clock_timestamp())::float8 - seen_at) > 3600")
_FOUND: Final = text("INSERT INTO leadership (id) VALUES (1) ON CONFLICT (id) DO NOTHING")
_IS_LONG_UP: Final = text("SELECT extract(epoch FROM clock_timestamp() - pg_postmaster_start_time()) > :lease")
_LIVING: Final = text("""
    SELECT name FROM (
        SELECT name, abs(extract(epoch FROM clock_timestamp())::float8 - seen_at) AS silent_s
        FROM leases WHERE name IN :names
    ) AS asked
    WHERE silent_s < :lease OR (silent_s < :patience AND EXISTS (
        SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
        WHERE locktype = 'advisory' AND classid = :alive AND granted AND datname = current_database()
        AND objid = ((hashtext(name))::bigint & 4294967295)::oid
    ))
""").bindparams(bindparam("names", expanding=True))
_HEARD: Final = text("""
    SELECT name FROM leases
    WHERE name IN :names AND abs(extract(epoch FROM clock_timestamp())::float8 - seen_at) < :silent
""").bindparams(bindparam("names", expanding=True))
_BURY: Final = text("DELETE FROM leases WHERE name IN :names").bindparams(bindparam("names", expanding=True))
_GO: Final = text("DELETE FROM leases WHERE name = :worker")
_STEP_DOWN: Final = text("UPDATE leadership SET holder = NULL WHERE holder = :worker")


@dataclass(frozen=True, slots=True)
class _Beat:
    """What the database said last: the reign's number (0: another leads), and how many others are alive.

    It holds `until`, and nothing may leave before `halted_until`; both by the steady clock.
    """

    term: int = 0
    others: int = 0
    until: float = float("-inf")
    halted_until: float = float("-inf")


@final
class AmongMany:
    """The sign of life, in a thread of its own: however long the store's own thread is at work, it is renewed.

    A connection that breaks is made anew at the next beat, with all that is held on it.
    """

    def __init__(
        self,
        engine: Engine,
        worker: str,
        keys: Sequence[str],
        common_time: CommonTime,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._worker = worker
        self._keys = [*((SEALS, key) for key in keys[:1]), *((KNOWS, key) for key in keys)]
        self._common_time = common_time
        self._steady = steady
        self._connection: Connection | None = None
        self._judges_from = 0.0
        self._beat = _Beat()
        self._joined_at = self._company_at = float("-inf")
        self._gone = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def term(self) -> int:
        """The number of this worker's reign; 0 where another leads, or where it cannot be sure."""
        beat = self._beat
        return beat.term if self._steady() < beat.until else 0

    @property
    def has_company(self) -> bool:
        """Tell whether another worker was alive a moment ago."""
        return self._steady() < self._company_at + LEASE_S / 2

    @property
    def is_new(self) -> bool:
        """Tell whether others may not have seen this worker yet."""
        return self._steady() < self._joined_at + 2 * BEAT_S

    @property
    def halted_until(self) -> float:
        """Until when the messenger has asked all workers to wait, by the steady clock."""
        return self._beat.halted_until

    def keeps(self, since: float) -> bool:
        """Tell whether what was claimed at that moment, by the steady clock, is this worker's still without a doubt.

        It is not once the lease could be over for others: a worker that could not renew it sends nothing.
        """
        return self._steady() < min(since + LEASE_S, self._beat.until) - BEAT_S

    def appear(self) -> None:
        """Be alive to others from now on."""
        self._connect()
        self._joined_at = self._steady()
        self._gone.clear()
        self._thread = threading.Thread(target=self._live, name="presence", daemon=True)
        self._thread.start()

    def leads(self) -> bool:
        return self.term > 0

    def dead(self, connection: Connection, names: Collection[str]) -> set[str]:
        """Return those who have gone: silent for a lease, or for longer where their session is still open.

        Nobody is called dead before all had time to come back to a database that was away, nor by whoever is not alive
        there: a standby that took over may be reached before the sign of life has got there. A worker that starts and
        finds the database up need not wait for that: what the last one left goes on while its chats are still held.
        """
        others = set(names) - {self._worker}
        if not others or self._steady() < self._judges_from:
            return set()
        asked = {"names": [*others, self._worker], "lease": LEASE_S, "patience": PATIENCE_S, "alive": ALIVE}
        living = set(connection.scalars(_LIVING, asked))
        gone = others - living if self._worker in living else set()
        if gone:
            connection.execute(_BURY, {"names": list(gone)})
        return gone

    def silent(self, connection: Connection, names: Collection[str]) -> set[str]:
        """Return those who have not been heard of for two beats, dead or alive."""
        others = set(names) - {self._worker}
        if not others:
            return set()
        return others - set(connection.scalars(_HEARD, {"names": list(others), "silent": SILENT_S}))

    def leave(self) -> None:
        """Be gone, so that others take over at once; where the database does not answer, when the lease is over."""
        self._gone.set()
        self._beat = _Beat()
        if self._thread is not None:
            self._thread.join(2 * BEAT_S)
            self._thread = None

    def _live(self) -> None:
        while not self._gone.wait(BEAT_S):
            try:
                if self._connection is None:
                    self._connect()
                else:
                    self._renew(self._connection)
            except SQLAlchemyError:  # the store's pulse tells of it; what was held is over when it is
                self._disconnect()
        with suppress(SQLAlchemyError):
            self._say_goodbye()
        self._disconnect()

    def _say_goodbye(self) -> None:
        if self._connection is not None:
            self._connection.execute(_GO, {"worker": self._worker})
            self._connection.execute(_STEP_DOWN, {"worker": self._worker})

    def _connect(self) -> None:
        connection = self._engine.connect()
        try:
            for kind, key in self._keys:  # before it is alive to others: they would take it for one that knows nothing
                known = text("SELECT pg_advisory_lock_shared(:kind, hashtext(:key))")
                connection.execute(known, {"kind": kind, "key": key})
            alive = text("SELECT pg_advisory_lock(:kind, hashtext(:worker))")
            connection.execute(alive, {"kind": ALIVE, "worker": self._worker})
            connection.execute(_FOUND)
            connection.execute(_TIDY)
            now, is_first = self._steady(), self._thread is None
            if not is_first:
                self._judges_from = now + PATIENCE_S  # one that is starved takes its time to come back
            elif connection.scalar(_IS_LONG_UP, {"lease": LEASE_S}):
                self._judges_from = now  # it was there for all: who has not been heard of since is gone
            else:
                self._judges_from = now + LEASE_S
            self._renew(connection)
        except BaseException:
            connection.invalidate()
            connection.close()
            raise
        self._connection = connection

    def _renew(self, connection: Connection) -> None:
        asked = self._steady()
        with self._common_time.asking() as answered:
            row = connection.execute(_BEAT, {"worker": self._worker, "lease": LEASE_S}).one()
            answered(row.now)
        now = self._steady()
        if row.others:
            self._company_at = now
        self._beat = _Beat(row.term or 0, row.others, asked + LEASE_S, now + row.halted_s)

    def _disconnect(self) -> None:
        if self._connection is not None:
            connection, self._connection = self._connection, None
            if not connection.invalidated:
                connection.detach()  # back in the pool it would keep its locks
            connection.close()
