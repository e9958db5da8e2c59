"""The same words to many: the recipients are found when it is due, and frozen by one INSERT ... SELECT a language."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Select, Text, and_, case, cast, false, func, literal, null, or_, select

from domain.activities.seats import State
from domain.messages.delivery import Lane
from domain.messages.delivery import State as Delivery
from storage.activities.lead_times import ALL_KINDS
from storage.messages.outbox import REPLY
from storage.tables.activities import activities, lead_times, signups
from storage.tables.messages import outbox
from storage.tables.people import people
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Everybody:
    """All people who have ever been here."""


@dataclass(frozen=True, slots=True)
class SignedUp:
    """Who stands in one of these states to an activity, and has done so since that moment or longer.

    `wishes`: only those who want to be reminded so many hours before (0: not at all, None: as the house does it).
    """

    activity_id: int
    states: frozenset[State]
    since: float
    wishes: frozenset[int | None] | None = None


Recipients = Everybody | SignedUp


@dataclass(frozen=True, slots=True)
class Circular:
    """What goes to all: a reply as JSON bytes for each language, and when.

    Who has chosen no language, and whose messenger speaks none of ours, gets the one of the house.
    """

    replies: Mapping[str, bytes]
    house_language: str
    lane: Lane
    not_before: float
    not_after: float | None = None
    about: str = ""


def fan_out(unit: UnitOfWork, key: str, recipients: Recipients, circular: Circular, now: float) -> int:
    """Write it to all of these and return how many those are; the dedupe key of each is "key:chat".

    Whoever cannot be reached is among them, as always: the sender closes those rows. Raises `IntegrityError` if the
    key has been used before, and `ValueError` if the language of the house is not among the replies.
    """
    if circular.house_language not in circular.replies:
        raise ValueError(f"there is no reply in {circular.house_language}")
    return sum(
        _written(unit, _rows(unit, key, recipients, circular, language, now)) for language in sorted(circular.replies)
    )


def _written(unit: UnitOfWork, rows: Select[object]) -> int:
    insert = outbox.insert().from_select(_COLUMNS, rows).execution_options(preserve_rowcount=True)
    return unit.connection.execute(insert).rowcount


_COLUMNS: Final = (*("dedupe", "chat_id", "lane", "state", "reply", "not_before", "not_after", "about", "written_at"),)


def _rows(  # noqa: PLR0913, PLR0917  a row has these parts
    unit: UnitOfWork, key: str, recipients: Recipients, circular: Circular, language: str, now: float
) -> Select[object]:
    chat_id = people.c.chat_id
    reply = unit.seal.close(circular.replies[language], REPLY)
    query = _found(recipients).where(spoken(circular.house_language, circular.replies) == language)
    return query.order_by(chat_id).with_only_columns(
        literal(f"{key}:") + cast(chat_id, Text),
        chat_id,
        literal(int(circular.lane)),
        literal(str(Delivery.TODO)),
        literal(reply),
        literal(circular.not_before),
        null() if circular.not_after is None else literal(circular.not_after),
        literal(circular.about) if circular.about else null(),
        literal(now),
    )


def _found(recipients: Recipients) -> Select[object]:
    everybody: Select[object] = select(people.c.chat_id).select_from(people)
    return _signed_up(everybody, recipients) if isinstance(recipients, SignedUp) else everybody


def _signed_up(query: Select[object], them: SignedUp) -> Select[object]:
    found = query.join(signups, signups.c.chat_id == people.c.chat_id).where(
        signups.c.activity_id == them.activity_id,
        signups.c.state.in_(sorted(them.states)),
        signups.c.since <= them.since,
    )
    return found if them.wishes is None else _who_wish(found, them.wishes)


def _who_wish(query: Select[object], wishes: Collection[int | None]) -> Select[object]:
    """Keep those whose wish is among these: the one for this kind of activity, else the one for all kinds."""
    own, general = lead_times.alias(), lead_times.alias()
    hours = func.coalesce(own.c.hours, general.c.hours)
    joined = (
        query.join(activities, activities.c.id == signups.c.activity_id)
        .outerjoin(own, and_(own.c.chat_id == people.c.chat_id, own.c.kind == activities.c.kind))
        .outerjoin(general, and_(general.c.chat_id == people.c.chat_id, general.c.kind == ALL_KINDS))
    )
    chosen = hours.in_([one for one in wishes if one is not None])
    return joined.where(or_(chosen, hours.is_(None) if None in wishes else false()))


def spoken(house_language: str, languages: Collection[str]) -> ColumnElement[str]:
    """Say which language somebody reads, exactly as `bot.flows.desk.spoken` chooses it when they are not there."""
    chosen, said = people.c.language, func.lower(func.replace(people.c.messenger_language, "_", "-"))
    begins_with = {
        or_(said == language[:2], said.like(f"{language[:2]}-%")): literal(language) for language in languages
    }
    by_messenger = case(*begins_with.items(), else_=literal(house_language))
    return func.coalesce(func.nullif(chosen, ""), by_messenger)
