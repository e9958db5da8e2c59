"""Opens what the settings name: the store, and the chosen Telegram library. Light to import, for the command line."""

import importlib
from types import ModuleType
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


def open_store(settings: Settings) -> Store:
    """Open the database and bring its schema up to date.

    Raises `ValueError` for a key that is none, `StoreUnreachableError` where no database answers, or what is there is
    no store; then nothing is made or changed.
    """
    Seal(*settings.keys)
    if standing(settings.database) is not Standing.CURRENT:
        upgrade(settings.database)
    store = Store(settings.database, *settings.keys, quiet=Quiet(QuietHours(), settings.zone))
    with store.unit_of_work() as unit:
        put_in_force(published(unit))
    return store


def open_front(framework: Framework, token: str, bot_api: str, clock: Clock) -> Front:
    """Load the chosen library and nothing of the other: aiogram alone costs 170 MB."""
    return cast("Front", load_front(framework).open_front(token, bot_api, now=clock.now))


def load_front(framework: Framework) -> ModuleType:
    """Load the library. It takes seconds in which no loop would hear that it is to end: do it before there is one."""
    return importlib.import_module(f"bot.handlers.{framework}_front")
