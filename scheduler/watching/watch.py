"""The watch: every five seconds it feels the store's pulse, looks at the clock and at what waits, and tells.

pulse, clock, sendings, delivery --> the log: one line when something stands still, one when it goes on
                                 --> the metrics
                                 --> `/readyz`, which asks it too
                                 --> the admins, in the chat: what lasts (concerns), and what was (episodes)
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, final

import structlog
from prometheus_client import Gauge

from bot.facts.calendar import calendar
from bot.house import House
from bot.logs import tell_held_back
from bot.standstill import Standstill
from scheduler.watching.concerns import Detail, Episode, Lasting, Past
from scheduler.watching.sendings import Sendings
from scheduler.watching.telling import tell
from scheduler.watching.wall_clock import WallClock
from storage.troubles import StoreTrouble
from storage.unit_of_work import Store
from storage.upkeep.pulse import Pulse, Pulses
from storage.upkeep.workers import Worker

log = structlog.get_logger()

EVERY_S: Final = 5.0
PATIENCE_S: Final = 4.0
"""So long a pulse may take; what takes longer is no answer."""

FRESH_S: Final = 1.0
"""A pulse that was felt so lately is not felt again, however often `/readyz` is asked."""

STILL_S: Final = 600.0
MANY: Final = 20
HOUR_S: Final = 3600.0

CALENDAR_FROM: Final = (12, 1)
"""The notice for a year comes out in the November before: from this day on the admins hear that it is not entered."""

STORE_WELL: Final = Gauge("waystation_store_well", "1 where the store answers and can be written, else 0.")
LEADS: Final = Gauge("waystation_leads", "1 where this worker sends what is paced for all together, else 0.")
ROOM: Final = Gauge("waystation_disk_free_bytes", "Free bytes on the disk of a SQLite store.")
BACKUP: Final = Gauge("waystation_last_backup_timestamp_seconds", "When the last backup was written down; 0: never.")


@dataclass(frozen=True, slots=True)
class Watched:
    """What is looked at. `delivery` is told of polls, or of the webhook; `keys` is how many keys are set.

    `is_wound`: somebody winds the clock forward, as in the demo: its jumps are meant, and nobody looks after a server.
    """

    store: Store
    sendings: Sendings
    delivery: Standstill
    keys: int = 1
    is_wound: bool = False
    worker: Callable[[], Worker | None] = lambda: None
    """What this process is among others; None: nobody wants to know."""


@final
class Watch:
    """Looks after a house. `clock` gives seconds since 1970; `wake` is called where the outbox has got something."""

    def __init__(self, watched: Watched, house: House, clock: Callable[[], float], wake: Callable[[], None]) -> None:
        self.standing = Standstill("store", enough=1)
        self.beat_at = time.monotonic()
        """When it last went its round, by the clock that never jumps."""
        self.pulse = Pulse()
        self._watched = watched
        self._house = house
        self._clock = clock
        self._wake = wake
        self._pulses = Pulses(watched.store, clock, house.quiet.holds, watched.worker)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store-pulse")
        self._feeling: asyncio.Future[Pulse] | None = None
        self._felt_at = float("-inf")
        self._is_closed = False
        self._wall_clock = WallClock(clock)
        self._past: dict[Past, Episode] = {}
        self._still: dict[Past, _Spell] = {}
        self._may_be_over = True  # something lasted at the last round, or before the house was opened

    async def run(self, stop: asyncio.Event) -> None:
        """Go the rounds until `stop` is set."""
        try:
            await self._compare_with_last_beat()
            while not stop.is_set():
                await self.round()
                with suppress(TimeoutError):
                    async with asyncio.timeout(EVERY_S):
                        await stop.wait()
        finally:
            await asyncio.to_thread(self.close)  # two seconds at the most, unless a standby is waited for

    def close(self) -> None:
        """Let the thread and the connections go that feel the pulse."""
        self._is_closed = True
        self._thread.shutdown()
        self._pulses.close()

    async def round(self) -> None:
        """Look at everything once, and tell what is to be told."""
        self._look_at_clock()
        await self.feel()
        self._take_in(self._watched.sendings)
        tell_held_back()
        self._note_spells()
        self.beat_at = time.monotonic()
        if self.pulse.trouble is None and not self._watched.is_wound:
            await self._tell()

    def _take_in(self, sendings: Sendings) -> None:
        now = self._clock()
        sendings.measured(self.pulse.waiting, {lane: now - at for lane, at in self.pulse.left.items()})
        sendings.tell_given_up()
        sendings.tell_still(STILL_S)
        LEADS.set(worker.leads if (worker := self._watched.worker()) else 1)

    def happened(self, episode: Episode) -> None:
        """Take in what was, for the admins."""
        self._past[episode.kind] = episode.after(self._past.get(episode.kind))

    async def feel(self) -> Pulse:
        """Feel the store's pulse, unless that was done a moment ago or all is at its end, and return it."""
        if self._is_closed or time.monotonic() - self._felt_at < FRESH_S:
            return self.pulse
        if self._feeling is None:
            feel = partial(self._pulses.feel, self._watched.sendings.newly_left())
            self._feeling = asyncio.get_running_loop().run_in_executor(self._thread, feel)
        done, _ = await asyncio.wait({self._feeling}, timeout=PATIENCE_S)
        if done:
            self.pulse = next(iter(done)).result()
            self._feeling = None
        else:  # it is waited for again the next time: a thread that hangs must not get company
            self.pulse = replace(self.pulse, trouble=StoreTrouble.SLOW)
        self._felt_at = time.monotonic()
        self._judge(self.pulse)
        return self.pulse

    def _judge(self, pulse: Pulse) -> None:
        STORE_WELL.set(pulse.trouble is None)
        if pulse.room:
            ROOM.set(pulse.room.free)
        if pulse.backed_up_at is not None:
            BACKUP.set(pulse.backed_up_at)
        if pulse.trouble is None:
            self.standing.went()
        else:
            self.standing.failed(pulse.trouble)

    async def _compare_with_last_beat(self) -> None:
        """Tell of a clock that is behind the last heartbeat: it was set back while the house was closed."""
        with suppress(Exception):  # whatever ails the store is told at the first round
            last = await asyncio.get_running_loop().run_in_executor(self._thread, self._pulses.last_beat)
            if last is not None:
                self._jumped(min(0.0, self._clock() - last), while_closed=True)

    def _look_at_clock(self) -> None:
        if by := self._wall_clock.jumped_by():
            self._jumped(by, while_closed=False)

    def _jumped(self, by_s: float, *, while_closed: bool) -> None:
        if self._watched.is_wound or abs(by_s) < EVERY_S * 2:
            return
        log.warning("clock_jumped", by_s=round(by_s), while_closed=while_closed)
        if abs(by_s) >= 60:
            now, minutes = self._clock(), round(abs(by_s) / 60)
            self.happened(Episode(Past.CLOCK, now, now, Detail("back" if by_s < 0 else "forward", minutes)))

    def _note_spells(self) -> None:
        """Follow what stands still; what goes on again becomes an episode."""
        sendings, delivery = self._watched.sendings, self._watched.delivery
        fates = {
            Past.SENDING: sendings.standing.fate if sendings.standing.stands else "",
            Past.DELIVERY: delivery.fate if delivery.stands and delivery.fate not in set(StoreTrouble) else "",
            Past.STORE: "",
            Past.DISK_FULL: "",
        }
        ails = {one.fate for one in (self.standing, sendings.outbox, delivery) if one.stands}
        if StoreTrouble.DISK_FULL in ails:
            fates[Past.DISK_FULL] = StoreTrouble.DISK_FULL
        elif self.standing.stands:
            fates[Past.STORE] = self.standing.fate
        for kind, fate in fates.items():
            spell = self._still.pop(kind, None)
            if fate:
                self._still[kind] = _Spell(fate, spell.began if spell else self._clock())
            elif spell:
                episode = Episode(kind, min(spell.began, self._clock()), self._clock(), Detail(spell.fate))
                if episode.is_worth_a_word:
                    self.happened(episode)

    def _concerns(self) -> Mapping[Lasting, Detail]:
        found: dict[Lasting, Detail] = {}
        sendings, room = self._watched.sendings, self.pulse.room
        if room and room.is_little:
            found[Lasting.DISK_NEARLY_FULL] = Detail(count=room.free // 1_000_000)
        if not sendings.standing.stands and (lane := sendings.still(STILL_S)) is not None:
            found[Lasting.LANE_STILL] = Detail(lane.name.lower(), sendings.waiting[lane].count)
        if sendings.unsealable:
            found[Lasting.KEY] = Detail(count=len(sendings.unsealable))
        if self._watched.keys > 1:
            found[Lasting.ROTATION] = Detail()
        today = self._house.local(self._clock()).date()
        if (today.month, today.day) >= CALENDAR_FROM and today.year + 1 not in calendar().published.years:
            found[Lasting.CALENDAR] = Detail(name=str(today.year + 1))
        return found

    async def _tell(self) -> None:
        given_up = self._watched.sendings.given_up_within(HOUR_S)
        if given_up.total() >= MANY:
            now = self._clock()
            reason = given_up.most_common(1)[0][0]
            self._past[Past.GIVEN_UP] = Episode(Past.GIVEN_UP, now, now, Detail("", given_up.total(), reason))
        past, self._past = tuple(self._past.values()), {}
        worker = self._watched.worker()
        present = self._concerns() if worker is None or worker.leads else None
        if not (past or present or (self._may_be_over and present is not None)):
            return
        work = partial(tell, house=self._house, now=self._clock(), present=present, past=past)
        try:
            written = await self._watched.store.write(work)
        except Exception as trouble:  # noqa: BLE001  it is told at the next round, and the store's trouble has its own line
            log.warning("admins_not_told", trouble=type(trouble).__name__)
            written = None
        if written is None:  # or there is no admin yet
            for one in past:
                self.happened(one)
            return
        self._may_be_over = present is None or bool(present)
        if written:
            self._wake()


@dataclass(frozen=True, slots=True)
class _Spell:
    """A standstill that lasts: its fate, and when it was first seen, in seconds since 1970."""

    fate: str
    began: float
