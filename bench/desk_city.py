"""The city of the bench `desk`: its members and their stays, a year of activities with who came, visits, organisers."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select, text

from domain.people.deeds import HOUSE, Deed
from domain.people.members import Details
from domain.people.roles import Role
from storage.people import members, people, roles
from storage.tables.places import units
from storage.unit_of_work import UnitOfWork

NOW: Final = 1_796_004_000.0  # 2026-11-30, 10:00 in Shanghai
ORGANISERS: Final = range(501, 511)
_DAY_S: Final = 86_400.0
_FIRST: Final = 100_000


@dataclass(frozen=True, slots=True)
class Size:
    """Members, activities a day for so many days, people who came to each, and questions of every kind of page."""

    members: int = 65_000
    a_day: int = 2_100
    days: int = 365
    came: int = 2
    asked: int = 40
    turns: int = 300


def furnish(unit: UnitOfWork, size: Size) -> None:
    """Write it over the buildings and points of the demo's city, in statements that go over all rows at once."""
    if unit.on_postgresql:  # rows that are known to be sound: their references are not looked up
        unit.connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    else:
        unit.connection.exec_driver_sql("PRAGMA cache_size = -200000")
    _organisers(unit)
    people.welcome(unit, [_FIRST], NOW - 400 * _DAY_S)
    members.keep(unit, _FIRST, Details("欧阳文"), now=NOW - 300 * _DAY_S)
    numbers = {
        "now": NOW,
        "first": _FIRST,
        "members": size.members,
        "days": size.days,
        "a_day": size.a_day,
        "came": size.came,
        **_counts(unit),
    }
    for statement in (_PEOPLE, _MEMBERS, _STAYS, _STEPS, _ANSWERS, _ACTIVITIES, _SIGNUPS, _VISITS):
        unit.connection.execute(text(statement), numbers)


def _organisers(unit: UnitOfWork) -> None:
    """Let the first see the whole city, and the others a district each."""
    people.welcome(unit, ORGANISERS, NOW - 400 * _DAY_S)
    city = select(func.min(units.c.id)).where(units.c.parent_id.is_(None)).scalar_subquery()
    districts = unit.connection.scalars(select(units.c.id).where(units.c.parent_id == city).order_by(units.c.id)).all()
    roles.give(unit, ORGANISERS[0], Role.ADMIN, None, Deed(HOUSE, NOW - _DAY_S))
    for at, chat_id in enumerate(ORGANISERS[1:]):
        roles.give(unit, chat_id, Role.ORGANISER, districts[at % len(districts)], Deed(HOUSE, NOW - _DAY_S))


def _counts(unit: UnitOfWork) -> dict[str, int]:
    told = "SELECT (SELECT max(id) FROM points) AS points, (SELECT max(id) FROM buildings) AS buildings"
    row = unit.connection.execute(text(told)).one()
    return {"points": row.points, "buildings": row.buildings}


_PEOPLE: Final = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :members - 1)
    INSERT INTO people (chat_id, first_seen) SELECT :first + i, :now - 34560000 FROM n"""
_MEMBERS: Final = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :members - 1)
    INSERT INTO members (chat_id, details, building_id, may_be_named, changed_at, last_contact)
    SELECT :first + i, m.details, CASE WHEN i % 2 = 0 THEN 1 + i % :buildings END, m.may_be_named, m.changed_at, :now
    FROM n CROSS JOIN members m WHERE m.chat_id = :first"""
_STAYS: Final = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :members - 1)
    INSERT INTO affiliations (id, chat_id, stay, state, version, point_id, unit_id, levels, arrives_on, home,
        submitted_at, state_since)
    SELECT i, :first + i, 'mobile', CASE WHEN i % 300 = 0 THEN 'submitted' ELSE 'active' END, 1, p.id, p.unit_id, 1,
        '2026-01-01', 'unconfirmed', :now - i % 365 * 86400 - 3600, :now - i % 365 * 86400 - 3600
    FROM n JOIN points p ON p.id = 1 + i % :points"""
_STEPS: Final = """
    INSERT INTO affiliation_steps (affiliation_id, verb, before, after, actor, at)
    SELECT id, 'submit', 'draft', 'submitted', 'member', submitted_at FROM affiliations"""
_ANSWERS: Final = """
    INSERT INTO affiliation_steps (affiliation_id, verb, before, after, actor, at)
    SELECT id, 'confirm', 'submitted', 'active', 'host', submitted_at + 3600 FROM affiliations WHERE state = 'active'"""
_ACTIVITIES: Final = """
    WITH RECURSIVE days(d) AS (SELECT 0 UNION ALL SELECT d + 1 FROM days WHERE d < :days - 1),
    n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :a_day - 1)
    INSERT INTO activities (id, unit_id, kind, title, notes, starts_at, ends_at, spot_title, room, seats, audience,
        stage, version, created_at, point_id, building_id)
    SELECT 1 + (:days - 1 - d) * :a_day + i, p.unit_id, 'other', '主题党日', '',
        :now - d * 86400 - i % 12 * 3600 - 7200, :now - d * 86400 - i % 12 * 3600, '', '',
        CASE WHEN i % 3 > 0 THEN 20 END, 1, 'published', 1, :now - d * 86400 - 864000, p.id, NULL
    FROM days CROSS JOIN n JOIN points p ON p.id = 1 + (i * 7 + d * 13) % :points
    ORDER BY 1"""
_SIGNUPS: Final = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :came)
    INSERT INTO signups (activity_id, chat_id, state, standing, place, since)
    SELECT a.id, :first + (a.id * 31 + i * 977) % (:members - 1) + 1, 'checked_in', 1, 0, a.created_at
    FROM activities a CROSS JOIN n WHERE a.created_by IS NULL ORDER BY 1, 2"""
_VISITS: Final = """
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :days * 10)
    INSERT INTO visits (building_id, day) SELECT b.id, :now - i % :days * 86400 - 7200
    FROM n JOIN buildings b ON b.id = 1 + (i * 17) % :buildings"""
