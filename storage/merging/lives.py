"""What becomes of two persons' lives if they are one: read before anything is done, and shown to whoever decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Select, Table, func, select

from domain.activities import duties as duty_states
from domain.activities import seats
from domain.affiliations.affiliations import CLOSED
from domain.people import merging
from domain.people.merging import Clash, Had, Life
from domain.people.names import key
from storage.affiliations import affiliations
from storage.people import addresses, members, roles
from storage.tables.activities import certificates, duty_answers, signups, wishes
from storage.tables.affiliations import affiliations as stays
from storage.tables.announcements import threads
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Both:
    """Something that both have: which activity or duty, the row of either, and whether that of who joins stays."""

    about: int
    kept: int
    joins: int
    joining_stays: bool
    frees: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What will happen: all rows by their ids, so that it can be seen whether it is still so when it is done.

    `moves` counts by the table what goes along. `details`: of both persons, those of who joins hold.
    `is_known`: both have told details.
    """

    kept: int
    joins: int
    clashes: tuple[Clash, ...]
    stays: tuple[int, ...]
    drafts: tuple[int, ...]
    takes_details: bool
    is_known: bool
    seats: tuple[Both, ...]
    duties: tuple[Both, ...]
    moves: tuple[tuple[str, int], ...]

    @property
    def key(self) -> str:
        """Tell whether two plans are the same, in twelve signs that tell nothing else."""
        return sha256(repr(self).encode()).hexdigest()[:12]

    @property
    def is_plain(self) -> bool:
        """Tell whether who joins has nothing that anything could become of."""
        return not (self.stays or self.takes_details or self.is_known or self.seats or self.duties or self.moves)

    def count(self, table: str) -> int:
        return dict(self.moves).get(table, 0)


def sides(one: int, other: int) -> tuple[int, int]:
    """Return who is kept and who joins: Telegram's people keep their numbers, else the first is kept."""
    return (other, one) if other < addresses.FIRST <= one else (one, other)


def plan(unit: UnitOfWork, kept: int, joins: int) -> Plan:
    """Say what will happen if these two are made one."""
    mine, theirs = _life(unit, kept), _life(unit, joins)
    return Plan(
        kept=kept,
        joins=joins,
        clashes=merging.clashes(mine, theirs),
        stays=tuple(one.id for one in theirs.stays),
        drafts=merging.drafts_dropped(mine, theirs),
        takes_details=merging.takes_details_of_joining(mine, theirs),
        is_known=None not in {mine.told_at, theirs.told_at},
        seats=tuple(_seats(unit, kept, joins)),
        duties=tuple(_duties(unit, kept, joins)),
        moves=tuple((table.name, count) for table in _COUNTED if (count := _count(unit, table, joins))),
    )


_COUNTED: Final = (signups, duty_answers, certificates, wishes, threads)


def _life(unit: UnitOfWork, person: int) -> Life:
    member = members.find(unit, person)
    ever = affiliations.history(unit, person)
    return Life(
        is_telegram=person < addresses.FIRST,
        has_role=bool(roles.held(unit, person)),
        name=key(member.details.name) if member else "",
        told_at=member.changed_at if member else None,
        stays=tuple(Had(one.id, one.stay, one.state, one.state_since) for one in ever),
    )


def open_stays(unit: UnitOfWork, person: int) -> list[int]:
    """Return the affiliations of somebody that are not closed, in order: those that have to be locked."""
    query = select(stays.c.id).where(stays.c.chat_id == person, stays.c.state.not_in(list(CLOSED)))
    return sorted(unit.connection.scalars(query))


def _seats(unit: UnitOfWork, kept: int, joins: int) -> list[Both]:
    found = []
    for about, (mine, theirs) in _in_both(unit, _SIGNUPS, kept, joins).items():
        states = seats.State(mine.state), seats.State(theirs.state)
        wins = merging.better_seat(*states) or (states[0] is states[1] and _line(theirs) < _line(mine))
        found.append(Both(about, mine.id, theirs.id, wins, merging.frees_a_seat(*states)))
    return found


def _duties(unit: UnitOfWork, kept: int, joins: int) -> list[Both]:
    found = []
    for about, (mine, theirs) in _in_both(unit, _ANSWERS, kept, joins).items():
        states = duty_states.State(mine.state), duty_states.State(theirs.state)
        wins = merging.better_answer(*states) or (states[0] is states[1] and (theirs.place, 0) < (mine.place, 0))
        found.append(Both(about, mine.id, theirs.id, wins, set(states) <= duty_states.FILLING))
    return found


def _line(row: Any) -> tuple[int, int, float]:  # noqa: ANN401  a row of the sign-ups
    """Order two of the same state: who stands further in front, else who came first."""
    return row.standing, row.place, row.since


_SIGNUPS: Final[Select[Any]] = select(signups, signups.c.activity_id.label("about")).order_by(signups.c.activity_id)
_ANSWERS: Final[Select[Any]] = select(duty_answers, duty_answers.c.duty_id.label("about")).order_by(
    duty_answers.c.duty_id
)


def _in_both(unit: UnitOfWork, query: Select[Any], kept: int, joins: int) -> Mapping[int, Sequence[Any]]:
    """Return by activity or duty the rows of both, where both have one."""
    chat_id = query.selected_columns.chat_id
    found: dict[int, dict[int, Any]] = {}
    for row in unit.connection.execute(query.where(chat_id.in_((kept, joins)))):
        found.setdefault(row.about, {})[row.chat_id] = row
    return {about: (rows[kept], rows[joins]) for about, rows in found.items() if len(rows) == 2}


def _count(unit: UnitOfWork, table: Table, person: int) -> int:
    return unit.connection.scalar(select(func.count()).select_from(table).where(table.c.chat_id == person)) or 0
