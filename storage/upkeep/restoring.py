"""Puts a store back to what it was when a copy of it was made; what stands in it now is not lost unasked.

The copy is looked at before anything is changed: that it is a store, of a version that is known, and that the key opens
it. A SQLite copy is what `storage.backup` has written; one of PostgreSQL is a dump of pg_dump's, brought in with
PostgreSQL's own tools in one transaction.
"""

import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import URL, select

from storage.alive import somebody_runs
from storage.backup import copy_to
from storage.postgres_sessions import address_of
from storage.private import make_private, store_files
from storage.standing import NewerStoreError, Standing, StoreUnreachableError, standing
from storage.tables.upkeep import heartbeat
from storage.unit_of_work import Store
from storage.upkeep import keys
from storage.upkeep.dumps import Dump, read_dump
from storage.upkeep.whole import is_lived_in, rows

_SCHEMA_GOES: Final = """
    DO $$ DECLARE one text; BEGIN
        FOR one IN SELECT oid::regclass::text FROM pg_class
            WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
        LOOP EXECUTE 'DROP TABLE ' || one || ' CASCADE'; END LOOP;
    END $$;
"""


_WRONG: Final = re.compile(r"\b(ERROR|FATAL|error):", re.ASCII)


class NotRestoredError(Exception):
    """Nothing was changed; the text says in one line why."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What is there again: as it was `as_of` seconds since 1970 (None: nobody had run on it), and its rows by table.

    `kept` is where the SQLite store lies that was there before.
    """

    as_of: float | None
    rows: Mapping[str, int]
    kept: Path | None = None


def restore(url: str, file: Path, seal_keys: tuple[str, ...], *, writes_over: bool) -> Restored:
    """Bring back what is in the file. Raises `NotRestoredError`, `keys.KeyRefusedError` or `StoreUnreachableError`."""
    if not file.is_file():
        raise NotRestoredError(f"there is no file {file}")
    if address_of(url).get_backend_name() == "sqlite":
        return _into_file(url, file, seal_keys, writes_over=writes_over)
    return _into_server(url, file, seal_keys, writes_over=writes_over)


def _free(url: str, seal_keys: tuple[str, ...], *, writes_over: bool) -> bool:
    """Tell whether a store stands there; raise where a bot runs on it, or where it is lived in and may not go."""
    with suppress(NewerStoreError):  # to go back to an older version is what a copy is for, too
        if standing(url) is Standing.NONE:
            return False
    with closing(Store(url, *seal_keys)) as store:
        if somebody_runs(store):
            raise NotRestoredError("a bot is running on this store; end it first")
        with store.unit_of_work() as unit:
            if is_lived_in(unit.connection) and not writes_over:
                raise NotRestoredError("there are rows in this store; --overwrite puts the copy in their place")
    return True


def _state(url: str, seal_keys: tuple[str, ...], kept: Path | None = None) -> Restored:
    with closing(Store(url, *seal_keys)) as store, store.unit_of_work() as unit:
        counted = rows(unit.connection)
        as_of = unit.connection.scalar(select(heartbeat.c.at)) if heartbeat.name in counted else None
        return Restored(as_of, counted, kept)


# --- SQLite ---


def _into_file(url: str, file: Path, seal_keys: tuple[str, ...], *, writes_over: bool) -> Restored:
    target = Path(address_of(url).database or "")
    with _looked_at(file, target, seal_keys) as copy:
        was_there = _free(url, seal_keys, writes_over=writes_over)
        kept = _set_aside(url, target) if was_there else None
        make_private(target)
        with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(target)) as store:
            source.backup(store)
    return _state(url, seal_keys, kept)


@contextmanager
def _looked_at(file: Path, target: Path, seal_keys: tuple[str, ...]) -> Iterator[Path]:
    """Give a working copy that is whole and that the key opens: the file itself is opened by nobody."""
    if not target.parent.is_dir():
        raise StoreUnreachableError(f"there is no folder {target.parent}")
    copy = target.with_name(f"{target.name}-restoring")
    try:
        make_private(copy)
        shutil.copyfile(file, copy)
        url = f"sqlite:///{copy}"
        with _named(copy, file):
            if standing(url) is Standing.NONE:
                raise NotRestoredError(f"{file} is empty")
            _check_whole(copy, file)
        with closing(Store(url, *seal_keys)) as store, store.unit_of_work() as unit:
            keys.check_older(unit)
        yield copy
    finally:
        for one in store_files(copy):
            one.unlink(missing_ok=True)


@contextmanager
def _named(copy: Path, file: Path) -> Iterator[None]:
    """Say of the file what is found out about the working copy."""
    try:
        yield
    except StoreUnreachableError as trouble:
        raise NotRestoredError(str(trouble).replace(str(copy), str(file))) from None


def _check_whole(copy: Path, file: Path) -> None:
    with closing(sqlite3.connect(copy)) as opened:
        said = opened.execute("PRAGMA quick_check(1)").fetchone()[0]
    if said != "ok":
        raise NotRestoredError(f"{file} is damaged: {said}")


def _set_aside(url: str, target: Path) -> Path:
    """Keep what is there now beside it."""
    kept = target.with_name(f"{target.name}-before-{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}")
    copy_to(url, kept)
    return kept


# --- PostgreSQL ---


def _into_server(url: str, file: Path, seal_keys: tuple[str, ...], *, writes_over: bool) -> Restored:
    with tempfile.TemporaryDirectory(prefix="waystation-") as folder:
        script = _script(file, Path(folder))
        _check(read_dump(script), file, seal_keys)
        _free(url, seal_keys, writes_over=writes_over)
        goes = Path(folder) / "goes.sql"
        goes.write_text(_SCHEMA_GOES)
        address, environment = _for_libpq(address_of(url))
        quietly = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
        _call("psql", *quietly, f"--dbname={address}", f"--file={goes}", f"--file={script}", environment=environment)
    return _state(url, seal_keys)


def _script(file: Path, folder: Path) -> Path:
    """Return the dump as SQL: a plain one as it is, what `pg_dump -Fc` (or -Ft) wrote by pg_restore."""
    with file.open("rb") as opened:
        if opened.read(2) == b"--":
            return file
    script = folder / "dump.sql"
    _call("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(file))
    return script


def _check(dump: Dump, file: Path, seal_keys: tuple[str, ...]) -> None:
    if dump.revision is None:
        raise NotRestoredError(f"{file} is no dump of a store of Waystation, with its data as COPY")
    if not dump.is_known:
        raise NotRestoredError(f"{file} was written by a newer version of Waystation")
    keys.check_canaries(dump.canaries, seal_keys)


def _for_libpq(url: URL) -> tuple[str, Mapping[str, str]]:
    """Return the address for PostgreSQL's tools, and the password where no other user of the machine reads it."""
    plain = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    password = {"PGPASSWORD": str(url.password)} if url.password else {}
    return plain, {**os.environ, **password}


def _call(tool: str, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
    """Call a tool of PostgreSQL's. Raises `NotRestoredError` with what it says."""
    try:
        subprocess.run([tool, *arguments], check=True, capture_output=True, text=True, env=environment)  # noqa: S603  our own arguments
    except FileNotFoundError:
        raise NotRestoredError(f"{tool} is not there; it comes with PostgreSQL's client") from None
    except subprocess.CalledProcessError as trouble:
        lines = [line.strip() for line in trouble.stderr.splitlines() if line.strip()]
        said = next((line for line in lines if _WRONG.search(line)), "it failed")
        raise NotRestoredError(f"{tool}: {said}") from None
