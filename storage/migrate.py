"""Brings a database to the schema that this version knows, and says cheaply whether it is there already."""

from functools import cache
from pathlib import Path
from typing import Final, Literal

from sqlalchemy import Connection, inspect

from storage.unit_of_work import connect

MIGRATIONS: Final = Path(__file__).parent / "migrations"

_ALONE: Final = 0x5741_5953  # "WAYS": the advisory lock under which one process at a time changes the schema


@cache
def head() -> str:
    """Return the newest revision: the number that leads the last file name under versions/.

    It is that of the version that runs, also when the files of a newer one have taken their place since.
    """
    return max(revisions())


def revisions() -> frozenset[str]:
    """Return every revision that this version knows."""
    return frozenset(script.name.partition("_")[0] for script in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def is_newer(connection: Connection) -> bool:
    """Say whether a newer version has migrated it: its revision is none that this one knows."""
    held = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars()
    return not set(held) <= revisions()


def at_head(connection: Connection) -> bool:
    """Say whether the schema is current, at the price of one query and without alembic."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    revisions = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars()
    return list(revisions) == [head()]


def upgrade(url: str) -> None:
    """Bring the database up to the newest revision, in one transaction. Does nothing when it is there."""
    _migrate(url, "up", "head")


def downgrade(url: str, to: str) -> None:
    """Take the database back to the revision `to` ("base": nothing is left), in one transaction."""
    _migrate(url, "down", to)


def _migrate(url: str, direction: Literal["up", "down"], to: str) -> None:
    engine = connect(url)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (_ALONE,))
            _run(connection, direction, to)
    finally:
        engine.dispose()


def _run(connection: Connection, direction: Literal["up", "down"], to: str) -> None:
    # Loaded late: alembic costs 0.2 s, and a bot whose schema is current never needs it.
    from alembic import command  # noqa: PLC0415  see above
    from alembic.config import Config  # noqa: PLC0415  see above

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    match direction:
        case "up":
            command.upgrade(config, to)
        case "down":
            command.downgrade(config, to)
