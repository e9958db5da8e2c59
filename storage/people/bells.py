"""Whom nothing reaches, and whom nothing rings.

Nothing rings who has a chat page alone, no other channel that reaches them, and no calendar on their phone.
"""

from typing import Any, Final

from sqlalchemy import Column, ColumnElement, String, and_, cast, exists, literal, or_, select

from storage.people.addresses import FIRST
from storage.people.calendar_feeds import PERSON
from storage.tables.feeds import calendar_feeds
from storage.tables.people import addresses, people
from storage.unit_of_work import UnitOfWork

_PAGE: Final = "web"


_ARRIVES_ELSEWHERE: Final = exists().where(
    addresses.c.person == people.c.chat_id, addresses.c.number >= FIRST, addresses.c.unreachable_since.is_(None)
)
UNREACHED: Final = and_(people.c.unreachable_since.is_not(None), ~_ARRIVES_ELSEWHERE.correlate(people))
"""Of a row of `people`: Telegram does not reach them, and no other way in does."""


def is_unreached(unit: UnitOfWork, person: int) -> bool:
    """Tell whether nothing arrives at any way in of somebody."""
    return unit.connection.scalar(select(people.c.chat_id).where(people.c.chat_id == person, UNREACHED)) is not None


def unrung(person: Column[Any]) -> ColumnElement[bool]:
    """Say of a column with people's numbers that nothing rings whom it names: they see it when they next look.

    Whose number is Telegram's has that while it reaches them; a calendar counts once it has asked.
    """
    somebody = people.alias("somebody")
    without_telegram = exists().where(somebody.c.chat_id == person, somebody.c.unreachable_since.is_not(None))
    other = (addresses.c.number >= FIRST) & (addresses.c.channel != _PAGE)
    rings = exists().where(addresses.c.person == person, other, addresses.c.unreachable_since.is_(None))
    asks = exists().where(
        calendar_feeds.c.subject == literal(f"{PERSON}:") + cast(person, String),
        calendar_feeds.c.ended_at.is_(None),
        calendar_feeds.c.asked_at.is_not(None),
    )
    has_none = or_(person >= FIRST, without_telegram.correlate(person.table))
    return and_(has_none, ~rings.correlate(person.table), ~asks.correlate(person.table))
