"""Who may do what, and where: roles are granted for a unit and hold for all below it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is here. Members and supporters need no grant."""

    ADMIN = "admin"  # everything, everywhere
    ORGANISER = "organiser"  # of a unit and all below
    VOLUNTEER = "volunteer"  # helps a unit and all below
    MEMBER = "member"  # belongs to the organisation
    SUPPORTER = "supporter"  # not yet a member


@dataclass(frozen=True, slots=True)
class Scope:
    """A unit and everything below it: the ids from the top down, as in "/1/7/31/"; "/" is everywhere."""

    path: str

    def holds(self, path: str) -> bool:
        return path.startswith(self.path)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role for a scope."""

    role: Role
    scope: Scope


def may_organise(grants: Iterable[Grant], path: str) -> bool:
    """Tell whether somebody with these grants acts for the unit at this path."""
    return any(grant.role in {Role.ADMIN, Role.ORGANISER} and grant.scope.holds(path) for grant in grants)


def may_help(grants: Iterable[Grant], path: str) -> bool:
    """Tell whether somebody with these grants may look after buildings of the unit at this path."""
    return any(
        grant.role in {Role.ADMIN, Role.ORGANISER, Role.VOLUNTEER} and grant.scope.holds(path) for grant in grants
    )


def may_grant(grants: Iterable[Grant], role: Role, path: str) -> bool:
    """Tell whether somebody may give or take this role for the unit at this path.

    Only admins make admins. An organiser invites organisers and volunteers within the own subtree.
    """
    held = tuple(grants)
    if any(grant.role is Role.ADMIN and grant.scope.holds(path) for grant in held):
        return True
    return role in {Role.ORGANISER, Role.VOLUNTEER} and may_organise(held, path)
