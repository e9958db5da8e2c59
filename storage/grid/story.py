"""A building's story: the first member, the visits, what was held there, its branch; each from the row that says so."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import func, or_, select

from domain.activities.activities import Stage
from domain.affiliations.affiliations import HERE
from storage.grid import visits
from storage.tables.activities import activities
from storage.tables.affiliations import affiliation_steps, affiliations
from storage.tables.people import audit, members
from storage.tables.places import buildings, points, units
from storage.unit_of_work import UnitOfWork

_MOST_VISITS: Final = 500


class What(StrEnum):
    MEMBER = "member"
    VISIT = "visit"
    ACTIVITY = "activity"
    BRANCH = "branch"


@dataclass(frozen=True, slots=True)
class Event:
    """What happened in a building, and when, in seconds since 1970."""

    at: float
    what: What
    words: str = ""


def of(unit: UnitOfWork, building_id: int, now: float) -> list[Event]:
    """Return all of it, from the beginning."""
    found = (
        *_first_member(unit, building_id),
        *_visits(unit, building_id),
        *_activities(unit, building_id, now),
        *_branch(unit, building_id),
    )
    return sorted(found, key=lambda one: (one.at, one.what))


def _first_member(unit: UnitOfWork, building_id: int) -> Iterator[Event]:
    """Tell when the first who works there came to take part: when that step of the stay was taken."""
    mine = affiliations.join(members, members.c.chat_id == affiliations.c.chat_id)
    query = select(func.min(affiliation_steps.c.at)).select_from(
        affiliation_steps.join(mine, affiliation_steps.c.affiliation_id == affiliations.c.id)
    )
    which = query.where(members.c.building_id == building_id, affiliation_steps.c.after.in_(HERE))
    at = unit.connection.scalar(which)
    if at is not None:
        yield Event(at, What.MEMBER)


def _visits(unit: UnitOfWork, building_id: int) -> Iterator[Event]:
    for row in visits.of_building(unit, building_id, 0, _MOST_VISITS):
        yield Event(row.day, What.VISIT, row.found)


def _activities(unit: UnitOfWork, building_id: int, now: float) -> Iterator[Event]:
    inside = select(points.c.id).where(points.c.building_id == building_id)
    there = or_(activities.c.building_id == building_id, activities.c.point_id.in_(inside))
    held = activities.c.stage.not_in([Stage.DRAFT, Stage.CANCELLED])
    query = select(activities.c.starts_at, activities.c.title).where(there, held, activities.c.ends_at <= now)
    for row in unit.connection.execute(query):
        yield Event(row.starts_at, What.ACTIVITY, row.title)


def _branch(unit: UnitOfWork, building_id: int) -> Iterator[Event]:
    query = select(units.c.id, units.c.name).join(buildings, buildings.c.branch_id == units.c.id)
    row = unit.connection.execute(query.where(buildings.c.id == building_id)).one_or_none()
    if row is None:
        return
    written = select(audit.c.at).where(audit.c.what == "branch.found", audit.c.subject == f"unit:{row.id}")
    at = unit.connection.scalar(written.limit(1))
    if at is not None:
        yield Event(at, What.BRANCH, row.name)
