"""Codes that bring a person from one way in to another: made here, shown once, known afterwards by hashes alone.

A short one is hashed with a key, for its few bits could be tried out on a file; one for paper has 79 bits, and needs
none. Each is taken out by whoever uses it: of two who come at once one finds it gone.
"""

import secrets
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, select, update

from domain.people.roads import LIVES_S, LONG, SHORT, SIGNS, Kind
from storage.tables.roads import recovery_codes, road_codes
from storage.tokens import token_hash
from storage.unit_of_work import UnitOfWork

_CODE: Final = b"road_codes.code"

_road: Final = road_codes.c
_recovery: Final = recovery_codes.c


@dataclass(frozen=True, slots=True)
class Issued:
    """A code that is good now: whose way in it opens, and the address that shows it (0: paper)."""

    code_hash: str
    kind: Kind
    person: int
    number: int = 0


def issue(unit: UnitOfWork, kind: Kind, person: int, number: int, now: float) -> str:
    """Make a code for some minutes, in place of the one of its kind before, and return it. `now` since 1970."""
    code = _new(SHORT)
    unit.connection.execute(delete(road_codes).where(_road.person == person, _road.kind == kind))
    row = {"code_hash": unit.seal.digest(code, _CODE), "kind": kind, "person": person, "number": number}
    unit.connection.execute(road_codes.insert(), {**row, "made_at": now, "expires_at": now + LIVES_S[kind]})
    return code


def renew_recovery(unit: UnitOfWork, person: int, now: float) -> str:
    """Make a code for coming back, and return it; those before it are worth nothing any more."""
    code = _new(LONG)
    unit.connection.execute(delete(recovery_codes).where(_recovery.person == person))
    unit.connection.execute(recovery_codes.insert(), {"code_hash": token_hash(code), "person": person, "made_at": now})
    return code


def recovery_since(unit: UnitOfWork, person: int) -> float | None:
    """Return since when somebody has a code for coming back; None: they have none."""
    query = select(_recovery.made_at).where(_recovery.person == person).order_by(_recovery.made_at.desc()).limit(1)
    return unit.connection.scalar(query)


def find(unit: UnitOfWork, code: str, now: float) -> Issued | None:
    """Return what a code (`domain.people.roads.read`) opens now; None: nothing."""
    if len(code) == LONG:
        return _on_paper(unit, token_hash(code))
    found = (_shown(unit, digest, now) for digest in unit.seal.digests(code, _CODE))
    return next((one for one in found if one is not None), None)


def by_hash(unit: UnitOfWork, code_hash: str, now: float) -> Issued | None:
    """Return the same of one that was found before."""
    return _shown(unit, code_hash, now) or _on_paper(unit, code_hash)


def _shown(unit: UnitOfWork, code_hash: str, now: float) -> Issued | None:
    query = select(road_codes).where(_road.code_hash == code_hash, _road.expires_at > now)
    row = unit.connection.execute(query).one_or_none()
    return None if row is None else Issued(code_hash, Kind(row.kind), row.person, row.number)


def _on_paper(unit: UnitOfWork, code_hash: str) -> Issued | None:
    person = unit.connection.scalar(select(_recovery.person).where(_recovery.code_hash == code_hash))
    return None if person is None else Issued(code_hash, Kind.RECOVERY, person)


def spend(unit: UnitOfWork, issued: Issued, now: float) -> bool:
    """Use a code up. False: somebody else has, or its time is over."""
    if issued.kind is Kind.RECOVERY:
        spent = delete(recovery_codes).where(_recovery.code_hash == issued.code_hash)
    else:
        spent = delete(road_codes).where(_road.code_hash == issued.code_hash, _road.expires_at > now)
    return unit.connection.execute(spent).rowcount == 1


def take_over(unit: UnitOfWork, joins: int, kept: int) -> None:
    """Let what one person has on paper bring them back as another; what is shown for minutes is over."""
    unit.connection.execute(update(recovery_codes).where(_recovery.person == joins).values(person=kept))
    unit.connection.execute(delete(road_codes).where(_road.person.in_((joins, kept))))


def drop_shown_at(unit: UnitOfWork, number: int) -> None:
    """Let what an address shows be worth nothing any more: it is another's now."""
    unit.connection.execute(delete(road_codes).where(_road.number == number))


def drop_desk(unit: UnitOfWork, person: int) -> None:
    """Let no desk open a page as this person."""
    unit.connection.execute(delete(road_codes).where(_road.person == person, _road.kind == Kind.DESK))


def forget(unit: UnitOfWork, person: int) -> None:
    """Forget what somebody has on paper; what was shown for minutes is over by itself."""
    unit.connection.execute(delete(recovery_codes).where(_recovery.person == person))


def drop_old(unit: UnitOfWork, now: float) -> None:
    """Take out the codes whose time is over."""
    unit.connection.execute(delete(road_codes).where(_road.expires_at <= now))


def _new(signs: int) -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(signs))
