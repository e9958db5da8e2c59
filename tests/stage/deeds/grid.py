"""Who looks after buildings, and what was noted there, before a dialogue goes on; all through the storage.

陈敏:  (area 310106012 91)          the speaker has this unit for so many days; "-": without an end
陈敏:  (area-of B1,B2 30 310115)    ... these buildings, which that unit's organisers have handed out
陈敏:  (visited B2 100 情况)        was there so many days ago, and found this
陈敏:  (owes B2 3 送表)             has promised this there, due in so many days
陈敏:  (merges B2 B1)               by the command: the first of these buildings is the second from now on
陈敏:  (estimate B2 40)             about so many members work there, by a list
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.planning import grid as planning
from domain.grid.promises import Kind
from domain.grid.sources import Source
from domain.people.deeds import HOUSE, Deed
from storage.grid import areas, promises, visits
from storage.grid.areas import Charge, Holder
from storage.grid.promises import New
from storage.merging import buildings as merging
from storage.places import places
from storage.places.places import BuildingRow
from storage.tables.places import units
from storage.unit_of_work import UnitOfWork

_ZONE: Final = ZoneInfo("Asia/Shanghai")
_DAY_S: Final = 86_400.0


def _area(unit: UnitOfWork, person: int, rest: list[str], now: float) -> None:
    code, days = rest
    _assigned(unit, person, Charge(_unit(unit, code), (), _ends(days, now)), now)


def _area_of(unit: UnitOfWork, person: int, rest: list[str], now: float) -> None:
    codes, days, code = rest
    buildings = tuple(_building(unit, one).id for one in codes.split(","))
    _assigned(unit, person, Charge(_unit(unit, code), buildings, _ends(days, now)), now)


def _assigned(unit: UnitOfWork, person: int, charge: Charge, now: float) -> None:
    row = areas.assign(unit, charge, Holder(chat_id=person), Deed(HOUSE, now))
    planning.plan_assignment(unit, row, datetime.fromtimestamp(now, _ZONE))


def _ends(days: str, now: float) -> float | None:
    return None if days == "-" else now + float(days) * _DAY_S


def _visited(unit: UnitOfWork, person: int, rest: list[str], now: float) -> None:
    code, days, *found = rest
    row = visits.note(unit, _building(unit, code).id, person, now - int(days) * _DAY_S)
    visits.say(unit, row.id, None, " ".join(found), None)


def _owes(unit: UnitOfWork, person: int, rest: list[str], now: float) -> None:
    code, days, *what = rest
    new = New(Kind.PROMISE, _building(unit, code).id, person, " ".join(what), now + int(days) * _DAY_S)
    planning.plan_promise(unit, promises.make(unit, new, now), datetime.fromtimestamp(now, _ZONE))


def _estimate(unit: UnitOfWork, _person: int, rest: list[str], now: float) -> None:
    code, count = rest
    visits.put_estimates(unit, [(_building(unit, code).id, int(count))], Source.CENSUS, now)


def _merges(unit: UnitOfWork, _person: int, rest: list[str], now: float) -> None:
    goes, stays = rest
    merging.merge(unit, goes, stays, Deed(HOUSE, now))


def _building(unit: UnitOfWork, code: str) -> BuildingRow:
    found = places.building_by_code(unit, code)
    if found is None:
        raise ValueError(code)
    return found


def _unit(unit: UnitOfWork, code: str) -> int:
    found: int = unit.connection.scalars(select(units.c.id).where(units.c.code == code)).one()
    return found


GRID_DEEDS: Final[Mapping[str, Callable[[UnitOfWork, int, list[str], float], object]]] = {
    "area": _area,
    "area-of": _area_of,
    "visited": _visited,
    "owes": _owes,
    "estimate": _estimate,
    "merges": _merges,
}
