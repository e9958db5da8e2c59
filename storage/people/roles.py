"""Who holds which role where: given, taken, and found again on the way up the tree."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, bindparam, or_, select, update

from domain.people.deeds import By, Deed
from domain.people.roles import Grant, Role, Scope
from storage.gentle_insert import or_leave
from storage.once import once
from storage.people import audit, colleagues
from storage.places.scopes import at_or_below, upwards
from storage.tables.people import grants
from storage.tables.places import units
from storage.unit_of_work import UnitOfWork

EVERYWHERE: Final = "/"
"""The path of a scope that has no unit."""

CELLS: Final = (grants.c.id, grants.c.role, grants.c.unit_id, units.c.path)
"""The columns that `role_held` takes, in this order."""

HELD: Final = grants.c.revoked_at.is_(None)
"""A role that was given and not taken."""

_COLUMNS: Final = (grants.c.id, grants.c.chat_id, grants.c.role, grants.c.unit_id, units.c.path, units.c.name)
_GRANTS: Final[Select[Any]] = select(*_COLUMNS).join_from(grants, units, isouter=True).where(HELD).order_by(grants.c.id)
_HELD: Final = _GRANTS.where(grants.c.chat_id == bindparam("chat"))
_GRANTED_AT: Final = _GRANTS.where(
    grants.c.role.in_(bindparam("wanted", expanding=True)),
    or_(units.c.path.in_(bindparam("paths", expanding=True)), grants.c.unit_id.is_(None)),
)


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody has; `unit_id` None and `path` "/": everywhere."""

    id: int
    role: Role
    unit_id: int | None
    path: str

    @property
    def grant(self) -> Grant:
        return Grant(self.role, Scope(self.path))


@dataclass(frozen=True, slots=True)
class HolderRow:
    """Somebody who has a role; `unit_name` is "" for everywhere."""

    grant_id: int
    chat_id: int
    role: Role
    unit_id: int | None
    unit_name: str


@once(grants, units)
def held(unit: UnitOfWork, chat_id: int) -> tuple[Held, ...]:
    """Return the roles of this person, the oldest first."""
    rows = unit.connection.execute(_HELD, {"chat": chat_id})
    return tuple(role_held(row.id, row.role, row.unit_id, row.path) for row in rows)


def role_held(grant_id: int, role: str, unit_id: int | None, path: str | None) -> Held:
    return Held(grant_id, Role(role), unit_id, path or EVERYWHERE)


def give(unit: UnitOfWork, chat_id: int, role: Role, unit_id: int | None, deed: Deed) -> bool:
    """Give a role to somebody who is known here. False: it was held already."""
    audit.hold(unit)
    values = {
        "chat_id": chat_id,
        "role": role,
        "unit_id": unit_id,
        "granted_by": deed.by.chat_id,
        "granted_at": deed.now,
    }
    if unit.connection.scalar(or_leave(grants, tuple(values), "id"), values) is None:
        return False
    _write_down(unit, deed, "role.give", chat_id)
    return True


class LastAdminError(Exception):
    """Without this role nobody would be admin of everything any more; nothing has changed."""


def is_last_admin(unit: UnitOfWork, grant_id: int) -> bool:
    """Tell whether this role is that of the only admin of everything."""
    everything = (grants.c.role == Role.ADMIN) & grants.c.unit_id.is_(None) & HELD
    return list(unit.connection.scalars(select(grants.c.id).where(everything))) == [grant_id]


def take(unit: UnitOfWork, grant_id: int, deed: Deed) -> bool:
    """Take a role away, and with the last one the name for colleagues. False: it was taken already, or never given.

    Raises `LastAdminError`; the command line may take that one too, and can make another.
    """
    audit.hold(unit)
    if deed.by.chat_id is not None and is_last_admin(unit, grant_id):
        raise LastAdminError(f"grant {grant_id} is the only one of everything")
    taken = update(grants).where(grants.c.id == grant_id, HELD).values(revoked_by=deed.by.chat_id, revoked_at=deed.now)
    chat_id = unit.connection.scalar(taken.returning(grants.c.chat_id))
    if chat_id is None:
        return False
    if not held(unit, chat_id):
        colleagues.forget(unit, chat_id)
    _write_down(unit, deed, "role.take", chat_id)
    return True


def organisers_of(unit: UnitOfWork, path: str, without: Collection[int] = ()) -> list[int]:
    """Return the organisers of the unit at this path, else of the nearest one above that has any, else the admins.

    `without`: whom it is not for; where all of a unit are among them, it is for the next one up.
    """
    return _nearest(unit, upwards(path), without)


def volunteers_of(unit: UnitOfWork, path: str) -> list[int]:
    """Return the volunteers of the unit at this path and of all units above it: whose scope holds it."""
    found = _by_path(unit, Role.VOLUNTEER, upwards(path))
    return sorted({chat_id for chats in found.values() for chat_id in chats})


def organisers_above(unit: UnitOfWork, path: str, without: Collection[int] = ()) -> list[int]:
    """Return the organisers of the nearest unit above this one that has any, else the admins; `without` as above."""
    return _nearest(unit, upwards(path)[1:] or [EVERYWHERE], without)


def acting_for(unit: UnitOfWork, path: str) -> list[int]:
    """Return everybody who may act for the unit at this path: its organisers, those above it, the admins."""
    return sorted({chat_id for _, _, chat_id in _there(unit, _IN_CHARGE, tuple(upwards(path)))})


def holders_below(unit: UnitOfWork, path: str) -> list[HolderRow]:
    """Return everybody who has a role at this path or below; at "/" also those whose role holds everywhere."""
    below: ColumnElement[bool] = at_or_below(path)
    if path == EVERYWHERE:
        below = or_(below, grants.c.unit_id.is_(None))
    rows = unit.connection.execute(_GRANTS.where(below))
    return [HolderRow(row.id, row.chat_id, Role(row.role), row.unit_id, row.name or "") for row in rows]


def holders(unit: UnitOfWork, wanted: Collection[Role]) -> set[int]:
    """Return the chats of all who hold one of these roles, wherever."""
    query = select(grants.c.chat_id).where(grants.c.role.in_(wanted), HELD)
    return set(unit.connection.scalars(query))


def _nearest(unit: UnitOfWork, paths: list[str], without: Collection[int]) -> list[int]:
    found = _by_path(unit, Role.ORGANISER, paths)
    for path in paths:
        if there := [chat_id for chat_id in found.get(path, ()) if chat_id not in without]:
            return there
    admins = _by_path(unit, Role.ADMIN, paths)
    return sorted({chat_id for chats in admins.values() for chat_id in chats} - set(without))


def _by_path(unit: UnitOfWork, role: Role, paths: list[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for held_role, path, chat_id in _there(unit, _IN_CHARGE if role in _IN_CHARGE else (role,), tuple(paths)):
        if held_role is role:
            found.setdefault(path, []).append(chat_id)
    return found


_IN_CHARGE: Final = (Role.ORGANISER, Role.ADMIN)


@once(grants, units)
def _there(unit: UnitOfWork, wanted: tuple[Role, ...], paths: tuple[str, ...]) -> Sequence[tuple[Role, str, int]]:
    """Return who holds one of these roles at one of these paths or everywhere: which, where and who."""
    rows = unit.connection.execute(_GRANTED_AT, {"wanted": list(wanted), "paths": list(paths)})
    return tuple((Role(row.role), row.path or EVERYWHERE, row.chat_id) for row in rows)


def role_of(unit: UnitOfWork, chat_id: int | None) -> str:
    """Name the highest role that somebody acts in, for the audit; "house" for nobody."""
    if chat_id is None:
        return "house"
    roles = {one.role for one in held(unit, chat_id)}
    return next((role for role in Role if role in roles), Role.MEMBER)


def acting_role(unit: UnitOfWork, by: By) -> str:
    """Name the role in which somebody does something, for the audit: the one that is said, else the highest held."""
    return by.role or role_of(unit, by.chat_id)


def _write_down(unit: UnitOfWork, deed: Deed, what: str, chat_id: int) -> None:
    role = acting_role(unit, deed.by)
    audit.write(unit, audit.Entry(deed.by.chat_id, role, what, f"person:{chat_id}", deed.reason), deed.now)
