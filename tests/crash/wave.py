"""A reminder wave in which first who rings and then who sends is killed again and again, and who was told how often."""

import asyncio
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from os import environ
from random import Random
from typing import Final

from sqlalchemy import func, select

from bot.house import House
from bot.planning.activities import plan_for
from domain.activities.activities import Audience, Kind, Plan, Spot, Standing
from domain.people.deeds import HOUSE, By, Deed
from domain.places.places import Unit, UnitKind
from scheduler.notices.runner import ring_due
from storage.activities import activities, signups
from storage.places import saving
from storage.tables import messages as message_tables
from storage.unit_of_work import Store
from tests.crash.books import await_silence, connected
from tests.crash.bot_process import KEY, Installation, StartBot, open_installation
from tests.crash.telegram import ROOT, Telegram, open_telegram

TITLE: Final = "新时代党课"
_RINGER: Final = ROOT / "tests/scheduler/notices/ringing_process.py"
_FIRST: Final = 5001
_PATIENCE_S: Final = 120.0
_START_S: Final = 60.0
_LIFE_S: Final = 0.4
_LATE_S: Final = 0.15
_A_LIFE: Final = 60
"""Recipients for each life: enough that some are left for the next."""


@dataclass(frozen=True, slots=True)
class WaveOutcome:
    """What a wave came to."""

    kills: int
    recipients: int
    reminded: int  # people who were told, be it twice
    repeated: int  # messages beyond the first of each person
    in_flight: int  # messages on their way at all kills together
    strangers: int  # messages to people whom it did not concern

    def faults(self) -> tuple[str, ...]:
        """Say what must not be; nothing, if all is well."""
        wrong = []
        if self.reminded != self.recipients:
            wrong.append(f"{self.recipients - self.reminded} were not reminded")
        if self.repeated > self.in_flight:
            wrong.append(f"{self.repeated} were repeated, and {self.in_flight} were in flight")
        if self.strangers:
            wrong.append(f"{self.strangers} went to people whom it did not concern")
        return tuple(wrong)


async def remind(framework: str, url: str, kills: int, chance: Random) -> WaveOutcome:
    """Let everybody write to the bot, kill who rings and who sends so many times each, and count what came."""
    crowd = range(_FIRST, _FIRST + (kills + 1) * _A_LIFE)
    async with (
        open_telegram() as telegram,
        open_installation(Installation(framework, url, telegram.origin)) as start_bot,
    ):
        await _acquainted(telegram, start_bot, url, crowd)
        now = await asyncio.to_thread(_prepare, url, crowd)
        for _ in range(kills):
            await asyncio.to_thread(_ring_and_kill, url, now, chance)
        await _ring(url, now)
        in_flight = [await _send_and_kill(telegram, start_bot, url, chance) for _ in range(kills)]
        await telegram.calm_down()
        bot = await start_bot()
        await bot.until_it_listens()
        await _until(partial(_waits, url))
        told = Counter(await telegram.told(TITLE))
        assert await bot.terminate() == 0, "\n".join(bot.log)
    concerned = Counter({person: told[person] for person in crowd})
    return WaveOutcome(
        kills,
        len(crowd),
        sum(times > 0 for times in concerned.values()),
        sum(max(0, times - 1) for times in concerned.values()),
        sum(in_flight),
        (told - concerned).total(),
    )


async def _acquainted(telegram: Telegram, start_bot: StartBot, url: str, crowd: Sequence[int]) -> None:
    """Let everybody write once, so that the bot may write to them, and wait until all have been answered."""
    await telegram.ask(crowd)
    bot = await start_bot()
    await bot.until_it_listens()
    await _until(lambda: _taken(url) < len(crowd) or _waits(url))
    assert await bot.terminate() == 0, "\n".join(bot.log)


def _prepare(url: str, crowd: Sequence[int]) -> float:
    """Sign everybody up for what begins in two hours, and return the moment at which their reminder is due."""
    store, now = Store(url, KEY), float(int(time.time()))
    plan = Plan(Kind.LECTURE, TITLE, now + 7_200.0, now + 10_800.0, Spot(title="礼堂"), Audience.ANYONE)
    with store.unit_of_work() as unit:
        saving.save_units(unit, [Unit("31", UnitKind.CITY, "上海市", None)])
        activity_id = activities.draft(unit, plan, 1, Deed(HOUSE, now - 60.0)).id
        row = activities.publish(unit, activity_id, Deed(By(None, "house"), now - 60.0))
        plan_for(unit, row, datetime.fromtimestamp(now - 60.0, _where_it_is_noon(now)))
        for person in crowd:
            signups.sign_up(unit, activity_id, person, Standing.OF_THE_UNIT, now - 60.0)
        unit.commit()
    store.close()
    return now


def _ring_and_kill(url: str, now: float, chance: Random) -> None:
    """Start who rings, and kill it at some moment of its start, its work or its end."""
    command = [sys.executable, str(_RINGER), url, KEY, str(now)]
    with subprocess.Popen(command, cwd=ROOT, env={**environ, "PYTHONPATH": str(ROOT)}) as process:
        until = time.monotonic() + _START_S
        while process.poll() is None and time.monotonic() < until and not _waits(url):
            time.sleep(chance.uniform(0.0, 0.01))
        process.kill()
    await_silence(url)


async def _ring(url: str, now: float) -> None:
    store = Store(url, KEY)
    await ring_due(store, House(language="zh_Hans", zone=UTC, quiet_hours=None), lambda: now)
    store.close()


def _where_it_is_noon(now: float) -> timezone:
    """Return a zone that has no quiet hours now, nor soon: at night nothing falls due."""
    return timezone(timedelta(hours=12 - datetime.fromtimestamp(now, UTC).hour))


async def _send_and_kill(telegram: Telegram, start_bot: StartBot, url: str, chance: Random) -> int:
    """Let a bot send for a moment, kill it, and return how many messages were on their way."""
    await telegram.calm_down()
    await telegram.dawdle(chance, 4 * _A_LIFE, _LATE_S)
    bot = await start_bot()
    await bot.until_it_listens()
    await asyncio.sleep(chance.uniform(0.0, _LIFE_S))
    await bot.kill()
    await asyncio.to_thread(await_silence, url)
    return await asyncio.to_thread(_count, url, "sending")


async def _until(is_not_yet: Callable[[], bool]) -> None:
    """Wait until this is no longer so, or patience ends."""
    until = time.monotonic() + _PATIENCE_S
    while await asyncio.to_thread(is_not_yet) and time.monotonic() < until:  # noqa: ASYNC110  nobody tells us
        await asyncio.sleep(0.1)


def _waits(url: str) -> bool:
    return _count(url, "todo", "sending") > 0


def _count(url: str, *states: str) -> int:
    with connected(url) as connection:
        counted = select(func.count()).where(message_tables.outbox.c.state.in_(states))
        return connection.scalar(counted) or 0


def _taken(url: str) -> int:
    with connected(url) as connection:
        return connection.scalar(select(func.count()).select_from(message_tables.inbox)) or 0
