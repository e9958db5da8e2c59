"""Opens what the settings name: the store, and the chosen Telegram library. Light to import, for the command line."""

import importlib
import time
from typing import cast

from bot.chat import Front
from bot.clock import Clock
from bot.facts.calendar import put_in_force
from bot.settings import Framework, Settings
from domain.offers import Quiet
from domain.reminders import QuietHours
from storage.calendar_days import published
from storage.migrate import upgrade
from storage.people import audit
from storage.sealed import Seal
from storage.standing import Standing, standing
from storage.unit_of_work import Store
from storage.upkeep.rotation import knows_the_key_of_an_older


def open_store(settings: Settings) -> Store:
    """Open the database and bring its schema up to date.

    Raises `ValueError` for a key that is none, or is not that of an older store, `StoreUnreachableError` where no
    database answers, or what is there is no store; then nothing is made or changed.
    """
    Seal(*settings.keys)
    stands = standing(settings.database)
    store = Store(settings.database, *settings.keys, quiet=Quiet(QuietHours(), settings.zone))
    if stands is Standing.OLD:
        _check_key(store)
    if stands is not Standing.CURRENT:
        upgrade(settings.database)
    with store.unit_of_work() as unit:
        put_in_force(published(unit))
        if stands is Standing.OLD:
            audit.begin(unit, time.time())
            unit.commit()
    return store


def _check_key(store: Store) -> None:
    """Raise `ValueError` before anything is changed with a key that is another store's."""
    with store.unit_of_work() as unit:
        is_ours = knows_the_key_of_an_older(unit)
    if not is_ours:
        store.close()
        raise ValueError("WAYSTATION_KEY does not open this store; it was written with another key")


def open_front(framework: Framework, token: str, bot_api: str, clock: Clock) -> Front:
    """Load the chosen library and nothing of the other: aiogram alone costs 170 MB."""
    module = importlib.import_module(f"bot.handlers.{framework}_front")
    return cast("Front", module.open_front(token, bot_api, now=clock.now))
