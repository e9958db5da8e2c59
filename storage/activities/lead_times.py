"""Lead times: how long before an activity a person wants to be reminded, for all kinds or for one of them."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import delete, select

from domain.activities.activities import Kind
from domain.activities.notices import LEADS, NEVER
from storage.gentle_insert import or_renew
from storage.tables.activities import lead_times
from storage.unit_of_work import UnitOfWork

ALL_KINDS: Final = ""
"""What stands for a kind where a wish is for all kinds that have none of their own."""

_row: Final = lead_times.c


def wishes(unit: UnitOfWork, chat_id: int) -> Mapping[Kind | None, int]:
    """Return the hours that this person has chosen, by kind; None: for all kinds that have none of their own."""
    rows = unit.connection.execute(select(_row.kind, _row.hours).where(_row.chat_id == chat_id))
    return {Kind(row.kind) if row.kind else None: row.hours for row in rows}


def hours(unit: UnitOfWork, chat_id: int, kind: Kind) -> int | None:
    """Return how long before an activity of this kind; NEVER: not at all, None: as the house does it."""
    chosen = wishes(unit, chat_id)
    return chosen.get(kind, chosen.get(None))


def choose(unit: UnitOfWork, chat_id: int, kind: Kind | None, hours: int) -> None:
    """Choose one of LEADS, or NEVER. Raises `ValueError` for anything else."""
    if hours != NEVER and hours not in LEADS:
        raise ValueError(f"nobody is reminded {hours} hours before")
    values = {"chat_id": chat_id, "kind": kind or ALL_KINDS, "hours": hours}
    unit.connection.execute(_UPSERT, values)


def forget(unit: UnitOfWork, chat_id: int, kind: Kind | None) -> None:
    """Go back to what holds for all kinds, or with None to what the house does."""
    unit.connection.execute(delete(lead_times).where(_row.chat_id == chat_id, _row.kind == (kind or ALL_KINDS)))


_UPSERT: Final = or_renew(lead_times, ("chat_id", "kind", "hours"), key=("chat_id", "kind"), renewed=("hours",))
