"""Resources: found again by what names them, written down from lists, and taken out of use."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, Select, case, select

from domain.booking.resources import Has, Kind, Terms, Use
from domain.places.geo import Position
from storage.lock_order import Locked
from storage.once import once, once_each
from storage.tables.booking import resource_covers, resource_parts, resources
from storage.tables.places import points, units
from storage.unit_of_work import UnitOfWork

CALLED: Final = b"resources.called"
"""What a speaker's name is sealed for."""

_row: Final = resources.c


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """A resource as it stands.

    `path` and `unit_name` are the owner's. `token` is what the link on its door carries. `chat_id`: the person who
    answers for a speaker, being it. `hours`, `capacity`, `whereabouts`: as `domain.booking.resources.Resource` says.
    `position` is its point's; None where it is on the move.
    """

    id: int
    code: str
    token: str
    unit_id: int
    path: str
    unit_name: str
    kind: Kind
    name: str
    chat_id: int | None
    point_id: int | None
    point_name: str
    position: Position | None
    whereabouts: str
    hours: str
    capacity: int | None
    has: Has
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    terms: Terms
    retired_at: float | None

    def is_own(self, path: str) -> bool:
        """Tell whether the unit at this path is the owner, or stands below it."""
        return path.startswith(self.path)

    def is_at_once(self, path: str) -> bool:
        """Tell whether the unit at this path has it without asking. A person is always asked."""
        return self.kind is not Kind.SPEAKER and (self.is_own(path) or self.terms.use is Use.FREE)


IN_USE: Final = _row.retired_at.is_(None)

COLUMNS: Final = (
    *resources.c,
    units.c.path,
    units.c.name.label("unit_name"),
    points.c.name.label("point_name"),
    points.c.latitude,
    points.c.longitude,
)
"""What `resource_row` takes."""


def chosen() -> Select[Any]:
    """Select resources with what is told of their unit and point."""
    return select(*COLUMNS).join_from(resources, units).join(points, points.c.id == _row.point_id, isouter=True)


def resource_row(unit: UnitOfWork, row: Row[Any]) -> ResourceRow:
    """Make a resource of a row of COLUMNS."""
    name = row.name if row.called is None else unit.seal.open_text(row.called, CALLED)
    return ResourceRow(
        row.id,
        row.code,
        row.token,
        row.unit_id,
        row.path,
        row.unit_name,
        Kind(row.kind),
        name,
        row.chat_id,
        row.point_id,
        row.point_name or "",
        None if row.latitude is None else Position(row.latitude, row.longitude),
        row.whereabouts,
        row.hours,
        row.capacity,
        Has(row.has),
        lines(row.topics),
        tuple(one for one in row.languages.split(",") if one),
        Terms(Use(row.use), row.before_min, row.after_min, row.home_hours, row.home_days, row.quota_hours),
        row.retired_at,
    )


def lines(text: str) -> tuple[str, ...]:
    return tuple(one for one in text.split("\n") if one)


@once_each(resources, units, points)
def found(unit: UnitOfWork, resource_ids: Collection[int]) -> Mapping[int, ResourceRow]:
    """Return those of these resources that there are."""
    rows = unit.connection.execute(chosen().where(_row.id.in_(resource_ids)))
    return {row.id: resource_row(unit, row) for row in rows}


def find(unit: UnitOfWork, resource_id: int) -> ResourceRow | None:
    return found.one(unit, resource_id)


def by_token(unit: UnitOfWork, token: str) -> ResourceRow | None:
    """Find the resource on whose door this token hangs."""
    return _one(unit, chosen().where(_row.token == token))


def by_code(unit: UnitOfWork, code: str) -> ResourceRow | None:
    return _one(unit, chosen().where(_row.code == code))


def of_unit(unit: UnitOfWork, unit_id: int) -> list[ResourceRow]:
    """Return what this very unit lends, rooms first, by name."""
    return _many(unit, chosen().where(_row.unit_id == unit_id, IN_USE).order_by(_ORDER, _row.name, _row.id))


def at_point(unit: UnitOfWork, point_id: int) -> list[ResourceRow]:
    """Return what can be booked at a point, rooms first, by name."""
    return _many(unit, chosen().where(_row.point_id == point_id, IN_USE).order_by(_ORDER, _row.name, _row.id))


def of_person(unit: UnitOfWork, chat_id: int) -> list[ResourceRow]:
    """Return the resources that this person is."""
    return _many(unit, chosen().where(_row.chat_id == chat_id).order_by(_row.id))


def parts_of(unit: UnitOfWork, resource_id: int) -> list[ResourceRow]:
    """Return its direct parts, by name."""
    of_it = select(resource_parts.c.part_id).where(resource_parts.c.whole_id == resource_id)
    return _many(unit, chosen().where(_row.id.in_(of_it)).order_by(_row.name, _row.id))


@once(resource_covers)
def covered(unit: UnitOfWork, resource_id: int) -> tuple[int, ...]:
    """Return what a booking of this holds: itself and all its parts, by number."""
    query = select(resource_covers.c.covered_id).where(resource_covers.c.resource_id == resource_id)
    return tuple(sorted(unit.connection.scalars(query)))


def touching(unit: UnitOfWork, covered_ids: Iterable[int]) -> tuple[int, ...]:
    """Return every resource of which a booking would hold one of these."""
    query = select(resource_covers.c.resource_id).where(resource_covers.c.covered_id.in_(list(covered_ids)))
    return tuple(sorted(set(unit.connection.scalars(query))))


def lock(unit: UnitOfWork, resource_id: int) -> tuple[int, ...]:
    """Let nobody else book this, or a part of it, until the transaction ends; return what a booking of it holds."""
    ids = covered(unit, resource_id)
    for one in ids:
        unit.hold(Locked.RESOURCE, one)
    if unit.on_postgresql:
        unit.connection.execute(select(_row.id).where(_row.id.in_(ids)).order_by(_row.id).with_for_update())
    return ids


_ORDER: Final = case({Kind.ROOM: 0, Kind.EQUIPMENT: 1}, value=_row.kind, else_=2)


def _one(unit: UnitOfWork, query: Select[Any]) -> ResourceRow | None:
    row = unit.connection.execute(query).one_or_none()
    return None if row is None else resource_row(unit, row)


def _many(unit: UnitOfWork, query: Select[Any]) -> list[ResourceRow]:
    return [resource_row(unit, row) for row in unit.connection.execute(query)]
