"""What is done again and again."""

import asyncio
import threading
from collections import Counter as Tally
from collections.abc import Coroutine
from errno import ENOSPC
from functools import partial
from typing import Any

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from domain.messages.delivery import Lane, State
from scheduler.jobs import INBOX_KEPT_S, OUTBOX_KEPT_S, Job, ring, standing_jobs
from storage.messages import claims, inbox, outbox
from storage.messages.claims import Mark
from storage.messages.outbox import Draft
from storage.unit_of_work import Store, UnitOfWork

NOW = 4_000_000_000.0


def figure(name: str, **labels: str) -> float:
    """Read a metric of this process; 0 where nothing was counted yet."""
    return REGISTRY.get_sample_value(name, labels) or 0.0


def prepare(store: Store) -> None:
    with store.unit_of_work() as unit:
        drafts = [Draft(f"k{number}", number, Lane.INTERACTIVE, b"t{}", 0.0) for number in range(1, 4)]
        outbox.write(unit, [*drafts, Draft("late", 9, Lane.INTERACTIVE, b"t{}", 0.0, NOW - 1)], 0.0)
        claims.claim(unit, [1, 2], "w", 0.0)
        claims.mark(unit, [Mark(1, State.SENT)], "w", NOW - OUTBOX_KEPT_S - 1)
        claims.mark(unit, [Mark(2, State.SENT)], "w", NOW - OUTBOX_KEPT_S + 1)
        inbox.take(unit, [("telegram:1", "1")], NOW - INBOX_KEPT_S - 1)
        inbox.take(unit, [("telegram:1", "2")], NOW - INBOX_KEPT_S + 1)
        unit.commit()


def states(unit: UnitOfWork) -> dict[State, int]:
    return {state: count for state, count in outbox.counts(unit).items() if count}


async def test_standing_jobs_expire_and_forget_what_is_old(store: Store) -> None:
    prepare(store)
    for job in standing_jobs(store, lambda: NOW):
        await job.work()

    assert await store.read(states) == {State.SENT: 1, State.TODO: 1, State.EXPIRED: 1}
    keys = [("telegram:1", "1"), ("telegram:1", "2")]
    assert await store.read(lambda unit: inbox.seen(unit, keys)) == {("telegram:1", "2")}


async def test_expire_that_waited_for_the_store_takes_nothing_for_misdated(store: Store) -> None:
    """While another held the store, what was to go at once was written, later than the job was rung."""
    now, rung = [NOW], threading.Event()

    def write_late(unit: UnitOfWork) -> None:
        rung.wait(5)
        now[0] = NOW + 60
        outbox.write(unit, [Draft("k", 1, Lane.INTERACTIVE, b"t{}", now[0])], now[0])
        unit.commit()

    expire = next(job for job in standing_jobs(store, lambda: now[0]) if job.name == "expire")
    with capture_logs() as logs:
        async with asyncio.TaskGroup() as both:
            both.create_task(store.write(write_late))
            both.create_task(expire.work())
            await asyncio.sleep(0)
            rung.set()

    assert logs == []


async def test_ring_does_each_job_again_and_again_until_stopped() -> None:
    stop, done = asyncio.Event(), {"often": 0, "seldom": 0}

    async def work(name: str) -> None:
        done[name] += 1
        if done["often"] == 3:
            stop.set()

    async with asyncio.timeout(10):
        await ring([Job("often", 0.05, lambda: work("often")), Job("seldom", 60, lambda: work("seldom"))], stop)
    await asyncio.sleep(0.2)
    assert done == {"often": 3, "seldom": 0}


async def test_ring_rings_a_failed_job_again() -> None:
    stop, tries = asyncio.Event(), []

    async def work() -> None:
        tries.append(1)
        if len(tries) == 4:
            stop.set()
        if len(tries) < 4:
            raise LookupError("nothing like it")

    before = figure("waystation_jobs_failed_total", job="try")
    with capture_logs() as logs:
        async with asyncio.timeout(10):
            await ring([Job("try", 0.05, work)], stop)
    assert len(tries) == 4
    told = [(entry["event"], entry["what"], entry["fate"], entry.get("failures")) for entry in logs]
    assert told == [
        ("stands_still", "job try", "LookupError", None),
        ("goes_on", "job try", "LookupError", 3),
    ]
    assert isinstance(logs[0]["exc_info"], LookupError)
    assert figure("waystation_jobs_failed_total", job="try") - before == 3


async def test_jobs_that_the_store_holds_up_are_one_trouble() -> None:
    stop, tries = asyncio.Event(), Tally[str]()

    async def work(name: str) -> None:
        tries[name] += 1
        if min(tries["first"], tries["second"]) > 4:
            stop.set()
        if tries[name] < 3:
            raise OSError(ENOSPC, "No space left on device")

    with capture_logs() as logs:
        async with asyncio.timeout(10):
            await ring([Job(name, 0.05, partial(work, name)) for name in ("first", "second")], stop)
    told = [(entry["event"], entry["what"], entry["fate"]) for entry in logs]
    assert told == [("stands_still", "jobs", "disk full"), ("goes_on", "jobs", "disk full")]


async def test_runs_that_are_left_out_are_counted_and_told_once_by_name(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.jobs.LONG_S", 0.1)
    stop, before = asyncio.Event(), figure("waystation_jobs_skipped_total", job="slow")

    async def work() -> None:
        await asyncio.sleep(0.5)
        stop.set()

    with capture_logs() as logs:
        async with asyncio.timeout(10):
            await ring([Job("slow", 0.03, work)], stop)
    skipped = figure("waystation_jobs_skipped_total", job="slow") - before
    assert [(entry["event"], entry["job"]) for entry in logs] == [("job_takes_long", "slow"), ("long_job_done", "slow")]
    assert (logs[1]["skipped"] == skipped, skipped > 3, caplog.records) == (True, True, [])


async def test_ring_never_does_a_job_twice_at_a_time() -> None:
    stop, at_work, most = asyncio.Event(), 0, []

    async def work() -> None:
        nonlocal at_work
        at_work += 1
        most.append(at_work)
        await asyncio.sleep(0.15)
        at_work -= 1
        if len(most) == 2:
            stop.set()

    async with asyncio.timeout(10):
        await ring([Job("slow", 0.05, work)], stop)
    assert most == [1, 1]


async def test_ring_lets_finish_what_is_being_done(caplog: pytest.LogCaptureFixture) -> None:
    stop, finished = asyncio.Event(), []

    async def work() -> None:
        stop.set()
        await asyncio.sleep(0.1)
        finished.append(1)

    with capture_logs() as logs:
        async with asyncio.timeout(10):
            await ring([Job("slow", 0.02, work)], stop)
    assert (finished, logs, caplog.records) == ([1], [], [])


async def test_ring_gives_up_what_takes_too_long_without_a_word(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.jobs.LAST_ROUND_S", 0.05)
    stop, cancelled = asyncio.Event(), []

    async def work() -> None:
        stop.set()
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            cancelled.append(1)
            raise

    with capture_logs() as logs:
        async with asyncio.timeout(10):
            await ring([Job("endless", 0.02, work)], stop)
    assert (cancelled, logs, caplog.records) == ([1], [], [])


async def test_ring_stopped_at_any_moment_of_a_job_logs_nothing(
    sqlite_store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """Once, a stop while the notices rang was logged as an error of theirs, with a traceback."""

    def work() -> Coroutine[Any, Any, None]:
        return sqlite_store.write(lambda unit: unit.commit())

    with capture_logs() as logs:
        for number in range(100):
            stop = asyncio.Event()
            asyncio.get_running_loop().call_later(0.01 + number * 0.0001, stop.set)
            await ring([Job("notices", 0.01, work)], stop)
    assert (logs, caplog.records) == ([], [])


async def test_ring_leaves_no_thread_behind() -> None:
    stop = asyncio.Event()
    stop.set()
    before = threading.active_count()
    nothing: Any = asyncio.sleep
    await ring([Job("nothing", 60, lambda: nothing(0))], stop)
    assert threading.active_count() == before
