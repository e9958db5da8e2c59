"""What is kept about one person and buildings: for that person to read, and to be forgotten when its time has come."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from domain.grid.promises import State
from domain.people.deeds import CLOCK, Deed
from storage.grid import handing_over, promises, teams, visits
from storage.tables.grid import promises as promise_table
from storage.tables.grid import visits as visit_table
from storage.tables.places import buildings
from storage.unit_of_work import UnitOfWork

_visit: Final = visit_table.c
_promise: Final = promise_table.c


@dataclass(frozen=True, slots=True)
class VisitData:
    """A visit of this person: on which day and where, and what they noted."""

    building: str
    day: float
    found: str
    has_file: bool


@dataclass(frozen=True, slots=True)
class PromiseData:
    """What this person owes or owed, or the lead that they told."""

    building: str
    what: str
    due: float
    status: str
    reason: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class GridData:
    """Everything about buildings under one number."""

    visits: tuple[VisitData, ...] = ()
    promises: tuple[PromiseData, ...] = ()
    teams: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.visits or self.promises or self.teams)


def of_person(unit: UnitOfWork, chat_id: int) -> GridData:
    if not handing_over.has_any(unit, chat_id):
        return GridData()
    been, owed = visits.of_person(unit, chat_id), promises.ever_of(unit, chat_id)
    names = _names(unit, {row.building_id for row in been} | {row.building_id for row in owed})
    return GridData(
        tuple(VisitData(names[row.building_id], row.day, row.found, bool(row.attachment)) for row in been),
        tuple(
            PromiseData(names[row.building_id], row.what, row.due, row.state, row.reason, row.owner == chat_id)
            for row in owed
        ),
        tuple(row.name for row in teams.of_person(unit, chat_id)),
    )


def _names(unit: UnitOfWork, ids: Collection[int]) -> dict[int, str]:
    rows = unit.connection.execute(select(buildings.c.id, buildings.c.name).where(buildings.c.id.in_(ids)))
    return {row.id: row.name for row in rows}


def forget(unit: UnitOfWork, chat_id: int, now: float) -> None:
    """Leave of a visit that somebody came, and nothing of who and what; what is owed passes on, what is closed goes."""
    if not handing_over.has_any(unit, chat_id):
        return
    handing_over.leave(unit, chat_id, Deed(CLOCK, now))
    empty = {"chat_id": None, "found": None, "attachment": None}
    unit.connection.execute(update(visit_table).where(_visit.chat_id == chat_id).values(empty))
    mine = and_(_promise.owner == chat_id, _promise.state != State.OPEN)
    told = and_(_promise.told_by == chat_id, _promise.state != State.OPEN)
    unit.connection.execute(delete(promise_table).where(or_(mine, told)))
    unit.connection.execute(update(promise_table).where(_promise.told_by == chat_id).values(told_by=None))


def units_to_fade(unit: UnitOfWork, before: float) -> list[int]:
    """Return the units with notes on visits, or closed promises, from before this moment."""
    old = select(buildings.c.unit_id).join(visit_table, _visit.building_id == buildings.c.id).where(_old_visit(before))
    done = select(buildings.c.unit_id).join(promise_table, _promise.building_id == buildings.c.id)
    return sorted(
        {*unit.connection.scalars(old.distinct()), *unit.connection.scalars(done.where(_over(before)).distinct())}
    )


def fade(unit: UnitOfWork, unit_id: int, before: float) -> None:
    """Let notes on a unit's buildings from before this moment fade: that somebody came remains, who and what goes."""
    there = select(buildings.c.id).where(buildings.c.unit_id == unit_id)
    empty = {"chat_id": None, "found": None, "attachment": None}
    old = update(visit_table).where(_visit.building_id.in_(there), _old_visit(before))
    unit.connection.execute(old.values(empty))
    unit.connection.execute(delete(promise_table).where(_promise.building_id.in_(there), _over(before)))


def _old_visit(before: float) -> ColumnElement[bool]:
    told = or_(_visit.found.is_not(None), _visit.chat_id.is_not(None), _visit.attachment.is_not(None))
    return and_(_visit.day < before, told)


def _over(before: float) -> ColumnElement[bool]:
    return and_(_promise.state != State.OPEN, _promise.closed_at < before)
