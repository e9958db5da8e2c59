"""Who runs the check-in of an activity, and when: decided anew at every tap.

Its organisers do, the volunteers of its unit, and whoever comes for one of its duties.
"""

from typing import Any, Final

from bot.chat import Said, Text
from bot.flows.check_in.steps import AtActivity, CheckInDesk
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.flow import Guard
from bot.flows.keyboards import back_or_menu
from bot.flows.moments import local, moment
from bot.flows.rights import closed, without_role
from domain.activities import duties as duty_states
from domain.activities.activities import Stage, Standing
from domain.activities.seats import OPENS_S, Way
from domain.people.deeds import By, Deed
from domain.people.roles import Role
from storage.activities import activities, attendance, duties
from storage.activities.activities import ActivityRow
from storage.people import addresses, roles
from storage.places import places
from storage.unit_of_work import UnitOfWork

_STAFF: Final = frozenset({Role.ADMIN, Role.ORGANISER, Role.VOLUNTEER})


def run_by(activity_id: int, desk: Desk) -> ActivityRow | None:
    """Return it if it is held and this person runs its check-in; None: there is none, or it is not for them."""
    row = activities.find(desk.unit, activity_id) if desk.is_trusted else None
    return row if row is not None and runs(desk.unit, row, desk.person.chat_id) else None


def runs(unit: UnitOfWork, row: ActivityRow, chat_id: int) -> bool:
    if row.stage is not Stage.PUBLISHED:
        return False
    return is_staff(unit, row, chat_id) or _has_duty(unit, row.id, chat_id)


def is_staff(unit: UnitOfWork, row: ActivityRow, chat_id: int) -> bool:
    """Tell whether somebody organises the unit, or helps it as a volunteer."""
    path, held = places.path_of(unit, row.unit_id), roles.held(unit, chat_id)
    return any(one.role in _STAFF and one.grant.scope.holds(path) for one in held)


def _has_duty(unit: UnitOfWork, activity_id: int, chat_id: int) -> bool:
    answers = (duties.answer_of(unit, duty.id, chat_id) for duty in duties.of_activity(unit, activity_id))
    return any(answer is not None and answer.state is duty_states.State.COMING for answer in answers)


def deed(desk: Desk) -> Deed:
    """Say as whom the audit knows them: who has no role of staff is here for a duty."""
    role = roles.role_of(desk.unit, desk.person.chat_id)
    return Deed(By(desk.person.chat_id, role if role in _STAFF else Role.VOLUNTEER), desk.now.timestamp())


def is_open(row: ActivityRow, desk: Desk) -> bool:
    """Tell whether this person may check people in now: not too early, and when it is over its organisers alone."""
    now = desk.now.timestamp()
    return row.starts_at - OPENS_S <= now and (now < row.ends_at or desk.may_organise(row.unit_id))


def not_now(row: ActivityRow, desk: Desk) -> str:
    """Say why nobody can be checked in now."""
    t = desk.words
    if desk.now.timestamp() < row.starts_at:
        return t("Check-in opens at {when}.", when=moment(local(row.starts_at - OPENS_S, desk.now.tzinfo), t))
    return t("It is over. Its organiser can still enter who was there.")


def check_in(row: ActivityRow, chat_id: int, desk: Desk, standing: Standing = Standing.PASSING_BY) -> attendance.Seen:
    """Check somebody in as staff does: by roll call, or late once it is over. Whoever calls has asked `is_open`."""
    way = Way.LATE if desk.now.timestamp() >= row.ends_at else Way.ROLL
    person = addresses.person_of(desk.unit, chat_id)  # the list may be older than what has made two of them one
    return attendance.check_in(desk.unit, row.id, person, way, deed(desk), standing=standing)


def _run(step: AtActivity, desk: Desk) -> ActivityRow | None:
    return run_by(step.activity_id, desk)


def _open(step: AtActivity, desk: Desk) -> ActivityRow | None:
    row = _run(step, desk)
    return row if row is not None and is_open(row, desk) else None


def _refused(step: AtActivity, event: Happening, desk: Desk) -> Move | None:
    return without_role(event, f"activity:{step.activity_id}", desk)


def _to_desk(step: AtActivity, event: Happening, desk: Desk) -> Move | None:
    """Lead back to the desk, which says why it is not the time."""
    if _run(step, desk) is None:
        return _refused(step, event, desk)
    return None if isinstance(event, Chose) and event.choice == "menu" else Go(CheckInDesk(step.activity_id))


def _from_list(step: AtActivity, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id) if _run(step, desk):
            return Go(CheckInDesk(step.activity_id), replaces=message_id)
        case Chose() | Said():
            return _to_desk(step, event, desk)
    return None


def _list_closed(step: AtActivity, desk: Desk) -> Text:
    row = _run(step, desk)
    return closed(desk) if row is None else Text(not_now(row, desk), (back_or_menu(desk),))


AT_DESK: Final[Guard[Any, ActivityRow]] = Guard(_run, _run, _refused, lambda _step, desk: closed(desk))
"""For whoever runs the check-in, at any time."""

WHILE_OPEN: Final[Guard[Any, ActivityRow]] = Guard(_open, _open, _from_list, _list_closed)
"""The same, as long as people can be checked in: its lists name people."""

LETTING_IN: Final[Guard[Any, ActivityRow]] = Guard(_run, _open, _to_desk, lambda _step, desk: closed(desk))
"""The same for walk-ins, who are asked for by name."""
