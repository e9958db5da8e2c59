"""What an organiser may see and do of an affiliation: decided anew at every tap, from the roles held in that turn."""

from dataclasses import replace
from typing import Final

from bot.chat import Said
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.flow import Guard
from bot.flows.reviewing.steps import AskingMember, ChoosingReason, OfRequest, ReviewCard
from bot.flows.rights import closed, forbid, without_role
from bot.flows.typed import readable
from domain.affiliations import CLOSED, HERE, Actor, State, Verb, reviewer
from domain.roles import Role, may_organise
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow
from storage.places import places


def actors(row: AffiliationRow, desk: Desk) -> frozenset[Actor]:
    """Return as what the person may act on it: for the host, for the level above, or not at all.

    Nobody decides on the own request.
    """
    if row.chat_id == desk.person.chat_id:
        return frozenset()
    path = places.path_of(desk.unit, row.unit_id)
    grants = [held.grant for held in desk.grants]
    scopes = {Actor.HOST: path, Actor.UPPER: _above(path)}
    return frozenset(actor for actor, scope in scopes.items() if may_organise(grants, scope))


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
