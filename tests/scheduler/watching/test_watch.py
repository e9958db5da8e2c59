"""The watch: it names what stands still, in the log and to the admins, and is quiet where all is well."""

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import text
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.chat import Fate, Outcome
from bot.standstill import Standstill
from domain.messages.delivery import Lane, State
from domain.people.deeds import HOUSE, Deed
from domain.people.roles import Role
from scheduler.watching import watch as module
from scheduler.watching.concerns import Lasting
from scheduler.watching.sendings import SLOWED, Sendings
from scheduler.watching.wall_clock import JUMP_S, WallClock
from scheduler.watching.watch import MANY, STILL_S, Watch, Watched
from storage.messages.claims import Claimed, Mark
from storage.people import people, roles
from storage.troubles import StoreTrouble
from storage.unit_of_work import Store
from storage.upkeep import last_backup
from storage.upkeep.backlog import Waiting
from storage.upkeep.pulse import Pulse, Room
from storage.upkeep.workers import Way, Worker
from tests.bot.test_standstill import Hand
from tests.stage.talk import NOON, house, html, said

BEN = 1008
DOWN = Outcome(Fate.SERVER_TROUBLE, reason="status 502", code=502)


class Scene:
    """A watch whose clocks go on when they are told, and an admin who reads English."""

    def __init__(self, store: Store, *, is_wound: bool = False, keys: int = 1, wall: float = 0.0) -> None:
        self.store = store
        self.wall, self.steady = Hand(), Hand()
        self.wall.now = wall or datetime(2026, 7, 1, 12, tzinfo=NOON.tzinfo).timestamp()
        self.sendings, self.delivery = Sendings(self.steady), Standstill("polling", steady=self.steady)
        self.woken = 0
        watched = Watched(store, self.sendings, self.delivery, keys, is_wound=is_wound)
        self.watch = Watch(watched, house(), self.wall, self._wake)
        self.watch._wall_clock = WallClock(self.wall, self.steady)

    def _wake(self) -> None:
        self.woken += 1

    async def passes(self, seconds: float) -> None:
        """Let time pass on both clocks, and the watch go its round."""
        self.wall.now += seconds
        self.steady.now += seconds
        self.watch._felt_at = float("-inf")
        await self.watch.round()

    @property
    def heard(self) -> list[str]:
        return [html(reply).splitlines()[0] for chat, reply in said(self.store) if chat == BEN]


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    with sqlite_store.unit_of_work() as unit:
        people.welcome(unit, [BEN], 0.0, {BEN: "en"})
        roles.give(unit, BEN, Role.ADMIN, None, Deed(HOUSE, 0.0))
        unit.commit()
    return sqlite_store


@pytest.fixture
def scene(store: Store) -> Iterator[Scene]:
    one = Scene(store)
    yield one
    one.watch.close()


@pytest.fixture
def lines() -> Iterator[list[EventDict]]:
    with capture_logs() as logs:
        yield logs


def told(lines: list[EventDict]) -> list[tuple[str, str, str]]:
    return [(line["event"], line["what"], line["fate"]) for line in lines]


def landed(scene: Scene, outcome: Outcome, state: State, times: int = 1) -> None:
    for _ in range(times):
        scene.sendings.landed(Claimed(1, 7, Lane.INTERACTIVE, b"t{}", 0, None), outcome, Mark(1, state))


async def test_house_that_is_well_is_quiet(scene: Scene, lines: list[EventDict]) -> None:
    for _ in range(3):
        await scene.passes(5)
    assert (lines, scene.heard, scene.woken) == ([], [], 0)


async def test_last_backup_is_among_the_metrics(scene: Scene) -> None:
    last_backup.note(scene.store.url, 1_780_000_000.0)
    await scene.passes(5)
    assert REGISTRY.get_sample_value("waystation_last_backup_timestamp_seconds") == 1_780_000_000.0


async def test_locked_store_is_two_lines_and_one_message_afterwards(scene: Scene, lines: list[EventDict]) -> None:
    file = scene.store.url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await scene.passes(5)
        await scene.passes(90)
        assert scene.watch.pulse.trouble is StoreTrouble.LOCKED
    await scene.passes(5)
    assert told(lines) == [("stands_still", "store", "locked"), ("goes_on", "store", "locked")]
    assert scene.heard == [
        "From Wed, Jul 1, 12:00 to Wed, Jul 1, 12:01 nothing could be saved: another program held the database."
    ]
    assert scene.woken == 1


async def test_full_disk_is_told_once_it_can_be(scene: Scene) -> None:
    scene.sendings.outbox.failed(StoreTrouble.DISK_FULL)
    await scene.passes(5)
    assert scene.heard == []
    scene.sendings.outbox.went()
    await scene.passes(5)
    await scene.passes(5)
    begin_and_end = "From Wed, Jul 1, 12:00 to Wed, Jul 1, 12:00"
    assert scene.heard == [f"{begin_and_end} the server's disk was full, and nothing could be saved."]


async def test_standstill_of_sending_and_polling_is_told_afterwards(scene: Scene) -> None:
    landed(scene, DOWN, State.TODO, times=3)
    for _ in range(3):
        scene.delivery.failed(Fate.NOT_CONNECTED)
    await scene.passes(5)
    await scene.passes(200)
    assert scene.heard == []
    landed(scene, Outcome(Fate.ACCEPTED), State.SENT)
    scene.delivery.went()
    await scene.passes(5)
    assert [line.partition("12:03 ")[2] for line in scene.heard] == [
        "I could send nothing: Telegram gave no proper answer.",
        "no message reached me: the server could not reach Telegram.",
    ]


async def test_short_standstill_and_batches_that_the_store_refuses_are_no_news_of_the_network(scene: Scene) -> None:
    landed(scene, DOWN, State.TODO, times=3)
    for _ in range(3):
        scene.delivery.failed(StoreTrouble.LOCKED)
    await scene.passes(5)
    landed(scene, Outcome(Fate.ACCEPTED), State.SENT)
    scene.delivery.went()
    await scene.passes(5)
    await scene.passes(300)
    assert scene.heard == []


async def test_messages_given_up_in_number_are_told(scene: Scene) -> None:
    landed(scene, DOWN, State.FAILED, times=MANY - 1)
    landed(scene, Outcome(Fate.ACCEPTED), State.SENT)
    await scene.passes(5)
    assert scene.heard == []
    landed(scene, DOWN, State.FAILED)
    landed(scene, Outcome(Fate.ACCEPTED), State.SENT)
    for _ in range(3):
        await scene.passes(5)
    assert scene.heard == ["20 messages of the last hour could not be delivered and were given up."]


async def test_what_lasted_is_told_to_be_over(scene: Scene) -> None:
    scene.sendings.unsealable = {1}
    for _ in range(3):
        await scene.passes(5)
    scene.sendings.unsealable = set()
    for _ in range(3):
        await scene.passes(5)
    assert scene.heard == [
        "1 message cannot be read with the key that is set, and is not sent.",
        "Everything that waits can be read again.",
    ]


async def test_what_lasts_is_found(store: Store) -> None:
    december = datetime(2026, 12, 2, 12, tzinfo=NOON.tzinfo).timestamp()
    scene = Scene(store, keys=2, wall=december)
    scene.watch.pulse = Pulse(room=Room(5_000_000, 10**9))
    scene.sendings.unsealable = {1, 2, 3}
    scene.sendings.measured({Lane.REMINDER: Waiting(4, STILL_S + 1)})
    found = scene.watch._concerns()
    assert {kind: (one.what, one.count, one.name) for kind, one in found.items()} == {
        Lasting.DISK_NEARLY_FULL: ("", 5, ""),
        Lasting.LANE_STILL: ("reminder", 4, ""),
        Lasting.KEY: ("", 3, ""),
        Lasting.ROTATION: ("", 0, ""),
        Lasting.CALENDAR: ("", 0, "2027"),
    }
    landed(scene, DOWN, State.TODO, times=3)  # then nothing leaves at all, which has its own line
    assert Lasting.LANE_STILL not in scene.watch._concerns()
    scene.watch.close()


# ---------------------------------------------------------------- the clock


async def test_clock_that_jumps_is_told_in_the_log_and_to_the_admins(scene: Scene, lines: list[EventDict]) -> None:
    await scene.passes(5)
    scene.wall.now -= 3600
    await scene.passes(5)
    scene.wall.now += 30
    await scene.passes(5)
    assert [(line["event"], line["by_s"]) for line in lines] == [("clock_jumped", -3600), ("clock_jumped", 30)]
    assert scene.heard == ["At Wed, Jul 1, 11:00 the server's clock went back by 60 minutes."]


async def test_clock_that_was_set_back_while_the_house_was_closed(scene: Scene, lines: list[EventDict]) -> None:
    await scene.passes(5)
    scene.wall.now -= 86_400
    await scene.watch._compare_with_last_beat()
    assert [(line["event"], line["by_s"], line["while_closed"]) for line in lines] == [("clock_jumped", -86_400, True)]


async def test_house_that_was_closed_for_long_has_not_jumped(scene: Scene, lines: list[EventDict]) -> None:
    await scene.watch._compare_with_last_beat()
    await scene.passes(5)
    scene.wall.now += 86_400
    await scene.watch._compare_with_last_beat()
    assert lines == []


async def test_clock_that_is_wound_is_nobodys_trouble(store: Store, lines: list[EventDict]) -> None:
    scene = Scene(store, is_wound=True, keys=2)
    scene.wall.now += 86_400 * 200
    for _ in range(3):
        await scene.passes(86_400)
    assert (lines, scene.heard) == ([], [])
    scene.watch.close()


def test_clock_that_drifts_has_not_jumped() -> None:
    wall, steady = Hand(), Hand()
    clock = WallClock(wall, steady)
    for _ in range(1000):
        wall.now += 5.01
        steady.now += 5
        assert clock.jumped_by() == 0
    wall.now += JUMP_S + 1
    assert (round(clock.jumped_by()), clock.jumped_by()) == (11, 0)


# ---------------------------------------------------------------- the watch itself


async def test_pulse_that_takes_too_long_is_no_answer(
    scene: Scene, lines: list[EventDict], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE_S", 0.05)
    with closing(sqlite3.connect(scene.store.url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for _ in range(2):
            scene.watch._felt_at = float("-inf")
            assert (await scene.watch.feel()).trouble is StoreTrouble.SLOW
    monkeypatch.undo()
    scene.watch._felt_at = float("-inf")
    assert (await scene.watch.feel()).trouble is None
    assert told(lines) == [("stands_still", "store", "no answer"), ("goes_on", "store", "no answer")]


async def test_pulse_is_felt_once_a_second_however_often_it_is_asked(scene: Scene) -> None:
    first = await scene.watch.feel()
    assert [await scene.watch.feel() is first for _ in range(100)] == [True] * 100


async def test_what_cannot_be_told_waits(scene: Scene, lines: list[EventDict]) -> None:
    scene.sendings.unsealable = {1, 2}
    with scene.store.unit_of_work() as unit:
        unit.connection.execute(text("ALTER TABLE troubles RENAME TO away"))
        unit.commit()
    await scene.passes(5)
    with scene.store.unit_of_work() as unit:
        unit.connection.execute(text("ALTER TABLE away RENAME TO troubles"))
        unit.commit()
    assert [(line["event"], line["trouble"]) for line in lines] == [("admins_not_told", "OperationalError")]
    await scene.passes(5)
    assert scene.heard == ["2 messages cannot be read with the key that is set, and are not sent."]


async def test_asked_once_all_has_ended_it_says_what_was_felt_last(store: Store) -> None:
    """A balancer asks until the very end of a worker that drains."""
    scene = Scene(store)
    await scene.passes(5)
    scene.watch.close()
    scene.watch._felt_at = float("-inf")
    assert await scene.watch.feel() is scene.watch.pulse


async def test_without_an_admin_nothing_is_lost(sqlite_store: Store) -> None:
    scene = Scene(sqlite_store)
    scene.wall.now += 3600
    await scene.passes(5)
    with sqlite_store.unit_of_work() as unit:
        people.welcome(unit, [BEN], 0.0, {BEN: "en"})
        roles.give(unit, BEN, Role.ADMIN, None, Deed(HOUSE, 0.0))
        unit.commit()
    await scene.passes(5)
    assert scene.heard == [
        "At Wed, Jul 1, 13:00 the server's clock went forward by 60 minutes, or the server was asleep."
    ]
    scene.watch.close()


async def test_watch_goes_its_rounds_until_it_is_stopped(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "EVERY_S", 0.05)
    stop, began = asyncio.Event(), time.monotonic()
    scene.watch.beat_at = 0.0
    running = asyncio.create_task(scene.watch.run(stop))
    await asyncio.sleep(0.4)
    stop.set()
    await running
    assert (scene.watch.beat_at > began, scene.watch.pulse.room is not None) == (True, True)


async def test_lane_that_another_worker_serves_does_not_stand_still(scene: Scene) -> None:
    scene.sendings.measured({Lane.REMINDER: Waiting(3, STILL_S + 1)}, {Lane.REMINDER: 5.0})
    assert scene.sendings.still(STILL_S) is None
    scene.steady.now += STILL_S
    assert scene.sendings.still(STILL_S) is Lane.REMINDER


async def test_lane_that_stands_still_is_two_lines(scene: Scene) -> None:
    with capture_logs() as lines:
        for waits in ({Lane.REMINDER: Waiting(3, STILL_S + 1)}, {}):
            scene.sendings.measured(waits)
            scene.sendings.tell_still(STILL_S)
            scene.sendings.tell_still(STILL_S)
    assert [(line["event"], line["what"]) for line in lines] == [
        ("stands_still", "lane reminder"),
        ("goes_on", "lane reminder"),
    ]


def test_refusals_for_pace_are_counted_by_lane() -> None:
    def count() -> float:
        return float(SLOWED.labels("announcement")._value.get())

    before = count()
    row = Claimed(1, 7, Lane.ANNOUNCEMENT, b"t{}", 0, None)
    Sendings().landed(row, Outcome(Fate.SLOW_DOWN, retry_after=3, code=429), Mark(1, State.TODO))
    assert count() == before + 1


async def test_worker_that_does_not_lead_says_nothing_of_what_lasts(scene: Scene) -> None:
    scene.watch._watched = replace(scene.watch._watched, worker=lambda: Worker("w", Way.WEBHOOK))
    scene.sendings.unsealable.add(1)
    await scene.passes(5)
    assert scene.heard == []
    scene.watch._watched = replace(scene.watch._watched, worker=lambda: Worker("w", Way.WEBHOOK, leads=True))
    await scene.passes(5)
    assert len(scene.heard) == 1
