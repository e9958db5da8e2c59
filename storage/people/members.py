"""What members have told about themselves: sealed, found again by hashes that need the key, forgotten when asked."""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Row, Update, delete, exists, select, update

from domain.affiliations import CLOSED, State
from domain.members import Details, DocumentKind, HomeBranch, Paper
from storage.gentle_insert import or_renew
from storage.sealed import Seal
from storage.tables.people import affiliation_steps, affiliations, home_links, members, questions
from storage.unit_of_work import UnitOfWork

DETAILS: Final = b"members.details"
"""The purpose for which the details are sealed."""

_EMPLOYER: Final = b"members.employer"
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


def find(unit: UnitOfWork, chat_id: int) -> MemberRow | None:
    """Return what this person has told; None: nothing, or it was forgotten."""
    return find_all(unit, [chat_id]).get(chat_id)


def find_all(unit: UnitOfWork, chat_ids: Collection[int]) -> Mapping[int, MemberRow]:
    """Return what those of these people have told who have told anything."""
    query = select(members).where(members.c.chat_id.in_(chat_ids), members.c.details.is_not(None))
    return {row.chat_id: _member(unit, row) for row in unit.connection.execute(query)}


def keep(unit: UnitOfWork, chat_id: int, details: Details, building_id: int | None = None, *, now: float) -> None:
    """Write this over what the person has told before. The person is one who is known here."""
    row = {
        "chat_id": chat_id,
        "details": unit.seal.close(to_json(details), DETAILS),
        "building_id": building_id,
        "changed_at": now,
        "last_contact": now,
        "employer_hash": employer_hash(unit.seal, details.employer),
    }
    unit.connection.execute(_KEEP, row | {"may_be_named": False})


def agree(unit: UnitOfWork, chat_id: int, version: str, now: float) -> None:
    """Remember that the person agreed to this version of the privacy text."""
    unit.connection.execute(_this(chat_id).values(privacy_version=version, agreed_at=now))


def allow_name(unit: UnitOfWork, chat_id: int, allowed: bool, now: float) -> None:  # noqa: FBT001  it is a yes or no
    """Remember whether organisers may be told the name when a branch is being founded."""
    unit.connection.execute(_this(chat_id).values(may_be_named=allowed, changed_at=now))


def among(unit: UnitOfWork, chat_ids: Collection[int]) -> set[int]:
    """Return those of these people who have told something about themselves."""
    return set(unit.connection.scalars(select(members.c.chat_id).where(members.c.chat_id.in_(chat_ids))))


def touch(unit: UnitOfWork, chat_id: int, now: float) -> None:
    """Remember that the person was in contact, to the hour; whoever was out of contact no longer is."""
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


def employer_hash(seal: Seal, employer: str) -> str | None:
    """Return the hash that colleagues share: spaces and capitals make no difference."""
    name = "".join(employer.casefold().split())
    return seal.digest(name, _EMPLOYER) if name else None


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


def _member(unit: UnitOfWork, row: Row[Any]) -> MemberRow:
    return MemberRow(
        row.chat_id,
        from_json(unit.seal.open(row.details, DETAILS)),
        row.building_id,
        row.may_be_named,
        row.privacy_version or "",
        row.agreed_at,
        row.changed_at,
        row.last_contact,
    )


def _this(chat_id: int) -> Update:
    return update(members).where(members.c.chat_id == chat_id)


_TOLD: Final = ("details", "employer_hash", "building_id", "changed_at", "last_contact")
_NOTHING: Final = {
    "details": None,
    "phone_hash": None,
    "employer_hash": None,
    "building_id": None,
    "may_be_named": False,
    "privacy_version": None,
    "agreed_at": None,
}

_KEEP: Final = or_renew(members, ("chat_id", "may_be_named", *_TOLD), key=("chat_id",), renewed=_TOLD)
