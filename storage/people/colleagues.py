"""What people with a role are called among colleagues: sealed, theirs to change, and dropped with the last role."""

from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import delete, select, update

from storage.gentle_insert import or_leave
from storage.once import once_each
from storage.tables.people import colleagues
from storage.unit_of_work import UnitOfWork

NAME: Final = b"colleagues.name"
"""The purpose for which names are sealed."""

_row: Final = colleagues.c


def keep(unit: UnitOfWork, chat_id: int, name: str) -> None:
    """Call somebody so from now on."""
    values = {"chat_id": chat_id, "name": unit.seal.close_text(name, NAME)}
    if unit.connection.scalar(or_leave(colleagues, tuple(values), "chat_id"), values) is None:
        unit.connection.execute(update(colleagues).where(_row.chat_id == chat_id).values(name=values["name"]))


def name_of(unit: UnitOfWork, chat_id: int) -> str:
    """Return what somebody is called; "": they have not said."""
    return names_of.one(unit, chat_id) or ""


@once_each(colleagues)
def names_of(unit: UnitOfWork, chat_ids: Collection[int]) -> Mapping[int, str]:
    """Return the names of those of these people who have said one."""
    rows = unit.connection.execute(select(_row.chat_id, _row.name).where(_row.chat_id.in_(chat_ids)))
    return {row.chat_id: unit.seal.open_text(row.name, NAME) for row in rows}


def forget(unit: UnitOfWork, chat_id: int) -> None:
    unit.connection.execute(delete(colleagues).where(_row.chat_id == chat_id))
