"""Feels the store's pulse: it answers and can be written, its schema is current, the key opens it, there is room.

It asks over connections of its own that wait for two seconds at the most, where the house's own wait for a minute.
"""

import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, final

from sqlalchemy import Connection, event, inspect, select

from domain.messages.delivery import Lane
from storage.gentle_insert import or_renew
from storage.migrate import at_head, is_newer
from storage.tables.upkeep import heartbeat
from storage.troubles import StoreTrouble, trouble_with
from storage.unit_of_work import Store, UnitOfWork, connect, hasty, reading
from storage.upkeep import keys, last_backup, workers
from storage.upkeep.backlog import Waiting, backlog
from storage.upkeep.workers import Worker

_PATIENCE_MS: Final = 2000

_LITTLE: Final = 0.05
_LITTLE_BYTES: Final = 1_000_000_000

_BEAT: Final = or_renew(heartbeat, ["id", "at"], ["id"], ["at"])


@dataclass(frozen=True, slots=True)
class Room:
    """How many bytes are free on the disk of a SQLite store, and how many it has."""

    free: int
    total: int

    @property
    def is_little(self) -> bool:
        """Tell whether it is less than a twentieth of the disk, and less than a gigabyte."""
        return self.free < min(_LITTLE_BYTES, self.total * _LITTLE)


@dataclass(frozen=True, slots=True)
class Pulse:
    """What was felt: the trouble, if any, what waits, how much room there is (PostgreSQL: unknown), the last backup."""

    trouble: StoreTrouble | None = None
    waiting: Mapping[Lane, Waiting] = field(default_factory=dict)
    left: Mapping[Lane, float] = field(default_factory=dict)
    """When something last left each lane, whichever worker sent it; in seconds since 1970."""
    room: Room | None = None
    backed_up_at: float | None = None


@final
class Pulses:
    """Feels the pulse of one store, from one thread at a time. `clock` gives seconds since 1970."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], float],
        is_quiet: Callable[[float], bool],
        worker: Callable[[], Worker | None] = lambda: None,
    ) -> None:
        """Prepare. `worker` says what this process is; it is written with every heartbeat."""
        self._store = store
        self._worker = worker
        self._left: dict[Lane, float] = {}
        self._clock = clock
        self._is_quiet = is_quiet
        self._engine = connect(store.url)
        self._file = Path(self._engine.url.database or "") if self._engine.dialect.name == "sqlite" else None
        self._inode = self._file.stat().st_ino if self._file else 0
        if self._file:
            event.listen(self._engine, "connect", _be_impatient)
        else:
            event.listen(self._engine, "begin", _be_impatient_on_postgresql)

    def last_beat(self) -> float | None:
        """Return when a house last wrote its heartbeat, in seconds since 1970; None: never."""
        with UnitOfWork(reading(self._engine), self._store.seal) as unit:
            return unit.connection.scalar(select(heartbeat.c.at))

    def feel(self, left: Collection[Lane] = ()) -> Pulse:
        """Ask everything. Never raises: every trouble is one that has a name. Something has `left` these lanes."""
        self._left |= dict.fromkeys(left, self._clock())
        try:
            self._look_for_file()
            with UnitOfWork(reading(self._engine), self._store.seal) as unit:
                unit.forget_pages()  # what it remembers of a file is well, whatever has become of that
                trouble = _with_schema_or_key(unit)
                now = self._clock()
                backed_up_at = None if trouble else last_backup.done_at(unit)
                waiting = {} if trouble else backlog(unit, now, is_quiet=self._is_quiet(now))
                gone = {} if trouble else dict(workers.last_left(unit))
            gone |= self._left
            if not trouble:
                self._beat()
        except Exception as error:  # noqa: BLE001  storage raises what its driver raises; each has its name
            return Pulse(trouble_with(error), room=self._room())
        return Pulse(trouble, waiting, gone, self._room(), backed_up_at)

    def close(self) -> None:
        self._engine.dispose()

    def _beat(self) -> None:
        """Write a heartbeat; on PostgreSQL a commit like that of a turn, which waits for a standby that is away."""
        engine = hasty(self._engine) if self._file else self._engine
        with UnitOfWork(engine, self._store.seal) as unit:
            unit.connection.execute(_BEAT, {"id": 1, "at": self._clock()})
            workers.note_left(unit, self._left)
            if worker := self._worker():
                workers.renew(unit, worker)
            unit.commit()
        self._left.clear()

    def _look_for_file(self) -> None:
        """Raise `FileNotFoundError` where the file is gone or another: what is open would be written without a word."""
        if self._file and self._file.stat().st_ino != self._inode:
            raise FileNotFoundError(2, "another file is in its place")

    def _room(self) -> Room | None:
        if self._file is None:
            return None
        try:
            usage = shutil.disk_usage(self._file.parent)
        except OSError:
            return None
        return Room(usage.free, usage.total)


def _with_schema_or_key(unit: UnitOfWork) -> StoreTrouble | None:
    if not at_head(unit.connection):
        has_one = inspect(unit.connection).has_table("alembic_version")
        return StoreTrouble.NEWER if has_one and is_newer(unit.connection) else StoreTrouble.SCHEMA
    try:
        keys.check(unit)
    except keys.KeyRefusedError:
        return StoreTrouble.KEY
    return None


def _be_impatient(connection: Any, _record: object) -> None:  # noqa: ANN401  the driver's connection has no shared type
    connection.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")


def _be_impatient_on_postgresql(connection: Connection) -> None:
    connection.exec_driver_sql(f"SET LOCAL statement_timeout = {_PATIENCE_MS}")
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {_PATIENCE_MS // 2}")  # who waits for a lock is to say so
