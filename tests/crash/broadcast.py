"""An announcement to many during which the bot is killed again and again, and who got it how often."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Final

from sqlalchemy import func, select

from bot.chat import Post
from bot.codec import encode
from domain.announcements.announcements import Purpose
from domain.announcements.audiences import Audience
from domain.announcements.topics import Topic
from domain.people.deeds import By, Deed
from domain.places.places import Unit, UnitKind
from storage.announcements import announcements, freezing, ledgers, mailings
from storage.announcements.audiences import Who
from storage.migrate import upgrade
from storage.people import people
from storage.places import saving
from storage.tables.messages import outbox
from storage.tables.places import units
from storage.unit_of_work import Store, UnitOfWork
from tests.crash.books import await_silence, connected
from tests.crash.bot_process import KEY, Installation, StartBot, open_installation
from tests.crash.telegram import Telegram, open_telegram

WORDS: Final = "本周六下午主题党日"
_FIRST: Final = 5001
_PATIENCE_S: Final = 300.0
_LIFE_S: Final = 0.5
_LATE_S: Final = 0.15
_RUSHES: Final = 0.8  # in so many of its lives it is killed while it sends, in the others perhaps before


@dataclass(frozen=True, slots=True)
class BroadcastOutcome:
    """What a broadcast came to."""

    kills: int
    size: int  # the frozen list
    reached: int  # people in whose chat it stands, be it twice
    repeated: int  # messages beyond the first of each person
    unknown: int  # recipients of whom the ledger cannot say whether it reached them
    in_flight: int  # messages on their way at all kills together
    unaccounted: int  # recipients by which the ledger's sum was off, at the worst of all moments
    missed: int  # whom it did not reach though the ledger does not call that unknown
    left: int  # recipients for whom nothing was the end of it

    def faults(self) -> tuple[str, ...]:
        """Say what must not be; nothing, if all is well."""
        wrong = []
        if self.missed:
            wrong.append(f"{self.missed} were missed")
        if self.left:
            wrong.append(f"{self.left} were left without an end")
        if self.repeated + self.unknown > self.in_flight:
            wrong.append(f"{self.repeated} repeated and {self.unknown} unknown, and {self.in_flight} were in flight")
        if self.unaccounted:
            wrong.append(f"the ledger was off by {self.unaccounted}")
        if self.kills and not self.in_flight:
            wrong.append("nothing was in flight at any kill, so that nothing is proved")
        return tuple(wrong)


async def broadcast(framework: str, url: str, recipients: int, kills: int, chance: Random) -> BroadcastOutcome:
    """Announce to so many, kill the bot so often meanwhile, and count what came."""
    crowd = range(_FIRST, _FIRST + recipients)
    async with (
        open_telegram() as telegram,
        open_installation(Installation(framework, url, telegram.origin)) as start_bot,
    ):
        await telegram.meet(crowd)
        announcement_id = await asyncio.to_thread(announced, url, crowd)
        in_flight, off = [], [0]
        for _ in range(kills):
            share = recipients // (kills + 1)
            in_flight.append(await _send_and_kill(telegram, start_bot, url, share, chance))
            off.append(await asyncio.to_thread(off_by, url, announcement_id))
        await telegram.calm_down()
        bot = await start_bot()
        await _until(lambda: not count_mailed(url, "todo", "sending"))
        off.append(await asyncio.to_thread(off_by, url, announcement_id))
        assert await bot.terminate() == 0, "\n".join(bot.log)
        told = Counter(await telegram.told(WORDS))
        states = await asyncio.to_thread(states_of, url)
    return outcome_of(kills, told, states, in_flight, off)


def outcome_of(
    kills: int, told: Counter[int], states: dict[int, str], in_flight: Sequence[int], off: Sequence[int]
) -> BroadcastOutcome:
    return BroadcastOutcome(
        kills=kills,
        size=len(states),
        reached=len(told),
        repeated=sum(times - 1 for times in told.values()),
        unknown=sum(state == "unknown" for state in states.values()),
        in_flight=sum(in_flight),
        unaccounted=max(off),
        missed=sum(told[person] == 0 and state != "unknown" for person, state in states.items()),
        left=sum(state in {"todo", "sending"} for state in states.values()),
    )


# ---------------------------------------------------------------- before


@contextmanager
def _opened(url: str) -> Iterator[Store]:
    """Open a store and leave no connection behind: after a kill there must be none."""
    store = Store(url, KEY)
    yield store
    store.close()


def announced(url: str, crowd: Sequence[int]) -> int:
    """Freeze the list and let the mailing run; return the announcement's number."""
    upgrade(url)
    with _opened(url) as store:
        return _frozen(store, crowd)


def _frozen(store: Store, crowd: Sequence[int]) -> int:
    with store.unit_of_work() as unit:
        saving.save_units(unit, [Unit("31", UnitKind.CITY, "上海市", None)])
        people.welcome(unit, crowd, time.time())
        row = announcements.draft(
            unit, unit.connection.scalars(select(units.c.id)).one(), Audience("/"), Deed(By(1), 1.0)
        )
        mailing_id = _begun(unit, row.id)
        unit.commit()
    who, is_whole = Who(Audience("/"), Topic.NOTICES), False
    while not is_whole:
        with store.unit_of_work() as unit:
            is_whole = freezing.freeze_some(unit, mailing_id, who, time.time())
            unit.commit()
    return row.id


def _begun(unit: UnitOfWork, announcement_id: int) -> int:
    """Begin it; urgent, for it may be night where this runs."""
    letters = {language: encode(Post(WORDS)) for language in ("zh_Hans", "en")}
    begun = mailings.begin(unit, announcement_id, Purpose.SEND, letters, mailings.Terms(time.time(), urgent=True))
    return begun.id


# ---------------------------------------------------------------- meanwhile


async def _send_and_kill(telegram: Telegram, start_bot: StartBot, url: str, share: int, chance: Random) -> int:
    """Let a bot send for a moment, kill it, and return how many messages were on their way.

    It is killed once it has sent so much that the lives to come have their share, if not before.
    """
    await telegram.calm_down()
    await telegram.dawdle(chance, 4 * share, _LATE_S)
    before = await asyncio.to_thread(count_mailed, url, "sent")
    bot = await start_bot()
    await bot.until_it_listens()
    if chance.random() < _RUSHES:
        await _until(lambda: count_mailed(url, "sending") or count_mailed(url, "sent") > before)
    until, enough = time.monotonic() + chance.uniform(0.0, _LIFE_S), before + share
    await _until(lambda: time.monotonic() > until or count_mailed(url, "sent") >= enough)
    await bot.kill()
    await asyncio.to_thread(await_silence, url)
    return await asyncio.to_thread(count_mailed, url, "sending")


async def _until(is_so: Callable[[], object]) -> None:
    """Wait until this is so, or patience ends."""
    until = time.monotonic() + _PATIENCE_S
    while not await asyncio.to_thread(is_so) and time.monotonic() < until:  # noqa: ASYNC110  nobody tells us
        await asyncio.sleep(0.01)


def off_by(url: str, announcement_id: int) -> int:
    """Return by how many the sum of the standings is not the size of the frozen list."""
    with _opened(url) as store, store.unit_of_work() as unit:
        ledger = ledgers.ledger(unit, announcement_id)
    return abs(ledger.pending + ledger.done - ledger.size)


def count_mailed(url: str, *states: str) -> int:
    with connected(url) as connection:
        mailed = outbox.c.letter_id.is_not(None)
        return connection.scalar(select(func.count()).where(outbox.c.state.in_(states), mailed)) or 0


def states_of(url: str) -> dict[int, str]:
    with connected(url) as connection:
        query = select(outbox.c.chat_id, outbox.c.state).where(outbox.c.letter_id.is_not(None))
        return {row[0]: row[1] for row in connection.execute(query)}
