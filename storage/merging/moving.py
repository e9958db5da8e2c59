"""What goes from one person to another, table by table: `domain.people.merging` is the law, `persons` the order."""

from typing import Any, Final

from sqlalchemy import Table, delete, select, update

from storage.merging.lives import Plan
from storage.tables.activities import certificates, duty_answers, lead_times, signups, wishes
from storage.tables.affiliations import affiliation_steps, affiliations, home_links
from storage.tables.announcements import interests, thread_messages, threads, topic_refusals
from storage.tables.booking import bookings, closures, resources
from storage.tables.grid import assignments, promises, team_members, visits
from storage.tables.people import grants, invitations, locations, members, people, tries
from storage.unit_of_work import UnitOfWork

KEYED: Final = (
    *((topic_refusals, "topic"), (interests, "kind"), (lead_times, "kind"), (certificates, "activity_id")),
    (team_members, "team_id"),
)
"""What somebody has once for each of something: where both have it, that of who is kept stays."""

PLAIN: Final = (
    *((signups, "chat_id"), (duty_answers, "chat_id"), (threads, "chat_id"), (wishes, "chat_id")),
    *((affiliation_steps, "by_chat"), (home_links, "opened_by"), (thread_messages, "by_chat")),
    *((invitations, "used_by"), (grants, "chat_id")),  # the roles that were: who holds one joins nobody
    *((resources, "chat_id"), (bookings, "by_chat"), (closures, "made_by")),
    *((assignments, "chat_id"), (visits, "chat_id"), (promises, "owner"), (promises, "told_by")),
)
"""Who it is about or who did it, by the column."""


LEFT: Final = (locations, tries, people)
"""What only told that there was a person."""


def everything(unit: UnitOfWork, plan: Plan) -> None:
    """Let all that is left of who joins be the other's."""
    joins, kept = plan.joins, plan.kept
    for table, key in KEYED:
        _move_where_there_is_none(unit, table, key, joins, kept)
    _one_wish_a_kind(unit, joins, kept)
    _move_member(unit, plan)
    for table, column in PLAIN:
        theirs = table.c[column] == joins
        unit.connection.execute(update(table).where(theirs).values({column: kept}))
    _fill_in_person(unit, joins, kept)


def leave(unit: UnitOfWork, joins: int) -> None:
    """Take out what only told that there was a person: they are counted once from now on."""
    for table in LEFT:
        unit.connection.execute(delete(table).where(table.c.chat_id == joins))


def _move_where_there_is_none(unit: UnitOfWork, table: Table, key: str, joins: int, kept: int) -> None:
    mine = select(table.c[key]).where(table.c.chat_id == kept)
    theirs = table.c.chat_id == joins
    there = [*unit.connection.scalars(mine)]
    unit.connection.execute(delete(table).where(theirs, table.c[key].in_(there)))
    unit.connection.execute(update(table).where(theirs).values(chat_id=kept))


def _one_wish_a_kind(unit: UnitOfWork, joins: int, kept: int) -> None:
    """Leave one open wish of each kind: the one with words, else that of who is kept."""
    row = wishes.c
    is_open = row.answered_at.is_(None)
    mine = {one.kind: one for one in unit.connection.execute(select(wishes).where(row.chat_id == kept, is_open))}
    for theirs in unit.connection.execute(select(wishes).where(row.chat_id == joins, is_open)).all():
        if (other := mine.get(theirs.kind)) is not None:
            goes = other if theirs.said and not other.said else theirs
            unit.connection.execute(delete(wishes).where(row.id == goes.id))


def _move_member(unit: UnitOfWork, plan: Plan) -> None:
    """Let the details that hold stand under the one number, and all stays with them."""
    joins, kept = plan.joins, plan.kept
    theirs = _member(unit, joins)
    if theirs is None:
        return
    mine = _member(unit, kept)
    last_contact = max(one["last_contact"] for one in (mine, theirs) if one)
    if mine is None:
        unit.connection.execute(members.insert(), {**theirs, "chat_id": kept})
    else:
        told = theirs if plan.takes_details else {}
        values = {**told, "chat_id": kept, "last_contact": last_contact}
        unit.connection.execute(update(members).where(members.c.chat_id == kept).values(values))
    unit.connection.execute(update(affiliations).where(affiliations.c.chat_id == joins).values(chat_id=kept))
    unit.connection.execute(delete(members).where(members.c.chat_id == joins))


def _member(unit: UnitOfWork, person: int) -> dict[str, Any] | None:
    row = unit.connection.execute(select(members).where(members.c.chat_id == person)).one_or_none()
    return None if row is None else dict(row._mapping)  # noqa: SLF001  that is its public name


def _fill_in_person(unit: UnitOfWork, joins: int, kept: int) -> None:
    """Take the language and the own point of who joins where the other has chosen none."""
    found = {
        row.chat_id: row for row in unit.connection.execute(select(people).where(people.c.chat_id.in_((joins, kept))))
    }
    theirs, mine = found.get(joins), found.get(kept)
    if theirs is None or mine is None:
        return
    values = {"language": mine.language or theirs.language, "my_point_id": mine.my_point_id or theirs.my_point_id}
    unit.connection.execute(update(people).where(people.c.chat_id == kept).values(values))
