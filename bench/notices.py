"""What it costs to find what is due among a million, to say one thing to a city, and to plan, beside APScheduler.

`tick_ms_*` is one look of the bell at the table of notices, 100 of them due among so many that are still to come: is
anything due, what has expired, and which are they. `fanout_s` is one notice written to 65,000 recipients in both
languages and committed, on a SQLite file. `apscheduler_add_s` is 10,000 date jobs added to its own store in a SQLite
file, one to a reminder as its manual has it; `ours_add_s` as many notices planned and committed.
"""

import tempfile
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Final

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import text

from bench.measures import seconds
from bench.stores import empty
from domain.messages.delivery import Lane
from storage.announcements.fan_out import Circular, Everybody, fan_out
from storage.messages import notices
from storage.messages.notices import Planned
from storage.people import people
from storage.unit_of_work import Store

DUE: Final = 100
RECIPIENTS: Final = 65_000
NOW: Final = 1_800_000_000.0
AT_ONCE: Final = 10_000
_REPLY: Final = b"t" + b"x" * 400  # as long as a reminder

_PENDING: Final = text("""
    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :pending)
    INSERT INTO notices (subject, version, kind, due_at, not_after, state)
    SELECT 'activity:' || n, 1, 'remind', :now + (n * 7919) % 8000000 + 1, :now + 9000000, 'due' FROM numbers
""")


def figures(*, quick: bool) -> dict[str, float]:
    """Measure. A quick run looks less often, and adds 1,000 jobs and notices instead of 10,000."""
    looks, rounds, jobs = (100, 1, 1_000) if quick else (300, 3, AT_ONCE)
    with tempfile.TemporaryDirectory() as folder:
        few, many = _with_pending(Path(folder), 1_000), _with_pending(Path(folder), 1_000_000)
        ticks = {"tick_ms_1m": list[float](), "tick_ms_1k": list[float]()}
        for _ in range(looks):  # in turn, so that what else the machine does strikes both alike
            ticks["tick_ms_1m"].append(seconds(partial(_tick, many)) * 1000)
            ticks["tick_ms_1k"].append(seconds(partial(_tick, few)) * 1000)
        found = {name: median(each) for name, each in ticks.items()}
        found["ratio"] = found["tick_ms_1m"] / found["tick_ms_1k"]
        found["fanout_s"] = _fanned_out(few, rounds)
        found |= _added(few, Path(folder), jobs)
        for store in (few, many):
            store.close()
    return found


def _with_pending(folder: Path, pending: int) -> Store:
    """Make a store with so many notices to come, and some that are due."""
    url = f"sqlite:///{folder}/{pending}.db"
    store = empty(url)
    with store.unit_of_work() as unit:
        unit.connection.execute(_PENDING, {"pending": pending, "now": NOW})
        notices.plan(unit, "activity:0", 1, [Planned(f"kind {n}", NOW - n, NOW + 60.0) for n in range(DUE)])
        unit.connection.exec_driver_sql("ANALYZE")
        unit.commit()
    return store


def _tick(store: Store) -> None:
    with store.unit_of_work() as unit:
        first = notices.next_due(unit)
        expired = notices.expire(unit, NOW)
        found = notices.due(unit, NOW, DUE)
    if first is None or expired or len(found) != DUE:
        raise AssertionError("the bell did not find what is due")


def _fanned_out(store: Store, rounds: int) -> float:
    with store.unit_of_work() as unit:
        chats = range(1, RECIPIENTS + 1)
        people.welcome(unit, chats, NOW, {chat: ("zh-hans", "en", "fr")[chat % 3] for chat in chats})
        unit.commit()
    return median(seconds(partial(_fan_out, store, number)) for number in range(rounds))


def _fan_out(store: Store, number: int) -> None:
    circular = Circular({"zh_Hans": _REPLY, "en": _REPLY}, "zh_Hans", Lane.REMINDER, NOW)
    with store.unit_of_work() as unit:
        if fan_out(unit, f"notice:{number}", Everybody(), circular, NOW) != RECIPIENTS:
            raise AssertionError("somebody was left out")
        unit.commit()


def _added(store: Store, folder: Path, jobs: int) -> dict[str, float]:
    ours = seconds(partial(_plan, store, jobs))
    theirs = _add_jobs(f"sqlite:///{folder}/apscheduler.db", jobs)
    return {"apscheduler_add_s": theirs, "ours_add_s": ours, "ratio_vs_apscheduler": theirs / ours}


def _plan(store: Store, count: int) -> None:
    with store.unit_of_work() as unit:
        notices.plan(unit, "activity:1000001", 1, [Planned(f"remind_{n}", NOW + n) for n in range(count)])
        unit.commit()


def _add_jobs(url: str, count: int) -> float:
    scheduler = BackgroundScheduler(jobstores={"default": SQLAlchemyJobStore(url)}, timezone=UTC)
    scheduler.start(paused=True)
    begins = datetime.now(UTC) + timedelta(days=30)

    def add() -> None:
        for number in range(count):
            scheduler.add_job("bench.notices:remind", "date", [number], run_date=begins + timedelta(seconds=number))

    took = seconds(add)
    scheduler.shutdown()
    return took


def remind(_number: int) -> None:
    """Stand in for the work of a job, which is never run here."""
