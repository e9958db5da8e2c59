"""Takes a whole store to another database, of either kind: all of it in one transaction, read back before it is kept.

Nothing is opened on the way: what is sealed is carried over sealed, with the same key, and the audit's chain as it is.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, Engine, Row, Table, delete, func, select
from sqlalchemy.exc import DBAPIError

from storage.alive import somebody_runs
from storage.standing import bring_up_to_date
from storage.tables.places import buildings, merged_buildings
from storage.unit_of_work import Store, connect, reading
from storage.upkeep.whole import OF_THE_HOUSE, TABLES, is_lived_in

_AT_ONCE: Final = 1000

_GONE: Final = {buildings: merged_buildings}
"""Where the numbers stand that rows of a table had and nobody is to have again."""

_FOREIGN: Final = """
    SELECT conrelid::regclass::text, quote_ident(conname) FROM pg_constraint
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
"""


class MoveRefusedError(Exception):
    """The store stays where it is, and nothing was written elsewhere; the text says in one line why."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a table holds, whatever the order: how many rows, and the sum of their hashes."""

    count: int = 0
    digest: int = 0

    def with_row(self, row: Row[Any]) -> "_Seen":
        hashed = int.from_bytes(sha256(repr(tuple(row)).encode()).digest())
        return _Seen(self.count + 1, (self.digest + hashed) % 2**256)


def move(source: Store, to: str) -> Mapping[str, int]:
    """Copy everything to the database at `to`, and return how many rows of each table are there now.

    Every row is read back and compared before the one transaction is committed. Raises `MoveRefusedError` where
    somebody lives there already, where a bot runs on the source, or where a row does not fit.
    """
    if somebody_runs(source):
        raise MoveRefusedError("a bot is running on this store; end it first, or what it takes meanwhile stays behind")
    bring_up_to_date(to)
    target = connect(to)
    try:
        with _at_rest(source.engine) as here, target.begin() as there:
            if is_lived_in(there):
                raise MoveRefusedError("there are rows in the other database already; nothing is written over")
            return _carry(here, there)
    finally:
        target.dispose()


@contextmanager
def _at_rest(engine: Engine) -> Iterator[Connection]:
    """Read what was there at one moment, on both databases."""
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with reading(engine).begin() as connection:
        yield connection


def _carry(here: Connection, there: Connection) -> Mapping[str, int]:
    for table in TABLES:
        if table.name in OF_THE_HOUSE:
            there.execute(delete(table))
    with _foreign_keys_at_the_end(there):
        seen = {table: _copy(here, there, table) for table in TABLES}
    for table, was in seen.items():
        _go_on_counting(there, table)
        if _see(there, table) != was:
            raise MoveRefusedError(f"{table.name}: what was read back is not what was written; nothing is kept")
    return {table.name: was.count for table, was in seen.items()}


def _copy(here: Connection, there: Connection, table: Table) -> _Seen:
    seen = _Seen()
    for some in _in_parts(here, table):
        for row in some:
            seen = seen.with_row(row)
        with _refused_as(table.name):
            there.execute(table.insert(), [dict(row._mapping) for row in some])  # noqa: SLF001  public, for all its name
    return seen


@contextmanager
def _refused_as(what: str) -> Iterator[None]:
    """Say in one line what the other database does not take."""
    try:
        yield
    except DBAPIError as trouble:
        why = str(trouble.orig).partition("\n")[0]
        raise MoveRefusedError(f"{what}: the other database does not take it: {why}") from None


def _see(connection: Connection, table: Table) -> _Seen:
    seen = _Seen()
    for some in _in_parts(connection, table):
        for row in some:
            seen = seen.with_row(row)
    return seen


def _in_parts(connection: Connection, table: Table) -> Iterator[list[Row[Any]]]:
    query = select(table).order_by(*table.primary_key.columns)
    with connection.execute(query, execution_options={"yield_per": _AT_ONCE}) as found:
        for some in found.partitions():
            yield list(some)


@contextmanager
def _foreign_keys_at_the_end(there: Connection) -> Iterator[None]:
    """Let rows refer to such as come later (a unit to the one above it); all of it must fit in the end."""
    if there.dialect.name != "postgresql":
        there.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        yield
        return
    foreign = there.exec_driver_sql(_FOREIGN).all()
    for table, name in foreign:
        there.exec_driver_sql(f"ALTER TABLE {table} ALTER CONSTRAINT {name} DEFERRABLE INITIALLY DEFERRED")
    yield
    with _refused_as("what refers to other rows"):
        there.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for table, name in foreign:
        there.exec_driver_sql(f"ALTER TABLE {table} ALTER CONSTRAINT {name} NOT DEFERRABLE")


def _go_on_counting(there: Connection, table: Table) -> None:
    """Let the next row get the number after the highest; SQLite does so by itself."""
    column = table.autoincrement_column
    if there.dialect.name != "postgresql" or column is None:
        return
    sequence = there.exec_driver_sql("SELECT pg_get_serial_sequence(%s, %s)", (table.name, column.name)).scalar()
    numbers = [column, _GONE[table].c.id] if table in _GONE else [column]
    highest = max(
        (found for one in numbers if (found := there.scalar(select(func.max(one)))) is not None), default=None
    )
    if sequence is not None and highest is not None:
        there.exec_driver_sql("SELECT setval(%s, %s)", (sequence, highest))
