"""Everything that is kept under one person's number, for that person; and what is due to be forgotten."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, delete, exists, func, or_, select, update

from domain.activities.activities import Kind
from domain.affiliations.affiliations import CLOSED, State
from domain.announcements.topics import Topic
from storage.activities import wishes
from storage.activities.wishes import WishRow
from storage.announcements import threads, topics
from storage.desk import sessions
from storage.messages.conversations import STATE
from storage.messages.failed_updates import ARRIVAL
from storage.pages import lines as pages_of
from storage.pages import openings
from storage.people import addresses, calendar_feeds, page_proofs, road_codes, tries, whereabouts
from storage.tables.activities import signups
from storage.tables.affiliations import affiliation_steps, affiliations, home_links, questions
from storage.tables.messages import conversations, failed_updates, notices, outbox
from storage.tables.people import audit, grants, invitations, members, people
from storage.tables.places import units
from storage.unit_of_work import UnitOfWork

_OVER: Final = affiliations.c.state.in_([*CLOSED, State.DRAFT])


@dataclass(frozen=True, slots=True)
class WayData:
    """A way in: its channel, the kind of browser of a page, when it was used last, and whether it is the chosen one."""

    channel: str
    browser: str
    used_at: float
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ChatData:
    """What the bot keeps to be able to talk: times in seconds since 1970, JSON as it stands in the store."""

    language: str  # chosen here
    messenger_language: str  # as the messenger said last
    my_point_id: int | None
    first_seen: float
    unreachable_since: float | None
    state: str
    state_changed_at: float | None
    failed: tuple[tuple[float, str], ...]  # when, and what had come in
    messages: int  # to this person, that are kept at all; their text is dropped when they have gone out
    messages_waiting: int
    tries: tuple[tuple[str, float], ...]  # what was tried to guess of late, and since when
    page_lines: int = 0  # that stand on this person's chat pages
    signed_in: tuple[tuple[float, str, str], ...] = ()  # at the desk: since when, browser and network
    ways: tuple[WayData, ...] = ()
    recovery_since: float | None = None  # since when there is a code for coming back; the code itself is not held


@dataclass(frozen=True, slots=True)
class GrantData:
    """A role that somebody has or had; `unit_name` "" for everywhere."""

    role: str
    unit_name: str
    granted_at: float
    revoked_at: float | None


@dataclass(frozen=True, slots=True)
class LinkData:
    """An invitation issued or used, or a home branch's link opened."""

    kind: str  # issued | used | opened
    what: str  # the role, or "home"
    at: float


@dataclass(frozen=True, slots=True)
class WishData:
    """Which topics the person refuses, which kinds of activity they like, and what they have wished for."""

    refused: tuple[Topic, ...] = ()
    interests: tuple[Kind, ...] = ()
    wishes: tuple[WishRow, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditData:
    """A row of the audit in which the person is the subject (`by_person` False) or the one who did it.

    `subject` None: somebody else, or what is somebody else's; whose it was stands in no export but their own.
    """

    number: int
    at: float
    role: str
    what: str
    subject: str | None
    by_person: bool


@dataclass(frozen=True, slots=True)
class Dormant:
    """Somebody who has nothing open any more: since when, and at which unit last (None: nowhere)."""

    chat_id: int
    since: float
    unit_id: int | None
    told: bool


def chat(unit: UnitOfWork, chat_id: int) -> ChatData | None:
    """Return None for somebody who was never here."""
    run = unit.connection.execute
    person = run(select(people).where(people.c.chat_id == chat_id)).one_or_none()
    if person is None:
        return None
    place = run(select(conversations).where(conversations.c.chat_id == chat_id)).one_or_none()
    failures = run(select(failed_updates).where(failed_updates.c.chat_id == chat_id).order_by(failed_updates.c.id))
    waits = func.count(case((outbox.c.state == "todo", 1)))
    written = run(select(func.count(), waits).where(outbox.c.chat_id == chat_id)).one()
    pages = _pages_of(unit, chat_id)
    return ChatData(
        language=person.language or "",
        messenger_language=person.messenger_language,
        my_point_id=person.my_point_id,
        first_seen=person.first_seen,
        unreachable_since=person.unreachable_since,
        state=unit.seal.open_text(place.state, STATE) if place else "",
        state_changed_at=place.changed_at if place else None,
        failed=tuple((row.failed_at, unit.seal.open_text(row.arrival, ARRIVAL)) for row in failures),
        messages=written[0],
        messages_waiting=written[1],
        tries=tuple(tries.of_person(unit, chat_id)),
        page_lines=pages_of.count(unit, pages) if pages else 0,
        ways=tuple(_ways(unit, chat_id)) if pages else (),
        recovery_since=road_codes.recovery_since(unit, chat_id),
        signed_in=tuple((one.born_at, one.browser, one.network) for one in sessions.held(unit, chat_id)),
    )


def _pages_of(unit: UnitOfWork, chat_id: int) -> list[int]:
    """Return the addresses of somebody that are not Telegram's; most people have none."""
    return [number for number in addresses.of_person(unit, chat_id) if number >= addresses.FIRST]


def _ways(unit: UnitOfWork, chat_id: int) -> list[WayData]:
    listed = addresses.listed(unit, chat_id)
    seen = openings.seen(unit, [one.number for one in listed])
    return [
        WayData(one.channel, seen[one.number].browser if one.number in seen else "", one.used_at, one.is_chosen)
        for one in listed
    ]


def roles_ever(unit: UnitOfWork, chat_id: int) -> list[GrantData]:
    query = select(grants, units.c.name).join_from(grants, units, isouter=True).where(grants.c.chat_id == chat_id)
    rows = unit.connection.execute(query.order_by(grants.c.id))
    return [GrantData(row.role, row.name or "", row.granted_at, row.revoked_at) for row in rows]


def links(unit: UnitOfWork, chat_id: int) -> list[LinkData]:
    table = invitations.c
    issued = select(table.role, table.issued_at).where(table.issued_by == chat_id)
    used = select(table.role, table.used_at).where(table.used_by == chat_id)
    opened = select(home_links.c.issued_at).where(home_links.c.opened_by == chat_id)
    return [
        *(LinkData("issued", *row) for row in unit.connection.execute(issued)),
        *(LinkData("used", *row) for row in unit.connection.execute(used)),
        *(LinkData("opened", "home", at) for at in unit.connection.scalars(opened)),
    ]


def has_home_links(unit: UnitOfWork, affiliation_ids: Collection[int]) -> bool:
    of_these = home_links.c.affiliation_id.in_(affiliation_ids)
    return bool(unit.connection.scalar(select(exists().where(of_these))))


def audited(unit: UnitOfWork, chat_id: int, affiliation_ids: Iterable[int]) -> list[AuditData]:
    """Return the rows about this person, these stays and all sign-ups, and those of what the person did, in order."""
    signed_up = unit.connection.scalars(select(signups.c.id).where(signups.c.chat_id == chat_id))
    written = threads.ids_of(unit, chat_id)
    about = (
        *(f"affiliation:{one}" for one in affiliation_ids),
        *(f"signup:{one}" for one in signed_up),
        *(f"thread:{one}" for one in written),
    )
    numbers = addresses.of_person(unit, chat_id)  # what was done before two became one was done by the same person
    own = {*(f"person:{number}" for number in numbers), *about}
    which = or_(audit.c.subject.in_(own), audit.c.chat_id.in_(numbers))
    rows = unit.connection.execute(select(audit).where(which).order_by(audit.c.number))
    return [
        AuditData(row.number, row.at, row.role, row.what, _told(row.subject, own), row.chat_id in numbers)
        for row in rows
    ]


_OF_PEOPLE: Final = frozenset({"person", "affiliation", "signup", "thread", "question", "duty_answer"})
"""What a subject of the audit begins with that is somebody, or somebody's."""


def _told(subject: str, own: Collection[str]) -> str | None:
    return None if subject.partition(":")[0] in _OF_PEOPLE and subject not in own else subject


def wished(unit: UnitOfWork, chat_id: int) -> WishData:
    return WishData(
        tuple(sorted(topics.refused_of(unit, chat_id))),
        tuple(sorted(topics.interests_of(unit, chat_id))),
        tuple(wishes.of_person(unit, chat_id)),
    )


def clear_chat(unit: UnitOfWork, chat_id: int) -> None:
    """Forget where the conversation and the person stood, the own point, interests, wishes, mail and failures.

    On the pages of this person nothing is left of what was said there, and no code brings anybody back.
    """
    whereabouts.forget(unit, chat_id)
    sessions.forget(unit, chat_id)
    numbers = addresses.of_person(unit, chat_id)
    road_codes.forget(unit, chat_id)
    if pages := _pages_of(unit, chat_id):
        pages_of.clear(unit, pages)
        page_proofs.end(unit, pages)
    calendar_feeds.forget_all(unit, chat_id)
    threads.forget(unit, chat_id)
    wishes.forget(unit, chat_id)
    topics.forget_interests(unit, chat_id)
    unit.connection.execute(delete(conversations).where(conversations.c.chat_id.in_(numbers)))
    unit.connection.execute(delete(failed_updates).where(failed_updates.c.chat_id.in_(numbers)))
    unit.connection.execute(update(people).where(people.c.chat_id == chat_id).values(my_point_id=None))


def drop_stays(unit: UnitOfWork, chat_id: int) -> None:
    """Drop all closed stays of somebody whose details are forgotten, and what is left of the member.

    The audit keeps its rows: they hold numbers only.
    """
    mine = affiliations.c.chat_id == chat_id
    ids = list(unit.connection.scalars(select(affiliations.c.id).where(mine)))
    for table in (affiliation_steps, questions, home_links):
        unit.connection.execute(delete(table).where(table.c.affiliation_id.in_(ids)))
    unit.connection.execute(delete(notices).where(notices.c.subject.in_([f"affiliation:{one}" for one in ids])))
    unit.connection.execute(delete(affiliations).where(mine))
    unit.connection.execute(delete(members).where(members.c.chat_id == chat_id))


def dormant(unit: UnitOfWork, before: float) -> list[Dormant]:
    """Return members without an open affiliation who have had none, nor any contact if they never had one, since."""
    return [one for one in _dormant(unit, _nothing_open()) if one.since < before]


def dormant_since(unit: UnitOfWork, chat_id: int) -> Dormant | None:
    """Return since when this member has nothing open; None for somebody who has, or is no member."""
    return next(iter(_dormant(unit, and_(_nothing_open(), members.c.chat_id == chat_id))), None)


def _nothing_open() -> ColumnElement[bool]:
    theirs = affiliations.c.chat_id == members.c.chat_id
    return ~exists(select(affiliations.c.id).where(theirs, ~_OVER).correlate(members))


def _dormant(unit: UnitOfWork, which: ColumnElement[bool]) -> list[Dormant]:
    rows = unit.connection.execute(_LAST.where(which).order_by(members.c.chat_id, affiliations.c.state_since.desc()))
    found: dict[int, Dormant] = {}
    for chat_id, told, last_contact, ended_at, unit_id in rows:
        found.setdefault(chat_id, Dormant(chat_id, last_contact if ended_at is None else ended_at, unit_id, told))
    return list(found.values())


_LAST: Final[Select[Any]] = select(
    members.c.chat_id,
    members.c.details.is_not(None),
    members.c.last_contact,
    affiliations.c.state_since,
    affiliations.c.unit_id,
).join_from(members, affiliations, isouter=True)
