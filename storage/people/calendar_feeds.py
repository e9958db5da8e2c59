"""Calendars that people subscribe to: whose they are, by which address, and what each showed last.

A subject is whose or what's a calendar is, as text: "person:1001", "resource:12", and of an organiser's for a unit
"desk:1001:3".
An address is known by the hash of its token alone.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Final

from sqlalchemy import ColumnElement, delete, exists, insert, select, update

from domain.times.calendar_entries import Entry, Shown
from storage.gentle_insert import or_renew
from storage.once import once
from storage.tables.feeds import calendar_entries, calendar_feeds
from storage.tokens import token_hash
from storage.unit_of_work import UnitOfWork

ENTRY: Final = b"calendar_entries.entry"
"""The purpose for which entries are sealed."""

PERSON: Final = "person"
"""What the subject of somebody's own calendar begins with."""

RESOURCE: Final = "resource"
"""What the subject of the calendar of something that is lent begins with."""

DESK: Final = "desk"
"""What the subject of an organiser's calendar of a unit begins with."""

NOTED_S: Final = 3_600.0
"""So often it is written down at most that a calendar asks."""

_feed: Final = calendar_feeds.c
_row: Final = calendar_entries.c
_COLUMNS: Final = ("subject", "key", "sequence", "changed_at", "gone_at", "entry")
_KEEP: Final = or_renew(calendar_entries, _COLUMNS, key=_COLUMNS[:2], renewed=_COLUMNS[2:])


@dataclass(frozen=True, slots=True)
class Feed:
    """An address: whose it is, when it was made, when it ended, and when a calendar asked there last; None: not yet."""

    subject: str
    made_at: float
    ended_at: float | None
    asked_at: float | None


def of_person(chat_id: int) -> str:
    """Return the subject of somebody's own calendar."""
    return f"{PERSON}:{chat_id}"


def of_resource(resource_id: int) -> str:
    """Return the subject of the calendar of a room, a thing or a speaker."""
    return f"{RESOURCE}:{resource_id}"


def of_desk(chat_id: int, unit_id: int) -> str:
    """Return the subject of the calendar that an organiser has of a unit and all below."""
    return f"{DESK}:{chat_id}:{unit_id}"


def begin(unit: UnitOfWork, subject: str, token: str, now: float) -> None:
    """Let this token open the calendar from now on, and no other."""
    end(unit, subject, now)
    values = {"token_hash": token_hash(token), "subject": subject, "made_at": now}
    unit.connection.execute(insert(calendar_feeds).values(values))


def end(unit: UnitOfWork, subject: str, now: float) -> None:
    """Let no token open the calendar any more."""
    unit.connection.execute(update(calendar_feeds).where(_runs(subject)).values(ended_at=now))


def take_over(unit: UnitOfWork, joins: int, kept: int, now: float) -> None:
    """Let the calendar of one person be another's, where that one has none; else it ends: theirs shows everything.

    Those that they had as an organiser are dropped: a role is given to one person, and whoever goes on has theirs made.
    """
    _forget_of_desk(unit, joins)
    theirs, mine = of_person(joins), of_person(kept)
    if running(unit, mine) is not None:
        end(unit, theirs, now)
        unit.connection.execute(delete(calendar_entries).where(_row.subject == theirs))
    else:
        unit.connection.execute(delete(calendar_entries).where(_row.subject == mine))
        unit.connection.execute(update(calendar_entries).where(_row.subject == theirs).values(subject=mine))
    unit.connection.execute(update(calendar_feeds).where(_feed.subject == theirs).values(subject=mine))


def _runs(subject: str) -> ColumnElement[bool]:
    return (_feed.subject == subject) & _feed.ended_at.is_(None)


@once(calendar_feeds)
def running(unit: UnitOfWork, subject: str) -> Feed | None:
    """Return the address that opens this calendar; None: none does."""
    return _read(unit, _runs(subject))


def find(unit: UnitOfWork, token: str) -> Feed | None:
    """Return what this token opens or has opened; None: it never was."""
    return _read(unit, _feed.token_hash == token_hash(token))


def _read(unit: UnitOfWork, which: ColumnElement[bool]) -> Feed | None:
    query = select(_feed.subject, _feed.made_at, _feed.ended_at, _feed.asked_at).where(which)
    row = unit.connection.execute(query).first()
    return None if row is None else Feed(*row)


def note(unit: UnitOfWork, token: str, now: float) -> None:
    """Write down that a calendar asks there."""
    unit.connection.execute(update(calendar_feeds).where(_feed.token_hash == token_hash(token)).values(asked_at=now))


def shown(unit: UnitOfWork, subject: str) -> Mapping[str, Shown]:
    """Return by key what this calendar showed last."""
    rows = unit.connection.execute(select(calendar_entries).where(_row.subject == subject))
    return {
        row.key: Shown(_entry(unit.seal.open_text(row.entry, ENTRY)), row.sequence, row.changed_at, row.gone_at)
        for row in rows
    }


def _entry(written: str) -> Entry:
    told = json.loads(written)
    return Entry(**{**told, "alarms_s": tuple(told["alarms_s"])})


def keep(unit: UnitOfWork, subject: str, before: Mapping[str, Shown], after: Iterable[Shown]) -> None:
    """Write down what it shows now, where that is something else than before."""
    now_there = {one.entry.key: one for one in after}
    changed = [one for key, one in sorted(now_there.items()) if before.get(key) != one]
    if changed:
        unit.connection.execute(_KEEP, [_values(unit, subject, one) for one in changed])
    if left_out := sorted(before.keys() - now_there.keys()):
        these = (_row.subject == subject) & _row.key.in_(left_out)
        unit.connection.execute(delete(calendar_entries).where(these))


def _values(unit: UnitOfWork, subject: str, one: Shown) -> dict[str, object]:
    return {
        "subject": subject,
        "key": one.entry.key,
        "sequence": one.sequence,
        "changed_at": one.changed_at,
        "gone_at": one.gone_at,
        "entry": unit.seal.close(json.dumps(asdict(one.entry), ensure_ascii=False).encode(), ENTRY),
    }


@once(calendar_feeds)
def ever(unit: UnitOfWork, subject: str) -> tuple[Feed, ...]:
    """Return all addresses that this calendar has or had, the earliest first."""
    query = select(_feed.subject, _feed.made_at, _feed.ended_at, _feed.asked_at).where(_feed.subject == subject)
    return tuple(Feed(*row) for row in unit.connection.execute(query.order_by(_feed.made_at)))


def forget(unit: UnitOfWork, subject: str) -> None:
    """Drop the calendar, with its addresses and what it showed, if there ever was one."""
    if not ever(unit, subject):
        return
    unit.connection.execute(delete(calendar_feeds).where(_feed.subject == subject))
    unit.connection.execute(delete(calendar_entries).where(_row.subject == subject))


@once(calendar_feeds)
def ever_of_all(unit: UnitOfWork, chat_id: int) -> tuple[Feed, ...]:
    """Return all addresses that this person has or had, for the own calendar and those of units, the earliest first."""
    query = select(_feed.subject, _feed.made_at, _feed.ended_at, _feed.asked_at).where(_of_all(_feed.subject, chat_id))
    return tuple(Feed(*row) for row in unit.connection.execute(query.order_by(_feed.made_at)))


def forget_all(unit: UnitOfWork, chat_id: int) -> None:
    """Drop this person's calendars, the own one and those of units, if there ever was one."""
    if not ever_of_all(unit, chat_id):
        return
    unit.connection.execute(delete(calendar_feeds).where(_of_all(_feed.subject, chat_id)))
    unit.connection.execute(delete(calendar_entries).where(_of_all(_row.subject, chat_id)))


def _forget_of_desk(unit: UnitOfWork, chat_id: int) -> None:
    unit.connection.execute(delete(calendar_feeds).where(_of_desk(_feed.subject, chat_id)))
    unit.connection.execute(delete(calendar_entries).where(_of_desk(_row.subject, chat_id)))


def _of_all(subject: ColumnElement[str], chat_id: int) -> ColumnElement[bool]:
    return (subject == of_person(chat_id)) | _of_desk(subject, chat_id)


def _of_desk(subject: ColumnElement[str], chat_id: int) -> ColumnElement[bool]:
    return subject.startswith(f"{DESK}:{chat_id}:", autoescape=True)


def drop_old(unit: UnitOfWork, before: float) -> None:
    """Drop addresses that ended before that moment, and what calendars showed that have none any more."""
    unit.connection.execute(delete(calendar_feeds).where(_feed.ended_at < before))
    has_one = exists(select(_feed.token_hash).where(_feed.subject == _row.subject))
    unit.connection.execute(delete(calendar_entries).where(~has_one))
