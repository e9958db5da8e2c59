"""`waystation failed`: the updates that could not take effect, and another try at them."""

import time
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot import codec
from bot.cli.process import opened
from bot.house import House
from bot.settings import Settings
from bot.turn import take
from storage.messages import failed_updates
from storage.messages.failed_updates import Failure
from storage.refusals import is_its_own_fault
from storage.unit_of_work import Store

_AGAIN: Final = 1_000_000_000_000
"""A repeated update gets a number so far below its own, which no server gives: the inbox knows its own already."""


def show_failed(settings: Settings) -> None:
    with opened(settings) as store, store.unit_of_work() as unit:
        waiting = failed_updates.waiting(unit)
    for failure in waiting:
        at = datetime.fromtimestamp(failure.failed_at, settings.zone)
        print(f"{failure.reference}  {at:%Y-%m-%d %H:%M:%S}  update {failure.update_id}  {_reason(failure)}")
    print(f"{len(waiting)} waiting")


def retry(settings: Settings, reference: str) -> None:
    """Play one failed update again, or all; one that fails again is kept under a new reference."""
    house = House(language=settings.language, zone=settings.zone)
    with opened(settings) as store:
        with store.unit_of_work() as unit:
            waiting = [one for one in failed_updates.waiting(unit) if reference in {"", one.reference}]
        for failure in waiting:
            print(f"{failure.reference}  {_play_again(store, house, failure)}")
    if reference and not waiting:
        raise SystemExit(f"waystation: nothing waits under {reference}")


def _play_again(store: Store, house: House, failure: Failure) -> str:
    arrival = codec.decode_arrival(failure.arrival)
    if arrival.event is None:
        return "a shared location, which is not kept: only the person can send it again"
    now = time.time()
    again = replace(arrival, update_id=arrival.update_id - _AGAIN)
    try:
        with store.unit_of_work() as unit:
            taken = take(unit, [again], replace(house, bot_id=failure.bot_id), now)
    except Exception as trouble:
        if not is_its_own_fault(trouble):
            raise
        return f"refused again: {type(trouble).__name__}"
    with store.unit_of_work() as unit:  # were we stopped before this, the number would tell that it was played
        failed_updates.mark_retried(unit, failure.reference, now)
        unit.commit()
    return f"failed again, now {taken.failed[0]}" if taken.failed else "done"


def _reason(failure: Failure) -> str:
    """Return the line that names what was raised; the database's own quotes what it was given further down."""
    lines = failure.traceback.strip().splitlines()
    return next(line for line in reversed(lines) if not line.startswith(("[", "(", " ")))
