"""The clock of announcements: begins what is due, writes its list, draws its progress, ends it, tells its composer.

Every step is one short transaction that looks at everything anew, and leaves what the next is found by: a process may
die between any two of them, and several may be at it at once. Where nothing is on, a round is one question to an index.
"""

import asyncio
import time
from collections.abc import Callable
from functools import partial
from typing import Final

import structlog

from bot.house import House
from domain.announcements.announcements import MailingState, Purpose, Stage
from scheduler.announcements.course import Step, View, missed, next_step
from scheduler.announcements.deeds import Locked, Rounds, do
from storage.announcements import announcements, audiences, before_sending, errands, ledgers, mailings
from storage.announcements.announcements import AnnouncementRow
from storage.people import audit
from storage.unit_of_work import Store, UnitOfWork

log = structlog.get_logger()

TROUBLED_S: Final = 60.0
"""What raises is looked at again after so many seconds, and holds up no other."""


async def tick(store: Store, house: House, clock: Callable[[], float], rounds: Rounds) -> bool:
    """See to everything that is due, and tell whether there is anything for the sender to do.

    Half of the time is left to people who wait for an answer.
    """
    left, acted = set[int](), False
    while due := [one for one in await store.read(partial(errands.to_look_at, now=clock())) if one not in left]:
        for announcement_id in due:
            began = time.monotonic()
            step = await _see_to(store, house, clock, rounds, announcement_id)
            acted |= step is not None
            if step in {None, Step.REST, Step.WAIT, Step.DRAW}:
                left.add(announcement_id)
            await asyncio.sleep(time.monotonic() - began)
    return acted


async def _see_to(
    store: Store, house: House, clock: Callable[[], float], rounds: Rounds, announcement_id: int
) -> Step | None:
    """Do the next step with one of them. None: it is in other hands, or it raised."""
    try:
        view = await store.read(partial(look, announcement_id=announcement_id, house=house, now=clock()))
        if view is None:
            return None
        return await store.write(partial(act, view=view, house=house, now=clock(), rounds=rounds))
    except Exception as trouble:  # noqa: BLE001  whatever ails one announcement, the others must go on
        log.error("announcement_raised", announcement=announcement_id, trouble=type(trouble).__name__)  # noqa: TRY400  a traceback may quote it
        await store.write(partial(_leave_alone, announcement_id=announcement_id, until=clock() + TROUBLED_S))
        return None


def _leave_alone(unit: UnitOfWork, announcement_id: int, until: float) -> None:
    errands.look_again(unit, announcement_id, until)
    unit.commit()


def look(unit: UnitOfWork, announcement_id: int, house: House, now: float) -> View | None:
    """See how it stands; the long questions are asked here, where nobody waits for the answer."""
    row = announcements.find(unit, announcement_id)
    if row is None:
        return None
    if row.stage is Stage.SCHEDULED:
        return _ahead(unit, row, house, now)
    send, edit, recall = (mailings.of(unit, row.id, one) for one in Purpose)
    of_now = [one for one in (send, edit, recall) if one is not None and one.ended_at is None]
    if any(one.state is MailingState.FREEZING for one in of_now):  # nothing but the list matters, and it is long
        return View(row, send, edit, recall)
    tallies = {one.id: ledgers.tally(unit, one.id) for one in of_now}
    ledger = ledgers.ledger(unit, row.id)
    doubted = bool(missed(ledger)) and errands.was_doubted(unit, row.id)
    return View(row, send, edit, recall, tallies, ledger, was_doubted=doubted)


def _ahead(unit: UnitOfWork, row: AnnouncementRow, house: House, now: float) -> View:
    if row.approved_by is not None or (row.starts_at is not None and row.starts_at > now):
        return View(row)
    count = audiences.count(unit, before_sending.who(unit, row, house.language)).total
    return View(row, people=count, needs_approval=before_sending.approval_needed(unit, row, count))


_WRITTEN_DOWN: Final = frozenset({Step.SEND_BACK, Step.BEGIN, Step.EMPTY, Step.FINISH, Step.DOUBT})
"""Who writes to the audit holds it before anything else is locked."""


def act(unit: UnitOfWork, view: View, house: House, now: float, rounds: Rounds) -> Step | None:
    """Do the next step and commit. None: it is in other hands, or stands differently by now."""
    step, mailing = next_step(view, now)
    if step in _WRITTEN_DOWN:
        audit.hold(unit)
    row = errands.claimed(unit, view.row.id, now)
    if row is None or _marked(unit, row).mark != view.mark:
        return None
    do(step, Locked(unit, view, house, now, rounds), mailing)
    unit.commit()
    return step


def _marked(unit: UnitOfWork, row: AnnouncementRow) -> View:
    if row.stage is Stage.SCHEDULED:
        return View(row)
    send, edit, recall = (mailings.of(unit, row.id, one) for one in Purpose)
    return View(row, send, edit, recall)
