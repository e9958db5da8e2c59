"""`waystation doctor`: what is set, reachable and migrated, and what to do about the rest."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from bot.chat import FetchFailedError, TokenRefusedError
from bot.cli.process import read_settings
from bot.clock import Clock
from bot.facts.calendar import LIBRARY
from bot.opening import open_front
from bot.settings import Settings
from domain.holidays import Published
from storage.sealed import Seal, new_key
from storage.standing import StoreUnreachableError
from storage.unit_of_work import Store
from storage.upkeep.health import look
from storage.upkeep.rotation import knows_the_key


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what it is, and what to do where it is not well (empty: it is)."""

    what: str
    remedy: str = ""


def examine(database: str) -> None:
    """Print a line for each thing; end with 1 if anything needs doing."""
    findings = list(_findings(read_settings(database)))
    for finding in findings:
        print(f"{'!!' if finding.remedy else 'ok'}  {finding.what}")
        if finding.remedy:
            print(f"    -> {finding.remedy}")
    raise SystemExit(any(finding.remedy for finding in findings))


def _findings(settings: Settings) -> Iterator[Finding]:
    yield _key(settings)
    yield from _store(settings)
    yield _bot(settings)
    yield _delivery(settings)


def _key(settings: Settings) -> Finding:
    try:
        Seal(*settings.keys)
    except ValueError:
        made = f"put this line into .env, and keep a copy elsewhere: WAYSTATION_KEY={new_key()}"
        return Finding("encryption key: missing, or no key", made)
    older = len(settings.keys) - 1
    return Finding("encryption key: set" + (f", and {older} older: waystation rotate-key" if older else ""))


def _store(settings: Settings) -> Iterator[Finding]:
    try:
        contents = look(settings.database)
    except StoreUnreachableError as trouble:
        yield Finding(f"database: no answer ({trouble})", "see WAYSTATION_DATABASE; sqlite:///FILE needs no server")
        return
    yield Finding("database: answers")
    if contents is None:
        yield Finding("schema: old or empty", "waystation migrate")
        return
    yield Finding("schema: current")
    yield from _fit(settings)
    yield Finding(f"service points: {contents.points:,}", "" if contents.points else "waystation import points FILE")
    failed = contents.failed_updates
    yield Finding(f"failed updates: {failed}", "waystation failed list" if failed else "")
    yield _calendar(LIBRARY.beside(contents.calendar))
    yield Finding("outbox: " + ", ".join(f"{state} {count:,}" for state, count in contents.outbox.items()))


def _fit(settings: Settings) -> Iterator[Finding]:
    """Say where the key is one, but not the key of this store."""
    try:
        store = Store(settings.database, *settings.keys)
    except ValueError:
        return  # that it is no key was said before
    with closing(store), store.unit_of_work() as unit:
        if not knows_the_key(unit):
            yield Finding("encryption key: does not open this store", "put the key that wrote it into WAYSTATION_KEY")


def _calendar(known: Published) -> Finding:
    """Say for how long the days off are known as published; those of a year are published in the November before."""
    last = max(known.years)
    return Finding(
        f"calendar: published to the end of {last}, by the law alone from then on; when the State Council's notice for "
        f"{last + 1} is out: waystation import calendar FILE"
    )


def _bot(settings: Settings) -> Finding:
    token = settings.token.get_secret_value()
    if not token:
        return Finding("bot token: missing", "ask @BotFather for one: WAYSTATION_TOKEN=...")
    try:
        return Finding(f"bot: @{asyncio.run(_username(settings, token))} on {settings.bot_api}")
    except TokenRefusedError:
        return Finding(f"bot token: {settings.bot_api} does not know it", "ask @BotFather for another one")
    except FetchFailedError as trouble:
        return Finding(f"bot: {settings.bot_api} does not answer ({trouble})", "see WAYSTATION_BOT_API and the network")


async def _username(settings: Settings, token: str) -> str:
    front = open_front(settings.framework, token, settings.bot_api, Clock())
    try:
        return await front.introduce(())
    finally:
        await front.close()


def _delivery(settings: Settings) -> Finding:
    if settings.webhook_url:
        return Finding(f"delivery: webhook at {settings.webhook_url}, served on {settings.listen}")
    return Finding("delivery: long polling")
