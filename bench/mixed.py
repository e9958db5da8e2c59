"""How long people wait who register while a broadcast goes out: 200 at once, and 2,000 reminders that fall due.

The bot is `waystation run` on an SQLite file, a process of its own; the strict Bot API server and the people are in
another. Everybody registers from a building's poster, 20 answers, one every three seconds; whoever is through makes
room for the next, so that at any moment somebody is at each question: some 65 answers a second. The reminders are
notices of 2,000 members' stays: all are due when the bot first looks, they are rung, written and sent by the product's
own clockwork. `idle_p99_ms` is of the ten seconds before in the same run, `p50_ms` and `p99_ms` are of the answers that
were asked for from the first reminder to the last. Time runs from the update to the last message of its answer.

The pace is that of paid broadcasts, 1,000 a second for all chats. At the free pace of 30 two hundred people who
register already ask for twice of what Telegram allows, with nobody reminded of anything: what would be measured is
Telegram's limit.
"""

import asyncio
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Final

from sqlalchemy import func, select

from bench.measures import p99
from bench.processes import TOKEN, bot
from bench.stores import city
from bench.town import Account, Town
from domain.affiliations.affiliations import Actor, Stay, Verb
from domain.affiliations.reminders import NoticeKind
from domain.people.deeds import By, Deed
from domain.people.members import Details
from domain.places.places import Services
from sandbox.state.limits import Limits
from storage.affiliations import affiliations
from storage.affiliations.affiliations import Wish
from storage.messages import notices
from storage.messages.notices import Planned
from storage.people import members, people
from storage.sealed import new_key
from storage.tables.places import buildings, points
from storage.unit_of_work import UnitOfWork

PER_SECOND: Final = 1000
FILLING_UP_S: Final = 10.0
"""So long after the start somebody is at every question, and those who made haste do so no more."""

_FIRST_REMINDED: Final = 1_000_000
_LONGEST_S: Final = 120.0
_PACE: Final = {"PER_SECOND": str(PER_SECOND), "CHAT_PER_SECOND": "100"}  # people who make haste are not held up


@dataclass(frozen=True, slots=True)
class Size:
    """How many register at once, and how many are reminded meanwhile."""

    at_once: int = 200
    reminded: int = 2_000

    @property
    def told(self) -> range:
        return range(_FIRST_REMINDED, _FIRST_REMINDED + self.reminded)


def figures(*, quick: bool, size: Size = Size()) -> dict[str, float]:
    """Measure. A quick run is one; else five are taken together."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        key = new_key()
        posters = _furnish(f"sqlite:///{home / 'furnished.db'}", key, size)
        runs = [_one_run(home / "furnished.db", key, posters, size) for _ in range(1 if quick else 5)]
    idle = [wait for before, _ in runs for wait in before]
    busy = [wait for _, during in runs for wait in during]
    return {
        "p50_ms": median(busy),
        "p99_ms": p99(busy),
        "idle_p50_ms": median(idle),
        "idle_p99_ms": p99(idle),
        "ratio_p99_vs_idle": p99(busy) / p99(idle),
    }


def _furnish(url: str, key: str, size: Size) -> list[tuple[str, str]]:
    """Seed the city and the stays whose notices are due, and return the posters: slugs and names of buildings.

    Those that share their name with another are left out, so that nobody is asked which one.
    """
    store = city(url, key)
    with store.unit_of_work() as unit:
        _settle(unit, size.told)
        alone = (
            select(func.min(buildings.c.slug), buildings.c.name).group_by(buildings.c.name).having(func.count() == 1)
        )
        posters = [(slug, name) for slug, name in unit.connection.execute(alone.order_by(buildings.c.name))]
        unit.commit()
    store.close()
    return posters


def _settle(unit: UnitOfWork, reminded: range) -> None:
    """Let everybody who will be reminded have a stay, with a notice that was due a moment ago."""
    now, today = time.time(), datetime.now(UTC).date()
    takes = points.c.services.op("&")(int(Services.ACCEPTS_AFFILIATIONS)) != 0
    hosts = list(unit.connection.scalars(select(points.c.id).where(takes)))
    people.welcome(unit, reminded, now)
    for chat_id in reminded:
        members.keep(unit, chat_id, Details("欧阳文"), now=now)
        row = _stay(unit, chat_id, hosts[chat_id % len(hosts)], today)
        notices.plan(unit, f"affiliation:{row.id}", row.version, [Planned(NoticeKind.REPORT_IN, now)])


def _stay(unit: UnitOfWork, chat_id: int, point_id: int, today: date) -> affiliations.AffiliationRow:
    now, arrived = time.time(), today - timedelta(days=7)
    draft = affiliations.open_draft(unit, chat_id, Wish(Stay.MOBILE, point_id, arrived), now)
    affiliations.do(unit, draft.id, Verb.SUBMIT, Deed(By(chat_id, "member", Actor.MEMBER), now))
    return affiliations.do(unit, draft.id, Verb.CONFIRM, Deed(By(None, "organiser", Actor.HOST), now)).row


def _one_run(
    furnished: Path, key: str, posters: Sequence[tuple[str, str]], size: Size
) -> tuple[list[float], list[float]]:
    """Return how long answers took, in milliseconds: before the reminders, and while they went out."""
    with tempfile.TemporaryDirectory() as folder:
        store = shutil.copy(furnished, folder)
        return asyncio.run(_played(Path(folder), {"DATABASE": f"sqlite:///{store}", "KEY": key}, posters, size))


async def _played(
    home: Path, settings: dict[str, str], posters: Sequence[tuple[str, str]], size: Size
) -> tuple[list[float], list[float]]:
    town = Town(TOKEN, Limits(per_second=PER_SECOND, chat_per_second=None), size.told, posters)
    origin = await town.sandbox.start()
    try:
        async with bot(home, {**_PACE, **settings, "BOT_API": origin}):
            await town.awake()
            began = time.perf_counter() + FILLING_UP_S
            await _until_all_are_reminded(town, size)
    finally:
        await town.sandbox.stop()
    return _waits(town.account, began)


async def _until_all_are_reminded(town: Town, size: Size) -> None:
    living = asyncio.create_task(town.live(size.at_once))
    async with asyncio.timeout(_LONGEST_S):
        while len(town.account.reminders) < size.reminded and not living.done():  # noqa: ASYNC110  nobody rings
            await asyncio.sleep(0.05)
    await asyncio.sleep(1.0)  # the last answers
    living.cancel()
    await asyncio.wait({living})
    if not living.cancelled():
        living.result()


def _waits(account: Account, began: float) -> tuple[list[float], list[float]]:
    first, last = account.reminders[0], account.reminders[-1]
    whole = [one for one in account.answers if one.accepted_at]
    return (
        [(one.accepted_at - one.asked_at) * 1000 for one in whole if began <= one.asked_at < first],
        [(one.accepted_at - one.asked_at) * 1000 for one in whole if first <= one.asked_at <= last],
    )
