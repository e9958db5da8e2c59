"""Who may come to an activity, and as what: a member, affiliated, passing by, or a supporter."""

from domain.activities.activities import Audience, Standing, admits, standing
from domain.affiliations.affiliations import HERE
from domain.people.roles import Role
from storage.activities.activities import ActivityRow
from storage.affiliations import affiliations
from storage.people import roles
from storage.places import places
from storage.unit_of_work import UnitOfWork


def belongs(unit: UnitOfWork, chat_id: int, unit_id: int) -> frozenset[Audience]:
    """Tell in which ways this person belongs to the unit: MEMBERS, AFFILIATED, both or neither.

    A member of the unit, of one below it, or of one above it whose scope holds it; affiliated with it or below.
    """
    path = places.path_of(unit, unit_id)
    found = set[Audience]()
    if any(_is_member_of(held, path) for held in roles.held(unit, chat_id)):
        found.add(Audience.MEMBERS)
    if _is_affiliated(unit, chat_id, path):
        found.add(Audience.AFFILIATED)
    return frozenset(found)


def is_supporter(unit: UnitOfWork, chat_id: int) -> bool:
    """Tell whether somebody is a supporter and nothing more: affiliated nowhere, and a member nowhere."""
    held = {one.role for one in roles.held(unit, chat_id)}
    return Role.SUPPORTER in held and Role.MEMBER not in held and not _is_affiliated(unit, chat_id, roles.EVERYWHERE)


def may_come(unit: UnitOfWork, row: ActivityRow, chat_id: int) -> Standing | None:
    """Return the standing in which somebody may come; None: this activity is not for them."""
    supports = is_supporter(unit, chat_id)
    of_the_unit = belongs(unit, chat_id, row.unit_id)
    return standing(supports, of_the_unit) if admits(row.plan.audience, supports, of_the_unit) else None


def _is_member_of(held: roles.Held, path: str) -> bool:
    return held.role is Role.MEMBER and bool(path) and (held.path.startswith(path) or path.startswith(held.path))


def _is_affiliated(unit: UnitOfWork, chat_id: int, path: str) -> bool:
    stays = [one for one in affiliations.current(unit, chat_id) if one.state in HERE]
    return bool(path) and any(places.path_of(unit, one.unit_id).startswith(path) for one in stays)
