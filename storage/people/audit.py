"""The audit: who did what, in which role, when and why; every row is chained to the one before it by its hash.

A row that is changed, or taken out of the middle, breaks the chain. The `why` is sealed together with some salt: the
hash covers both in clear, so that it survives a change of the key, and nobody can guess a reason from a hash.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import select

from storage.sealed import UnsealableError
from storage.tables.people import audit
from storage.unit_of_work import UnitOfWork

WHY: Final = b"audit.why"
"""The purpose for which the reasons are sealed."""

LOOKS: Final = "member."
"""What a look at somebody's personal fields begins with: "member.reveal", "member.export"."""

_CHAIN: Final = 0x5741_4301  # the advisory lock of whoever writes the next row
_SALT: Final = 16
_AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """What is written down. `chat_id` None: the house itself or the command line.

    `what` is a noun and a verb ("affiliation.confirm", at most 40 characters), `subject` a noun and a number
    ("person:1001"), `role` at most 12 characters. Nothing personal belongs in these three.
    """

    chat_id: int | None
    role: str
    what: str
    subject: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many rows were read, and the number of the first that does not fit; None: the chain is whole."""

    rows: int
    broken_at: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """One look at somebody's personal fields; `at` in seconds since 1970."""

    at: float
    role: str
    what: str


def hold(unit: UnitOfWork) -> None:
    """Be the only one who writes here until the transaction ends.

    A verb that locks rows and then writes here holds first: two of them never wait for each other in a ring.
    """
    if unit.on_postgresql:  # on SQLite there is one writer anyway
        unit.connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (_CHAIN,))


def write(unit: UnitOfWork, entry: Entry, now: float) -> None:
    """Write it down as the next link of the chain. `now` in seconds since 1970."""
    write_all(unit, [entry], now)


def write_all(unit: UnitOfWork, entries: Iterable[Entry], now: float) -> None:
    """Write these down in their order, as the next links of the chain. `now` in seconds since 1970."""
    hold(unit)
    now = float(now)  # SQLite gives a whole number back as an int, which the chain would write in another way
    last = unit.connection.execute(
        select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)
    ).first()
    first, before = (last.number + 1, last.hash) if last else (1, "")
    rows = []
    for number, entry in enumerate(entries, first):
        rows.append(_link(unit, number, entry, before, now))
        before = rows[-1]["hash"]
    if rows:
        unit.connection.execute(audit.insert(), rows)


def _link(unit: UnitOfWork, number: int, entry: Entry, before: str, now: float) -> dict[str, Any]:
    why = os.urandom(_SALT) + entry.why.encode() if entry.why else b""
    return {
        "number": number,
        "at": now,
        "chat_id": entry.chat_id,
        "role": entry.role,
        "what": entry.what,
        "subject": entry.subject,
        "why": unit.seal.close(why, WHY) if why else None,
        "hash": _hash(before, number, now, entry, why),
    }


def verify(unit: UnitOfWork) -> Verdict:
    """Read the whole chain. What was cut off at its end does not show here: whoever minds keeps the number of rows."""
    rows, before = 0, ""
    for number, at, entry, why, found in _links(unit):
        if number != rows + 1:
            return Verdict(rows, rows + 1, "the row is missing")
        if why is None:
            return Verdict(rows, number, "its reason was changed, or was sealed with another key")
        if found != _hash(before, number, at, entry, why):
            return Verdict(rows, number, "the row was changed, or the one before it")
        rows, before = number, found
    return Verdict(rows)


def seen_by(unit: UnitOfWork, subject: str) -> list[Seen]:
    """Return who has looked at the personal fields of "person:1001", by role, the newest first."""
    query = select(audit.c.at, audit.c.role, audit.c.what).where(audit.c.subject == subject)
    rows = unit.connection.execute(query.where(audit.c.what.startswith(LOOKS)).order_by(audit.c.number.desc()))
    return [Seen(row.at, row.role, row.what) for row in rows]


def _links(unit: UnitOfWork) -> Iterator[tuple[int, float, Entry, bytes | None, str]]:
    """Walk the chain in its order; a reason that does not open is None."""
    last = 0
    query = select(audit).order_by(audit.c.number).limit(_AT_ONCE)
    while rows := unit.connection.execute(query.where(audit.c.number > last)).all():
        for row in rows:
            entry = Entry(row.chat_id, row.role, row.what, row.subject)
            yield row.number, row.at, entry, _opened(unit, row.why), row.hash
        last = rows[-1].number


def _opened(unit: UnitOfWork, why: bytes | None) -> bytes | None:
    if why is None:
        return b""
    try:
        return unit.seal.open(why, WHY)
    except UnsealableError:
        return None


def _hash(before: str, number: int, at: float, entry: Entry, why: bytes) -> str:
    link = [before, number, at, entry.chat_id, entry.role, entry.what, entry.subject, why.hex()]
    return sha256(json.dumps(link, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
