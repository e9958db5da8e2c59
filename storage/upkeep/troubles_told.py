"""Which troubles of the house last, and when its admins were last told of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from storage.gentle_insert import or_leave, or_renew
from storage.tables.upkeep import troubles
from storage.unit_of_work import UnitOfWork

_MAKE: Final = or_leave(troubles, ["kind"])
_KEEP: Final = or_renew(troubles, ["kind", "since", "told_at"], ["kind"], ["since", "told_at"])


@dataclass(frozen=True, slots=True)
class Told:
    """Since when a trouble lasts (None: it does not), and when it was last told; times in seconds since 1970."""

    since: float | None = None
    told_at: float | None = None

    @property
    def is_told(self) -> bool:
        """Tell whether the admins know of what lasts now."""
        return self.since is not None and self.told_at is not None and self.told_at >= self.since


def all_told(unit: UnitOfWork) -> Mapping[str, Told]:
    """Return what is known, by the kind of trouble."""
    rows = unit.connection.execute(select(troubles.c.kind, troubles.c.since, troubles.c.told_at))
    return {kind: Told(since, told_at) for kind, since, told_at in rows}


def locked(unit: UnitOfWork, kind: str) -> Told:
    """Return what is known of a kind, which nobody else changes until this transaction ends."""
    unit.connection.execute(_MAKE, {"kind": kind})
    query = select(troubles.c.since, troubles.c.told_at).where(troubles.c.kind == kind).with_for_update()
    return Told(*unit.connection.execute(query).one())


def keep(unit: UnitOfWork, kind: str, told: Told) -> None:
    unit.connection.execute(_KEEP, {"kind": kind, "since": told.since, "told_at": told.told_at})
