"""Things to lend in the small city: a hall of two rooms, a projector and a lawyer, for the tests of booking."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.facts.open_times import OpenTimes
from domain.booking.raster import Span
from domain.booking.resources import Has, Kind, Resource, Terms, Use
from domain.people.deeds import By, Deed
from storage.booking import resources, saving
from storage.booking.bookings import Wish
from storage.unit_of_work import Store, UnitOfWork
from tests.storage.stays import CHEN, settle, unit_id

ZONE: Final = ZoneInfo("Asia/Shanghai")
OPENING: Final = OpenTimes(ZONE)
NOW: Final = datetime(2026, 11, 30, 9, 0, tzinfo=ZONE).timestamp()

OWNER, OTHER, THIRD = "310106011", "310106012", "310115005"
"""The unit whose the hall is, one beside it, and one of another district."""

RESOURCES: Final = (
    Resource(
        *("HALL", Kind.ROOM, "静安寺多功能厅", OWNER, "JA-1"),
        hours="Mo-Su 08:30-21:00; PH off",
        capacity=80,
        has=Has.PROJECTOR | Has.SOUND,
        terms=Terms(Use.FREE, 15, 15),
    ),
    Resource("A", Kind.ROOM, "多功能厅A", OWNER, "JA-1", capacity=40, terms=Terms(Use.FREE), part_of=("HALL",)),
    Resource("B", Kind.ROOM, "多功能厅B", OWNER, "JA-1", capacity=40, terms=Terms(Use.ASK), part_of=("HALL",)),
    Resource("OWN", Kind.ROOM, "支委会议室", OWNER, "JA-1", capacity=10, terms=Terms(Use.OWN)),
    Resource(
        *("EVENING", Kind.ROOM, "二楼教室", OTHER, "JA-5"),
        capacity=30,
        terms=Terms(Use.FREE, home_hours="Th 18:00-21:00", home_days=7, quota_hours=4),
    ),
    Resource("BEAMER", Kind.EQUIPMENT, "投影仪", OTHER, None, "三楼库房", topics=("投影机",), terms=Terms(Use.FREE)),
    Resource("LAWYER", Kind.SPEAKER, "周律师", OTHER, topics=("律师", "劳动法"), languages=("zh", "en")),
)


def furnish(store: Store) -> None:
    """Build the small city with its people, and what it lends."""
    settle(store)
    with store.unit_of_work() as unit:
        saving.save(unit, RESOURCES)
        unit.commit()


def number(unit: UnitOfWork, code: str) -> int:
    found = resources.by_code(unit, code)
    assert found is not None
    return found.id


def at(written: str) -> float:
    return datetime.fromisoformat(written).replace(tzinfo=ZONE).timestamp()


def span(day: str, begins: str, ends: str) -> Span:
    return Span(at(f"{day} {begins}"), at(f"{day} {ends}"))


THURSDAY: Final = "2026-12-10"
EVENING: Final = span(THURSDAY, "19:00", "20:30")


def wish(unit: UnitOfWork, code: str, when: Span = EVENING, by: str = OTHER, title: str = "主题党日") -> Wish:
    return Wish(number(unit, code), unit_id(unit, by), title, when)


def deed(now: float = NOW, reason: str = "") -> Deed:
    return Deed(By(CHEN, "organiser"), now, reason)
