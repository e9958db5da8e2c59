"""`waystation failed retry`: another try at the updates that could not take effect. Slow to import: the whole chat."""

import time
from dataclasses import replace
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
    if not failure.arrival:
        return "sealed with another key: it stays until that key stands in WAYSTATION_KEY"
    arrival = codec.decode_arrival(failure.arrival)
    if arrival.event is None:
        return "a shared location, which is not kept: only the person can send it again"
    now = time.time()
    again = replace(arrival, update_id=arrival.update_id - _AGAIN, key=f"{arrival.key}~" if arrival.key else "")
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
