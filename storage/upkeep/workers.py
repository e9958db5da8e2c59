"""The processes that serve one store: who they are, by which way their updates come, and which one leads.

A row says what a worker is; that it lives its lock says (`storage.alive`), so that a row outlives nobody for long.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete, func, select

from domain.messages.delivery import Lane
from storage.alive import who_lives
from storage.gentle_insert import or_renew
from storage.tables.upkeep import lanes_left, workers
from storage.unit_of_work import UnitOfWork


class Way(StrEnum):
    """How updates come to a worker."""

    POLLING = "polling"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Worker:
    """One process. `settled` is a hash of what it tells the messenger of the bot; "": another has told it."""

    name: str
    way: Way
    settled: str = ""
    leads: bool = False
    began: float = 0.0


class NotBesideOthersError(Exception):
    """This worker would take the updates from those that are at work; the text says in one line what to do."""


_row = workers.c
_ENTER = or_renew(workers, ["name", "way", "settled", "leads", "began"], ["name"], ["way", "settled", "leads"])
_LEFT = or_renew(lanes_left, ["lane", "at"], ["lane"], ["at"])


def enter(unit: UnitOfWork, worker: Worker) -> bool:
    """Join those at work, commit, and tell whether it is this one that tells the messenger of the bot.

    Another that lives has told it the same: then it is not. Raises `NotBesideOthersError`.
    """
    if unit.on_postgresql:  # of two that come at once, one is the first
        unit.connection.exec_driver_sql("LOCK TABLE workers IN SHARE ROW EXCLUSIVE MODE")
    # An SQLite file has one worker, which holds the file's lock by now: whatever other rows say has been.
    others = [one for one in alive(unit) if one.name != worker.name] if unit.on_postgresql else []
    _check(worker, others)
    gone = delete(workers).where(_row.name.not_in([one.name for one in others]))
    unit.connection.execute(gone)
    tells = worker.settled not in {one.settled for one in others}
    renew(unit, worker if tells else Worker(worker.name, worker.way, "", worker.leads, worker.began))
    unit.commit()
    return tells


def _check(worker: Worker, others: Sequence[Worker]) -> None:
    if not others or {worker.way, *(one.way for one in others)} == {Way.WEBHOOK}:
        return
    if worker.way is Way.WEBHOOK:
        raise NotBesideOthersError(
            "another worker polls for updates on this store, and a webhook would end that: end it first"
        )
    by = "serve a webhook; set WAYSTATION_WEBHOOK_URL as they have it" if _by_webhook(others) else "poll already"
    raise NotBesideOthersError(f"others are at work on this store, and {by}: polling is for one process alone")


def _by_webhook(others: Sequence[Worker]) -> bool:
    return any(one.way is Way.WEBHOOK for one in others)


def renew(unit: UnitOfWork, worker: Worker) -> None:
    """Write what it is now; also where its row was lost. The caller commits."""
    row = {
        "name": worker.name,
        "way": worker.way.value,
        "settled": worker.settled,
        "leads": worker.leads,
        "began": worker.began,
    }
    unit.connection.execute(_ENTER, row)


def leave(unit: UnitOfWork, name: str) -> None:
    """Take it off the list, and commit."""
    unit.connection.execute(delete(workers).where(_row.name == name))
    unit.commit()


def alive(unit: UnitOfWork) -> Sequence[Worker]:
    """Return those that live, the longest first."""
    rows = unit.connection.execute(select(workers).order_by(_row.began, _row.name)).all()
    lives = who_lives(unit.connection, [row.name for row in rows]) if rows else frozenset()
    return [Worker(row.name, Way(row.way), row.settled, row.leads, row.began) for row in rows if row.name in lives]


def note_left(unit: UnitOfWork, left: Mapping[Lane, float]) -> None:
    """Note when something last left these lanes. The caller commits."""
    if left:
        unit.connection.execute(_LEFT, [{"lane": lane.value, "at": at} for lane, at in left.items()])


def last_left(unit: UnitOfWork) -> Mapping[Lane, float]:
    """Return when something last left each lane, in seconds since 1970."""
    return {Lane(lane): at for lane, at in unit.connection.execute(select(lanes_left.c.lane, lanes_left.c.at))}


def clock_is_ahead_by(unit: UnitOfWork, now: float) -> float:
    """Return by how many seconds a clock that shows `now` is ahead of the database's; 0 on SQLite, which has ours."""
    if not unit.on_postgresql:
        return 0.0
    theirs = unit.connection.scalar(select(func.extract("epoch", func.clock_timestamp())))
    return now - float(theirs or now)
