"""`waystation doctor`: what is set, reachable and migrated, and what to do about the rest."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from shlex import quote
from typing import Final
from urllib.parse import urlsplit

from bot.chat import FetchFailedError, TokenRefusedError, WebhookSeen
from bot.cli.process import read_settings
from bot.clock import Clock
from bot.demo.beside import KEY, file_of
from bot.facts.calendar import LIBRARY
from bot.opening import open_front
from bot.settings import SETTINGS_FILE, Settings
from domain.times.holidays import Published
from storage.messages import claims
from storage.private import is_shared, store_files
from storage.sealed import Seal, new_key
from storage.standing import NewerStoreError, StoreUnreachableError
from storage.unit_of_work import Store, UnitOfWork
from storage.upkeep import keys, workers
from storage.upkeep.health import look
from storage.upkeep.keys import HalfChangedError, KeyRefusedError

BACKUP_MOST_H: Final = 48
"""A last backup that is older is told of: one a day, and one that failed."""

_BACK_UP: Final = "waystation backup FILE; PostgreSQL: pg_dump -Fc, then waystation backup --note; once a day"
_APART_S: Final = 2.0
"""Clocks that differ by more put answers out of order."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what it is, and what to do where it is not well (empty: it is)."""

    what: str
    remedy: str = ""


def examine(database: str) -> None:
    """Print a line for each thing; end with 1 if anything needs doing."""
    findings = list(_findings(read_settings(database, looks_only=True)))
    for finding in findings:
        print(f"{'!!' if finding.remedy else 'ok'}  {finding.what}")
        if finding.remedy:
            print(f"    -> {finding.remedy}")
    raise SystemExit(any(finding.remedy for finding in findings))


def _findings(settings: Settings) -> Iterator[Finding]:
    yield _key(settings)
    yield from _files(settings)  # before the store is opened, which takes its files from others
    yield from _store(settings)
    yield from _bot(settings)
    yield _delivery(settings)


def _key(settings: Settings) -> Finding:
    try:
        newest, *older = Seal(*settings.keys).fingerprints
    except ValueError:
        made = f"put this line into .env, and keep a copy elsewhere: WAYSTATION_KEY={new_key()}"
        return Finding("encryption key: missing, or no key", made)
    if not older:
        return Finding("encryption key: set")
    return Finding(
        f"encryption key: set ({newest}), and {len(older)} older ({', '.join(older)}): waystation rotate-key"
    )


def _files(settings: Settings) -> Iterator[Finding]:
    """Say which files others may read: the settings, the store and what stands beside it, a demo's key."""
    store = file_of(settings.database)
    beside = () if store is None else (*store_files(store), store.with_name(KEY))
    for file in (SETTINGS_FILE, *beside):
        if is_shared(file):
            yield Finding(f"{file}: others than its owner may read or write it", f"chmod 600 {quote(str(file))}")


def _store(settings: Settings) -> Iterator[Finding]:
    try:
        contents = look(settings.database)
    except NewerStoreError as trouble:
        yield Finding(f"schema: newer than this version ({trouble})", "install the version that the bot runs, or newer")
        return
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
    yield _backup(contents.backed_up_at, time.time(), contents.people)
    yield _calendar(LIBRARY.beside(contents.calendar))
    yield Finding("outbox: " + ", ".join(f"{state} {count:,}" for state, count in contents.outbox.items()))


def _fit(settings: Settings) -> Iterator[Finding]:
    """Say where the key is one, but not the key of this store, and what waits for another one."""
    try:
        store = Store(settings.database, *settings.keys)
    except ValueError:
        return  # that it is no key was said before
    with closing(store), store.unit_of_work() as unit:
        try:
            keys.check(unit)
        except HalfChangedError as trouble:
            yield Finding(f"encryption key: half changed; set: {', '.join(unit.seal.fingerprints)}", str(trouble))
        except KeyRefusedError:
            yield Finding("encryption key: does not open this store", "put the key that wrote it into WAYSTATION_KEY")
        yield from _at_work(unit)
        if aside := claims.count_sealed(unit):
            yield Finding(
                f"outbox: {aside:,} sealed with another key",
                "put that key behind the others in WAYSTATION_KEY, and restart",
            )


def _backup(done_at: float | None, now: float, people: int) -> Finding:
    """Say how old the last backup is; who has nobody in the store yet needs none."""
    if done_at is None:
        return Finding("backup: none was written down", _BACK_UP if people else "")
    hours = max(0, int((now - done_at) // 3600))
    age = f"{hours} h" if hours < 72 else f"{hours // 24} days"
    return Finding(f"backup: the last is {age} old", _BACK_UP if hours >= BACKUP_MOST_H else "")


def _at_work(unit: UnitOfWork) -> Iterator[Finding]:
    """Say who serves now, and whether this machine's clock goes with the database's."""
    at_work = workers.alive(unit)
    leads = next((f"; {one.name} leads" for one in at_work if one.leads), "")
    names = ", ".join(f"{one.name} ({one.way})" for one in at_work)
    yield Finding(f"workers: {len(at_work)}" + (f": {names}{leads}" if at_work else ""))
    ahead_s = workers.clock_is_ahead_by(unit, time.time())
    if unit.on_postgresql:
        apart = "with the database's" if abs(ahead_s) < _APART_S else f"{ahead_s:+.0f} s from the database's"
        yield Finding(f"clock: {apart}", "" if abs(ahead_s) < _APART_S else "have both set by NTP")


def _calendar(known: Published) -> Finding:
    """Say for how long the days off are known as published; those of a year are published in the November before."""
    last = max(known.years)
    return Finding(
        f"calendar: published to the end of {last}, by the law alone from then on; when the State Council's notice for "
        f"{last + 1} is out: waystation import calendar FILE"
    )


def _bot(settings: Settings) -> Iterator[Finding]:
    token = settings.token.get_secret_value()
    if not token and settings.web:
        yield Finding("bot: none; the house has its chat page alone, and nobody can organise")
        return
    if not token:
        yield Finding("bot token: missing", "ask @BotFather for one: WAYSTATION_TOKEN=...")
        return
    try:
        username, webhook = asyncio.run(_seen(settings))
    except TokenRefusedError:
        yield Finding(f"bot token: {settings.bot_api} does not know it", "ask @BotFather for another one")
    except FetchFailedError as trouble:
        yield Finding(f"bot: {settings.bot_api} does not answer ({trouble})", "see WAYSTATION_BOT_API and the network")
    else:
        yield Finding(f"bot: @{username} on {settings.bot_api}")
        yield _webhook(settings, webhook)


async def _seen(settings: Settings) -> tuple[str, WebhookSeen]:
    front = open_front(settings, Clock())
    try:
        return await front.introduce(()), await front.see_webhook()
    finally:
        await front.close()


def _webhook(settings: Settings, seen: WebhookSeen) -> Finding:
    """Say where Telegram delivers, beside what is set here; an address may hold a secret, so that its host is said."""
    host = urlsplit(seen.url).hostname
    if seen.url != settings.webhook_url:
        meant = "polling" if not settings.webhook_url else f"a webhook at {urlsplit(settings.webhook_url).hostname}"
        is_there = f"set, at {host}" if seen.url else "not set"
        return Finding(f"webhook: {is_there}, where {meant} is meant", "waystation run sets it")
    if not seen.url:
        return Finding("webhook: none")
    trouble = f"; the last trouble: {seen.trouble}" if seen.trouble else ""
    return Finding(f"webhook: set, at {host}; {seen.waiting} wait{trouble}")


def _delivery(settings: Settings) -> Finding:
    if settings.webhook_url:
        return Finding(f"delivery: webhook at {settings.webhook_url}, served on {settings.listen}")
    if not settings.token.get_secret_value() and settings.web:
        return Finding(f"delivery: the chat page {settings.web}/chat, served on {settings.listen}")
    return Finding("delivery: long polling")
