"""Tells a chat which commands are its own, in the turn in which a role comes or goes."""

from bot import role_commands
from bot.flows.desk import Desk, Tell


def renewed(chat_id: int, desk: Desk) -> tuple[Tell, ...]:
    """Return what the chat is to show now; nothing where it shows that already."""
    told = role_commands.renew(desk.unit, chat_id, desk.house_language)
    return () if told is None else (Tell(chat_id, told),)
