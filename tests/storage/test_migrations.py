"""The schema can be built, taken down and built again, and is what storage.tables says."""

import re
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Final

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from storage import migrate, tables
from storage.migrate import MIGRATIONS, at_head, downgrade, head, upgrade
from storage.tables.schema import metadata
from storage.unit_of_work import connect

# The index over positions is beyond what SQLAlchemy's tables can say: the migrations alone know it.
_POSITIONS: Final = {"points_index", "points_index_node", "points_index_parent", "points_index_rowid"}


def test_upgrade_from_nothing(empty_database_url: str) -> None:
    upgrade(empty_database_url)

    assert _is_current(empty_database_url)


def test_upgrade_twice(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    before = _schema(empty_database_url)

    upgrade(empty_database_url)

    assert _schema(empty_database_url) == before


def test_upgrade_by_four_at_once(empty_database_url: str) -> None:
    with ThreadPoolExecutor(4) as workers:
        list(workers.map(upgrade, [empty_database_url] * 4))

    assert _is_current(empty_database_url)


def test_upgrade_after_downgrade_to_base(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    first = _schema(empty_database_url)

    downgrade(empty_database_url, "base")
    assert _schema(empty_database_url) == {"alembic_version": ["version_num"]}
    assert not _is_current(empty_database_url)

    upgrade(empty_database_url)
    assert _schema(empty_database_url) == first


def test_at_head_without_a_table(empty_database_url: str) -> None:
    assert not _is_current(empty_database_url)


def test_tables_equal_migrations(database_url: str) -> None:
    for room in iter_modules(tables.__path__, f"{tables.__name__}."):
        import_module(room.name)  # what nobody has loaded yet would be missing
    engine = connect(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": lambda name, *_: name not in _POSITIONS, "compare_server_default": True}
        )
        differences = compare_metadata(context, metadata)
    engine.dispose()

    assert differences == []


def test_columns_equal_migrations_to_the_letter(postgres_url: str, empty_postgres_url: str) -> None:
    """Collations are what alembic does not compare."""
    engine = connect(empty_postgres_url)
    metadata.create_all(engine)
    engine.dispose()

    assert _columns(postgres_url) == _columns(empty_postgres_url)


def test_partial_indexes_equal_tables(database_url: str) -> None:
    """`storage.tables` says for SQLite alone which indexes are partial; the migrations make them so on both."""
    partial = {
        index.name
        for table in metadata.tables.values()
        for index in table.indexes
        if index.kwargs.get("sqlite_where") is not None
    }
    engine = connect(database_url)
    with engine.connect() as connection:
        on_postgresql = connection.dialect.name == "postgresql"
        listed = (
            "SELECT indexname, indexdef FROM pg_indexes" if on_postgresql else "SELECT name, sql FROM sqlite_master"
        )
        written = connection.exec_driver_sql(listed).all()
    engine.dispose()

    assert {
        name for name, sql in written if re.match("CREATE (UNIQUE )?INDEX .* WHERE ", sql or "", re.DOTALL)
    } == partial


@pytest.mark.process
def test_bot_on_sqlite_does_not_import_postgresql() -> None:
    look = "import sys, bot.app; print('sqlalchemy.dialects.postgresql' in sys.modules)"

    answer = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)

    assert answer.stdout == "False\n"


def test_head_is_that_of_the_version_that_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that are exchanged under a running house are not its schema."""
    before = head()
    monkeypatch.setattr(migrate, "MIGRATIONS", tmp_path)
    assert head() == before


def test_head_equals_what_alembic_finds() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [head()]


@pytest.mark.process
def test_migrate_does_not_import_alembic() -> None:
    look = "import sys, storage.migrate; print('alembic' in sys.modules)"

    answer = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)

    assert answer.stdout == "False\n"


def _is_current(url: str) -> bool:
    engine = connect(url)
    with engine.connect() as connection:
        current = at_head(connection)
    engine.dispose()
    return current


def _columns(url: str) -> list[tuple[object, ...]]:
    engine = connect(url)
    with engine.connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT table_name, column_name, data_type, character_maximum_length, collation_name, is_nullable,"
            " column_default FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name <> 'alembic_version' ORDER BY table_name, column_name"
        )
        columns = [tuple(row) for row in found]
    engine.dispose()
    return columns


def _schema(url: str) -> Mapping[str, list[str]]:
    engine = connect(url)
    with engine.connect() as connection:
        looked = inspect(connection)
        schema = {name: [c["name"] for c in looked.get_columns(name)] for name in looked.get_table_names()}
    engine.dispose()
    return schema


def test_updates_that_were_taken_stay_taken(empty_database_url: str) -> None:
    """A key keeps its update through the change to channels and back."""
    upgrade(empty_database_url)
    engine = connect(empty_database_url)
    with engine.begin() as connection:
        for channel, key in (("telegram:7", "12"), ("telegram:7", "-3"), ("web:7", "a")):
            connection.exec_driver_sql(f"INSERT INTO inbox VALUES ('{channel}', '{key}', 5.0)")  # noqa: S608  ours
    downgrade(empty_database_url, "0016")
    with engine.connect() as connection:
        before = connection.exec_driver_sql("SELECT bot_id, update_id, taken_at FROM inbox ORDER BY update_id").all()
    upgrade(empty_database_url)
    with engine.connect() as connection:
        after = connection.exec_driver_sql("SELECT channel, key, taken_at FROM inbox ORDER BY key").all()
    engine.dispose()

    assert [tuple(row) for row in before] == [(7, -3, 5.0), (7, 12, 5.0)]
    assert [tuple(row) for row in after] == [("telegram:7", "-3", 5.0), ("telegram:7", "12", 5.0)]
