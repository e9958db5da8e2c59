"""`waystation doctor`: what is set, reachable and migrated, and what to do about the rest."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from bot.app import open_front
from bot.chat import FetchFailedError, TokenRefusedError
from bot.clock import Clock
from bot.process import read_settings
from bot.settings import Settings
from storage import failed_updates, outbox, places
from storage.migrate import at_head
from storage.sealed import Seal, new_key
from storage.unit_of_work import Store, UnitOfWork


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
        Seal(settings.key.get_secret_value())
    except ValueError:
        made = f"put this line into .env, and keep a copy elsewhere: WAYSTATION_KEY={new_key()}"
        return Finding("encryption key: missing, or no key", made)
    return Finding("encryption key: set")


def _store(settings: Settings) -> Iterator[Finding]:
    try:
        store = Store(settings.database, new_key())
        with store.unit_of_work() as unit:
            current = at_head(unit.connection)
            yield Finding(f"database: {store.engine.url!r} answers")
            yield Finding("schema: current") if current else Finding("schema: old or empty", "waystation migrate")
            if current:
                count = places.count_points_of(unit, 0)
                yield Finding(f"service points: {count:,}", "" if count else "waystation import points FILE")
                yield from _queues(unit)
        store.close()
    except (SQLAlchemyError, ValueError) as trouble:
        first = str(trouble).splitlines()[0]
        yield Finding(f"database: no answer ({first})", "see WAYSTATION_DATABASE; sqlite:///FILE needs no server")


def _queues(unit: UnitOfWork) -> Iterator[Finding]:
    waiting = failed_updates.count_waiting(unit)
    yield Finding(f"failed updates: {waiting}", "waystation failed list" if waiting else "")
    told = ", ".join(f"{state} {count:,}" for state, count in outbox.counts(unit).by_state.items())
    yield Finding(f"outbox: {told or 'empty'}")


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
