"""Opens what the settings name: the store, and the chosen Telegram library. Light to import, for the command line."""

import importlib
from typing import cast

from bot.chat import Front
from bot.clock import Clock
from bot.facts.calendar import put_in_force
from bot.settings import Framework, Settings
from domain.offers import Quiet
from domain.reminders import QuietHours
from storage.calendar_days import published
from storage.migrate import upgrade
from storage.sealed import Seal
from storage.standing import Standing, standing
from storage.unit_of_work import Store
from storage.upkeep import keys


def open_store(settings: Settings) -> Store:
    """Open the database and bring its schema up to date.

    Raises `ValueError` for a key that is none or that does not open what is there, `StoreUnreachableError` where no
    database answers, or what is there is no store; then nothing is made or changed.
    """
    Seal(*settings.keys)
    if standing(settings.database) is not Standing.CURRENT:
        upgrade(settings.database)
    store = Store(settings.database, *settings.keys, quiet=Quiet(QuietHours(), settings.zone))
    try:
        keys.admit(store)
        with store.unit_of_work() as unit:
            put_in_force(published(unit))
    except BaseException:
        store.close()
        raise
    return store


def open_front(framework: Framework, token: str, bot_api: str, clock: Clock) -> Front:
    """Load the chosen library and nothing of the other: aiogram alone costs 170 MB."""
    module = importlib.import_module(f"bot.handlers.{framework}_front")
    return cast("Front", module.open_front(token, bot_api, now=clock.now))
