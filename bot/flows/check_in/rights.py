"""Who runs the check-in of an activity, and when: decided anew at every tap.

Its organisers do, the volunteers of its unit, and whoever comes for one of its duties.
"""

from typing import Final

from bot.flows.desk import Desk, Move
from bot.flows.rights import forbid as rights_forbid
from domain import duties as duty_states
from domain.activities import Stage, Standing
from domain.deeds import By, Deed
from domain.roles import Role, may_organise
from domain.seats import Way
from storage.activities import activities, attendance, duties
from storage.activities.activities import ActivityRow
from storage.people import roles
from storage.places import places
from storage.unit_of_work import UnitOfWork

OPENS_S: Final = 30 * 60.0
"""So long before an activity begins people can be checked in."""


def run_by(activity_id: int, desk: Desk) -> ActivityRow | None:
    """Return it if it is held and this person runs its check-in; None: there is none, or it is not for them."""
    row = activities.find(desk.unit, activity_id)
    return row if row is not None and runs(desk.unit, row, desk.person.chat_id) else None


def runs(unit: UnitOfWork, row: ActivityRow, chat_id: int) -> bool:
    if row.stage is not Stage.PUBLISHED:
        return False
    return is_staff(unit, row, chat_id) or _has_duty(unit, row.id, chat_id)


def is_staff(unit: UnitOfWork, row: ActivityRow, chat_id: int) -> bool:
    """Tell whether somebody organises the unit, or helps it as a volunteer."""
    path, held = places.path_of(unit, row.unit_id), roles.held(unit, chat_id)
    return any(one.role in _STAFF and one.grant.scope.holds(path) for one in held)


_STAFF: Final = frozenset({Role.ADMIN, Role.ORGANISER, Role.VOLUNTEER})


def _has_duty(unit: UnitOfWork, activity_id: int, chat_id: int) -> bool:
    answers = (duties.answer_of(unit, duty.id, chat_id) for duty in duties.of_activity(unit, activity_id))
    return any(answer is not None and answer.state is duty_states.State.COMING for answer in answers)


def organises(row: ActivityRow, desk: Desk) -> bool:
    return may_organise((held.grant for held in desk.grants), places.path_of(desk.unit, row.unit_id))


def deed(desk: Desk) -> Deed:
    """Say as whom the audit knows them: who has no role of staff is here for a duty."""
    role = roles.role_of(desk.unit, desk.person.chat_id)
    return Deed(By(desk.person.chat_id, role if role in _STAFF else Role.VOLUNTEER), desk.now.timestamp())


def is_open(row: ActivityRow, desk: Desk) -> bool:
    """Tell whether this person may check people in now: not too early, and when it is over its organisers alone."""
    now = desk.now.timestamp()
    return row.starts_at - OPENS_S <= now and (now < row.ends_at or organises(row, desk))


def check_in(row: ActivityRow, chat_id: int, desk: Desk, standing: Standing = Standing.PASSING_BY) -> attendance.Seen:
    """Check somebody in as staff does: by roll call, or late once it is over. Whoever calls has asked `is_open`."""
    way = Way.LATE if desk.now.timestamp() >= row.ends_at else Way.ROLL
    return attendance.check_in(desk.unit, row.id, chat_id, way, deed(desk), standing=standing)


def forbid(activity_id: int, desk: Desk) -> Move:
    return rights_forbid(f"activity:{activity_id}", desk)
