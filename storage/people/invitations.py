"""Invitations to a role: links that work once, for a while, and while whoever issued them may still give the role."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select, update

from domain.deeds import By, Deed
from domain.roles import Role, may_grant
from storage.people import audit, deeds, roles
from storage.places import places
from storage.tables.people import invitations
from storage.tokens import new_token, token_hash
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Accepted:
    """The role that the invitation has brought; `unit_id` None: everywhere."""

    role: Role
    unit_id: int | None


class InvitationRefused(Exception):  # noqa: N818  an answer to whoever has the link, not a fault
    """The link does not work; nothing has changed."""

    def __init__(self, why: Literal["unknown", "used", "expired"]) -> None:
        super().__init__(why)
        self.why = why


def issue(unit: UnitOfWork, role: Role, unit_id: int | None, deed: Deed, hours: float) -> str:
    """Make an invitation and return its token; it is not kept and cannot be shown again."""
    audit.hold(unit)
    token = new_token()
    row = {
        "token_hash": token_hash(token),
        "role": role,
        "unit_id": unit_id,
        "issued_by": deed.by.chat_id,
        "issued_at": deed.now,
        "expires_at": deed.now + hours * 3600,
    }
    made = unit.connection.scalar(invitations.insert().returning(invitations.c.id), row)
    deeds.write_down(unit, deed, "role.invite", f"invitation:{made}")
    return token


def accept(unit: UnitOfWork, token: str, chat_id: int, now: float) -> Accepted:
    """Use an invitation up and give its role. Raises `InvitationRefused`, and then nothing has changed."""
    audit.hold(unit)
    mine = invitations.c.token_hash == token_hash(token)
    query = select(invitations).where(mine).with_for_update()  # of two who open it at once, one
    row = unit.connection.execute(query).one_or_none()
    if row is None:
        raise InvitationRefused("unknown")
    if row.used_at is not None:
        raise InvitationRefused("used")
    if row.expires_at <= now or not _still_given(unit, row.issued_by, Role(row.role), row.unit_id):
        raise InvitationRefused("expired")
    unit.connection.execute(update(invitations).where(mine).values(used_by=chat_id, used_at=now))
    roles.give(unit, chat_id, Role(row.role), row.unit_id, Deed(By(row.issued_by), now))
    return Accepted(Role(row.role), row.unit_id)


def _still_given(unit: UnitOfWork, by: int | None, role: Role, unit_id: int | None) -> bool:
    """Tell whether who issued it may still give the role: what was taken from somebody does not live on in links."""
    if by is None:
        return True
    path = roles.EVERYWHERE if unit_id is None else places.path_of(unit, unit_id)
    return may_grant((one.grant for one in roles.held(unit, by)), role, path)
