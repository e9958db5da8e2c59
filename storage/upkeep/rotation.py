"""Changing the key while the bot runs: every sealed column is sealed anew, in short transactions that wait for nobody.

Whoever writes meanwhile must seal with the new key and still know the old one (`storage.sealed.Seal`). What is sealed
with the new key already is passed over, so a change that was broken off goes on where it was, and one that is done
does nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from time import sleep
from typing import Any, Final

from sqlalchemy import Column, bindparam, inspect, select, update

from storage.activities import certificates, check_in_keys, duties, ratings, signup_reading, wishes
from storage.affiliations import affiliations, hatchery
from storage.announcements import announcements, groups, threads
from storage.messages import conversations, failed_updates, outbox, wordings
from storage.people import audit, audit_chain, colleagues, members, questions
from storage.sealed import Seal
from storage.tables import activities, people
from storage.tables import activities as activity_tables
from storage.tables import affiliations as affiliation_tables
from storage.tables import announcements as announcement_tables
from storage.tables import messages as message_tables
from storage.unit_of_work import Store, UnitOfWork

_PATIENCE: Final = 0.05  # seconds until rows that somebody had in hand are looked at again

Follows = Callable[[Seal, bytes], dict[str, str | None]]


def _nothing_follows(_seal: Seal, _content: bytes) -> dict[str, str | None]:
    return {}


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed column, the purpose it is sealed for, and what follows from its content for other columns."""

    column: Column[Any]
    purpose: bytes
    follows: Follows = _nothing_follows


def _hashes(seal: Seal, details: bytes) -> dict[str, str | None]:
    return members.hashes(seal, members.from_json(details))


def _employer(seal: Seal, employer: bytes) -> dict[str, str | None]:
    return {"employer_hash": members.employer_hash(seal, employer.decode())}


def _code(seal: Seal, code: bytes) -> dict[str, str | None]:
    return {"code_hash": certificates.code_hash(seal, code.decode())}


def _content(seal: Seal, content: bytes) -> dict[str, str | None]:
    return {"content_hash": announcements.content_hash(seal, content)}


SEALED: Final = (
    Sealed(people.members.c.details, members.DETAILS, _hashes),
    Sealed(affiliation_tables.company_branches.c.employer, hatchery.EMPLOYER, _employer),
    Sealed(affiliation_tables.affiliations.c.home_said, affiliations.HOME_SAID),
    Sealed(affiliation_tables.affiliation_steps.c.reason, affiliations.REASON),
    Sealed(affiliation_tables.questions.c.question, questions.QUESTION),
    Sealed(affiliation_tables.questions.c.answer, questions.ANSWER),
    Sealed(people.audit_chain.c.key, audit_chain.KEY),
    Sealed(people.audit.c.why, audit.WHY),
    Sealed(message_tables.conversations.c.state, conversations.STATE),
    Sealed(message_tables.failed_updates.c.arrival, failed_updates.ARRIVAL),
    Sealed(message_tables.failed_updates.c.traceback, failed_updates.TRACEBACK),
    Sealed(message_tables.outbox.c.reply, outbox.REPLY),
    Sealed(activities.activities.c.check_in_secret, check_in_keys.SECRET),
    Sealed(activities.activities.c.code_word, check_in_keys.WORD),
    Sealed(activities.signups.c.reason, signup_reading.REASON),
    Sealed(activities.duty_answers.c.said, duties.SAID),
    Sealed(activities.ratings.c.said, ratings.SAID),
    Sealed(activities.certificates.c.code, certificates.CODE, _code),
    Sealed(announcement_tables.wordings.c.reply, wordings.REPLY),
    Sealed(activity_tables.wishes.c.said, wishes.SAID),
    Sealed(announcement_tables.thread_messages.c.said, threads.SAID),
    Sealed(announcement_tables.groups.c.title, groups.TITLE),
    Sealed(announcement_tables.announcements.c.content, announcements.CONTENT, _content),
    Sealed(announcement_tables.announcements.c.returned_because, announcements.RETURNED_BECAUSE),
    Sealed(announcement_tables.announcements.c.proposed, announcements.CONTENT),
    Sealed(people.colleagues.c.name, colleagues.NAME),
    Sealed(people.invitations.c.label, colleagues.NAME),
)
"""Every sealed column that there is."""


def knows_the_key(unit: UnitOfWork) -> bool:
    """Tell whether the store's key opens anything that is sealed in it, or there is nothing yet."""
    return _opens_any(unit, SEALED)


def knows_the_key_of_an_older(unit: UnitOfWork) -> bool:
    """Tell the same of a store that is not brought up to date yet, and has not every column."""
    looked = inspect(unit.connection)
    tables = {sealed.column.table.name for sealed in SEALED}
    there = {
        (name, column["name"])
        for name in tables.intersection(looked.get_table_names())
        for column in looked.get_columns(name)
    }
    return _opens_any(unit, [one for one in SEALED if (one.column.table.name, one.column.name) in there])


def _opens_any(unit: UnitOfWork, columns: Iterable[Sealed]) -> bool:
    is_empty = True
    for sealed in columns:
        value = unit.connection.scalar(select(sealed.column).where(sealed.column.is_not(None)).limit(1))
        if value is not None and unit.seal.opens(value, sealed.purpose):
            return True
        is_empty = is_empty and value is None
    return is_empty


def rotate(store: Store, new_key: str, batch: int = 500) -> int:
    """Seal everything with the new key, `batch` rows to a transaction, and return the number of values.

    From the first moment on the store seals with the new key. Values that no key opens are left as they are. Raises
    `ValueError` for a key that is none.
    """
    store.seal = Seal(new_key, *(key for key in store.seal.keys if key != new_key))
    renewed = 0
    while more := sum(_renew(store, Seal(new_key), sealed, batch) for sealed in SEALED):
        renewed += more  # and once more: a turn that had begun before may have sealed with the old key meanwhile
    return renewed


def _renew(store: Store, newest: Seal, sealed: Sealed, batch: int) -> int:
    """Go over a column until no row of it was in anybody else's hands."""
    renewed, busy = _go_over(store, newest, sealed, batch)
    while busy:
        sleep(_PATIENCE)
        more, busy = _go_over(store, newest, sealed, batch)
        renewed += more
    return renewed


def _go_over(store: Store, newest: Seal, sealed: Sealed, batch: int) -> tuple[int, int]:
    """Return how many values were renewed, and how many rows were passed over because somebody else had them."""
    (key,) = sealed.column.table.primary_key.columns
    rows = select(key).where(sealed.column.is_not(None)).order_by(key).limit(batch)
    renewed = busy = 0
    last: int | None = None
    while True:
        with store.unit_of_work() as unit:
            ids = unit.connection.scalars(rows if last is None else rows.where(key > last)).all()
            if not ids:
                return renewed, busy
            got, done = _renew_some(unit, newest, sealed, ids)
            unit.commit()
        last, renewed, busy = ids[-1], renewed + done, busy + len(ids) - got


def _renew_some(unit: UnitOfWork, newest: Seal, sealed: Sealed, ids: Sequence[int]) -> tuple[int, int]:
    """Return how many of these rows were free, and how many of them needed the new key."""
    (key,) = sealed.column.table.primary_key.columns
    # Waiting for a row while holding others is how two wait for each other: whoever has one keeps it for now.
    free = select(key, sealed.column).where(key.in_(ids), sealed.column.is_not(None))
    rows = unit.connection.execute(free.order_by(key).with_for_update(skip_locked=True)).all()
    values = [{"row": row[0], **new} for row in rows if (new := _sealed_anew(unit.seal, newest, sealed, row[1]))]
    if values:
        unit.connection.execute(update(sealed.column.table).where(key == bindparam("row")), values)
    return len(rows), len(values)


def _sealed_anew(seal: Seal, newest: Seal, sealed: Sealed, stored: bytes) -> dict[str, Any]:
    """Return the columns to write; nothing for a value that has the newest key, or one that no key opens."""
    if newest.opens(stored, sealed.purpose) or not seal.opens(stored, sealed.purpose):
        return {}
    content = seal.open(stored, sealed.purpose)
    return {sealed.column.name: newest.close(content, sealed.purpose), **sealed.follows(newest, content)}
