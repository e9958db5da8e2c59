"""Volunteer teams of a unit: who is in them, and who leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, exists, select, update

from storage.gentle_insert import or_leave
from storage.once import once
from storage.places.scopes import within
from storage.tables.grid import team_members, teams
from storage.tables.places import units
from storage.unit_of_work import UnitOfWork

_row: Final = team_members.c
MOST: Final = 100
"""Teams that anybody lists."""


@dataclass(frozen=True, slots=True)
class TeamRow:
    id: int
    unit_id: int
    name: str


@dataclass(frozen=True, slots=True)
class TeamMember:
    chat_id: int
    is_leader: bool


def make(unit: UnitOfWork, unit_id: int, name: str, now: float) -> TeamRow:
    insert = teams.insert().values(unit_id=unit_id, name=name, made_at=now).returning(teams.c.id)
    return TeamRow(unit.connection.scalars(insert).one(), unit_id, name)


def find(unit: UnitOfWork, team_id: int) -> TeamRow | None:
    query = select(teams.c.id, teams.c.unit_id, teams.c.name).where(teams.c.id == team_id)
    row = unit.connection.execute(query).one_or_none()
    return None if row is None else TeamRow(*row)


def of_units(unit: UnitOfWork, paths: Sequence[str]) -> list[TeamRow]:
    query = select(teams.c.id, teams.c.unit_id, teams.c.name).join(units, units.c.id == teams.c.unit_id)
    listed = query.where(within(paths)).order_by(teams.c.id).limit(MOST)
    return [TeamRow(*row) for row in unit.connection.execute(listed)]


def of_person(unit: UnitOfWork, chat_id: int) -> list[TeamRow]:
    query = select(teams.c.id, teams.c.unit_id, teams.c.name).join(team_members, _row.team_id == teams.c.id)
    return [TeamRow(*row) for row in unit.connection.execute(query.where(_row.chat_id == chat_id).order_by(teams.c.id))]


@once(team_members)
def members(unit: UnitOfWork, team_id: int) -> Sequence[TeamMember]:
    """Return who is in it, the leader first."""
    query = select(_row.chat_id, _row.is_leader).where(_row.team_id == team_id)
    ordered = query.order_by(_row.is_leader.desc(), _row.since, _row.chat_id)
    return tuple(TeamMember(row.chat_id, bool(row.is_leader)) for row in unit.connection.execute(ordered))


def join(unit: UnitOfWork, team_id: int, chat_id: int, now: float) -> bool:
    """Take somebody in; the first one leads. False: in it already."""
    first = not unit.connection.scalar(select(exists().where(_row.team_id == team_id)))
    values = {"team_id": team_id, "chat_id": chat_id, "is_leader": first, "since": now}
    return unit.connection.scalar(or_leave(team_members, tuple(values), "chat_id"), values) is not None


def lead(unit: UnitOfWork, team_id: int, chat_id: int) -> None:
    """Let this member lead, and nobody else."""
    mine = update(team_members).where(_row.team_id == team_id)
    unit.connection.execute(mine.values(is_leader=_row.chat_id == chat_id))


def leave(unit: UnitOfWork, team_id: int, chat_id: int) -> None:
    """Take somebody out; where it was the leader, the longest in it leads."""
    unit.connection.execute(delete(team_members).where(_row.team_id == team_id, _row.chat_id == chat_id))
    left = members(unit, team_id)
    if left and not left[0].is_leader:
        lead(unit, team_id, left[0].chat_id)
