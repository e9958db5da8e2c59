"""The real mix of a day, through the turn: finding, registering, signing up, asking, and an organiser's queue.

People are in step, so many to a batch; who registers gives 20 answers, who goes out eight, and the organiser opens,
reveals and decides every request. What is measured ends where the network begins.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import event, func, select

from bench import deeds
from bench.deeds import Commands, Deed, Opens, Says, Shares, Taps
from bench.stores import city
from bot import codec
from bot.chat import Arrival, Commanded, Event, Said, SharedContact, Started, Tapped
from bot.house import House
from bot.turn import take
from domain.activities.activities import Audience, Kind, Plan, Spot
from domain.people.deeds import HOUSE, By
from domain.people.deeds import Deed as Done
from domain.people.roles import Role
from storage.activities import activities
from storage.messages import outbox
from storage.people import people, roles
from storage.tables.messages import outbox as messages
from storage.tables.places import buildings, points
from storage.unit_of_work import Store, UnitOfWork

AT_ONCE: Final = 20
ORGANISER: Final = 5
TITLE: Final = "新时代党课第一讲"
_NOW: Final = datetime(2026, 12, 1, 2, tzinfo=UTC)
_MESSAGE: Final = 500


@dataclass(frozen=True, slots=True)
class Mix:
    """What the mix came to: turns, seconds by the clock and of computing, and statements of each lone turn."""

    turns: int
    took_s: float
    cpu_s: float
    statements: tuple[int, ...]


@dataclass(slots=True)
class _Street:
    """Everybody who writes, and what each has on the screen."""

    store: Store
    at_once: int
    house: House = field(default_factory=lambda: House(language="zh_Hans", zone=ZoneInfo("Asia/Shanghai"), bot_id=77))
    updates: int = 0
    read_up_to: int = 0
    shown: dict[int, dict[str, str]] = field(default_factory=dict)

    def do(self, people_there: Sequence[int], deed_of: Sequence[Deed]) -> None:
        """Let each of these people do one thing, all in one batch. Raises `RuntimeError` if one is not answered."""
        arrivals = [self._arrival(who, deed) for who, deed in zip(people_there, deed_of, strict=True)]
        with self.store.unit_of_work() as unit:
            taken = take(unit, arrivals, self.house, time.time())
        if taken.played != len(arrivals) or taken.failed:
            raise RuntimeError(f"not every update took effect: {taken}")

    def look(self) -> None:
        """Read what has been said since, which is no part of a turn."""
        with self.store.unit_of_work() as unit:
            newer = select(messages.c.id, messages.c.chat_id, messages.c.reply).where(messages.c.id > self.read_up_to)
            for number, chat_id, sealed in unit.connection.execute(newer.order_by(messages.c.id)):
                reply = codec.decode(unit.seal.open(sealed, outbox.REPLY))
                rows = getattr(reply, "buttons", ())
                self.shown.setdefault(chat_id, {}).update({one.label: one.data for row in rows for one in row})
                self.read_up_to = number

    def _arrival(self, who: int, deed: Deed) -> Arrival:
        self.updates += 1
        return Arrival(self.updates, who, _NOW, self._event(who, deed), "zh-hans")

    def _event(self, who: int, deed: Deed) -> Event:
        match deed:
            case Opens(payload):
                return Started(payload)
            case Taps(label):
                return Tapped(self.shown[who][label], _MESSAGE)
            case Says(text):
                return Said(text)
            case Shares(phone):
                return SharedContact(phone, own=True)
            case Commands(name):
                return Commanded(name)


def played(url: str, crowds: int, at_once: int = AT_ONCE) -> Mix:
    """Play the day of so many crowds, each registering and going out, and of the organiser's queue, on a new store."""
    store = city(url)
    posters = furnish(store, _NOW.timestamp())
    street = _Street(store, at_once)
    _crowd(street, posters, 0)  # statements are compiled and catalogues are read once in the life of a process
    _queue(street, at_once)
    computed_s, took_s, before = 0.0, 0.0, street.updates
    for number in range(1, crowds + 1):
        wall, cpu = _crowd(street, posters, number)
        took_s, computed_s = took_s + wall, computed_s + cpu
    wall, cpu = _queue(street, crowds * at_once)
    turns = street.updates - before
    statements = tuple(_alone(street, posters, crowds + 1))
    store.close()
    return Mix(turns, took_s + wall, computed_s + cpu, statements)


def _crowd(street: _Street, posters: Sequence[tuple[str, str]], number: int) -> tuple[float, float]:
    """Let a crowd register and another go out; return seconds by the clock, and of computing."""
    first = 10_000 + number * street.at_once
    registering = range(first, first + street.at_once)
    scripts = [deeds.registering(*posters[who % len(posters)], who) for who in registering]
    out = range(first + 1_000_000, first + 1_000_000 + street.at_once)
    return _sum(
        _timed(street, who, steps)
        for who, script in ((registering, scripts), (out, [deeds.going_out(TITLE)] * street.at_once))
        for steps in zip(*script, strict=True)
    )


def _queue(street: _Street, count: int) -> tuple[float, float]:
    """Let the organiser decide so many requests, one after the other."""
    script = [*deeds.OPENING, *(deed for _ in range(count) for deed in deeds.DECIDING)]
    return _sum(_timed(street, [ORGANISER], [deed]) for deed in script)


def _alone(street: _Street, posters: Sequence[tuple[str, str]], number: int) -> Iterator[int]:
    """Let one person register, one go out and the organiser decide, and count the statements of every turn."""
    first = 10_000 + number * street.at_once
    for who, script in (
        (first, deeds.registering(*posters[first % len(posters)], first)),
        (first + 1_000_000, deeds.going_out(TITLE)),
        (ORGANISER, (*deeds.OPENING, *deeds.DECIDING)),
    ):
        for deed in script:
            yield _counted(street, who, deed)


def _counted(street: _Street, who: int, deed: Deed) -> int:
    seen: list[str] = []

    def see(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            seen.append(statement)

    event.listen(street.store.engine, "before_cursor_execute", see)
    street.do([who], [deed])
    event.remove(street.store.engine, "before_cursor_execute", see)
    street.look()
    return len(seen)


def _timed(street: _Street, who: Sequence[int], steps: Sequence[Deed]) -> tuple[float, float]:
    began, computed = time.perf_counter(), time.process_time()
    street.do(who, steps)
    spent = time.perf_counter() - began, time.process_time() - computed
    street.look()
    return spent


def _sum(spent: Iterator[tuple[float, float]]) -> tuple[float, float]:
    pairs = list(spent)
    return sum(wall for wall, _ in pairs), sum(cpu for _, cpu in pairs)


def furnish(store: Store, at: float) -> list[tuple[str, str]]:
    """Add an organiser for all and an activity for everybody; return slugs and names of buildings to register from.

    `at` in seconds since 1970: the activity is four days later.
    """
    with store.unit_of_work() as unit:
        people.welcome(unit, [ORGANISER], at)
        city_id = unit.connection.scalar(select(func.min(points.c.unit_id))) or 1
        roles.give(unit, ORGANISER, Role.ADMIN, None, Done(HOUSE, at))
        times = at + 4 * 86_400.0, at + 4 * 86_400.0 + 7_200.0
        plan = Plan(Kind.LECTURE, TITLE, *times, Spot(title="人民广场"), Audience.ANYONE, 1_000_000)
        activity_id = activities.draft(unit, plan, city_id, Done(HOUSE, at)).id
        activities.publish(unit, activity_id, Done(By(None, "bench"), at))
        posters = _posters(unit)
        unit.commit()
    return posters


def _posters(unit: UnitOfWork) -> list[tuple[str, str]]:
    """Return slugs and names of buildings whose name no other one has, so that nobody is asked which is meant."""
    alone = select(func.min(buildings.c.slug), buildings.c.name).group_by(buildings.c.name).having(func.count() == 1)
    return [(slug, name) for slug, name in unit.connection.execute(alone.order_by(buildings.c.name).limit(200))]
