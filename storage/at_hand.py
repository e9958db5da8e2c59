"""What a turn asks of whoever writes, read in one statement: where the conversation is, who it is, who may do what.

Each is known then to the module that it belongs to, and asked for there; what a turn changes is read anew.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, FromClause, Select, and_, bindparam, exists, func, literal, select

from storage.activities import duties, signup_reading
from storage.affiliations import affiliations
from storage.announcements import threads
from storage.grid import handing_over, promises
from storage.messages import conversations
from storage.messages.conversations import Conversation
from storage.people import members, people, questions, roles, whereabouts
from storage.people.people import Person
from storage.people.roles import Held
from storage.places import places
from storage.tables.activities import duty_answers, signups
from storage.tables.affiliations import affiliations as stays
from storage.tables.announcements import threads as letters
from storage.tables.grid import assignments, team_members
from storage.tables.grid import promises as owed
from storage.tables.grid import visits as noted
from storage.tables.messages import conversations as talks
from storage.tables.people import grants, locations
from storage.tables.people import members as told
from storage.tables.people import people as known
from storage.tables.places import units
from storage.unit_of_work import UnitOfWork

_TALK: Final = (talks.c.chat_id, talks.c.turn, talks.c.state, talks.c.numbers)
_SELDOM: Final = (
    *(table.c.chat_id for table in (stays, signups, duty_answers, letters)),
    *(owed.c.owner, owed.c.told_by, noted.c.chat_id, team_members.c.chat_id, assignments.c.chat_id),
)
"""Of what most people never do, whose it is: it is asked whether there is any row of this person."""


def _about(key: ColumnElement[int], whose: FromClause, *cells: ColumnElement[Any]) -> Select[Any]:
    """Read these cells and all else of everybody whose number is in this column."""
    has = (exists().where(whose_it_is == key) for whose_it_is in _SELDOM)
    return (
        select(*cells, *has, *people.CELLS, *members.CELLS, *whereabouts.CELLS, *roles.CELLS)
        .select_from(whose)
        .outerjoin(told, told.c.chat_id == key)
        .outerjoin(locations, locations.c.chat_id == key)
        .outerjoin(grants, and_(grants.c.chat_id == key, roles.HELD))
        .outerjoin(units, units.c.id == grants.c.unit_id)
        .order_by(key, grants.c.id)
    )


_IN: Final[BindParameter[Any]] = bindparam("chats", expanding=True)

_QUERY: Final = _about(
    talks.c.chat_id, talks.outerjoin(known, known.c.chat_id == talks.c.chat_id), *_TALK, places.REVISION
).where(talks.c.chat_id.in_(_IN))

_SILENT: Final = _about(
    known.c.chat_id,
    select(literal(1)).subquery().outerjoin(known, known.c.chat_id.in_(_IN)),
    func.coalesce(places.REVISION, 0),
)
"""The same of who has no conversation yet: an organiser who was imported, or nobody at all."""


@dataclass(slots=True)
class _Found:
    person: Person | None = None
    cells: members.Cells | None = None
    location: whereabouts.Cells | None = None
    roles: list[Held] = field(default_factory=list)
    has: Sequence[object] = (False,) * len(_SELDOM)


def meet(unit: UnitOfWork, chat_ids: Collection[int], may_be_new: Mapping[int, str], now: float) -> list[Conversation]:
    """Return the conversations of these chats, locked until the transaction ends, and know who is there.

    `may_be_new` are those among them who are welcomed where they were never here before, with what their messengers
    speak. `now` in seconds since 1970.
    """
    conversations.lock(unit, chat_ids)
    held = {chat_id: Conversation(chat_id) for chat_id in chat_ids}
    found: dict[int, _Found] = {}
    for row in unit.connection.execute(_QUERY, {"chats": list(chat_ids)}):
        chat_id, turn, state, numbers, revision, *cells = row
        if chat_id not in found:
            talk = Conversation(chat_id, turn, state, numbers=numbers or b"")
            held[chat_id] = conversations.opened(unit, talk)
            places.revision.know(unit, revision or 0)
            found[chat_id] = _Found()
        _add(found[chat_id], cells)
    _read_silent(unit, held.keys() - found.keys(), found)
    # Who has only pressed a button in a group has a conversation, and is nobody yet.
    new = {chat_id: may_be_new[chat_id] for chat_id, one in found.items() if not one.person and chat_id in may_be_new}
    people.welcome(unit, new, now, new)
    for chat_id, language in new.items():
        found[chat_id].person = people.newcomer(chat_id, language)
    for chat_id, one in found.items():
        _know(unit, chat_id, one)
    return list(held.values())


def _know(unit: UnitOfWork, chat_id: int, one: _Found) -> None:
    people.known.know(unit, chat_id, one.person)
    members.cells.know(unit, one.cells, chat_id)
    whereabouts.cells.know(unit, one.location, chat_id)
    roles.held.know(unit, tuple(one.roles), chat_id)
    has_stays, has_signups, was_asked, has_letters, has_promised, *of_the_grid = map(bool, one.has)
    signup_reading.has_any.know(unit, has_signups, chat_id)
    duties.was_asked.know(unit, was_asked, chat_id)
    threads.has_any.know(unit, has_letters, chat_id)
    handing_over.has_any.know(unit, has_promised or any(of_the_grid), chat_id)
    if not has_promised:
        promises.count_of_owner.know(unit, 0, chat_id)
    if not has_stays:
        affiliations.current.know(unit, (), chat_id)
        questions.open_for.know(unit, (), chat_id)


def _add(one: _Found, cells: Sequence[Any]) -> None:
    """Add what a row tells: there is one for each role, and all else stands in each of them."""
    one.has, rest = cells[: len(_SELDOM)], cells[len(_SELDOM) :]
    person, rest = rest[: len(people.CELLS)], rest[len(people.CELLS) :]
    member, rest = rest[: len(members.CELLS)], rest[len(members.CELLS) :]
    (place, shared_at), role = rest[: len(whereabouts.CELLS)], rest[len(whereabouts.CELLS) :]
    one.person = None if person[0] is None else people.person(*person)
    one.cells = None if member[0] is None else tuple(member)
    one.location = None if place is None else (place, shared_at)
    if role[0] is not None:
        one.roles.append(roles.role_held(*role))


def _read_silent(unit: UnitOfWork, silent: Collection[int], found: dict[int, _Found]) -> None:
    """Read what is known of those who never said anything here; of who is nobody yet that is nothing."""
    if not silent:
        return
    found.update({chat_id: _Found() for chat_id in silent})
    for revision, *cells in unit.connection.execute(_SILENT, {"chats": list(silent)}):
        places.revision.know(unit, revision)
        if (chat_id := cells[len(_SELDOM)]) is not None:
            _add(found[chat_id], cells)
