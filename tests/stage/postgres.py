"""One PostgreSQL database for many tests, emptied after each: to make and to drop one takes fifty times as long."""

from collections.abc import Callable
from typing import Final, final
from uuid import uuid4

from sqlalchemy import URL, Connection, Engine, MetaData, NullPool, create_engine, literal, select, table

_MUCH: Final = 5_000
"""Rows that, deleted, leave so much for every later test to go past that a new database is cheaper."""

# What the tables look like, and nothing of what is in them but the version of the schema.
_SHAPE: Final = """
    SELECT md5(string_agg(one, ',' ORDER BY one)) FROM (
        SELECT concat_ws(':', relname, relkind, attname, atttypid, attnotnull) AS one
        FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
        WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT concat_ws(':', conname, contype, conrelid::regclass) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT concat_ws(':', tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT version_num FROM alembic_version
    ) AS everything
"""

# A connection that a test has left open may hold locks.
_OTHERS_LEAVE: Final = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""

# Both are functions, so that the server plans their statements once.
_EMPTIED: Final = """
    CREATE FUNCTION tests.emptied() RETURNS bigint LANGUAGE plpgsql AS $$
    DECLARE gone bigint; total bigint := 0;
    BEGIN
        {deletions}
        PERFORM setval((schemaname || '.' || sequencename)::regclass, start_value, false)
            FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
        RETURN total;
    END $$
"""
_DELETION: Final = "DELETE FROM {table}; GET DIAGNOSTICS gone = ROW_COUNT; total := total + gone;"

_FURNISHED: Final = """
    CREATE FUNCTION tests.furnished() RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        {insertions}
        {sequences}
    END $$
"""
_INSERTION: Final = "INSERT INTO {table} OVERRIDING SYSTEM VALUE TABLE tests.{table};"
_SEQUENCE: Final = "PERFORM setval('{name}', {value});"


@final
class Reused:
    """A database copied from `template`, at `url`; it is made anew when a test has changed its tables.

    `furnish` puts into an empty one, by its URL, what many tests begin with: it is done once, and then copied.
    """

    def __init__(self, server: URL, template: str, furnish: Callable[[str], None]) -> None:
        self._server = server
        self._template = template
        self._furnish = furnish
        self._is_furnished = False
        self._make()

    def empty(self) -> None:
        """Delete every row and start every sequence again, whatever the test has left open."""
        with self._engine.connect() as connection:
            connection.exec_driver_sql(_OTHERS_LEAVE)
            usable = connection.exec_driver_sql(_SHAPE).scalar() == self._shape
            if usable and connection.exec_driver_sql("SELECT tests.emptied()").scalar_one() < _MUCH:
                return
        self.drop()
        self._make()

    def furnish(self) -> None:
        """Bring an empty one to what many tests begin with."""
        with self._engine.connect() as connection:
            if not self._is_furnished:
                self._furnish(self.url)
                self._keep(connection)
                self._is_furnished = True
            else:
                connection.exec_driver_sql("SELECT tests.furnished()")

    def drop(self) -> None:
        self._engine.dispose()
        with _at_once(self._server).connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {self._name} WITH (FORCE)")

    def _make(self) -> None:
        self._name = f"waystation_{uuid4().hex}"
        with _at_once(self._server).connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {self._name} TEMPLATE {self._template}")
        self.url = self._server.set(database=self._name).render_as_string(hide_password=False)
        self._engine = create_engine(self.url, isolation_level="AUTOCOMMIT", pool_size=1)
        self._is_furnished = False
        with self._engine.connect() as connection:
            self._tables = _parents_first(connection)
            deletions = "\n".join(_DELETION.format(table=name) for name in reversed(self._tables))
            connection.exec_driver_sql("CREATE SCHEMA tests")
            connection.exec_driver_sql(_EMPTIED.format(deletions=deletions))
            self._shape = connection.exec_driver_sql(_SHAPE).scalar()

    def _keep(self, connection: Connection) -> None:
        """Copy what was furnished aside, and make the function that copies it back."""
        tables = [name for name in self._tables if connection.scalar(select(literal(1)).select_from(table(name)))]
        for name in tables:
            connection.exec_driver_sql(f"CREATE TABLE tests.{name} AS TABLE {name}")
        used = connection.exec_driver_sql("SELECT sequencename, last_value FROM pg_sequences WHERE last_value > 0")
        insertions = "\n".join(_INSERTION.format(table=name) for name in tables)
        sequences = "\n".join(_SEQUENCE.format(name=name, value=value) for name, value in used)
        connection.exec_driver_sql(_FURNISHED.format(insertions=insertions, sequences=sequences))


def _parents_first(connection: Connection) -> list[str]:
    found = MetaData()
    found.reflect(connection)
    return [one.name for one in found.sorted_tables if one.name != "alembic_version"]


def _at_once(url: URL) -> Engine:
    """Connect without a transaction: databases cannot be made or dropped inside one."""
    return create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
