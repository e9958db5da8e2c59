"""An announcement to 65,000 while 20 people write in every second: how soon the last one has it, and who notices.

The bot is `waystation run` on an SQLite file, a process of its own; the strict Bot API server and the people are in
another. The list is frozen before the bot starts, by the product's own code, and let go after people have chatted for
twenty seconds: ten in which all is loaded that is loaded late, and ten that those of the broadcast are compared with.

Time runs from the first announcement that is accepted to the last. The minimum is what the pace makes any sender take:
at the paid pace announcements divided by 1,000, at the free one, which answers share, all messages divided by 30.

`broadcast_starved_*` are those of the paid pace where the machine cannot hold it: beside it twice as many processes as
there are cores compute all the time, in the quiet seconds, too. There the pace is to give way, and people are not.

`broadcaster_*` are those of `bench.broadcaster`: aiogram_broadcaster on the same list and server.
"""

import asyncio
import gc
import tempfile
import time
from asyncio.subprocess import Process
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psutil

from bench import broadcaster
from bench.measures import p99
from bench.processes import TOKEN, bot, counts, hunger
from bench.stores import city
from bench.town import Account, Answered, Ear
from bot.chat import Post
from bot.codec import encode
from domain.announcements.announcements import Purpose
from domain.announcements.audiences import Audience
from domain.announcements.topics import Topic
from domain.people.deeds import By, Deed
from sandbox.person_side import acts
from sandbox.server import Sandbox
from sandbox.state.limits import Limits
from storage.announcements import announcements, freezing, mailings
from storage.announcements.audiences import Who
from storage.people import people
from storage.sealed import new_key
from storage.tables.places import units
from storage.unit_of_work import Store, UnitOfWork

FIRST: Final = 1_000_000
CHATTING: Final = 400
PER_SECOND: Final = 20
WARM_UP_S: Final = 10.0
QUIET_S: Final = 10.0
WORDS: Final = "<b>通知</b> 本周六 14:00 在嘉兴大厦党群服务站 3 楼举行主题党日,请提前十分钟签到。"

_SAID: Final = ("/help", "/language")  # each has one message for an answer: the free pace allows 30 a second
_LONGEST_S: Final = 1800.0  # a machine that is slow fails no bench


def figures(*, quick: bool) -> dict[str, float]:
    """Measure. A quick run has fewer recipients, which makes the last one's delay weigh more."""
    paid = asyncio.run(_announced(Crowd(5_000 if quick else 65_000, 1000)))
    free = asyncio.run(_announced(Crowd(150 if quick else 300, 30)))
    with hunger():
        starved = asyncio.run(_announced(Crowd(1_000 if quick else 5_000, 1000)))
    waits, idle = p99(paid.waits), p99(paid.idle_waits)
    return {
        "broadcast_time_over_minimum": paid.took_s / (paid.recipients / 1000),
        "broadcast_refused_429": paid.refused,
        "broadcast_p99_ms_interactive": waits,
        "broadcast_idle_p99_ms": idle,
        "broadcast_ratio_p99_vs_idle": waits / idle,
        "broadcast_bytes_per_recipient": paid.bytes_per_recipient,
        "broadcast_rss_mb_peak": paid.rss_mb_peak,
        "broadcast_rss_mb_growth": paid.rss_mb_growth,
        "broadcast_freeze_s": paid.freeze_s,
        "broadcast_free_time_over_minimum": free.took_s / ((free.recipients + len(free.waits)) / 30),
        "broadcast_free_refused_429": free.refused,
        "broadcast_free_p99_ms_interactive": p99(free.waits),
        "broadcast_starved_time_over_minimum": starved.took_s / (starved.recipients / 1000),
        "broadcast_starved_p99_ms_interactive": p99(starved.waits),
        "broadcast_starved_ratio_p99_vs_idle": p99(starved.waits) / p99(starved.idle_waits),
        **broadcaster.figures(*((5_000, 300, 200) if quick else (65_000, 300, 1_000))),
    }


@dataclass(frozen=True, slots=True)
class Told:
    """What one broadcast came to; waits in milliseconds."""

    recipients: int
    took_s: float
    refused: int
    idle_waits: Sequence[float]
    waits: Sequence[float]
    bytes_per_recipient: float
    freeze_s: float
    rss_mb_peak: float
    rss_mb_growth: float


@dataclass(slots=True)
class Crowd:
    """Everybody: who gets the announcement, at a pace of so many a second, and who chats meanwhile."""

    recipients: int
    pace: int
    account: Account = field(default_factory=Account)
    waiting: dict[int, Answered] = field(default_factory=dict)

    @property
    def is_paid(self) -> bool:
        return self.pace > 30

    def hear(self, person: int) -> None:
        now = time.perf_counter()
        if person >= FIRST:
            self.account.reminders.append(now)
        elif answered := self.waiting.get(person):
            answered.accepted_at = now

    async def chat(self, sandbox: Sandbox) -> None:
        """Let somebody write, so many times a second, until cancelled."""
        began, number = time.perf_counter(), 0
        while True:
            number += 1
            person = 10_000 + number % CHATTING
            self.waiting.pop(person, None)  # the person's own words are heard too
            acts.say(sandbox.world, person, _SAID[number % len(_SAID)])
            self.waiting[person] = Answered(time.perf_counter())
            self.account.answers.append(self.waiting[person])
            await asyncio.sleep(max(0.0, began + number / PER_SECOND - time.perf_counter()))

    def waits(self, first: float, last: float) -> list[float]:
        answers = [one for one in self.account.answers if first <= one.asked_at <= last and one.accepted_at]
        return [(one.accepted_at - one.asked_at) * 1000 for one in answers]


async def _announced(crowd: Crowd) -> Told:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        url, key = f"sqlite:///{home / 'waystation.db'}", new_key()
        _furnish(url, key, crowd)
        store, before, began = Store(url, key), _size(home), time.perf_counter()
        mailing_id = _frozen(store, crowd)
        freeze_s = time.perf_counter() - began
        sandbox = Sandbox(TOKEN, limits=Limits())
        sandbox.world.events = Ear(crowd.hear)
        sandbox.meet([*range(FIRST, FIRST + crowd.recipients), *range(10_000, 10_000 + CHATTING)])
        origin = await sandbox.start()
        gc.disable()  # the server's own pauses, over a city of chats, are not the bot's
        try:
            async with bot(home, _settings(store, origin, crowd)) as process:
                weights = await _sent(crowd, sandbox, store, mailing_id, process)
            refused = sum((await counts(origin))["refused_429"].values())
        finally:
            gc.enable()
            await sandbox.stop()
            store.close()  # which empties the write-ahead log
        return _told(crowd, refused, weights, freeze_s, _size(home) - before)


def _told(crowd: Crowd, refused: int, weights: Sequence[float], freeze_s: float, grown: int) -> Told:
    first, last = crowd.account.reminders[0], crowd.account.reminders[-1]
    return Told(
        crowd.recipients,
        last - first,
        refused,
        crowd.waits(first - QUIET_S + 1.0, first - 1.0),
        crowd.waits(first, last),
        grown / crowd.recipients,
        freeze_s,
        max(weights),
        max(weights) - weights[0],
    )


def _furnish(url: str, key: str, crowd: Crowd) -> None:
    store = city(url, key)
    with store.unit_of_work() as unit:
        people.welcome(unit, range(FIRST, FIRST + crowd.recipients), time.time())
        unit.commit()
    store.close()


def _frozen(store: Store, crowd: Crowd) -> int:
    """Freeze the list, and hold the mailing until people have chatted for a while."""
    with store.unit_of_work() as unit:
        mailing_id = _begun(unit, crowd)
        unit.commit()
    who, is_whole = Who(Audience("/"), Topic.NOTICES), False
    while not is_whole:
        with store.unit_of_work() as unit:
            is_whole = freezing.freeze_some(unit, mailing_id, who, time.time())
            mailings.hold(unit, mailing_id)
            unit.commit()
    return mailing_id


def _begun(unit: UnitOfWork, crowd: Crowd) -> int:
    now, city = time.time(), unit.connection.execute(units.select().limit(1)).one()
    row = announcements.draft(unit, city.id, Audience(city.path), Deed(By(1), now))
    letters = {language: encode(Post(WORDS, paid=crowd.is_paid)) for language in ("zh_Hans", "en")}
    return mailings.begin(unit, row.id, Purpose.SEND, letters, mailings.Terms(now, paid=crowd.is_paid)).id


async def _sent(crowd: Crowd, sandbox: Sandbox, store: Store, mailing_id: int, bot_process: Process) -> list[float]:
    """Let people chat, then the mailing go; return what the bot weighed all the while, in megabytes."""
    process = psutil.Process(bot_process.pid)
    acts.start(sandbox.world, 10_000, "")
    crowd.waiting[10_000] = Answered(0.0)
    async with asyncio.timeout(_LONGEST_S):
        while not crowd.waiting[10_000].accepted_at:  # noqa: ASYNC110  nobody rings
            await asyncio.sleep(0.1)
    chatting = asyncio.create_task(crowd.chat(sandbox))
    await asyncio.sleep(WARM_UP_S + QUIET_S)
    weights = [_weight(process)]
    await asyncio.to_thread(_let_go, store, mailing_id)
    async with asyncio.timeout(_LONGEST_S):
        while len(crowd.account.reminders) < crowd.recipients:
            weights.append(_weight(process))
            await asyncio.sleep(0.2)
    await asyncio.sleep(1.0)  # the last answers
    chatting.cancel()
    await asyncio.wait({chatting})
    return weights


def _let_go(store: Store, mailing_id: int) -> None:
    with store.unit_of_work() as unit:
        mailings.release(unit, mailing_id)
        unit.commit()


def _weight(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / 2**20


def _size(home: Path) -> int:
    return sum(file.stat().st_size for file in home.glob("waystation.db"))


def _settings(store: Store, origin: str, crowd: Crowd) -> dict[str, str]:
    return {
        "DATABASE": store.url,
        "KEY": store.seal.keys[0],
        "BOT_API": origin,
        "PAID_BROADCAST": str(crowd.is_paid),
    }
