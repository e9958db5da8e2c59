"""Who looks after buildings: whoever has a role, in its units; and what is one's own of visits and promises."""

from typing import Final

from bot.flows.desk import Desk
from bot.flows.grid.steps import (
    AssignmentCard,
    BuildingCard,
    BuildingStory,
    ChoosingTeamMember,
    CorrectingVisit,
    EndingAssignment,
    GivingUp,
    PromiseCard,
    TeamCard,
    VisitCard,
    WritingVisit,
)
from bot.flows.rights import by_finding, organised
from domain.people.roles import Role, may_help
from storage.grid import areas, promises, teams, visits
from storage.grid.areas import AssignmentRow
from storage.grid.promises import PromiseRow
from storage.grid.teams import TeamRow
from storage.grid.visits import VisitRow
from storage.places import places
from storage.places.places import BuildingRow

_HELPING: Final = frozenset({Role.ADMIN, Role.ORGANISER, Role.VOLUNTEER})


def helped(desk: Desk) -> list[str]:
    """Return the paths in which the person has a role that looks after buildings."""
    return [held.path for held in desk.grants if held.role in _HELPING]


def building(step: BuildingCard | BuildingStory | WritingVisit, desk: Desk) -> BuildingRow | None:
    return places.building(desk.unit, step.building_id) if helped(desk) else None


def is_in_hand(row: BuildingRow, desk: Desk) -> bool:
    """Tell whether what was noted of a building is for this person: who organises there, or has it."""
    path = places.path_of(desk.unit, row.unit_id)
    if desk.may_organise(row.unit_id):
        return True
    mine = areas.of_building(desk.unit, row.id, row.unit_id, desk.now.timestamp())
    may = may_help((held.grant for held in desk.grants), path)
    return may and any(desk.person.chat_id in areas.chats_of(desk.unit, one) for one in mine)


def building_in_hand(step: BuildingStory, desk: Desk) -> BuildingRow | None:
    row = building(step, desk)
    return row if row is not None and is_in_hand(row, desk) else None


def building_organised(step: BuildingCard, desk: Desk) -> BuildingRow | None:
    row = building(step, desk)
    return row if row is not None and desk.may_organise(row.unit_id) else None


def own_visit(step: VisitCard | CorrectingVisit, desk: Desk) -> VisitRow | None:
    row = visits.find(desk.unit, step.visit_id) if helped(desk) else None
    return row if row is not None and row.chat_id == desk.person.chat_id else None


def own_promise(step: PromiseCard | GivingUp, desk: Desk) -> PromiseRow | None:
    row = promises.find(desk.unit, step.promise_id) if desk.abilities.trusted else None
    return row if row is not None and row.owner == desk.person.chat_id else None


def assignment(step: AssignmentCard, desk: Desk) -> AssignmentRow | None:
    """Return an assignment to its organisers, and to whoever has it."""
    row = areas.find(desk.unit, step.assignment_id) if helped(desk) else None
    if row is None:
        return None
    mine = desk.may_organise(row.unit_id) or desk.person.chat_id in areas.chats_of(desk.unit, row)
    return row if mine else None


def assignment_organised(step: EndingAssignment, desk: Desk) -> AssignmentRow | None:
    row = areas.find(desk.unit, step.assignment_id)
    return row if row is not None and desk.may_organise(row.unit_id) else None


def team(step: TeamCard, desk: Desk) -> TeamRow | None:
    """Return a team to its organisers and to its members."""
    row = teams.find(desk.unit, step.team_id) if helped(desk) else None
    if row is None:
        return None
    is_in_it = any(one.chat_id == desk.person.chat_id for one in teams.members(desk.unit, row.id))
    return row if is_in_it or desk.may_organise(row.unit_id) else None


def team_organised(step: ChoosingTeamMember, desk: Desk) -> TeamRow | None:
    row = teams.find(desk.unit, step.team_id)
    return row if row is not None and desk.may_organise(row.unit_id) else None


A_HELPER: Final = by_finding(lambda _step, desk: helped(desk) or None, "grid")
AN_ORGANISER: Final = by_finding(lambda _step, desk: organised(desk) or None, "areas")
A_BUILDING: Final = by_finding(building, "building:{step.building_id}")
IN_HAND: Final = by_finding(building_in_hand, "building:{step.building_id}")
ORGANISED: Final = by_finding(building_organised, "building:{step.building_id}")
OWN_VISIT: Final = by_finding(own_visit, "visit:{step.visit_id}")
OWN_PROMISE: Final = by_finding(own_promise, "promise:{step.promise_id}")
AN_ASSIGNMENT: Final = by_finding(assignment, "assignment:{step.assignment_id}")
ORGANISED_ASSIGNMENT: Final = by_finding(assignment_organised, "assignment:{step.assignment_id}")
A_TEAM: Final = by_finding(team, "team:{step.team_id}")
ORGANISED_TEAM: Final = by_finding(team_organised, "team:{step.team_id}")
