"""The index that finds the nearest points, made and dropped by the migrations.

SQLite keeps an R*Tree of the unit vectors, in step with `points` by triggers: no writer can forget it. Its numbers
have 32 bits, rounded outwards by SQLite itself, so a box that touches them misses nothing. (A migration that rebuilds
`points` loses the triggers: drop the index before, create it after.) PostgreSQL keeps a GiST of the degrees.
"""

from typing import Final

from sqlalchemy import Connection

_CREATE: Final = {
    "sqlite": (
        "CREATE VIRTUAL TABLE points_index USING rtree(id, min_x, max_x, min_y, max_y, min_z, max_z)",
        """
        CREATE TRIGGER points_index_added AFTER INSERT ON points BEGIN
            INSERT INTO points_index VALUES (new.id, new.x, new.x, new.y, new.y, new.z, new.z);
        END
        """,
        """
        CREATE TRIGGER points_index_moved AFTER UPDATE OF id, x, y, z ON points BEGIN
            DELETE FROM points_index WHERE id = old.id;
            INSERT INTO points_index VALUES (new.id, new.x, new.x, new.y, new.y, new.z, new.z);
        END
        """,
        """
        CREATE TRIGGER points_index_removed AFTER DELETE ON points BEGIN
            DELETE FROM points_index WHERE id = old.id;
        END
        """,
        "INSERT INTO points_index SELECT id, x, x, y, y, z, z FROM points",
    ),
    "postgresql": ("CREATE INDEX points_index ON points USING gist (point(longitude, latitude))",),
}

_DROP: Final = {
    "sqlite": (
        "DROP TRIGGER points_index_added",
        "DROP TRIGGER points_index_moved",
        "DROP TRIGGER points_index_removed",
        "DROP TABLE points_index",
    ),
    "postgresql": ("DROP INDEX points_index",),
}


def create(connection: Connection) -> None:
    """Make the index over the points that there are."""
    for statement in _CREATE[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    for statement in _DROP[connection.dialect.name]:
        connection.exec_driver_sql(statement)
