"""What is done again and again: APScheduler rings the bell, the database knows what there is to do."""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Iterable
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from typing import Any, Final

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from storage.announcements import ledgers
from storage.messages import claims, inbox, outbox
from storage.messages.misdated import bring_near
from storage.unit_of_work import Store, UnitOfWork
from storage.upkeep.upkeep import tidy

log = structlog.get_logger()

_DAY_S: Final = 86400.0
INBOX_KEPT_S: Final = 8 * _DAY_S  # Telegram repeats an update for a day at most; the rest is for people who look
OUTBOX_KEPT_S: Final = 30 * _DAY_S

LAST_ROUND_S: Final = 5.0
"""How long a job that is being done may take once all is to end."""


@dataclass(frozen=True, slots=True)
class Job:
    """Work that is done every so many seconds, and never twice at a time."""

    name: str
    every_s: float
    work: Callable[[], Coroutine[Any, Any, object]]


def standing_jobs(store: Store, clock: Callable[[], float]) -> tuple[Job, ...]:
    """Name the jobs that every house has. `clock` gives seconds since 1970."""
    return (
        Job("expire", 30, lambda: store.write(partial(_expire, now=clock()))),
        Job("forget", 3600, lambda: forget(store, clock())),
        Job("tidy", 3600, lambda: asyncio.to_thread(tidy, store.engine)),
    )


def _expire(unit: UnitOfWork, now: float) -> None:
    expired, misdated = claims.expire(unit, now), bring_near(unit, now)
    unit.commit()
    if expired:
        log.warning("messages expired before their turn came", count=expired)
    if misdated:
        log.warning("messages waited for a time that the clock has never come to", count=misdated)


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

    A job that raises is logged and rung again; one that was missed is done once, however late and however often.
    """
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    at_work: set[asyncio.Task[object]] = set()
    for job in jobs:
        scheduler.add_job(_do, "interval", seconds=job.every_s, args=(job, at_work), id=job.name)
    scheduler.start()
    try:
        await stop.wait()
    finally:
        scheduler.pause()
        await _let_finish(at_work)
        scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # it shuts down in the loop's next round


async def _do(job: Job, at_work: set[asyncio.Task[object]]) -> None:
    # In a task of its own: the scheduler logs a cancelled one as its own error, with a traceback.
    task = asyncio.create_task(job.work())
    at_work.add(task)
    await asyncio.wait({task})
    at_work.discard(task)
    if not task.cancelled() and (trouble := task.exception()):  # the next ring tries again; nothing else may suffer
        log.error("a job failed", job=job.name, exc_info=trouble)


async def _let_finish(at_work: Collection[asyncio.Task[object]]) -> None:
    """Wait for what is being done, and give up what takes too long: the next start finds it undone."""
    await asyncio.sleep(0)  # what was rung in this very round begins
    if at_work:
        _, late = await asyncio.wait(set(at_work), timeout=LAST_ROUND_S)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        await asyncio.sleep(0)  # and whoever waited for it hears of it before the scheduler is gone
