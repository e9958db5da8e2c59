"""Weekly digests: for which unit, whom and when; and what of them waits for somebody who wants no more."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, bindparam, select, update

from domain.activities.activities import Stage
from domain.announcements.audiences import Audience
from domain.announcements.topics import Topic
from domain.messages.delivery import State
from domain.people.deeds import Deed
from storage.activities.activities import ActivityRow, activity_row
from storage.announcements import audiences
from storage.announcements.codec import read_audience, write_audience
from storage.gentle_insert import or_renew
from storage.people import deeds
from storage.people.bells import UNREACHED
from storage.places import places
from storage.rows import read
from storage.tables.activities import activities
from storage.tables.announcements import digests
from storage.tables.messages import outbox
from storage.tables.people import people
from storage.unit_of_work import UnitOfWork

ABOUT: Final = "digest:"
"""What the messages of a digest are about, followed by its row id."""

_row: Final = digests.c

_DUE: Final = (
    select(digests)
    .where(_row.next_at <= bindparam("now"), _row.ended_at.is_(None))
    .order_by(_row.next_at, _row.id)
    .limit(1)
    .with_for_update()
)


@dataclass(frozen=True, slots=True)
class DigestRow:
    """A digest; `minute` of the day in local time, `weekday` 0 for Monday, moments in seconds since 1970.

    `ended_at` None: it goes out.
    """

    id: int
    unit_id: int
    audience: Audience
    weekday: int
    minute: int
    created_by: int
    next_at: float
    ended_at: float | None


@dataclass(frozen=True, slots=True)
class Hour:
    """When in the week, and when next."""

    weekday: int
    minute: int
    next_at: float


def arrange(unit: UnitOfWork, unit_id: int, hour: Hour, deed: Deed) -> DigestRow:
    """Let it go out every week to everybody at this unit and below, or at another time than before."""
    values = {
        "unit_id": unit_id,
        "audience": write_audience(Audience(places.path_of(unit, unit_id))),
        "weekday": hour.weekday,
        "minute": hour.minute,
        "created_by": deed.by.chat_id,
        "next_at": hour.next_at,
        "ended_at": None,
    }
    unit.connection.execute(_ARRANGE, values)
    deeds.write_down(unit, deed, "digest.arrange", f"unit:{unit_id}")
    row = unit.connection.execute(select(digests).where(_row.unit_id == unit_id)).one()
    return _digest(row)


def stop(unit: UnitOfWork, unit_id: int, deed: Deed) -> None:
    """Let it go out no more; a second time changes nothing."""
    ending = update(digests).where(_row.unit_id == unit_id, _row.ended_at.is_(None)).values(ended_at=deed.now)
    if unit.connection.execute(ending).rowcount:
        deeds.write_down(unit, deed, "digest.stop", f"unit:{unit_id}")


def of_unit(unit: UnitOfWork, unit_id: int) -> DigestRow | None:
    """Return the digest that goes out for this very unit."""
    query = select(digests).where(_row.unit_id == unit_id, _row.ended_at.is_(None))
    row = unit.connection.execute(query).one_or_none()
    return None if row is None else _digest(row)


def due(unit: UnitOfWork, now: float) -> DigestRow | None:
    """Return the one whose time came first, and let no other worker write it until the transaction ends."""
    row = unit.connection.execute(_DUE, {"now": now}).one_or_none()
    return None if row is None else _digest(row)


def readers(unit: UnitOfWork, digest: DigestRow, after: int, count: int, house_language: str) -> list[int]:
    """Return a portion of those who may read it, by chat: reachable, and not refusing what is on."""
    meant = audiences.recipients(unit, digest.audience, house_language)
    wanting = meant.where(~UNREACHED, ~audiences.refused(Topic.ACTIVITIES))
    return list(
        unit.connection.scalars(wanting.where(people.c.chat_id > after).order_by(people.c.chat_id).limit(count))
    )


def written(unit: UnitOfWork, dedupes: Collection[str]) -> set[str]:
    """Return those of these keys under which a message was written before."""
    query = select(outbox.c.dedupe).where(outbox.c.dedupe.in_(list(dedupes)))
    return set(unit.connection.scalars(query))


def held_by(unit: UnitOfWork, unit_ids: Collection[int], since: float, until: float) -> list[ActivityRow]:
    """Return what these very units hold and begins between these moments, the earliest first."""
    act = activities.c
    ahead = (act.stage == Stage.PUBLISHED, act.starts_at > since, act.starts_at < until)
    query = select(activities).where(act.unit_id.in_(list(unit_ids)), *ahead).order_by(act.starts_at, act.id)
    return [activity_row(row) for row in unit.connection.execute(query)]


def move_on(unit: UnitOfWork, digest_id: int, next_at: float) -> None:
    """Say when it goes out next."""
    unit.connection.execute(update(digests).where(_row.id == digest_id).values(next_at=next_at))


def take_back(unit: UnitOfWork, chat_id: int, now: float) -> int:
    """Close what waits for this chat, and return the number of messages."""
    waiting = (outbox.c.chat_id == chat_id, outbox.c.state == State.TODO, outbox.c.about.startswith(ABOUT))
    closed = update(outbox).where(*waiting).values(state=State.OPTED_OUT, reply=None, done_at=now)
    return unit.connection.execute(closed).rowcount


def _digest(row: Row[Any]) -> DigestRow:
    return read(DigestRow, row, audience=read_audience(row.audience))


_COLUMNS: Final = ("unit_id", "audience", "weekday", "minute", "created_by", "next_at", "ended_at")
_ARRANGE: Final = or_renew(digests, _COLUMNS, key=("unit_id",), renewed=_COLUMNS[1:])
