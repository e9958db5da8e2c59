"""What units share that a dialogue finds ready: rooms, things, speakers, bookings; through the storage.

陈敏:  (lends)                     the small city lends a hall of two rooms, classrooms, a projector and two lawyers
李强:  (speaks LAWYER)             the speaker of the line is that speaker
陈敏:  (books HALL 310115005 12-03T19:00 12-03T21:00 支部大会)     that unit has it then, or has asked for it
陈敏:  (shuts HALL 12-03T00:00 12-04T00:00 电梯检修)               it is closed then; nobody is told
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.facts.open_times import OpenTimes
from bot.planning import bookings as planning
from domain.booking.raster import Span
from domain.booking.resources import Has, Kind, Resource, Terms, Use
from domain.people.deeds import By, Deed
from storage.booking import booking, closures, own, resources, saving
from storage.booking.bookings import Wish
from storage.booking.resources import ResourceRow
from storage.tables.places import units
from storage.unit_of_work import UnitOfWork

ZONE: Final = ZoneInfo("Asia/Shanghai")
OPENING: Final = OpenTimes(ZONE)

LENT: Final = (
    Resource(
        *("HALL", Kind.ROOM, "多功能厅", "310106012", "JA-5"),
        capacity=80,
        has=Has.PROJECTOR | Has.SOUND,
        terms=Terms(Use.ASK),
    ),
    Resource("A", Kind.ROOM, "多功能厅A", "310106012", "JA-5", capacity=40, terms=Terms(Use.FREE), part_of=("HALL",)),
    Resource("B", Kind.ROOM, "多功能厅B", "310106012", "JA-5", capacity=40, terms=Terms(Use.FREE), part_of=("HALL",)),
    Resource("CLASS", Kind.ROOM, "二楼教室", "310106012", "JA-5", capacity=30, terms=Terms(Use.ASK)),
    Resource("BEAMER", Kind.EQUIPMENT, "投影仪", "310106012", None, "三楼库房", terms=Terms(Use.FREE)),
    Resource("LAWYER", Kind.SPEAKER, "周律师", "310106012", topics=("法律", "劳动法")),
    Resource("DOCTOR", Kind.SPEAKER, "林医生", "310106012", topics=("健康", "急救")),
)


def _lends(unit: UnitOfWork, _person: int, _rest: list[str], _now: float) -> None:
    saving.save(unit, LENT)


def _speaks(unit: UnitOfWork, person: int, rest: list[str], _now: float) -> None:
    own.answers_for(unit, _resource(unit, rest[0]).id, person)


def _books(unit: UnitOfWork, person: int, rest: list[str], now: float) -> None:
    code, unit_code, begins, ends, *title = rest
    unit_id = unit.connection.scalars(select(units.c.id).where(units.c.code == unit_code)).one()
    wish = Wish(_resource(unit, code).id, unit_id, " ".join(title), _span(begins, ends, now))
    row = booking.book(unit, wish, OPENING, Deed(By(person), now)).row
    if row is None:
        raise ValueError(rest)
    planning.plan_for(unit, [row], datetime.fromtimestamp(now, ZONE))


def _shuts(unit: UnitOfWork, person: int, rest: list[str], now: float) -> None:
    code, begins, ends, *why = rest
    closures.close(
        unit, _resource(unit, code).id, _span(begins, ends, now), OPENING, Deed(By(person), now, " ".join(why))
    )


def _resource(unit: UnitOfWork, code: str) -> ResourceRow:
    found = resources.by_code(unit, code)
    if found is None:
        raise ValueError(code)
    return found


def _span(begins: str, ends: str, now: float) -> Span:
    year = datetime.fromtimestamp(now, ZONE).year
    moments = [datetime.fromisoformat(f"{year}-{one}").replace(tzinfo=ZONE).timestamp() for one in (begins, ends)]
    return Span(moments[0], moments[1])


BOOKING_DEEDS: Final[Mapping[str, Callable[[UnitOfWork, int, list[str], float], object]]] = {
    "lends": _lends,
    "speaks": _speaks,
    "books": _books,
    "shuts": _shuts,
}
