"""The store and its unit of work: one transaction that rolls back unless it was committed."""

import asyncio
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeVar, final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from domain.activities.offers import USUAL, Quiet
from domain.messages.delivery import Lane
from storage.asked_again import Asking
from storage.common_time import CommonTime
from storage.giving_way import Aside, Turns
from storage.kept import Kept
from storage.lock_order import Lock, Locked, Locks
from storage.postgres_sessions import Newest, address_of, line_to, settling
from storage.private import keep_private, make_private, store_files
from storage.sealed import Seal
from storage.troubles import is_undone

T = TypeVar("T")

_READS_ONLY: Final = "waystation_reads_only"
_HASTY: Final = "waystation_hasty"
_LOST: Final = "waystation_lost"
_SYNCHRONOUS: Final = "waystation_synchronous"

# It holds up nobody, and may think for long. All that it reads is of one moment, as on SQLite. And a statement of some
# 100 ms would be compiled for longer than it takes; one that adds up a year sorts in memory, and goes by indexes, for
# what it reads has been read a moment ago. One page takes one processor: several would leave less to turns.
_SET_FOR_READING: Final = """
    SET LOCAL idle_in_transaction_session_timeout = 0;
    SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;
    SET LOCAL jit = off;
    SET LOCAL work_mem = '32MB';
    SET LOCAL random_page_cost = 1.1"""

_PAUSES_S: Final = (0.005, 0.02, 0.08, 0.3)
"""What was undone is played again after up to so long, each time longer."""


@final
class UnitOfWork:
    """One transaction. Leaving the block without `commit()` rolls everything back."""

    def __init__(
        self,
        engine: Engine,
        seal: Seal,
        quiet: Quiet = USUAL,
        wanted: Collection[Lock] = (),
        give_way: Callable[[], None] = lambda: None,
    ) -> None:
        """Prepare; `wanted` are the locks that it came to want when it was played before.

        `give_way` is called before each statement, and by whoever computes for long between two: see
        `storage.giving_way`.
        """
        self._engine = engine
        self.give_way = give_way
        self.seal = seal
        self.quiet = quiet
        self.kept = Kept()
        """What `storage.once` has read in this transaction."""
        self.lanes: set[Lane] = set()
        """The lanes in which this transaction has written rows of the outbox."""
        self.changes_places = False
        """Whether this transaction raises the revision of the places."""
        self.locks = Locks(wanted)
        self.is_committing = False
        """Whether the commit has begun: a connection that is lost from then on leaves its end unknown."""
        self.connection: Connection
        self._asking: Asking

    def __enter__(self) -> Self:
        self.connection = self._asking = Asking(self._engine, self.kept, self.give_way)
        self.connection.begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            self.connection.rollback()  # what was not committed
        except DBAPIError:  # the server has ended the session, and the transaction with it
            self.connection.invalidate()
        self.connection.close()

    @property
    def on_postgresql(self) -> bool:
        return self.connection.dialect.name == "postgresql"

    @property
    def lost_sessions(self) -> int:
        """How many sessions this process has lost: with each the database may have lost what was not on its disk."""
        lost: Counter[str] = self.connection.get_execution_options()[_LOST]
        return lost.total()

    def hold(self, kind: Locked, number: int) -> None:
        """Say that the next statement locks this row, so that locks are taken in one order (`storage.lock_order`).

        On SQLite there is one writer anyway. Raises `BusyError`, or the driver's error: then all is played again.
        """
        if self.on_postgresql:
            self.locks.take(self.connection, (kind, number))

    def commit(self) -> None:
        self.is_committing = True
        self.connection.commit()
        self.is_committing = False

    def roll_back(self) -> None:
        """Undo everything and begin again."""
        self.kept.forget()
        self.locks.forget()
        self.changes_places = False
        self.connection.rollback()
        self.connection.begin()

    def forget_pages(self) -> None:
        """Let SQLite give up the pages that it holds in memory: for whoever has read once what nobody reads again."""
        if isinstance(self.connection, Asking) and not self.on_postgresql:
            self.connection.plainly("PRAGMA shrink_memory")

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what the block wrote, and only that, if it raises."""
        with self.locks.savepoint(), self._asking.savepoint():
            yield


@final
class Store:
    """A database: SQLite in one file, or PostgreSQL. All writing of this process happens in one thread of its own.

    `url` is SQLAlchemy's (`sqlite:///FILE`, `postgresql+psycopg://...`), `key` as `storage.sealed.new_key` makes it;
    `older_keys` still open what they have sealed, until `storage.upkeep.rotation` is through. In the `quiet` hours no
    deadline ends that gives somebody a seat or a duty. `worker` names one that serves beside others: the sessions of
    one that hangs end by themselves then, and `agree` is told by how much the database's clock is ahead of this
    machine's. Raises `ValueError` for a key that is none.
    """

    def __init__(
        self,
        url: str,
        key: str,
        *older_keys: str,
        quiet: Quiet = USUAL,
        worker: str = "",
        agree: Callable[[float], None] = lambda _ahead_s: None,
    ) -> None:
        self.url = url
        self.seal = Seal(key, *older_keys)
        self.quiet = quiet
        self.worker = worker
        self.common_time = CommonTime(agree)
        self.engine = connect(url, worker, self.common_time)
        self._read_engine = reading(self.engine)
        self._hasty_engine = hasty(self.engine)
        self._turns = Turns()
        self._writer: Executor = ThreadPoolExecutor(1, thread_name_prefix="store-writer")
        self._reader: Executor = ThreadPoolExecutor(1, thread_name_prefix="store-reader")
        self._browser: Executor = ThreadPoolExecutor(1, thread_name_prefix="store-browser")

    def unit_of_work(self) -> UnitOfWork:
        return UnitOfWork(self.engine, self.seal, self.quiet)

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run `work` in the writer's thread with a unit of work; `work` commits."""
        with self._turns.one():
            return await asyncio.get_running_loop().run_in_executor(self._writer, self._in_unit, self.engine, work)

    async def write_hastily(self, work: Callable[[UnitOfWork], T]) -> T:
        """Write without waiting for the disk: it survives a killed process, but perhaps not a power cut.

        For what can be found out again: that a message was sent.
        """
        return await asyncio.get_running_loop().run_in_executor(self._writer, self._in_unit, self._hasty_engine, work)

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run a long read in a thread of its own: it holds up no turn."""
        return await asyncio.get_running_loop().run_in_executor(self._reader, self._in_unit, self._read_engine, work)

    async def browse(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run a read of the desk in a thread of its own: it holds up no read of the chat, and lets turns go first."""
        aside = Aside(self._turns)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._browser, self._in_unit, self._read_engine, work, aside)

    def _in_unit(
        self, engine: Engine, work: Callable[[UnitOfWork], T], give_way: Callable[[], None] = lambda: None
    ) -> T:
        """Run it, and again where the database has undone it for somebody else's sake: that is nobody's failure."""
        wanted: Collection[Lock] = ()
        for pause_s in _PAUSES_S:
            with UnitOfWork(engine, self.seal, self.quiet, wanted, give_way) as unit:
                try:
                    return work(unit)
                except Exception as trouble:
                    if not is_undone(trouble, is_committing=unit.is_committing):
                        raise
                    wanted = unit.locks.asked
            time.sleep(random.uniform(0.0, pause_s))  # noqa: S311  no secret: two shall not meet again
        with UnitOfWork(engine, self.seal, self.quiet, wanted, give_way) as unit:
            return work(unit)

    def close(self) -> None:
        self._writer.shutdown()
        self._reader.shutdown()
        self._browser.shutdown()
        self.engine.dispose()


def reading(engine: Engine) -> Engine:
    """Return the same engine for transactions that only read: they take no lock."""
    return engine.execution_options(**{_READS_ONLY: True})


def hasty(engine: Engine) -> Engine:
    """Return the same engine for transactions that do not wait for the disk."""
    return engine.execution_options(**{_HASTY: True})


def connect(url: str, worker: str = "", common_time: CommonTime | None = None) -> Engine:
    """Open an engine whose transactions do what they say: BEGIN IMMEDIATE and foreign keys on SQLite.

    `worker`: its sessions on PostgreSQL end by themselves when it hangs (`storage.postgres_sessions`).
    """
    address = address_of(url)
    on_server = address.get_backend_name() == "postgresql"
    line = line_to(address, worker) if on_server else {}
    # An error that quotes what was to be written would quote people, into a log.
    engine = create_engine(address, hide_parameters=True, pool_pre_ping=on_server, connect_args=line)
    if engine.dialect.name == "sqlite":
        if address.database and Path(address.database).parent.is_dir():
            file, *others = store_files(Path(address.database))
            make_private(file)  # SQLite gives what it makes beside it the same rights
            for other in others:
                keep_private(other)  # but what was there before has those of then
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin)
    else:
        if worker and common_time:
            event.listen(engine, "connect", settling(common_time))
        if isinstance(address.query.get("host"), tuple):
            event.listen(engine, "do_connect", Newest().connect)
        event.listen(engine, "begin", _begin_on_postgresql)
    event.listen(engine, "before_cursor_execute", _see)
    lost: Counter[str] = Counter()
    event.listen(engine, "invalidate", lambda *_: lost.update(["session"]))
    engine.update_execution_options(**{_LOST: lost})
    return engine


def _see(connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
    if isinstance(connection, Asking):
        connection.give_way()
        connection.kept.see(statement)


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401  the driver's connection has no shared type
    # The driver's own transaction mode loses updates silently; ours is said aloud in `_begin`.
    connection.isolation_level = None
    # Who waits for the lock is served in no order: with many writers on a slow disk the unlucky one waits over 10 s.
    for pragma in ("busy_timeout=60000", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    _journal_ahead(connection)


def _journal_ahead(connection: Any) -> None:  # noqa: ANN401  as above
    """Keep the journal as WAL. Where several begin on a new file at once, SQLite refuses that without having waited."""
    for pause_s in _PAUSES_S:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            time.sleep(pause_s)
        else:
            return
    connection.execute("PRAGMA journal_mode=WAL")


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    wanted = "NORMAL" if options.get(_HASTY) else "FULL"
    if connection.info.get(_SYNCHRONOUS) != wanted:  # it stands for as long as the file is open
        connection.exec_driver_sql(f"PRAGMA synchronous={wanted}")
        connection.info[_SYNCHRONOUS] = wanted
    # A writer takes the lock at once: a plain BEGIN would find the database locked when it comes to write.
    begin = "BEGIN" if options.get(_READS_ONLY) else "BEGIN IMMEDIATE"
    if isinstance(connection, Asking):
        connection.plainly(begin)
    else:
        connection.exec_driver_sql(begin)


def _begin_on_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get(_READS_ONLY):
        connection.exec_driver_sql(_SET_FOR_READING)
    if connection.get_execution_options().get(_HASTY):
        connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
