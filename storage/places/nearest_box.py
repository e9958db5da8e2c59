"""What lies in a box around a position: the one question of `storage.places.nearest`, in the SQL of each database."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, cos, degrees, pi, radians, sin
from typing import Any, Final, Self, TypeAlias

from domain.places.geo import Position, unit_vector
from storage.places.places import POINT_COLUMNS, tidy
from storage.unit_of_work import UnitOfWork

Row: TypeAlias = Sequence[Any]
"""A point's POINT_COLUMNS, then the square of its chord to the centre, then how many points the box gave."""

_SERVICES: Final = POINT_COLUMNS.index("services")
_SLACK: Final = 1e-6  # degrees, a tenth of a metre: PostgreSQL compares the edges of a box to within 1e-6

_SQLITE_BOX: Final = """
    SELECT id FROM points_index
    WHERE max_x >= ? AND min_x <= ? AND max_y >= ? AND min_y <= ? AND max_z >= ? AND min_z <= ? LIMIT ?
"""
_POSTGRESQL_BOX: Final = """
    SELECT id FROM points
    WHERE point(longitude, latitude) <@ box(point(%s, %s), point(%s, %s)) LIMIT %s
"""
_POSTGRESQL_TWO_BOXES: Final = """
    SELECT id FROM points
    WHERE point(longitude, latitude) <@ box(point(%s, %s), point(%s, %s))
       OR point(longitude, latitude) <@ box(point(%s, %s), point(%s, %s)) LIMIT %s
"""


def _nearest_in(box: str, mark: str) -> str:
    """Write the whole question. Points without the services come last, so that the box's holding is always told."""
    columns = ", ".join(f"p.{column}" for column in POINT_COLUMNS)
    return f"""
        WITH box AS MATERIALIZED ({box})
        SELECT {columns}, square, (SELECT count(*) FROM box) AS held FROM (
            SELECT p.id,
                   (x - ?) * (x - ?) + (y - ?) * (y - ?) + (z - ?) * (z - ?) AS square,
                   (services & ?) <> ? AS lacking
            FROM box CROSS JOIN points AS p WHERE p.id = box.id
            ORDER BY lacking, square, p.id LIMIT ?
        ) AS best CROSS JOIN points AS p WHERE p.id = best.id
        ORDER BY lacking, square, p.id
    """.replace("?", mark)  # noqa: S608  nothing but the texts above goes in


_SQLITE: Final = _nearest_in(_SQLITE_BOX, "?")
_POSTGRESQL: Final = _nearest_in(_POSTGRESQL_BOX, "%s")
_POSTGRESQL_TWO: Final = _nearest_in(_POSTGRESQL_TWO_BOXES, "%s")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A position, as degrees and as unit vector, and the services that are wanted there."""

    unit: UnitOfWork
    position: Position
    vector: tuple[float, float, float]
    services: int

    @classmethod
    def of(cls, unit: UnitOfWork, position: Position, services: int) -> Self:
        here = tidy(position)
        return cls(unit, here, unit_vector(here), services)

    def within(self, radius: float, crowd: int, wanted: int) -> tuple[Sequence[Row], int]:
        """Return the nearest `wanted` rows of a box, and how many points it gave: `crowd` at most, so perhaps not all.

        The box holds every point whose chord is at most `radius`, and some more.
        """
        x, y, z = self.vector
        statement, edges = self._on_degrees(radius) if self.unit.on_postgresql else self._on_vectors(radius)
        parameters = (*edges, crowd, x, x, y, y, z, z, self.services, self.services, wanted)
        rows = self._fetched(statement, parameters)
        held: int = rows[0][-1] if rows else 0
        if self.services:
            rows = [row for row in rows if row[_SERVICES] & self.services == self.services]
        return rows, held

    def _fetched(self, statement: str, parameters: Sequence[float]) -> Sequence[Row]:
        # The driver's own cursor: SQLAlchemy's result would take a fifth of the whole search to describe its columns.
        cursor = self.unit.connection.connection.cursor()
        try:
            cursor.execute(statement, parameters)
            return cursor.fetchall()
        finally:
            cursor.close()

    def _on_vectors(self, radius: float) -> tuple[str, tuple[float, ...]]:
        x, y, z = self.vector
        return _SQLITE, (x - radius, x + radius, y - radius, y + radius, z - radius, z + radius)

    def _on_degrees(self, radius: float) -> tuple[str, tuple[float, ...]]:
        """Draw the box of degrees around the cap: over a pole it goes all round, over the date line it falls in two."""
        angle = 2 * asin(min(radius / 2, 1.0))
        phi, longitude = radians(self.position.latitude), self.position.longitude
        south, north = degrees(phi - angle) - _SLACK, degrees(phi + angle) + _SLACK
        if abs(phi) + angle >= pi / 2 - 1e-9:
            return _POSTGRESQL, (-180.0, south, 180.0, north)
        aside = degrees(asin(sin(angle) / cos(phi))) * (1 + 1e-12) + _SLACK
        west, east = longitude - aside, longitude + aside
        if west < -180.0:
            return _POSTGRESQL_TWO, (-180.0, south, east, north, west + 360.0, south, 180.0, north)
        if east > 180.0:
            return _POSTGRESQL_TWO, (west, south, 180.0, north, -180.0, south, east - 360.0, north)
        return _POSTGRESQL, (west, south, east, north)
