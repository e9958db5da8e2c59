"""Hand-over: what is open passes on when somebody has a building no more, so that no promise is without an owner."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import exists, or_, select

from domain.people.deeds import Deed
from domain.people.roles import may_help
from storage.grid import areas, promises, teams
from storage.grid.areas import AssignmentRow
from storage.grid.promises import PromiseRow
from storage.once import once
from storage.people import audit, deeds, roles
from storage.places import places
from storage.tables.grid import assignments, team_members, visits
from storage.tables.grid import promises as owed
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Passed:
    """A promise that somebody else owes now."""

    promise: PromiseRow
    owner: int


def in_charge(unit: UnitOfWork, building_id: int, now: float, without: Collection[int] = ()) -> int | None:
    """Return who answers for a building now: who has it, the nearest first; else the organiser of its unit, else above.

    None: there is nobody in the whole house but those it is not for.
    """
    building = places.building(unit, building_id)
    if building is None:
        return None
    path = places.path_of(unit, building.unit_id)
    for row in areas.of_building(unit, building.id, building.unit_id, now):
        for chat_id in areas.chats_of(unit, row):
            if chat_id not in without and _may(unit, chat_id, path):
                return chat_id
    return next(iter(roles.organisers_of(unit, path, without)), None)


def _may(unit: UnitOfWork, chat_id: int, path: str) -> bool:
    """Tell whether a role of theirs holds there still."""
    return may_help((held.grant for held in roles.held(unit, chat_id)), path)


def end(unit: UnitOfWork, row: AssignmentRow, deed: Deed) -> list[Passed]:
    """End an assignment; what those who had it owe to its buildings passes on, unless they have these otherwise."""
    if not areas.end(unit, row.id, deed):
        return []
    passed: list[Passed] = []
    for chat_id in areas.chats_of(unit, row):
        passed += _settle(unit, chat_id, deed)
    return passed


def lose_role(unit: UnitOfWork, chat_id: int, deed: Deed) -> list[Passed]:
    """Settle what somebody had whose role was taken: what holds no more ends, and what they owe passes on."""
    if not has_any(unit, chat_id):
        return []
    audit.hold(unit)
    for row in areas.own(unit, chat_id):
        if not _may(unit, chat_id, row.path):
            areas.end(unit, row.id, deed)
    for team in teams.of_person(unit, chat_id):
        if not _may(unit, chat_id, places.path_of(unit, team.unit_id)):
            teams.leave(unit, team.id, chat_id)
    return _settle(unit, chat_id, deed)


@once(assignments, team_members, visits, owed)
def has_any(unit: UnitOfWork, chat_id: int) -> bool:
    """Tell whether somebody has, had, noted or owes anything here: most people never do."""
    mine = (
        exists().where(assignments.c.chat_id == chat_id),
        exists().where(team_members.c.chat_id == chat_id),
        exists().where(visits.c.chat_id == chat_id),
        exists().where(or_(owed.c.owner == chat_id, owed.c.told_by == chat_id)),
    )
    return bool(unit.connection.scalar(select(or_(*mine))))


def leave_team(unit: UnitOfWork, team_id: int, chat_id: int, deed: Deed) -> list[Passed]:
    audit.hold(unit)
    teams.leave(unit, team_id, chat_id)
    return _settle(unit, chat_id, deed)


def leave(unit: UnitOfWork, chat_id: int, deed: Deed) -> list[Passed]:
    """Let somebody go who is to be forgotten: everything of theirs ends, and all they owe passes on."""
    audit.hold(unit)
    areas.forget(unit, chat_id, deed.now)
    return _pass_on(unit, promises.of_owner(unit, chat_id), chat_id, deed)


def answered(unit: UnitOfWork, building_id: int, now: float) -> list[PromiseRow]:
    """Return what is open at a building and owed by somebody who answers for it."""
    return [one for one in promises.of_buildings(unit, [building_id]) if _still(unit, building_id, one.owner, now)]


def settle(unit: UnitOfWork, owed_there: Collection[PromiseRow], deed: Deed) -> list[Passed]:
    """Pass on what is owed by somebody who answers for the building no more: it was merged into one further away."""
    passed: list[Passed] = []
    for one in owed_there:
        if not _still(unit, one.building_id, one.owner, deed.now):
            passed += _pass_on(unit, [one], one.owner, deed)
    return passed


def _settle(unit: UnitOfWork, chat_id: int, deed: Deed) -> list[Passed]:
    """Pass on what somebody owes to buildings that are not theirs any more, by no area and by no role."""
    lost = [one for one in promises.of_owner(unit, chat_id) if not _still(unit, one.building_id, chat_id, deed.now)]
    return _pass_on(unit, lost, chat_id, deed)


def _still(unit: UnitOfWork, building_id: int, chat_id: int, now: float) -> bool:
    """Tell whether somebody still answers for a building: has it, or organises it while nobody has."""
    building = places.building(unit, building_id)
    if building is None:
        return False
    path = places.path_of(unit, building.unit_id)
    held = areas.of_building(unit, building.id, building.unit_id, now)
    mine = any(chat_id in areas.chats_of(unit, row) for row in held)
    return (mine and _may(unit, chat_id, path)) or (not held and chat_id in roles.acting_for(unit, path))


def _pass_on(unit: UnitOfWork, lost: list[PromiseRow], chat_id: int, deed: Deed) -> list[Passed]:
    passed: list[Passed] = []
    for one in lost:
        owner = in_charge(unit, one.building_id, deed.now, without=(chat_id,))
        if owner is None:
            continue  # nobody else is there: it stays where it is, and is found again when somebody comes
        promises.pass_on(unit, [one.id], owner)
        deeds.write_down(unit, deed, "promise.pass_on", f"promise:{one.id}")
        passed.append(Passed(one, owner))
    return passed
