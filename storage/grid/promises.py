"""Promises: each has an owner and a day, and is open until it is kept or given up with a reason."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, func, select, update

from domain.grid.promises import Kind, State
from storage.once import once
from storage.places import merged
from storage.rows import read
from storage.tables.grid import promises
from storage.unit_of_work import UnitOfWork

WHAT: Final = b"promises.what"
"""The purpose for which it is sealed what was promised."""

REASON: Final = b"promises.reason"
"""The purpose for which it is sealed why it was given up."""

MOST: Final = 200
"""Promises that are read at once."""

_row: Final = promises.c


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise; times in seconds since 1970. `told_by` is the member whose lead it is; `closed_at` None: open."""

    id: int
    kind: Kind
    building_id: int
    visit_id: int | None
    owner: int
    told_by: int | None
    what: str
    due: float
    state: State
    made_at: float
    closed_at: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class New:
    """A promise to be made: where, who owes it, what, and until when."""

    kind: Kind
    building_id: int
    owner: int
    what: str
    due: float
    visit_id: int | None = None
    told_by: int | None = None


def make(unit: UnitOfWork, new: New, now: float) -> PromiseRow:
    values = {
        "kind": new.kind,
        "building_id": merged.now(new.building_id),
        "visit_id": new.visit_id,
        "owner": new.owner,
        "told_by": new.told_by,
        "what": unit.seal.close(new.what.encode(), WHAT),
        "due": new.due,
        "state": State.OPEN,
        "made_at": now,
    }
    return _promise(unit, unit.connection.execute(promises.insert().values(values).returning(*_row)).one())


def find(unit: UnitOfWork, promise_id: int) -> PromiseRow | None:
    row = unit.connection.execute(select(promises).where(_row.id == promise_id)).one_or_none()
    return None if row is None else _promise(unit, row)


def keep(unit: UnitOfWork, promise_id: int, now: float) -> bool:
    """Say that it was kept. False: it is closed already."""
    return _close(unit, promise_id, {"state": State.KEPT, "closed_at": now})


def give_up(unit: UnitOfWork, promise_id: int, reason: str, now: float) -> bool:
    """Give it up. Raises `ValueError` without a reason; False: it is closed already."""
    if not reason.strip():
        raise ValueError("a promise is given up with a reason")
    sealed = unit.seal.close(reason.encode(), REASON)
    return _close(unit, promise_id, {"state": State.GIVEN_UP, "closed_at": now, "reason": sealed})


def _close(unit: UnitOfWork, promise_id: int, values: dict[str, object]) -> bool:
    closed = update(promises).where(_row.id == promise_id, _row.state == State.OPEN).values(values)
    return unit.connection.execute(closed).rowcount == 1


def change(unit: UnitOfWork, promise_id: int, what: str, due: float) -> None:
    sealed = unit.seal.close(what.encode(), WHAT)
    unit.connection.execute(update(promises).where(_row.id == promise_id).values(what=sealed, due=due))


def pass_on(unit: UnitOfWork, promise_ids: Collection[int], owner: int) -> None:
    """Let somebody else owe these."""
    if promise_ids:
        unit.connection.execute(update(promises).where(_row.id.in_(promise_ids)).values(owner=owner))


def of_owner(unit: UnitOfWork, chat_id: int) -> list[PromiseRow]:
    """Return what somebody owes, the first due first."""
    return _open(unit, _row.owner == chat_id)


@once(promises)
def count_of_owner(unit: UnitOfWork, chat_id: int) -> int:
    query = select(func.count(_row.id)).where(_row.owner == chat_id, _row.state == State.OPEN)
    return unit.connection.scalar(query) or 0


def of_buildings(unit: UnitOfWork, building_ids: Sequence[int]) -> list[PromiseRow]:
    """Return what is owed to these buildings, the first due first."""
    return _open(unit, _row.building_id.in_(building_ids)) if building_ids else []


def of_visit(unit: UnitOfWork, visit_id: int) -> list[PromiseRow]:
    rows = unit.connection.execute(select(promises).where(_row.visit_id == visit_id).order_by(_row.id))
    return [_promise(unit, row) for row in rows]


def drop_of_visit(unit: UnitOfWork, visit_id: int, kind: Kind) -> None:
    """Take back what a visit had promised and still owes."""
    which = (_row.visit_id == visit_id) & (_row.kind == kind) & (_row.state == State.OPEN)
    unit.connection.execute(promises.delete().where(which))


def ever_of(unit: UnitOfWork, chat_id: int) -> list[PromiseRow]:
    """Return all that somebody owes or owed, and the leads that they told."""
    mine = (_row.owner == chat_id) | (_row.told_by == chat_id)
    return [_promise(unit, row) for row in unit.connection.execute(select(promises).where(mine).order_by(_row.id))]


def _open(unit: UnitOfWork, which: ColumnElement[bool]) -> list[PromiseRow]:
    query = select(promises).where(which, _row.state == State.OPEN).order_by(_row.due, _row.id).limit(MOST)
    return [_promise(unit, row) for row in unit.connection.execute(query)]


def _promise(unit: UnitOfWork, row: Row[Any]) -> PromiseRow:
    return read(
        PromiseRow,
        row,
        kind=Kind(row.kind),
        state=State(row.state),
        what=unit.seal.open_text(row.what, WHAT),
        reason=unit.seal.open_text(row.reason, REASON),
    )
