"""The commands of those who hold a role: shown in their chat when the role comes, taken from there when it goes."""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from bot import codec
from bot.chat import Commands
from bot.flows.commands import listed_for_organisers
from bot.flows.desk import Desk, Tell
from bot.house import House
from bot.texts import language_of, words
from domain.messages.delivery import Lane
from domain.people.roles import Role
from storage.messages import outbox
from storage.messages.outbox import Draft
from storage.people import people, roles, shown_commands
from storage.people.people import Person
from storage.unit_of_work import UnitOfWork

ORGANISING: Final = frozenset({Role.ADMIN, Role.ORGANISER})
"""The roles that bring commands of their own."""


@dataclass(frozen=True, slots=True)
class Way:
    """What they are written by: the language where somebody's own is not known, and where a desk is served, or ""."""

    fallback: str
    desk_address: str


def renew(unit: UnitOfWork, chat_id: int, way: Way) -> Commands | None:
    """Return the commands that this chat is to show from now on, and note it; None: it shows them already."""
    held = {one.role for one in roles.held(unit, chat_id)}
    return _changed(unit, {chat_id}, {chat_id} if held & ORGANISING else set(), way).get(chat_id)


def renewed(chat_id: int, desk: Desk) -> tuple[Tell, ...]:
    """Return what the chat is to show now; nothing where it shows that already."""
    told = renew(desk.unit, chat_id, Way(desk.house_language, desk.desk_address))
    return () if told is None else (Tell(chat_id, told),)


def bring_in_step(unit: UnitOfWork, house: House, now: float) -> int:
    """Write what chats are to show whose roles or language have changed unseen, commit, and return how many those are.

    It costs four short reads where nothing has.
    """
    holders = roles.holders(unit, ORGANISING)
    changed = _changed(unit, holders | shown_commands.chats(unit), holders, Way(house.language, house.desk_address))
    drafts = [
        Draft(f"commands:{chat_id}:{now}", chat_id, Lane.CONFIRMATION, codec.encode(told), now)
        for chat_id, told in changed.items()
    ]
    outbox.write(unit, drafts, now)
    unit.commit()
    return len(drafts)


def _changed(unit: UnitOfWork, chat_ids: Collection[int], holders: Collection[int], way: Way) -> dict[int, Commands]:
    shown = shown_commands.of(unit, chat_ids)
    known = people.known(unit, chat_ids)
    wanted = {chat_id: _wanted(known[chat_id], holders, way) for chat_id in sorted(known)}
    changed = {chat_id: told for chat_id, told in wanted.items() if _fingerprint(told) != shown[chat_id]}
    return {chat: told for chat, told in changed.items() if shown_commands.keep(unit, chat, _fingerprint(told))}


def _wanted(person: Person, holders: Collection[int], way: Way) -> Commands:
    """Write them in the person's language: a chat's own commands hide everybody's, in whatever language those are."""
    if person.chat_id not in holders:
        return Commands()
    t = words(language_of(person.language or person.messenger_language, way.fallback))
    return Commands(listed_for_organisers(t, way.desk_address))


def _fingerprint(told: Commands) -> str:
    return sha256(codec.encode(told)).hexdigest()[:16] if told.commands else ""
