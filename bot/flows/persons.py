"""How others are named: masked, and never more than is known."""

from bot.flows.typed import readable
from bot.texts import Words
from domain.masks import masked_name
from storage.people import members
from storage.unit_of_work import UnitOfWork


def masked(unit: UnitOfWork, chat_id: int, t: Words) -> str:
    """Return a masked name; the last digits of the chat for somebody who has told none."""
    member = members.find(unit, chat_id)
    if member is not None and member.details.name:
        return readable(masked_name(member.details.name))
    return t.plain("no name, number ending in {digits}", digits=str(chat_id)[-4:])
