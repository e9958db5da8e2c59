"""`waystation restore`: the store as it was when a copy of it was made."""

from datetime import datetime
from pathlib import Path

from bot.cli.process import opened
from bot.settings import Settings
from domain.messages.delivery import State
from storage.messages import outbox
from storage.sealed import Seal
from storage.standing import StoreUnreachableError
from storage.upkeep.restoring import NotRestoredError, Restored, restore
from storage.upkeep.whole import OF_THE_HOUSE


def bring_back(settings: Settings, file: Path, *, writes_over: bool) -> None:
    try:
        Seal(*settings.keys)
        restored = restore(settings.database, file, settings.keys, writes_over=writes_over)
    except (NotRestoredError, StoreUnreachableError, ValueError) as trouble:
        raise SystemExit(f"waystation: {trouble}") from None
    with opened(settings) as store, store.unit_of_work() as unit:  # brings it up to date, too
        waiting = outbox.counts(unit).get(State.TODO, 0)
    count = sum(number for name, number in restored.rows.items() if name not in OF_THE_HOUSE)
    print(f"restored: {count:,} rows, as of {_moment(restored, settings)}")
    if restored.kept:
        print(f"what was there before: {restored.kept}")
    if waiting:
        print(f"{waiting:,} messages wait; of these, what went out after that moment goes out once more")


def _moment(restored: Restored, settings: Settings) -> str:
    if restored.as_of is None:
        return "a moment that nobody noted: no bot had run on it"
    return f"{datetime.fromtimestamp(restored.as_of, settings.zone):%Y-%m-%d %H:%M:%S %Z}"
