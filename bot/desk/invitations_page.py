"""Invitations to a role: making one, once shown; those that are open; withdrawing one by the chat's own screens."""

from dataclasses import dataclass
from typing import Final

from bot.desk import acting, doing, drawing, periods
from bot.desk.guard import RefusedError
from bot.desk.showing import drawn, number
from bot.desk.visits import Visit
from bot.flows.desk import Desk
from bot.flows.moments import local
from bot.flows.persons import colleague
from bot.flows.reviewing import granting
from bot.flows.reviewing.steps import OpenInvitations, Withdrawing
from bot.flows.typed import readable
from bot.texts.names import role_name
from domain.people.roles import Role
from storage.people import colleagues
from storage.people.invitations import Invitation

_OF_A_UNIT: Final = (Role.ORGANISER, Role.VOLUNTEER)


@dataclass(frozen=True, slots=True)
class Line:
    """An invitation that is open, as the page has it."""

    id: int
    role: str
    unit: str
    label: str
    by: str
    until: str


def invitations_page(visit: Visit, made: str = "") -> str:
    """Show what can be given in a unit, and what is open; `made` is an invitation that was just made, as HTML."""
    desk, period = visit.desk, periods.asked(visit)
    found = granting.open_invitations(desk)
    colleagues.names_of(desk.unit, {one.issued_by for one in found if one.issued_by is not None})
    asked = number(visit.query.get("withdraw"))
    told = {
        "unit": period.unit,
        "units": periods.nearby_units(period, desk),
        "roles": [(role.value, role_name(role, desk.words)) for role in _OF_A_UNIT],
        "may_make_admins": granting.may_give(Role.ADMIN, None, desk),
        "made": drawing.said(made) if made else None,
        "hours": granting.HOURS,
        "lines": [_line(one, desk) for one in found],
        "withdraws": next((_line(one, desk) for one in found if one.id == asked), None),
    }
    return drawn("invitations.html", visit, told)


def make(role_told: str, unit_told: str, desk: Desk) -> str | None:
    """Make an invitation and return the message for whoever is to take it; None: it is not this person's to make.

    Raises `RefusedError` for what is no role. What is not theirs is noted, as in the chat.
    """
    is_admin = role_told == Role.ADMIN
    if not is_admin and role_told not in _OF_A_UNIT:
        raise RefusedError(400, "form")
    role, unit_id = Role(role_told), None if is_admin else number(unit_told)
    if not granting.may_give(role, unit_id, desk):
        acting.note("forbidden", desk, f"unit:{unit_id or 0}")
        return None
    return granting.invitation(role, unit_id, desk)


def withdraw(invitation_id: int, desk: Desk) -> str:
    """Withdraw one as the chat does, and return where that leads, with what was said."""
    played = acting.pressed(OpenInvitations(), str(invitation_id), desk)
    if isinstance(played.step, Withdrawing):
        played = acting.pressed(played.step, "withdraw", desk)
    return doing.with_said("/desk/invitations", played.said, desk)


def _line(one: Invitation, desk: Desk) -> Line:
    t, until = desk.words, local(one.expires_at, desk.now.tzinfo)
    return Line(
        one.id,
        role_name(one.role, t),
        granting.unit_name(one.unit_id, desk, t),
        readable(one.label) if one.label else "",
        colleague(desk.unit, one.issued_by, t) if one.issued_by is not None else "",
        f"{until:%Y-%m-%d %H:%M}",
    )
