"""What is done again and again: APScheduler rings the bell, the database knows what there is to do."""

import asyncio
import logging
import time
from collections.abc import Callable, Collection, Coroutine, Iterable
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from typing import Any, Final, final

import structlog
from apscheduler.events import EVENT_JOB_MAX_INSTANCES
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from prometheus_client import Counter

from bot.standstill import Standstill
from storage.announcements import ledgers
from storage.messages import claims, inbox, outbox
from storage.messages.misdated import bring_near
from storage.people import whereabouts
from storage.troubles import StoreTrouble, trouble_with
from storage.unit_of_work import Store, UnitOfWork
from storage.upkeep.upkeep import tidy

log = structlog.get_logger()

_DAY_S: Final = 86400.0
INBOX_KEPT_S: Final = 8 * _DAY_S  # Telegram repeats an update for a day at most; the rest is for people who look
OUTBOX_KEPT_S: Final = 30 * _DAY_S

LAST_ROUND_S: Final = 5.0
"""How long a job that is being done may take once all is to end."""

LONG_S: Final = 30.0
"""A job that takes longer is told of, once it has missed a run."""

FAILED: Final = Counter("waystation_jobs_failed", "Runs of jobs that raised.", ["job"])
SKIPPED: Final = Counter("waystation_jobs_skipped", "Runs of jobs left out, for the one before was not done.", ["job"])


@dataclass(frozen=True, slots=True)
class Job:
    """Work that is done every so many seconds, and never twice at a time."""

    name: str
    every_s: float
    work: Callable[[], Coroutine[Any, Any, object]]


def standing_jobs(store: Store, clock: Callable[[], float]) -> tuple[Job, ...]:
    """Name the jobs that every house has. `clock` gives seconds since 1970."""
    return (
        Job("expire", 30, lambda: store.write(partial(_expire, clock=clock))),
        Job("forget", 3600, lambda: forget(store, clock())),
        Job("tidy", 3600, lambda: asyncio.to_thread(tidy, store.engine)),
    )


def _expire(unit: UnitOfWork, clock: Callable[[], float]) -> None:
    now = clock()  # and not before: it may have waited for the store, and others have written meanwhile
    expired, misdated = claims.expire(unit, now), bring_near(unit, now)
    whereabouts.drop_old(unit, now)
    unit.commit()
    if expired:
        log.warning("messages_expired", count=expired)
    if misdated:
        log.warning("messages_misdated", count=misdated)


async def forget(store: Store, now: float) -> None:
    """Drop what nobody will ask for, in portions that hold up no turn for long."""
    await store.write(partial(_forget_inbox, before=now - INBOX_KEPT_S))
    while await store.write(partial(_forget_outbox, now=now)):
        pass


def _forget_inbox(unit: UnitOfWork, before: float) -> None:
    inbox.forget_before(unit, before)
    unit.commit()


def _forget_outbox(unit: UnitOfWork, now: float) -> int:
    forgotten = outbox.forget_done(unit, now - OUTBOX_KEPT_S) or ledgers.forget(unit, now - ledgers.LEDGER_KEPT_S)
    unit.commit()
    return forgotten


async def ring(jobs: Iterable[Job], stop: asyncio.Event) -> None:
    """Do these jobs, each in its own time, until `stop` is set; what is being done then is let finish, for a while.

    A job that raises is rung again; one that was missed is done once, however late and however often. The log says when
    one begins to fail and when it goes on; where the store is to blame, that is one trouble, whichever jobs it hits.
    """
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)  # a run left out is counted here, and told once
    held_up = _HeldUp()
    rounds = {job.name: _Rounds(job, held_up) for job in jobs}
    scheduler.add_listener(lambda event: rounds[event.job_id].skip(), EVENT_JOB_MAX_INSTANCES)
    for one in rounds.values():
        every_s = one.job.every_s
        scheduler.add_job(one.do, "interval", seconds=every_s, id=one.job.name, name=one.job.name)
    scheduler.start()
    try:
        await stop.wait()
    finally:
        scheduler.pause()
        await _let_finish(rounds.values())
        scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # it shuts down in the loop's next round


@final
class _HeldUp:
    """The jobs that the store holds up: they stand still together, until the last of them goes on."""

    def __init__(self) -> None:
        self._jobs: set[str] = set()
        self._standing = Standstill("jobs", enough=1)

    def by(self, trouble: StoreTrouble, job: str) -> None:
        self._jobs.add(job)
        self._standing.failed(trouble, job)

    def no_more(self, job: str) -> None:
        if job in self._jobs:
            self._jobs.discard(job)
            if not self._jobs:
                self._standing.went()


@final
class _Rounds:
    """The runs of one job: the one at work, those left out meanwhile, and whether the last ones failed."""

    def __init__(self, job: Job, held_up: _HeldUp) -> None:
        self.job = job
        self.at_work: asyncio.Task[object] | None = None
        self._held_up = held_up
        self._own = Standstill(f"job {job.name}", enough=1)
        self._began = 0.0
        self._skipped = 0
        self._is_told = False

    async def do(self) -> None:
        # In a task of its own: the scheduler logs a cancelled one as its own error, with a traceback.
        self._began = time.monotonic()
        self.at_work = task = asyncio.create_task(self.job.work())
        await asyncio.wait({task})
        self.at_work = None
        if not task.cancelled():
            self._judge(task.exception())
        self._end_skipping()

    def _judge(self, trouble: BaseException | None) -> None:
        """Tell of the first failure in a row, with its traceback; the next ring tries again, nothing else suffers."""
        if trouble is None:
            self._own.went()
            self._held_up.no_more(self.job.name)
            return
        FAILED.labels(self.job.name).inc()
        fate = trouble_with(trouble)
        if fate is not StoreTrouble.OTHER:
            self._held_up.by(fate, self.job.name)
            return
        self._own.failed(type(trouble).__name__, error=trouble)

    def skip(self) -> None:
        """Count a run that was left out; a job that takes long is told of once, and once more when it is done."""
        SKIPPED.labels(self.job.name).inc()
        self._skipped += 1
        if not self._is_told and time.monotonic() - self._began >= LONG_S:
            self._is_told = True
            log.warning("job_takes_long", job=self.job.name, for_s=round(time.monotonic() - self._began))

    def _end_skipping(self) -> None:
        if self._is_told:
            took_s = round(time.monotonic() - self._began)
            log.warning("long_job_done", job=self.job.name, took_s=took_s, skipped=self._skipped)
        self._skipped, self._is_told = 0, False


async def _let_finish(rounds: Collection[_Rounds]) -> None:
    """Wait for what is being done, and give up what takes too long: the next start finds it undone."""
    await asyncio.sleep(0)  # what was rung in this very round begins
    if at_work := {one.at_work for one in rounds if one.at_work}:
        _, late = await asyncio.wait(at_work, timeout=LAST_ROUND_S)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        await asyncio.sleep(0)  # and whoever waited for it hears of it before the scheduler is gone
