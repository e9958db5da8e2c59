"""How often somebody has missed at what can be guessed; in the store, for it holds over restarts and workers."""

from dataclasses import replace
from typing import Final

from sqlalchemy import delete, select, update

from domain.people.tries import KEPT_S, Thing, Tried, is_closed, missed
from storage.gentle_insert import or_leave
from storage.once import once
from storage.tables.people import tries
from storage.unit_of_work import UnitOfWork

EVERYBODY: Final = 0
"""Stands where a person would, for what is counted over all."""

_row: Final = tries.c
_BEGIN: Final = or_leave(tries, ("chat_id", "thing", "number", "count", "since", "closed_until", "told"))


def closed(unit: UnitOfWork, chat_id: int, thing: Thing, number: int, now: float) -> bool:
    """Tell whether this way is closed to somebody; `number` is the activity's, 0 where there is one for all."""
    return is_closed(thing, _standing(unit, chat_id, thing, number), now)


def miss(unit: UnitOfWork, chat_id: int, thing: Thing, number: int, now: float) -> Tried:
    """Count a miss, and return how it stands; nothing is counted while the way is closed. `now` in seconds since 1970.

    Of two who count at once one waits for the other.
    """
    first = {"count": 0, "since": now, "closed_until": 0.0, "told": False}
    unit.connection.execute(_BEGIN, {"chat_id": chat_id, "thing": thing, "number": number, **first})
    before = _read(unit, chat_id, thing, number, locks=True)
    if is_closed(thing, before, now):
        return before
    after = missed(thing, before, now)
    _write(unit, chat_id, thing, number, after)
    return after


def tell(unit: UnitOfWork, chat_id: int, thing: Thing, number: int, now: float) -> bool:
    """Note that those hear of it whom it concerns; False: they have, or there is nothing to hear of."""
    tried = _standing(unit, chat_id, thing, number)
    if tried.told or not is_closed(thing, tried, now):
        return False
    _write(unit, chat_id, thing, number, replace(tried, told=True))
    return True


def drop_old(unit: UnitOfWork, now: float) -> None:
    """Forget the counts in which nothing has happened for a day."""
    unit.connection.execute(delete(tries).where(_row.since <= now - KEPT_S, _row.closed_until <= now))


def of_person(unit: UnitOfWork, chat_id: int) -> list[tuple[str, float]]:
    """Return what somebody has tried to guess, and since when."""
    rows = unit.connection.execute(select(_row.thing, _row.since).where(_row.chat_id == chat_id).order_by(_row.since))
    return [(row.thing, row.since) for row in rows]


@once(tries)
def _standing(unit: UnitOfWork, chat_id: int, thing: Thing, number: int) -> Tried:
    return _read(unit, chat_id, thing, number)


def _read(unit: UnitOfWork, chat_id: int, thing: Thing, number: int, *, locks: bool = False) -> Tried:
    mine = (_row.chat_id == chat_id) & (_row.thing == thing) & (_row.number == number)
    query = select(_row.count, _row.since, _row.closed_until, _row.told).where(mine)
    row = unit.connection.execute(query.with_for_update() if locks else query).one_or_none()
    return Tried() if row is None else Tried(*row)


def _write(unit: UnitOfWork, chat_id: int, thing: Thing, number: int, tried: Tried) -> None:
    mine = (_row.chat_id == chat_id) & (_row.thing == thing) & (_row.number == number)
    values = {"count": tried.count, "since": tried.since, "closed_until": tried.closed_until, "told": tried.told}
    unit.connection.execute(update(tries).where(mine).values(values))
    _standing.know(unit, tried, chat_id, thing, number)
