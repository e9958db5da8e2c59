"""Opens what the settings name: the store, and the chosen Telegram library. Light to import, for the command line."""

import importlib
import time
from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING, cast

from bot.chat import Front
from bot.clock import Clock
from bot.facts.calendar import put_in_force
from bot.page_origin import Origin
from bot.settings import Framework, Settings
from bot.silent_front import NoTelegram
from domain.activities.offers import Quiet
from domain.affiliations.reminders import QuietHours
from storage.calendar_days import published
from storage.people import audit
from storage.postgres_sessions import POOLED, is_pooled
from storage.sealed import Seal
from storage.standing import Standing, StoreUnreachableError, bring_up_to_date, standing
from storage.unit_of_work import Store
from storage.upkeep import keys

if TYPE_CHECKING:
    from bot.desk.desk_pages import DeskPages
    from bot.pages.pages import Pages


def open_store(settings: Settings, worker: str = "", agree: Callable[[float], None] = lambda _ahead_s: None) -> Store:
    """Open the database and bring its schema up to date; `worker` and `agree` as in `Store`.

    Raises `ValueError` for a key that is none or that does not open what is there, `StoreUnreachableError` where no
    database answers, or what is there is no store; then nothing is made or changed.
    """
    Seal(*settings.keys)
    stands = standing(settings.database)
    store = Store(
        settings.database, *settings.keys, quiet=Quiet(QuietHours(), settings.zone), worker=worker, agree=agree
    )
    try:
        _bring_up_to_date(store, stands)
    except BaseException:
        store.close()
        raise
    return store


def _bring_up_to_date(store: Store, stands: Standing) -> None:
    if store.worker and store.engine.dialect.name == "postgresql" and is_pooled(store.engine):
        raise StoreUnreachableError(POOLED)
    if stands is Standing.OLD:
        with store.unit_of_work() as unit:
            keys.check_older(unit)  # before anything is changed with a key that is another store's
    if stands is not Standing.CURRENT:
        bring_up_to_date(store.url)
    keys.admit(store)
    with store.unit_of_work() as unit:
        put_in_force(published(unit))
        if stands is Standing.OLD:
            audit.begin(unit, time.time())
            unit.commit()


def open_front(settings: Settings, clock: Clock) -> Front:
    """Load the chosen library and nothing of the other: aiogram alone costs 170 MB. Without a token there is none."""
    token = settings.token.get_secret_value()
    if not token and settings.web:
        return NoTelegram()
    return cast("Front", load_front(settings.framework).open_front(token, settings.bot_api, now=clock.now))


def opened_pages(settings: Settings) -> "Pages | None":
    """Load the chat page where it is to be served."""
    if not settings.web:
        return None
    return cast("Pages", importlib.import_module("bot.pages.pages").Pages(Origin.of(settings.web)))


def opened_desk(settings: Settings) -> "DeskPages | None":
    """Load the desk where it is to be served."""
    if not settings.desk:
        return None
    return cast("DeskPages", importlib.import_module("bot.desk.desk_pages").DeskPages(Origin.of(settings.desk)))


def load_front(framework: Framework) -> ModuleType:
    """Load the library. It takes seconds in which no loop would hear that it is to end: do it before there is one."""
    return importlib.import_module(f"bot.handlers.{framework}_front")
