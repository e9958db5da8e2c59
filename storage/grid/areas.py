"""Areas, and who looks after them until when: a person or a team. Whoever has a building now is found from here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, delete, exists, func, or_, select, update

from domain.people.deeds import Deed
from storage.grid import teams
from storage.once import once
from storage.people import audit, deeds
from storage.places import places
from storage.places.scopes import upwards, within
from storage.tables.grid import area_buildings, areas, assignments, team_members
from storage.tables.places import units
from storage.unit_of_work import UnitOfWork

_row: Final = assignments.c
EVERY: Final = 1_000
"""More assignments than anybody lists at once."""


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area: a unit with all below, or the buildings that are named, which may be few of it."""

    id: int
    unit_id: int
    buildings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """Who has an area: one of `chat_id` and `team_id`. `ends` None: until somebody ends it; `path` is its unit's."""

    id: int
    area_id: int
    chat_id: int | None
    team_id: int | None
    begins: float
    ends: float | None
    ended_at: float | None
    version: int
    unit_id: int
    path: str

    def holds(self, now: float) -> bool:
        """Tell whether it is in force: one that ends this morning has ended, whoever has rung for it yet."""
        return self.ended_at is None and self.begins <= now and (self.ends is None or now < self.ends)


@dataclass(frozen=True, slots=True)
class Charge:
    """What is handed out: a unit with all below, or these buildings of it alone; and until when."""

    unit_id: int
    buildings: Collection[int] = ()
    ends: float | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Who an area goes to."""

    chat_id: int | None = None
    team_id: int | None = None


_ASSIGNMENT: Final[Select[Any]] = (
    select(
        *(_row[name] for name in ("id", "area_id", "chat_id", "team_id", "begins", "ends", "ended_at", "version")),
        areas.c.unit_id,
        units.c.path,
    )
    .select_from(assignments.join(areas, areas.c.id == _row.area_id).join(units, units.c.id == areas.c.unit_id))
    .order_by(_row.id)
)


def assign(unit: UnitOfWork, charge: Charge, holder: Holder, deed: Deed) -> AssignmentRow:
    """Hand an area to somebody from now on."""
    audit.hold(unit)
    insert = areas.insert().values(unit_id=charge.unit_id, made_at=deed.now).returning(areas.c.id)
    area_id: int = unit.connection.scalars(insert).one()
    if charge.buildings:
        rows = [{"area_id": area_id, "building_id": one} for one in dict.fromkeys(charge.buildings)]
        unit.connection.execute(area_buildings.insert(), rows)
    values = {"area_id": area_id, "chat_id": holder.chat_id, "team_id": holder.team_id, "begins": float(int(deed.now))}
    written = assignments.insert().values(**values, ends=charge.ends, version=1).returning(_row.id)
    assignment_id: int = unit.connection.scalars(written).one()
    deeds.write_down(unit, deed, "area.assign", f"assignment:{assignment_id}")
    return _sure(unit, assignment_id)


def prolong(unit: UnitOfWork, assignment_id: int, ends: float | None, deed: Deed) -> AssignmentRow:
    """Let it end at another time; what was planned for the former one dies with its version."""
    audit.hold(unit)
    new = update(assignments).where(_row.id == assignment_id, _row.ended_at.is_(None))
    unit.connection.execute(new.values(ends=ends, version=_row.version + 1))
    deeds.write_down(unit, deed, "area.prolong", f"assignment:{assignment_id}")
    return _sure(unit, assignment_id)


def end(unit: UnitOfWork, assignment_id: int, deed: Deed) -> bool:
    """End it. False: it has ended before."""
    audit.hold(unit)
    ended = update(assignments).where(_row.id == assignment_id, _row.ended_at.is_(None)).values(ended_at=deed.now)
    if unit.connection.execute(ended).rowcount != 1:
        return False
    deeds.write_down(unit, deed, "area.end", f"assignment:{assignment_id}")
    return True


def find(unit: UnitOfWork, assignment_id: int) -> AssignmentRow | None:
    row = unit.connection.execute(_ASSIGNMENT.where(_row.id == assignment_id)).one_or_none()
    return None if row is None else AssignmentRow(*row)


def _sure(unit: UnitOfWork, assignment_id: int) -> AssignmentRow:
    return AssignmentRow(*unit.connection.execute(_ASSIGNMENT.where(_row.id == assignment_id)).one())


def area(unit: UnitOfWork, row: AssignmentRow) -> AreaRow:
    query = select(area_buildings.c.building_id).where(area_buildings.c.area_id == row.area_id)
    held = unit.connection.scalars(query.order_by(area_buildings.c.building_id))
    return AreaRow(row.area_id, row.unit_id, tuple(held))


def in_force(now: float) -> ColumnElement[bool]:
    return and_(_row.ended_at.is_(None), _row.begins <= now, or_(_row.ends.is_(None), _row.ends > now))


def of_person(unit: UnitOfWork, chat_id: int, now: float) -> list[AssignmentRow]:
    """Return what somebody has now, by himself or herself or in a team."""
    own = or_(_row.chat_id == chat_id, _row.team_id.in_(_teams_of(chat_id)))
    return [AssignmentRow(*row) for row in unit.connection.execute(_ASSIGNMENT.where(in_force(now), own))]


def own(unit: UnitOfWork, chat_id: int) -> list[AssignmentRow]:
    """Return what was assigned to somebody and has not been ended, in force or not."""
    mine = _ASSIGNMENT.where(_row.chat_id == chat_id, _row.ended_at.is_(None))
    return [AssignmentRow(*row) for row in unit.connection.execute(mine)]


def of_units(unit: UnitOfWork, paths: Sequence[str], now: float) -> list[AssignmentRow]:
    """Return what is assigned in these units and below, what ends first at the top."""
    query = _ASSIGNMENT.where(in_force(now), within(paths)).order_by(None)
    ordered = query.order_by(case((_row.ends.is_(None), 1), else_=0), _row.ends, _row.id).limit(EVERY)
    return [AssignmentRow(*row) for row in unit.connection.execute(ordered)]


@once(assignments, area_buildings, areas, units)
def of_building(unit: UnitOfWork, building_id: int, unit_id: int, now: float) -> Sequence[AssignmentRow]:
    """Return who has this building now, the nearest first: by its name, then by its unit, then by those above."""
    paths = upwards(places.path_of(unit, unit_id))
    named = exists().where(area_buildings.c.area_id == areas.c.id, area_buildings.c.building_id == building_id)
    whole = and_(~exists().where(area_buildings.c.area_id == areas.c.id), units.c.path.in_(paths))
    query = _ASSIGNMENT.where(in_force(now), or_(named, whole)).order_by(None)
    nearest = query.order_by(case((named, 0), else_=1), func.length(units.c.path).desc(), _row.id.desc())
    return tuple(AssignmentRow(*row) for row in unit.connection.execute(nearest))


def having(unit: UnitOfWork, building_id: int, now: float) -> Sequence[AssignmentRow]:
    """Return who has this building now, as `of_building` does, of whatever unit it is."""
    building = places.building(unit, building_id)
    return of_building(unit, building.id, building.unit_id, now) if building else ()


def chats_of(unit: UnitOfWork, row: AssignmentRow) -> list[int]:
    """Return whom it is given to: the person, or the team with its leader first."""
    if row.chat_id is not None:
        return [row.chat_id]
    return [one.chat_id for one in teams.members(unit, row.team_id or 0)]


def forget(unit: UnitOfWork, chat_id: int, now: float) -> None:
    """End what somebody has, and take them out of all teams."""
    mine = update(assignments).where(_row.chat_id == chat_id, _row.ended_at.is_(None))
    unit.connection.execute(mine.values(ended_at=now))
    unit.connection.execute(delete(team_members).where(team_members.c.chat_id == chat_id))


def _teams_of(chat_id: int) -> Select[tuple[int]]:
    return select(team_members.c.team_id).where(team_members.c.chat_id == chat_id)
