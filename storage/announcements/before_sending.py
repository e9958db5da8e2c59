"""What is asked before an announcement leaves: for whom it is, who must approve it, and who has read it already."""

from typing import Final

from sqlalchemy import ColumnElement, Text, and_, cast, exists, func, literal, or_, select

from domain.announcements.announcements import Content, Purpose, Stage
from domain.messages.delivery import State
from domain.places.places import UnitKind
from domain.rules import Rule
from storage.announcements.announcements import HASH, AnnouncementRow, essence
from storage.announcements.audiences import Who, recipients
from storage.people.roles import EVERYWHERE
from storage.places import unit_rules
from storage.places.scopes import at_or_below
from storage.tables.announcements import announcements, groups
from storage.tables.announcements import mailings as mailing_table
from storage.tables.messages import outbox
from storage.tables.people import people
from storage.tables.places import units
from storage.unit_of_work import UnitOfWork

_row: Final = announcements.c


SAME_WORDS_S: Final = 172_800.0
"""The same words to the same people within so many seconds: "really?"."""


def who(unit: UnitOfWork, row: AnnouncementRow, house_language: str) -> Who:
    """Return whom it is for as things stand now: the audience and the topic, and groups bound within its path."""
    return Who(row.audience, row.topic, row.obligatory, _groups(unit, row), house_language)


def _groups(unit: UnitOfWork, row: AnnouncementRow) -> tuple[int, ...]:
    if not row.to_groups:
        return ()
    bound = select(groups.c.chat_id).join_from(groups, units).where(groups.c.state == "bound").order_by(groups.c.id)
    return tuple(
        unit.connection.scalars(
            bound if row.audience.path == EVERYWHERE else bound.where(at_or_below(row.audience.path))
        )
    )


def approval_needed(unit: UnitOfWork, row: AnnouncementRow, count: int) -> bool:
    """Tell whether a second organiser must look at it first: it is for a whole city, for all, or for very many.

    `count`: how many people it is meant for, whether they can be reached or not (`audiences.Count.total`).
    """
    return _is_city_wide(unit, row.audience.path) or count > unit_rules.value(unit, Rule.APPROVAL_ABOVE, row.unit_id)


def _is_city_wide(unit: UnitOfWork, path: str) -> bool:
    if path == EVERYWHERE:
        return True
    return unit.connection.scalar(select(units.c.kind).where(units.c.path == path)) == UnitKind.CITY


def said_lately(unit: UnitOfWork, content: Content, who: Who, now: float) -> int:
    """Return how many of these people have been sent the very same words and media lately, or are about to be."""
    same = and_(
        _row.content_hash.in_(unit.seal.digests(essence(content), HASH)),
        _row.began_at > now - SAME_WORDS_S,
        _row.stage != Stage.RECALLED,
    )
    lately = (
        select(mailing_table.c.id)
        .join_from(mailing_table, announcements)
        .where(same, mailing_table.c.purpose == Purpose.SEND)
    )
    reached = [_has_it(mailing_id) for mailing_id in unit.connection.scalars(lately)]
    if not reached:
        return 0
    query = recipients(unit, who.audience, who.house_language).where(or_(*reached))
    return unit.connection.scalar(query.with_only_columns(func.count())) or 0


_REACHED: Final = (State.TODO, State.SENDING, State.SENT, State.UNKNOWN)


def _has_it(mailing_id: int) -> ColumnElement[bool]:
    """Say of a row of `people` that this mailing has reached them, or will: each row of it has the same kind of key."""
    key = literal(f"m{mailing_id}:") + cast(people.c.chat_id, Text)
    return exists().where(outbox.c.dedupe == key, outbox.c.state.in_(_REACHED)).correlate(people)
