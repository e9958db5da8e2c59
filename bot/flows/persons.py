"""How others are named: members masked, and never more than is known; colleagues as they want to be called."""

from bot.flows.typed import readable
from bot.texts import Words
from domain.people.masks import masked_name
from storage.people import colleagues, members
from storage.people.members import MemberRow
from storage.unit_of_work import UnitOfWork


def masked(unit: UnitOfWork, chat_id: int, t: Words) -> str:
    """Return a masked name; the last digits of the chat for somebody who has told none."""
    return masked_member(members.find(unit, chat_id), chat_id, t)


def masked_member(member: MemberRow | None, chat_id: int, t: Words) -> str:
    """Return the same of a member who is looked up already."""
    if member is not None and member.details.name:
        return readable(masked_name(member.details.name))
    return t.plain("no name, number ending in {digits}", digits=str(chat_id)[-4:])


def colleague(unit: UnitOfWork, chat_id: int, t: Words) -> str:
    """Return what somebody with a role is called; who has not said so masked, as a member, or by the chat's digits."""
    if name := colleagues.name_of(unit, chat_id):
        return readable(name)
    member = members.find(unit, chat_id)
    if member is not None and member.details.name:
        return masked_member(member, chat_id, t)
    return t.plain("a colleague (number ending in {digits})", digits=str(chat_id)[-4:])


def when_they_look(number: int, t: Words) -> str:
    """Say how many nothing rings: they have a chat page, no other channel and no calendar."""
    return t.plural("{number} will see it when they next look.", "{number} will see it when they next look.", number)
