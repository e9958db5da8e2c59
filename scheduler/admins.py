"""Writes to every admin, each in their own language."""

from collections.abc import Callable

from bot import codec
from bot.chat import Text
from bot.house import House
from bot.texts import Words, language_of, words
from domain.messages.delivery import Lane
from domain.people.roles import Role
from storage.messages import outbox
from storage.messages.outbox import Draft
from storage.people import people, roles
from storage.unit_of_work import UnitOfWork


def are_there(unit: UnitOfWork) -> bool:
    """Tell whether anybody is an admin yet, and has pressed Start."""
    return bool(people.known(unit, roles.holders(unit, {Role.ADMIN})))


def write_to_all(unit: UnitOfWork, house: House, key: str, say: Callable[[Words], Text], now: float) -> int:
    """Put a message to every admin into the outbox and return how many those are; `key` names it, and is used once."""
    admins = people.known(unit, roles.holders(unit, {Role.ADMIN})).values()
    drafts = [
        Draft(f"{key}:{now}:{one.chat_id}", one.chat_id, Lane.CONFIRMATION, codec.encode(say(t)), now)
        for one in admins
        for t in (words(language_of(one.language or one.messenger_language, house.language)),)
    ]
    outbox.write(unit, drafts, now)
    return len(drafts)
