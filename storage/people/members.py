"""What members have told about themselves: sealed, found again by hashes that need the key, forgotten when asked."""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final
from unicodedata import normalize

from sqlalchemy import Column, ColumnElement, Update, bindparam, delete, exists, select, update

from domain.affiliations.affiliations import CLOSED, HERE, State
from domain.people.members import Details, DocumentKind, HomeBranch, Paper
from domain.people.names import key
from storage.gentle_insert import or_renew
from storage.once import once, once_each
from storage.sealed import Seal
from storage.tables.affiliations import affiliation_steps, affiliations, home_links, questions
from storage.tables.people import members
from storage.unit_of_work import UnitOfWork

DETAILS: Final = b"members.details"
"""The purpose for which the details are sealed."""

_EMPLOYER: Final = b"members.employer"
_PHONE: Final = b"members.phone"
_PAPER: Final = b"members.paper"
_NAME: Final = b"members.name"
_UNTOLD: Final = ""
"""Stands for the hash of a number that was not told; none at all: it has not been hashed yet."""

_FINE_ENOUGH: Final = 3600.0  # seconds: contact is reckoned in months


class StillHereError(Exception):
    """Somebody whose affiliation is open cannot be forgotten; nothing has changed."""


@dataclass(frozen=True, slots=True)
class MemberRow:
    """What is known of a member; times in seconds since 1970, `privacy_version` "" before any consent."""

    chat_id: int
    details: Details
    building_id: int | None
    may_be_named: bool
    privacy_version: str
    agreed_at: float | None
    changed_at: float
    last_contact: float


Cells = tuple[Any, ...]
"""A row of the table as it stands there, sealed: what `CELLS` names."""

CELLS: Final = tuple(
    members.c[name]
    for name in (
        *("chat_id", "details", "building_id", "may_be_named", "privacy_version", "agreed_at", "changed_at"),
        "last_contact",
    )
)

_CELLS: Final = select(*CELLS).where(members.c.chat_id == bindparam("chat"))
_ALL_CELLS: Final = select(*CELLS).where(
    members.c.chat_id.in_(bindparam("chats", expanding=True)), members.c.details.is_not(None)
)
_REWRITE: Final = update(members).where(members.c.chat_id == bindparam("chat"))


@once(members)
def cells(unit: UnitOfWork, chat_id: int) -> Cells | None:
    """Return the row of somebody who has told something, now or once; None for anybody else."""
    row = unit.connection.execute(_CELLS, {"chat": chat_id}).one_or_none()
    return None if row is None else tuple(row)


@once(members)
def find(unit: UnitOfWork, chat_id: int) -> MemberRow | None:
    """Return what this person has told; None: nothing, or it was forgotten."""
    row = cells(unit, chat_id)
    return None if row is None or row[1] is None else _member(unit, row)


@once_each(members)
def find_all(unit: UnitOfWork, chat_ids: Collection[int]) -> Mapping[int, MemberRow]:
    """Return what those of these people have told who have told anything."""
    rows = unit.connection.execute(_ALL_CELLS, {"chats": list(chat_ids)})
    there = {row.chat_id: _member(unit, tuple(row)) for row in rows}
    for chat_id in chat_ids:
        find.know(unit, there.get(chat_id), chat_id)
    return there


def keep(unit: UnitOfWork, chat_id: int, details: Details, building_id: int | None = None, *, now: float) -> None:
    """Write this over what the person has told before. The person is one who is known here."""
    row = {
        "chat_id": chat_id,
        "details": unit.seal.close(to_json(details), DETAILS),
        "building_id": building_id,
        "changed_at": now,
        "last_contact": now,
        **hashes(unit.seal, details),
    }
    written = unit.connection.execute(_KEEP, row | {"may_be_named": False}).one()
    cells.know(unit, tuple(written), chat_id)


def agree(unit: UnitOfWork, chat_id: int, version: str, now: float) -> None:
    """Remember that the person agreed to this version of the privacy text."""
    unit.connection.execute(_REWRITE, {"chat": chat_id, "privacy_version": version, "agreed_at": now})


def allow_name(unit: UnitOfWork, chat_id: int, allowed: bool, now: float) -> None:  # noqa: FBT001  it is a yes or no
    """Remember whether organisers may be told the name when a branch is being founded."""
    unit.connection.execute(_REWRITE, {"chat": chat_id, "may_be_named": allowed, "changed_at": now})


def touch(unit: UnitOfWork, chat_id: int, now: float) -> None:
    """Remember that the person was in contact, to the hour; whoever was out of contact no longer is."""
    row = cells(unit, chat_id)
    if row is None or row[-1] >= now - _FINE_ENOUGH:
        return
    touched = _this(chat_id).where(members.c.last_contact < now - _FINE_ENOUGH).values(last_contact=now)
    if unit.connection.execute(touched).rowcount == 1:
        mine = affiliations.c.chat_id == chat_id
        lost = mine & affiliations.c.out_of_contact_since.is_not(None)
        unit.connection.execute(update(affiliations).where(lost).values(out_of_contact_since=None))


def forget(unit: UnitOfWork, chat_id: int) -> None:
    """Forget everything the person has told, drafts, questions, reasons and links. Raises `StillHereError`.

    What remains of closed stays: where, which kind, the dates, who decided. It names nobody but the chat.
    """
    open_ones = affiliations.c.state.not_in([*CLOSED, State.DRAFT])
    if unit.connection.scalar(select(exists().where(affiliations.c.chat_id == chat_id, open_ones))):
        raise StillHereError("an affiliation is open: it has to be withdrawn or ended first")
    mine = affiliations.c.chat_id == chat_id
    drafts = mine & (affiliations.c.state == State.DRAFT)
    all_of_mine = select(affiliations.c.id).where(mine)
    unit.connection.execute(delete(questions).where(questions.c.affiliation_id.in_(all_of_mine)))
    unit.connection.execute(delete(home_links).where(home_links.c.affiliation_id.in_(all_of_mine)))
    steps = update(affiliation_steps).where(affiliation_steps.c.affiliation_id.in_(all_of_mine))
    unit.connection.execute(steps.values(reason=None))
    unit.connection.execute(delete(affiliations).where(drafts))
    unit.connection.execute(update(affiliations).where(mine).values(home_said=None))
    unit.connection.execute(_this(chat_id).values(_NOTHING))
    unit.connection.execute(delete(members).where(members.c.chat_id == chat_id, ~exists().where(mine)))


@dataclass(frozen=True, slots=True)
class Alike:
    """What somebody has told that somebody else, who is affiliated now, has told as well."""

    phone: bool
    paper: bool


def alike(unit: UnitOfWork, chat_id: int) -> Alike:
    """Tell whether another person who is affiliated has the same phone number, or the same number of a document."""
    told = find(unit, chat_id)
    if told is None:
        return Alike(phone=False, paper=False)
    phones = phone_hashes(unit.seal, told.details.phone)
    papers = _number_hashes(unit.seal, told.details.paper.number, _PAPER)
    row = unit.connection.execute(_ALIKE, {"chat": chat_id, "phones": phones, "papers": papers}).one()
    return Alike(bool(row[0]), bool(row[1]))


def _is_shared(column: Column[Any], digests: str) -> ColumnElement[bool]:
    here = exists().where(affiliations.c.chat_id == members.c.chat_id, affiliations.c.state.in_(HERE))
    shared = column.in_(bindparam(digests, expanding=True))
    return exists().where(shared, members.c.chat_id != bindparam("chat"), here)


_ALIKE: Final = select(_is_shared(members.c.phone_hash, "phones"), _is_shared(members.c.paper_hash, "papers"))


def hash_some(unit: UnitOfWork, at_most: int) -> int:
    """Hash what some told before it was hashed; return how many they were. The caller commits."""
    unhashed = members.c.paper_hash.is_(None) | members.c.name_hash.is_(None)
    told = members.c.details.is_not(None) & unhashed
    rows = unit.connection.execute(select(members.c.chat_id, members.c.details).where(told).limit(at_most)).all()
    for row in rows:
        details = from_json(unit.seal.open(row.details, DETAILS))
        unit.connection.execute(_this(row.chat_id).values(hashes(unit.seal, details)))
    return len(rows)


def hashes(seal: Seal, details: Details) -> dict[str, str | None]:
    """Return by column the hashes of what a member has told, by which others who told the same are found."""
    return {
        "employer_hash": employer_hash(seal, details.employer),
        "phone_hash": _newest(phone_hashes(seal, details.phone)),
        "paper_hash": _newest(_number_hashes(seal, details.paper.number, _PAPER)),
        "name_hash": _newest(name_hashes(seal, details.name)),
    }


def name_hashes(seal: Seal, name: str) -> tuple[str, ...]:
    """Return the hashes by all keys that alike names share (`domain.people.names.alike`); nothing for no name."""
    told = key(name)
    return seal.digests(told, _NAME) if told else ()


def phone_hashes(seal: Seal, phone: str) -> tuple[str, ...]:
    """Return the hashes by all keys of a phone number as members tell it, with its country; nothing for no number."""
    return _number_hashes(seal, phone, _PHONE)


def _number_hashes(seal: Seal, number: str, purpose: bytes) -> tuple[str, ...]:
    """Return the hashes of a number however it is spaced and hyphenated."""
    told = "".join(char for char in normalize("NFKC", number).casefold() if char.isalnum())
    return seal.digests(told, purpose) if told else ()


def _newest(digests: tuple[str, ...]) -> str:
    return digests[0] if digests else _UNTOLD


def employer_hash(seal: Seal, employer: str) -> str | None:
    """Return the hash that colleagues share."""
    return next(iter(employer_hashes(seal, employer)), None)


def employer_hashes(seal: Seal, employer: str) -> tuple[str, ...]:
    """Return the hashes by all keys that colleagues share: spaces and capitals make no difference."""
    name = "".join(employer.casefold().split())
    return seal.digests(name, _EMPLOYER) if name else ()


def to_json(details: Details) -> bytes:
    valid_until = details.paper.valid_until
    told = asdict(details)
    told["paper"]["valid_until"] = valid_until.isoformat() if valid_until else None
    return json.dumps(told, ensure_ascii=False).encode()


def from_json(told: bytes) -> Details:
    parts = json.loads(told)
    home, paper = parts.pop("home"), parts.pop("paper")
    kind, day = DocumentKind(paper.pop("kind")), paper.pop("valid_until")
    valid_until = date.fromisoformat(day) if day else None
    return Details(**parts, home=HomeBranch(**home), paper=Paper(**paper, kind=kind, valid_until=valid_until))


def _member(unit: UnitOfWork, cells: Cells) -> MemberRow:
    chat_id, details, building_id, may_be_named, privacy_version, *times = cells
    told = from_json(unit.seal.open(details, DETAILS))
    return MemberRow(chat_id, told, building_id, bool(may_be_named), privacy_version or "", *times)


def _this(chat_id: int) -> Update:
    return update(members).where(members.c.chat_id == chat_id)


_TOLD: Final = (
    *("details", "employer_hash", "phone_hash", "paper_hash", "name_hash", "building_id", "changed_at"),
    "last_contact",
)
_NOTHING: Final = {
    "details": None,
    "phone_hash": None,
    "paper_hash": None,
    "name_hash": None,
    "employer_hash": None,
    "building_id": None,
    "may_be_named": False,
    "privacy_version": None,
    "agreed_at": None,
}

_KEEP: Final = or_renew(
    members, ("chat_id", "may_be_named", *_TOLD), key=("chat_id",), renewed=_TOLD, returning=[c.name for c in CELLS]
)
