"""A rush for one hall and its parts, and the search for what is free among 1,000 rooms with a year of bookings.

`bookings_per_s`: 64 hands ask at once, each in a transaction of its own, for random times of one fortnight in a hall of
two rooms and in these rooms; counted is what was had or refused, each for good. On SQLite all are in one process with
its single writer thread, on PostgreSQL (`pg_*`) in four. `double_booked` is found without looking at the table whose
key forbids it: bookings that hold and overlap, of things that touch. It must be 0, and so must `slots_of_nobody`.

`find_p95_ms`: one question of a unit for a random hour of the year, for so many people, with kit, near; every third
finds nothing and is told what else there is. `together_p95_ms`: room and speaker in one question. `find_p95_cpu_ms` is
what of it our process computed, which on SQLite is all: a machine that is busy besides makes the others longer.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from multiprocessing import get_context
from random import Random
from statistics import quantiles
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, text

from bench.postgres import database
from bench.stores import empty
from bot.facts.open_times import OpenTimes
from domain.booking.life import HOLDING
from domain.booking.raster import SLOT_S, Span
from domain.booking.resources import Has, Kind, Resource, Terms, Use
from domain.people.deeds import By, Deed
from domain.places.geo import Position
from domain.places.places import Layer, Point, Unit, UnitKind
from storage.booking import booking, resources, saving
from storage.booking.bookings import Wish
from storage.booking.search import Question, find, together
from storage.places.codes import unit_id_of
from storage.places.saving import save_points, save_units
from storage.sealed import new_key
from storage.tables.booking import bookings, held_slots
from storage.unit_of_work import Store, UnitOfWork

HANDS: Final = 64
WORKERS: Final = 4
SPEAKERS: Final = 100

_OPENING: Final = OpenTimes(ZoneInfo("Asia/Shanghai"))
_NOW: Final = 1_798_761_600.0  # 2027-01-01, 8:00 in Shanghai
_DAY_S: Final = 86_400.0
_HOURS: Final = ("", "Mo-Su 08:30-21:00", "Mo-Fr 09:00-21:00; Sa,Su 09:00-17:00", "Mo-Sa 08:00-22:00; PH off")
_CODES: Final = ("HALL", "A", "B")
_UNITS: Final = 20


@dataclass(frozen=True, slots=True)
class Size:
    """Wishes to a hand, questions, and how many rooms are booked on how many days."""

    wishes: int = 10
    asked: int = 300
    rooms: int = 1_000
    days: int = 365


QUICK: Final = Size(wishes=5, asked=100)


@dataclass(frozen=True, slots=True)
class Rush:
    """What came of a rush: seconds, how many wishes were settled, and what must be 0."""

    took_s: float
    settled: int
    double_booked: int
    slots_of_nobody: int


def figures(*, quick: bool, size: Size | None = None) -> dict[str, float]:
    """Measure. A quick run has fewer wishes to a hand, and asks less often of a store of the same size."""
    size = size or (QUICK if quick else Size())
    ours, theirs = _rush_on_sqlite(size.wishes), _rush_on_postgresql(size.wishes)
    rushes = {
        "double_booked": ours.double_booked + theirs.double_booked,
        "slots_of_nobody": ours.slots_of_nobody + theirs.slots_of_nobody,
        "bookings_per_s": ours.settled / ours.took_s,
        "pg_bookings_per_s": theirs.settled / theirs.took_s,
    }
    with tempfile.TemporaryDirectory() as folder:
        found = _found(f"sqlite:///{folder}/year.db", "", size)
    with database() as url:
        return rushes | found | _found(url, "pg_", size)


# ---------------------------------------------------------------- the rush


def _rush_on_sqlite(wishes: int) -> Rush:
    with tempfile.TemporaryDirectory() as folder, _hall(f"sqlite:///{folder}/hall.db") as store:
        began = time.perf_counter()
        settled = asyncio.run(_all_hands(store, range(HANDS), wishes))
        return _judged(store, time.perf_counter() - began, settled)


def _rush_on_postgresql(wishes: int) -> Rush:
    """Let four processes begin at once; the clock runs from then until the last one is through."""
    context = get_context("spawn")
    with database() as url, _hall(url) as store:
        ready, told = context.Barrier(WORKERS + 1), context.Queue()
        hands = [range(first, HANDS, WORKERS) for first in range(WORKERS)]
        workers = [context.Process(target=_work, args=(url, some, wishes, ready, told)) for some in hands]
        for worker in workers:
            worker.start()
        ready.wait()
        began = time.perf_counter()
        settled = sum(told.get() for _ in workers)
        took_s = time.perf_counter() - began
        for worker in workers:
            worker.join()
        return _judged(store, took_s, settled)


def _work(url: str, hands: Sequence[int], wishes: int, ready: Any, told: Any) -> None:  # noqa: ANN401  the context's types have no shared name
    store = Store(url, new_key())
    with store.unit_of_work() as unit:
        resources.by_code(unit, "HALL")  # connected, and statements are compiled
    ready.wait()
    told.put(asyncio.run(_all_hands(store, hands, wishes)))
    store.close()


async def _all_hands(store: Store, hands: Sequence[int], wishes: int) -> int:
    """Let every hand ask for one thing after another; return how many wishes were settled."""
    return sum(await asyncio.gather(*(_hand(store, hand, wishes) for hand in hands)))


async def _hand(store: Store, hand: int, wishes: int) -> int:
    chance = Random(hand)
    for _ in range(wishes):
        begins = _NOW + chance.randrange(1, 14 * 96) * SLOT_S
        span = Span(begins, begins + chance.randrange(2, 13) * SLOT_S)
        await store.write(partial(_ask, code=chance.choice(_CODES), span=span, number=hand))
    return wishes


def _ask(unit: UnitOfWork, code: str, span: Span, number: int) -> None:
    there = resources.by_code(unit, code)
    if there is None:
        raise RuntimeError("the hall is gone")
    wish = Wish(there.id, there.unit_id, f"第 {number} 支部", span)
    booking.book(unit, wish, _OPENING, Deed(By(None, "bench"), _NOW))
    unit.commit()


@contextmanager
def _hall(url: str) -> Iterator[Store]:
    store = empty(url)
    with store.unit_of_work() as unit:
        save_units(unit, [Unit("31", UnitKind.CITY, "上海市", None)])
        free = Terms(Use.FREE, 15, 15)
        hall = Resource("HALL", Kind.ROOM, "多功能厅", "31", terms=free)
        rooms = [Resource(code, Kind.ROOM, code, "31", terms=free, part_of=("HALL",)) for code in _CODES[1:]]
        saving.save(unit, [hall, *rooms])
        unit.commit()
    yield store
    store.close()


def _judged(store: Store, took_s: float, settled: int) -> Rush:
    """Count what is held twice by the times of bookings alone, and slots whose booking holds nothing."""
    with store.unit_of_work() as unit:
        names = {one.id: one.code for one in resources.of_unit(unit, 1)}
        holding = bookings.c.state.in_(sorted(HOLDING))
        query = select(bookings.c.resource_id, bookings.c.starts_at, bookings.c.ends_at).where(holding)
        held = [(names[row[0]], Span(row[1], row[2])) for row in unit.connection.execute(query)]
        theirs = select(bookings.c.id).where(holding)
        idle = select(func.count()).select_from(held_slots).where(held_slots.c.booking_id.not_in(theirs))
        of_nobody = unit.connection.scalar(idle) or 0
    if not held:
        raise RuntimeError("nobody has got anything")
    twice = sum(_touch(one[0], other[0]) and one[1].overlaps(other[1]) for one, other in combinations(held, 2))
    return Rush(took_s, settled, twice, of_nobody)


def _touch(one: str, other: str) -> bool:
    return one == other or "HALL" in {one, other}


# ---------------------------------------------------------------- the search


def _found(url: str, prefix: str, size: Size) -> dict[str, float]:
    store = empty(url)
    with store.unit_of_work() as unit:
        _furnish(unit, size)
        unit.commit()
    with store.unit_of_work() as unit:
        unit.connection.exec_driver_sql("ANALYZE")
        unit.commit()
    alone, computed, both = _asked(store, size)
    store.close()
    told = {"find_p95_ms": alone, "find_p95_cpu_ms": computed, "together_p95_ms": both}
    return {f"{prefix}{name}": quantiles(spent, n=20)[-1] * 1_000 for name, spent in told.items()}


def _asked(store: Store, size: Size) -> tuple[list[float], list[float], list[float]]:
    """Ask so often for a room, and a quarter as often for room and speaker.

    Return the seconds of each, of the first kind also those of computing.
    """
    chance = Random(7)
    alone, computed, both = [], [], []
    for number in range(size.asked):
        with store.unit_of_work() as unit:  # as a turn does: nothing is remembered from the question before
            room = _question(unit, chance, size.days)
            began, cpu = time.perf_counter(), time.thread_time()
            find(unit, room, _OPENING, _NOW)
            alone.append(time.perf_counter() - began)
            computed.append(time.thread_time() - cpu)
        if number % 4:
            continue
        with store.unit_of_work() as unit:
            speaker = Question(room.unit_id, room.span, Kind.SPEAKER, words=(f"题目{chance.randrange(20)}",))
            began = time.perf_counter()
            together(unit, room, speaker, _OPENING, _NOW)
            both.append(time.perf_counter() - began)
    return alone, computed, both


def _question(unit: UnitOfWork, chance: Random, days: int) -> Question:
    begins = _NOW + chance.randrange(2, days - 5) * _DAY_S + chance.randrange(0, 52) * SLOT_S
    unit_id = unit_id_of(unit, f"31{chance.randrange(_UNITS):02}")
    if unit_id is None:
        raise RuntimeError("the unit is gone")
    people = chance.choice([10, 30, 60, 500])  # nobody has room for 500: every fourth is told what else there is
    near = Position(31.23 + chance.uniform(-0.1, 0.1), 121.47 + chance.uniform(-0.1, 0.1))
    span = Span(begins, begins + chance.randrange(4, 13) * SLOT_S)
    return Question(unit_id, span, people=people, has=chance.choice([Has(0), Has.PROJECTOR]), near=near)


def _furnish(unit: UnitOfWork, size: Size) -> None:
    """Write the rooms, every third a part of the one before, and a booking of each on every day."""
    chance = Random(3)
    save_units(unit, [Unit("31", UnitKind.CITY, "上海市", None), *map(_district, range(_UNITS))])
    save_points(unit, [_point(number, chance) for number in range(200)])
    speakers = [_speaker(number, chance) for number in range(SPEAKERS)]
    saving.save(unit, [*(_room(number, chance) for number in range(size.rooms)), *speakers])
    if unit.on_postgresql:  # two million rows that are known to be sound: their references are not looked up
        unit.connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    else:
        unit.connection.exec_driver_sql("PRAGMA cache_size = -200000")
    unit.connection.execute(_BOOKINGS, {"days": size.days, "now": _NOW})
    indexes = sorted(held_slots.indexes, key=lambda one: str(one.name))
    for index in indexes:  # two million keys are sorted at once, and not put in one by one
        index.drop(unit.connection)
    unit.connection.execute(_SLOTS)
    for index in indexes:
        index.create(unit.connection)


def _district(number: int) -> Unit:
    return Unit(f"31{number:02}", UnitKind.DISTRICT, f"第 {number} 区", "31")


def _point(number: int, chance: Random) -> Point:
    there = Position(31.23 + chance.uniform(-0.2, 0.2), 121.47 + chance.uniform(-0.2, 0.2))
    return Point(f"P{number}", f"第 {number} 站", Layer.POINT, f"31{number % _UNITS:02}", None, "人民路", there)


def _room(number: int, chance: Random) -> Resource:
    return Resource(
        *(f"R{number}", Kind.ROOM, f"第 {number} 会议室", f"31{number % _UNITS:02}", f"P{number % 200}"),
        hours=_HOURS[number % len(_HOURS)],
        capacity=chance.choice([10, 20, 40, 80, 120]),
        has=chance.choice([Has(0), Has.PROJECTOR, Has.PROJECTOR | Has.SOUND]),
        terms=Terms(chance.choice([Use.OWN, *[Use.ASK] * 3, *[Use.FREE] * 3]), 15, 15),
        part_of=(f"R{number - 1}",) if number % 3 == 1 else (),
    )


def _speaker(number: int, chance: Random) -> Resource:
    topics = tuple(f"题目{one}" for one in chance.sample(range(20), 3))
    return Resource(f"S{number}", Kind.SPEAKER, f"第 {number} 讲师", f"31{number % _UNITS:02}", topics=topics)


_BOOKINGS: Final = text("""
    WITH RECURSIVE days(d) AS (SELECT 1 UNION ALL SELECT d + 1 FROM days WHERE d < :days)
    INSERT INTO bookings (resource_id, unit_id, title, starts_at, ends_at, state, version, state_since, place, made_at)
    SELECT r.id, r.unit_id, '主题党日', :now + d * 86400 + (r.id * 7 + d * 3) % 12 * 3600,
           :now + d * 86400 + (r.id * 7 + d * 3) % 12 * 3600 + 5400, 'granted', 1, :now, :now, :now
    FROM resources r, days WHERE r.id NOT IN (SELECT part_id FROM resource_parts)
""")
_SLOTS: Final = text("""
    WITH RECURSIVE quarters(q) AS (SELECT -1 UNION ALL SELECT q + 1 FROM quarters WHERE q < 6)
    INSERT INTO held_slots (resource_id, slot_start, booking_id)
    SELECT c.covered_id, CAST(b.starts_at AS BIGINT) + q * 900, b.id
    FROM bookings b JOIN resource_covers c ON c.resource_id = b.resource_id, quarters
    ORDER BY 1, 2
""")
