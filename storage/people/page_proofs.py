"""Pages that may act for a role: asked for there, confirmed once at an address that proves who somebody is.

It ends by itself (`domain.people.roads`), from either end, and when the page becomes somebody else's.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, and_, delete, select, update

from domain.people.roads import ASKED_S, IDLE_S, PROVED_S
from storage.gentle_insert import or_renew
from storage.tables.roads import page_proofs
from storage.unit_of_work import UnitOfWork

_row: Final = page_proofs.c
_ASK: Final = or_renew(
    page_proofs,
    ("number", "person", "asked_at", "confirmed_by", "confirmed_at", "used_at"),
    key=("number",),
    renewed=("person", "asked_at", "confirmed_by", "confirmed_at", "used_at"),
)


@dataclass(frozen=True, slots=True)
class Proof:
    """A page that may act for a role: confirmed where, and when; until when at most. Seconds since 1970."""

    number: int
    confirmed_by: int
    confirmed_at: float

    @property
    def ends_at(self) -> float:
        return self.confirmed_at + PROVED_S


def ask(unit: UnitOfWork, number: int, person: int, now: float) -> None:
    """Note that a page asks; what was confirmed for it before is over."""
    row = {"number": number, "person": person, "asked_at": now}
    unit.connection.execute(_ASK, {**row, "confirmed_by": None, "confirmed_at": None, "used_at": None})


def is_asking(unit: UnitOfWork, number: int, since: float) -> bool:
    """Tell whether a page has asked since then, and nobody has answered."""
    query = select(_row.number).where(_row.number == number, _row.asked_at > since, _row.confirmed_at.is_(None))
    return unit.connection.scalar(query) is not None


def confirm(unit: UnitOfWork, number: int, person: int, by: int, now: float) -> bool:
    """Let it act from now on. False: it has not asked, as this person and within these minutes, or was answered."""
    asked = and_(_row.number == number, _row.person == person, _row.asked_at > now - ASKED_S)
    confirmed = update(page_proofs).where(asked, _row.confirmed_at.is_(None))
    values = {"confirmed_by": by, "confirmed_at": now, "used_at": now}
    return unit.connection.execute(confirmed.values(values)).rowcount == 1


def use(unit: UnitOfWork, number: int, now: float) -> bool:
    """Tell whether a page may act for a role now, and count the time of its rest anew."""
    used = update(page_proofs).where(_row.number == number, _holds(now)).values(used_at=now)
    return unit.connection.execute(used).rowcount == 1


def held(unit: UnitOfWork, numbers: Collection[int], now: float) -> Mapping[int, Proof]:
    """Return which of these pages may act now."""
    if not numbers:
        return {}
    query = select(_row.number, _row.confirmed_by, _row.confirmed_at).where(_row.number.in_(list(numbers)), _holds(now))
    return {row.number: Proof(*row) for row in unit.connection.execute(query)}


def end(unit: UnitOfWork, numbers: Collection[int]) -> int:
    """Let these pages act no more; return how many could, or had asked."""
    return unit.connection.execute(delete(page_proofs).where(_row.number.in_(list(numbers)))).rowcount


def drop_old(unit: UnitOfWork, now: float) -> None:
    """Take out what is over."""
    unit.connection.execute(delete(page_proofs).where(_row.asked_at <= now - ASKED_S - PROVED_S))


def _holds(now: float) -> ColumnElement[bool]:
    return and_(_row.confirmed_at > now - PROVED_S, _row.used_at > now - IDLE_S)
