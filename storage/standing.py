"""What stands at a database's address: a store of ours, nothing yet, or something else; looking changes nothing."""

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, inspect
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError, SQLAlchemyError

from storage.migrate import head, revisions, upgrade
from storage.postgres_sessions import address_of
from storage.unit_of_work import connect


class StoreUnreachableError(Exception):
    """The database does not answer, or what is there is no store; the text says in one line what is wrong."""


class NewerStoreError(StoreUnreachableError):
    """A newer version of Waystation has migrated it: this one must leave it alone."""


class Standing(StrEnum):
    """Whether there is a store, and whether its schema is this version's."""

    NONE = "none"
    OLD = "old"
    CURRENT = "current"


@contextmanager
def answering() -> Iterator[None]:
    """Raise `StoreUnreachableError` where the database stops answering within: a lost connection, a full disk."""
    try:
        yield
    except OperationalError as trouble:
        why = str(trouble.orig).partition("\n")[0]
        raise StoreUnreachableError(f"the store stopped answering: {why}") from None


def without_password(url: str) -> str:
    """Return the address as it may be shown."""
    return address_of(url).render_as_string(hide_password=True)


def standing(url: str) -> Standing:
    """Look. Raises `StoreUnreachableError`."""
    try:
        address = address_of(url)
    except ArgumentError:  # it may hold a password: not repeated
        raise StoreUnreachableError("this is no address of a store; an example is sqlite:///waystation.db") from None
    if address.get_backend_name() == "sqlite":
        return _of_file(Path(address.database or ""))
    return _of_server(address)


def bring_up_to_date(url: str) -> None:
    """Bring the schema to this version's. Raises `NewerStoreError` where a newer version did so a moment ago."""
    try:
        upgrade(url)
    except Exception:
        standing(url)
        raise


def _of_file(file: Path) -> Standing:
    if file.is_dir():
        raise StoreUnreachableError(f"{file} is a folder; the address of a store names a file")
    if not file.parent.is_dir():
        raise StoreUnreachableError(f"there is no folder {file.parent}")
    if not file.exists() or not file.stat().st_size:
        return Standing.NONE
    try:
        with closing(sqlite3.connect(f"file:{quote(str(file.resolve()))}?mode=ro", uri=True)) as opened:
            tables = {name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            held = opened.execute("SELECT version_num FROM alembic_version") if "alembic_version" in tables else ()
            return _judged(str(file), tables, [revision for (revision,) in held])
    except (sqlite3.Error, OSError) as trouble:
        raise StoreUnreachableError(f"{file} cannot be read as a store: {trouble}") from trouble


def _of_server(address: URL) -> Standing:
    try:
        engine = connect(address.render_as_string(hide_password=False))
        try:
            with engine.connect() as connection:
                tables = inspect(connection).get_table_names()
                versions = "SELECT version_num FROM alembic_version"
                held = connection.exec_driver_sql(versions).scalars() if "alembic_version" in tables else ()
                return _judged(f"the database {address.database}", tables, list(held))
        finally:
            engine.dispose()
    except (NoSuchModuleError, ImportError) as trouble:
        raise StoreUnreachableError(f"this kind of database is not known: {_line(trouble)}") from trouble
    except SQLAlchemyError as trouble:
        raise StoreUnreachableError(f"the database does not answer: {_line(trouble)}") from trouble


def _judged(where: str, tables: Collection[str], held: list[str]) -> Standing:
    if not tables:
        return Standing.NONE
    if "alembic_version" not in tables:
        raise StoreUnreachableError(f"{where} holds something else than a store of Waystation")
    if not set(held) <= revisions():
        raise NewerStoreError(
            f"{where} was written by a newer version of Waystation (schema {', '.join(held)}; this one knows {head()})"
        )
    return Standing.CURRENT if held == [head()] else Standing.OLD


def _line(trouble: Exception) -> str:
    return str(trouble).splitlines()[0]
