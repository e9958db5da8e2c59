"""What an organiser may see and do of an affiliation: decided anew at every tap, from the roles held in that turn."""

from dataclasses import replace
from typing import Final

from bot.chat import Said
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.flow import Guard
from bot.flows.reviewing.steps import AskingMember, ChoosingReason, OfRequest, ReviewCard
from bot.flows.rights import closed, forbid, without_role
from bot.flows.typed import readable
from domain.affiliations.affiliations import CLOSED, HERE, Actor, State, Verb, reviewer
from domain.people.roles import Role, may_grant, may_organise
from domain.people.two_people import may_follow
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow
from storage.people import roles
from storage.places import places


def actors(row: AffiliationRow, desk: Desk) -> frozenset[Actor]:
    """Return as what the person may act on it: for the host, for the level above, or not at all.

    Nobody decides on the own request, and nobody on both levels of one.
    """
    mine = desk.person.chat_id
    if not may_follow(row.chat_id, mine):
        return frozenset()
    path = places.path_of(desk.unit, row.unit_id)
    grants = [held.grant for held in desk.grants]
    scopes = {Actor.HOST: path} | ({Actor.UPPER: _above(path)} if may_follow(row.accepted_by, mine) else {})
    return frozenset(actor for actor, scope in scopes.items() if may_organise(grants, scope))


def second_reviewers(row: AffiliationRow, desk: Desk) -> list[int]:
    """Return who could decide on the second level once the person has accepted it on the first."""
    return _others(row, _above(places.path_of(desk.unit, row.unit_id)), desk)


def first_reviewers(row: AffiliationRow, desk: Desk) -> list[int]:
    """Return who else could accept it on the first level, so that the second is left to the person."""
    path = places.path_of(desk.unit, row.unit_id)
    above = may_organise([held.grant for held in desk.grants], _above(path))
    return _others(row, path, desk) if above else []


def _others(row: AffiliationRow, path: str, desk: Desk) -> list[int]:
    return [one for one in roles.acting_for(desk.unit, path) if one not in {row.chat_id, desk.person.chat_id}]


def lacks_second(row: AffiliationRow, desk: Desk) -> bool:
    """Tell whether nobody else is there for the second level, so that the first cannot be taken by this person."""
    return decides(row, desk) and approving(row) is Verb.ACCEPT and not second_reviewers(row, desk)


def may_invite_above(row: AffiliationRow, desk: Desk) -> bool:
    """Tell whether the person may give somebody the role that decides on the second level."""
    above = _above(places.path_of(desk.unit, row.unit_id))
    return may_grant((held.grant for held in desk.grants), Role.ORGANISER, above)


def may_see(row: AffiliationRow, desk: Desk) -> bool:
    """Tell whether the person may open its card. A draft is seen by nobody but the member."""
    return row.state is not State.DRAFT and desk.may_organise(row.unit_id)


def may_see_details(row: AffiliationRow, desk: Desk) -> bool:
    """Tell whether its personal fields are any business of this organiser: not when all is over."""
    return may_see(row, desk) and row.state not in CLOSED


def seen(affiliation_id: int, desk: Desk) -> AffiliationRow | None:
    """Return it as it stands; None: there is none, or not for this person."""
    row = affiliations.find(desk.unit, affiliation_id)
    return row if row is not None and may_see(row, desk) else None


def locked(affiliation_id: int, desk: Desk) -> AffiliationRow | None:
    """Return it as `seen` does, and let nobody else change it until the turn ends."""
    row = affiliations.locked(desk.unit, affiliation_id)
    return row if row is not None and may_see(row, desk) else None


def decides(row: AffiliationRow, desk: Desk) -> bool:
    """Tell whether it waits for this person."""
    return reviewer(row.state) in actors(row, desk)


def can_ask(row: AffiliationRow, desk: Desk) -> bool:
    return row.state not in CLOSED and bool(actors(row, desk))


def can_end(row: AffiliationRow, desk: Desk) -> bool:
    return row.state in HERE and Actor.HOST in actors(row, desk)


def approving(row: AffiliationRow) -> Verb:
    """Return what "approve" means where it stands."""
    return Verb.ACCEPT if row.state is State.SUBMITTED and row.levels == 2 else Verb.CONFIRM


def own_organiser(row: AffiliationRow, desk: Desk) -> bool:
    """Tell whether the person organises this very unit: only they see that somebody is out of contact."""
    return any(held.role is Role.ORGANISER and held.unit_id == row.unit_id for held in desk.grants)


def _above(path: str) -> str:
    """Return the path of the unit above; everywhere, for a unit at the top."""
    return path[: path.rstrip("/").rfind("/") + 1]


def _refuse(step: ReviewCard | OfRequest, event: Happening, desk: Desk) -> Move | None:
    """Refuse what is done to a request that is not in the person's hands (any more); the way back stays open."""
    subject = f"affiliation:{step.affiliation_id}"
    match step, event:
        case _, Chose("back", message_id):
            return Go(step.back, replaces=message_id)
        case ((ChoosingReason() | AskingMember()), Said(typed)) if readable(typed):
            return forbid(subject, desk)
    return without_role(event, subject, desk)


A_REQUEST: Final[Guard[ReviewCard | OfRequest, AffiliationRow]] = Guard(
    sees=lambda step, desk: seen(step.affiliation_id, desk),
    acts=lambda step, desk: locked(step.affiliation_id, desk),
    refuses=_refuse,
    closed=lambda _step, desk: closed(desk),
)
A_REQUEST_TO_ASK_ABOUT: Final = replace(A_REQUEST, acts=A_REQUEST.sees)  # a question changes nothing of it
