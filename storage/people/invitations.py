"""Invitations to a role: links that work once, for a while, and while whoever issued them may still give the role."""

from dataclasses import dataclass, field
from typing import Any, Final, Literal

from sqlalchemy import Row, select, update

from domain.people.deeds import By, Deed
from domain.people.roles import Role, may_grant
from storage.people import audit, colleagues, deeds, roles
from storage.places import places
from storage.tables.people import invitations
from storage.tokens import new_token, token_hash
from storage.unit_of_work import UnitOfWork

_row: Final = invitations.c


@dataclass(frozen=True, slots=True)
class Accepted:
    """The role that the invitation has brought; `unit_id` None: everywhere."""

    role: Role
    unit_id: int | None
    issued_by: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Invitation:
    """One that is open; `label` is for whom, as a list of organisers says, or "". Times in seconds since 1970."""

    id: int
    role: Role
    unit_id: int | None
    label: str
    issued_by: int | None
    expires_at: float


class InvitationRefused(Exception):  # noqa: N818  an answer to whoever has the link, not a fault
    """The link does not work; nothing has changed."""

    def __init__(self, why: Literal["unknown", "used", "expired", "withdrawn"]) -> None:
        super().__init__(why)
        self.why = why


def issue(unit: UnitOfWork, role: Role, unit_id: int | None, deed: Deed, hours: float) -> str:
    """Make an invitation and return its token; it is not kept and cannot be shown again.

    For whom those were that have expired (`address`) is dropped.
    """
    audit.hold(unit)
    over = (_row.expires_at <= deed.now) & _row.label.is_not(None)
    unit.connection.execute(update(invitations).where(over).values(label=None))
    token = new_token()
    row = {
        "token_hash": token_hash(token),
        "role": role,
        "unit_id": unit_id,
        "issued_by": deed.by.chat_id,
        "issued_at": deed.now,
        "expires_at": deed.now + hours * 3600,
    }
    made = unit.connection.scalar(invitations.insert().returning(_row.id), row)
    deeds.write_down(unit, deed, "role.invite", f"invitation:{made}")
    return token


def address(unit: UnitOfWork, token: str, label: str) -> None:
    """Keep for whom it is: what colleagues call whoever takes the role."""
    mine = _row.token_hash == token_hash(token)
    kept = unit.seal.close_text(label, colleagues.NAME)
    unit.connection.execute(update(invitations).where(mine).values(label=kept))


def look(unit: UnitOfWork, token: str, now: float) -> Invitation:
    """Return the invitation, and let nobody else use it until the transaction ends. Raises `InvitationRefused`."""
    audit.hold(unit)
    query = select(invitations).where(_row.token_hash == token_hash(token)).with_for_update()
    row = unit.connection.execute(query).one_or_none()
    if row is None:
        raise InvitationRefused("unknown")
    if row.used_at is not None:
        raise InvitationRefused("used")
    if row.withdrawn_at is not None:
        raise InvitationRefused("withdrawn")
    if row.expires_at <= now or not _still_given(unit, row.issued_by, Role(row.role), row.unit_id):
        raise InvitationRefused("expired")
    return _invitation(unit, row)


def accept(unit: UnitOfWork, token: str, chat_id: int, now: float) -> Accepted:
    """Use an invitation up and give its role. Raises `InvitationRefused`, and then nothing has changed.

    Its label is what colleagues call the person from then on, unless they have a name already.
    """
    found = look(unit, token, now)
    used = {"used_by": chat_id, "used_at": now, "label": None}
    unit.connection.execute(update(invitations).where(_row.id == found.id).values(used))
    roles.give(unit, chat_id, found.role, found.unit_id, Deed(By(found.issued_by), now))
    if found.label and not colleagues.name_of(unit, chat_id):
        colleagues.keep(unit, chat_id, found.label)
    return Accepted(found.role, found.unit_id, found.issued_by)


def open_ones(unit: UnitOfWork, now: float) -> list[Invitation]:
    """Return all that can still be used, the latest first."""
    is_open = _row.used_at.is_(None) & _row.withdrawn_at.is_(None) & (_row.expires_at > now)
    rows = unit.connection.execute(select(invitations).where(is_open).order_by(_row.id.desc()))
    return [_invitation(unit, row) for row in rows]


def withdraw(unit: UnitOfWork, invitation_id: int, deed: Deed) -> bool:
    """Let the link work no longer. False: it was used or withdrawn before."""
    audit.hold(unit)
    is_open = (_row.id == invitation_id) & _row.used_at.is_(None) & _row.withdrawn_at.is_(None)
    withdrawn = update(invitations).where(is_open).values(withdrawn_at=deed.now, label=None)
    if not unit.connection.execute(withdrawn).rowcount:
        return False
    deeds.write_down(unit, deed, "role.withdraw", f"invitation:{invitation_id}")
    return True


def _invitation(unit: UnitOfWork, row: Row[Any]) -> Invitation:
    label = unit.seal.open_text(row.label, colleagues.NAME)
    return Invitation(row.id, Role(row.role), row.unit_id, label, row.issued_by, row.expires_at)


def _still_given(unit: UnitOfWork, by: int | None, role: Role, unit_id: int | None) -> bool:
    """Tell whether who issued it may still give the role: what was taken from somebody does not live on in links."""
    if by is None:
        return True
    path = roles.EVERYWHERE if unit_id is None else places.path_of(unit, unit_id)
    return may_grant((one.grant for one in roles.held(unit, by)), role, path)
