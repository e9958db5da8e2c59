"""The audit: who did what, in which role, when and why; every row is chained to the one before it by a keyed hash.

A row that is changed, taken out of the middle, or written by anybody who has not the key breaks the chain. The key is
`storage.people.audit_chain`'s; rows of a store that is older than the key keep their plain hash, and the first row with
the key says so. Where the chain ends nothing in the store can prove: `end` is for keeping elsewhere. The `why` is
sealed together with some salt: the hash covers both in clear, so that it survives a change of the key, and nobody can
guess a reason from a hash.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from sqlalchemy import literal, select, true

from domain.people.deeds import NEEDS_REASON
from storage.lock_order import AUDIT_CHAIN, Locked
from storage.once import once
from storage.people import audit_chain
from storage.people.audit_chain import Chain
from storage.sealed import UnsealableError
from storage.tables.people import audit
from storage.tables.people import audit_chain as audit_chain_table
from storage.unit_of_work import UnitOfWork

WHY: Final = b"audit.why"
"""The purpose for which the reasons are sealed."""

LOOKS: Final = "member."
"""What a look at somebody's personal fields begins with: "member.reveal", "member.export"."""

BEGUN: Final = "audit.begin"
"""What the first row with a key says in a store that has older ones."""

LOST: Final = "audit.lost"
"""What it says where rows had a key once, and the key was not there any more."""

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
class End:
    """Where the chain ends: the number of its last row, and that row's hash; 0 and "" for none."""

    number: int = 0
    hash: str = ""

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many rows were read, and the number of the first that does not fit; None: the chain is whole.

    `end` is the last that fits, `older` the rows that are older than the chain's key, which began at `keyed_at`.
    """

    rows: int
    broken_at: int | None = None
    reason: str = ""
    end: End = field(default=End(), compare=False)
    older: int = field(default=0, compare=False)
    keyed_at: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True)
class Seen:
    """One look at somebody's personal fields; `at` in seconds since 1970."""

    at: float
    role: str
    what: str


@once()
def hold(unit: UnitOfWork) -> None:
    """Be the only one who writes here until the transaction ends.

    A verb that locks rows and then writes here holds first: two of them never wait for each other in a ring.
    """
    if unit.on_postgresql:  # on SQLite there is one writer anyway
        unit.hold(Locked.AUDIT, 0)
        unit.connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (AUDIT_CHAIN,))


def write(unit: UnitOfWork, entry: Entry, now: float) -> None:
    """Write it down as the next link of the chain. `now` in seconds since 1970."""
    write_all(unit, [entry], now)


def write_all(unit: UnitOfWork, entries: Iterable[Entry], now: float) -> None:
    """Write these down in their order, as the next links of the chain. `now` in seconds since 1970.

    Raises `ValueError` for what needs a reason and has none, `UnsealableError` where the store has another key.
    """
    written = list(entries)
    if written:
        hold(unit)
        chain = _tip(unit).chain
        _append(unit, chain, written if chain else [*_lost(unit), *written], now)


def begin(unit: UnitOfWork, now: float) -> None:
    """Give the chain its key, in a store that was just brought to this version; one that has a key keeps it.

    The first row with the key binds those before it: from then on they cannot be changed either.
    """
    hold(unit)
    last = end(unit)
    if last.number and audit_chain.find(unit) is None:
        _append(unit, None, [Entry(None, "house", BEGUN, f"audit:{last.number}")], now)


def end(unit: UnitOfWork) -> End:
    """Return where the chain ends, unverified."""
    row = unit.connection.execute(_LAST).first()
    return End(row.number, row.hash) if row else End()


@dataclass(frozen=True, slots=True)
class _Tip:
    """What the next row is chained to: the key, None before there is one, and the last row."""

    chain: Chain | None
    end: End


_INSERT: Final = audit.insert()
_LAST: Final = select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)
_LAST_ROW: Final = _LAST.subquery()
_TIP: Final = select(audit_chain.SEALED, _LAST_ROW.c.number, _LAST_ROW.c.hash).select_from(
    select(literal(1)).subquery().outerjoin(_LAST_ROW, true())
)


@once(audit, audit_chain_table)
def _tip(unit: UnitOfWork) -> _Tip:
    """Read both in one statement. Only under the lock: whoever holds it is the only one to add a row."""
    sealed, number, last = unit.connection.execute(_TIP).one()
    return _Tip(audit_chain.opened(unit, sealed), End(number, last) if number else End())


def _lost(unit: UnitOfWork) -> list[Entry]:
    """Say, where rows are there and no key, that somebody has taken it: a store of this version has had one."""
    last = end(unit)
    return [Entry(None, "house", LOST, f"audit:{last.number}")] if last.number else []


def _append(unit: UnitOfWork, chain: Chain | None, entries: Iterable[Entry], now: float) -> None:
    now = float(now)  # SQLite gives a whole number back as an int, which the chain would write in another way
    last = _tip(unit).end
    chain = chain or audit_chain.make(unit, last.number + 1)
    rows, before = list[dict[str, object]](), last.hash
    for number, entry in enumerate(entries, last.number + 1):
        why = _salted(entry)
        digest = chain.link(number, _written(before, number, now, entry, why))
        rows.append(
            {
                "number": number,
                "at": now,
                "chat_id": entry.chat_id,
                "role": entry.role,
                "what": entry.what,
                "subject": entry.subject,
                "why": unit.seal.close(why, WHY) if why else None,
                "hash": digest,
            }
        )
        before = digest
    unit.connection.execute(_INSERT, rows)
    _tip.know(unit, _Tip(chain, End(last.number + len(rows), before)))


def _salted(entry: Entry) -> bytes:
    if entry.what in NEEDS_REASON and not entry.why:
        raise ValueError(f"the audit has no {entry.what} without a reason")
    return os.urandom(_SALT) + entry.why.encode() if entry.why else b""


_NOWHERE: Final[Mapping[int, str]] = MappingProxyType({})


def verify(unit: UnitOfWork, kept: Mapping[int, str] = _NOWHERE) -> Verdict:
    """Read the whole chain, and hold it against the ends that were kept elsewhere: hashes by the number of their row.

    What was cut off at its end shows by them alone.
    """
    try:
        chain = audit_chain.find(unit)
    except UnsealableError:
        return Verdict(0, 1, "the key of the chain was changed, or sealed with another key")
    reading = _Reading(chain)
    for link in _links(unit):
        trouble = reading.trouble(link) or _not_kept(link, kept)
        if trouble:
            return reading.broken(trouble)
        reading.take(link)
    beyond = max(kept, default=0)
    if beyond > reading.end.number:
        return reading.broken(f"the chain is cut off here; it went on to row {beyond} once")
    return reading.whole()


@dataclass(frozen=True, slots=True)
class _Link:
    """A row as it stands; a `why` that does not open is None."""

    number: int
    at: float
    entry: Entry
    why: bytes | None
    hash: str


def _not_kept(link: _Link, kept: Mapping[int, str]) -> str:
    is_kept = kept.get(link.number, link.hash) == link.hash
    return "" if is_kept else "the row is another than the one that was kept elsewhere"


class _Reading:
    """The chain as far as it was read and fits."""

    def __init__(self, chain: Chain | None) -> None:
        self._chain = chain
        self._keyed_at = 0.0
        self.end = End()

    def trouble(self, link: _Link) -> str:
        """Say why the row does not follow what was read; "" where it does."""
        if link.number != self.end.number + 1:
            return "the row is missing"
        if self._chain is None:
            return "the key of the chain is missing"
        return self._changed(self._chain, link) or _unlikely(self._chain, link)

    def _changed(self, chain: Chain, link: _Link) -> str:
        if link.why is None:
            return "its reason was changed, or was sealed with another key"
        written = _written(self.end.hash, link.number, link.at, link.entry, link.why)
        is_whole = link.hash == chain.link(link.number, written)
        return "" if is_whole else "the row was changed, or the one before it"

    def take(self, link: _Link) -> None:
        if link.entry.what == BEGUN:
            self._keyed_at = link.at
        self.end = End(link.number, link.hash)

    def broken(self, trouble: str) -> Verdict:
        return Verdict(self.end.number, self.end.number + 1, trouble, self.end)

    def whole(self) -> Verdict:
        older = min(self._chain.begins_at - 1, self.end.number) if self._chain else 0
        return Verdict(self.end.number, end=self.end, older=older, keyed_at=self._keyed_at)


def _unlikely(chain: Chain, link: _Link) -> str:
    """Say why a row that is whole was never written by us."""
    if link.number == chain.begins_at > 1 and link.entry.what != BEGUN:
        return "the key of the chain was missing when the row was written"
    if link.entry.what in NEEDS_REASON and not link.why:
        return f"{link.entry.what} has no reason"
    return ""


def seen_by(unit: UnitOfWork, subject: str) -> list[Seen]:
    """Return who has looked at the personal fields of "person:1001", by role, the newest first."""
    query = select(audit.c.at, audit.c.role, audit.c.what).where(audit.c.subject == subject)
    rows = unit.connection.execute(query.where(audit.c.what.startswith(LOOKS)).order_by(audit.c.number.desc()))
    return [Seen(row.at, row.role, row.what) for row in rows]


def _links(unit: UnitOfWork) -> Iterator[_Link]:
    """Walk the chain in its order."""
    last = 0
    query = select(audit).order_by(audit.c.number).limit(_AT_ONCE)
    while rows := unit.connection.execute(query.where(audit.c.number > last)).all():
        for row in rows:
            entry = Entry(row.chat_id, row.role, row.what, row.subject)
            yield _Link(row.number, row.at, entry, _opened(unit, row.why), row.hash)
        last = rows[-1].number


def _opened(unit: UnitOfWork, why: bytes | None) -> bytes | None:
    if why is None:
        return b""
    try:
        return unit.seal.open(why, WHY)
    except UnsealableError:
        return None


def _written(before: str, number: int, at: float, entry: Entry, why: bytes) -> bytes:
    """Write a row as its hash covers it."""
    link = [before, number, at, entry.chat_id, entry.role, entry.what, entry.subject, why.hex()]
    return json.dumps(link, ensure_ascii=False, separators=(",", ":")).encode()
