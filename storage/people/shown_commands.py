"""Which commands a chat was told to show of its own, as a fingerprint: it is told again only if they change."""

from collections.abc import Collection, Mapping

from sqlalchemy import func, select, update

from storage.tables.people import people
from storage.unit_of_work import UnitOfWork


def of(unit: UnitOfWork, chat_ids: Collection[int]) -> Mapping[int, str]:
    """Return the fingerprint of each of these chats; "" for everybody's commands."""
    query = select(people.c.chat_id, people.c.commands_shown).where(people.c.chat_id.in_(chat_ids))
    return {chat_id: shown or "" for chat_id, shown in unit.connection.execute(query)}


def chats(unit: UnitOfWork) -> set[int]:
    """Return the chats that show commands of their own."""
    return set(unit.connection.scalars(select(people.c.chat_id).where(people.c.commands_shown.is_not(None))))


def keep(unit: UnitOfWork, chat_id: int, fingerprint: str) -> bool:
    """Note what a chat is told to show; False: another worker has told it so meanwhile."""
    is_other = func.coalesce(people.c.commands_shown, "") != fingerprint
    told = update(people).where(people.c.chat_id == chat_id, is_other).values(commands_shown=fingerprint or None)
    return unit.connection.execute(told).rowcount > 0


def forget(unit: UnitOfWork) -> None:
    """Begin anew with a server that has forgotten them."""
    unit.connection.execute(update(people).values(commands_shown=None))
