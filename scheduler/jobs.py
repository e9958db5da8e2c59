"""What is done again and again: APScheduler rings the bell, the database knows what there is to do."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from typing import Final

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from storage import inbox, outbox
from storage.unit_of_work import Store, UnitOfWork
from storage.upkeep import tidy

log = structlog.get_logger()

_DAY_S: Final = 86400.0
INBOX_KEPT_S: Final = 8 * _DAY_S  # Telegram repeats an update for a day at most; the rest is for people who look
OUTBOX_KEPT_S: Final = 30 * _DAY_S


@dataclass(frozen=True, slots=True)
class Job:
    """Work that is done every so many seconds, and never twice at a time."""

    name: str
    every_s: float
    work: Callable[[], Awaitable[object]]


def standing_jobs(store: Store, clock: Callable[[], float]) -> tuple[Job, ...]:
    """Name the jobs that every house has. `clock` gives seconds since 1970."""
    return (
        Job("expire", 30, lambda: store.write(partial(_expire, now=clock()))),
        Job("forget", 3600, lambda: forget(store, clock())),
        Job("tidy", 3600, lambda: asyncio.to_thread(tidy, store.engine)),
    )


def _expire(unit: UnitOfWork, now: float) -> None:
    expired = outbox.expire(unit, now)
    unit.commit()
    if expired:
        log.warning("messages expired before their turn came", count=expired)


async def forget(store: Store, now: float) -> None:
    """Drop what nobody will ask for, in portions that hold up no turn for long."""
    await store.write(partial(_forget_inbox, before=now - INBOX_KEPT_S))
    while await store.write(partial(_forget_outbox, before=now - OUTBOX_KEPT_S)):
        pass


def _forget_inbox(unit: UnitOfWork, before: float) -> None:
    inbox.forget_before(unit, before)
    unit.commit()


def _forget_outbox(unit: UnitOfWork, before: float) -> int:
    forgotten = outbox.forget_done(unit, before)
    unit.commit()
    return forgotten


async def ring(jobs: Iterable[Job], stop: asyncio.Event) -> None:
    """Do these jobs, each in its own time, until `stop` is set.

    A job that raises is logged and rung again; one that was missed is done once, however late and however often.
    """
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    for job in jobs:
        scheduler.add_job(_do, "interval", seconds=job.every_s, args=(job,), id=job.name)
    scheduler.start()
    try:
        await stop.wait()
    finally:
        scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # it shuts down in the loop's next round


async def _do(job: Job) -> None:
    try:
        await job.work()
    except Exception:  # the next ring tries again; nothing else may suffer from it
        log.exception("a job failed", job=job.name)
