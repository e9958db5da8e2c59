"""Rings what is due: each notice once, in the transaction that writes what is said of it."""

import asyncio
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Self

import structlog
from prometheus_client import Counter

from bot import codec
from bot.flows.desk import Tell, Wave
from bot.house import House
from bot.turn import draft_of
from scheduler.notices.occasion import Occasion
from scheduler.notices.subjects import ring
from scheduler.words import words_for
from storage.announcements.fan_out import Circular, fan_out
from storage.messages import notices, outbox
from storage.messages.notices import NoticeRow
from storage.unit_of_work import Store, UnitOfWork

log = structlog.get_logger()

AT_ONCE: Final = 3
"""Notices to a transaction: few, for turns wait meanwhile."""

EVERY_S: Final = 20.0

LATE_S: Final = 1_800.0
"""What is said later than this has been held up: it is counted."""

EXPIRED: Final = Counter("waystation_notices_expired", "Notices that came too late to be of use.", ["kind"])
LATE: Final = Counter("waystation_notices_late", "Notices that rang late and had something to say.", ["kind"])


@dataclass(frozen=True, slots=True)
class Rung:
    """What became of notices: rung, held no longer, past their time, raised; and how many messages were written."""

    done: int = 0
    stale: int = 0
    expired: int = 0
    failed: int = 0
    said: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(
            self.done + other.done,
            self.stale + other.stale,
            self.expired + other.expired,
            self.failed + other.failed,
            self.said + other.said,
        )


async def ring_due(store: Store, house: House, clock: Callable[[], float]) -> Rung:
    """Ring everything that is due by the clock, in order, and return what became of it.

    However far the clock was wound forward, what a step plans anew and is due already rings too. In quiet hours
    nothing rings: it is looked at when they are over, as things stand then. What raises stays due for the next ring.
    However much is due, half of the time is left to people who wait for an answer. The disk is not waited for: what a
    power cut undoes is due again.
    """
    total, raised = Rung(), set[int]()
    while await store.read(partial(_is_due, house=house, now=clock())):
        began = time.monotonic()
        rung = await store.write_hastily(partial(_ring, house=house, now=clock(), raised=raised))
        total += rung
        if rung == Rung():  # another worker has the rest in hand, or it has raised
            break
        await asyncio.sleep(time.monotonic() - began)
    return total


def _is_due(unit: UnitOfWork, house: House, now: float) -> bool:
    if house.quiet.holds(now):
        return False
    first = notices.next_due(unit)
    return first is not None and first <= now


def _ring(unit: UnitOfWork, house: House, now: float, raised: set[int]) -> Rung:
    """Ring some and commit. Only a batch with trouble in it pays for savepoints: one that raises is undone alone."""
    try:
        return _rung(unit, now, raised, partial(_speak, unit, house, now))
    except Exception:  # noqa: BLE001  whatever ails one notice, the others must ring
        unit.roll_back()
        return _rung(unit, now, raised, partial(_speak_alone, unit, house, now, raised))


def _rung(unit: UnitOfWork, now: float, raised: Collection[int], one: Callable[[NoticeRow], Rung]) -> Rung:
    expired = notices.expire(unit, now)
    total = Rung(expired=sum(expired.values()))
    due = notices.due(unit, now, AT_ONCE + len(raised))
    for notice in [notice for notice in due if notice.id not in raised][:AT_ONCE]:
        total += one(notice)
    unit.commit()
    _count_expired(expired)
    return total


def _count_expired(expired: Mapping[str, int]) -> None:
    """Say which kinds came too late, and how many: the log and the metrics tell what a time of downtime has cost."""
    if expired:
        log.warning("notices_expired", kinds=dict(sorted(expired.items())))
    for kind, count in expired.items():
        EXPIRED.labels(kind.rstrip("_0123456789")).inc(count)


def _count_late(notice: NoticeRow, now: float) -> None:
    log.info("notice_late", kind=notice.kind, late_s=round(now - notice.due_at))
    LATE.labels(notice.kind.rstrip("_0123456789")).inc()


def _speak(unit: UnitOfWork, house: House, now: float, notice: NoticeRow) -> Rung:
    speak = partial(words_for, unit, house)
    wound, leads_to = house.clock_is_wound, house.leads_to
    said = ring(Occasion(notice, unit, house.local(now), speak, clock_is_wound=wound, leads_to=leads_to))
    if said is None:
        notices.finish(unit, notice.id, "stale", now)
        return Rung(stale=1)
    count = _written(unit, house, notice, said, now)
    notices.finish(unit, notice.id, "done", now)
    if count and now - notice.due_at > LATE_S:
        _count_late(notice, now)
    return Rung(done=1, said=count)


def _written(unit: UnitOfWork, house: House, notice: NoticeRow, said: Sequence[Tell | Wave], now: float) -> int:
    """Write what is said and return how many messages those are. Nobody is told twice by one notice."""
    key = f"notice:{notice.id}"
    tells = [one for one in said if isinstance(one, Tell)]
    outbox.write(unit, [draft_of(f"{key}:{tell.chat_id}", tell, now) for tell in tells], now)
    waves = [one for one in said if isinstance(one, Wave)]
    letters = [(wave.recipients, _letter(wave, house, now)) for wave in waves]
    return len(tells) + sum(fan_out(unit, key, recipients, letter, now) for recipients, letter in letters)


def _letter(wave: Wave, house: House, now: float) -> Circular:
    replies = {language: codec.encode(reply) for language, reply in wave.replies.items()}
    return Circular(replies, house.language, wave.lane, now, wave.not_after, wave.about)


def _speak_alone(unit: UnitOfWork, house: House, now: float, raised: set[int], notice: NoticeRow) -> Rung:
    try:
        with unit.savepoint():
            return _speak(unit, house, now, notice)
    except Exception as trouble:  # noqa: BLE001  it is told below, without what it may quote
        log.error("notice_raised", notice=notice.id, kind=notice.kind, trouble=type(trouble).__name__)  # noqa: TRY400  a traceback may quote somebody
        raised.add(notice.id)
        return Rung(failed=1)
