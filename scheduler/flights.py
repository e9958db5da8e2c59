"""Messages under way: each in a task of its own, from the front's call to the mark of its row."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, final

import structlog

from bot.abilities import TELEGRAM as ALL
from bot.chat import TELEGRAM, Fate, FetchFailedError, Front, Message, Outcome, Outgoing
from bot.degrading import NOTHING, Degraded, degraded
from bot.texts import language_of, words
from domain.messages.delivery import Lane
from scheduler.carrying import Carrier, is_elsewhere
from scheduler.in_words import has_words, in_words
from scheduler.landing import Flight, in_parts, landed
from scheduler.readings import Readings
from scheduler.watching.sendings import Sendings
from scheduler.withholding import withheld
from storage.messages.claims import Claimed, Mark

log = structlog.get_logger()


class Tower(Protocol):
    """Whoever lets rows depart, and learns from how they land."""

    def keeps(self, row: Claimed) -> bool: ...
    def note(self, row: Claimed, outcome: Outcome) -> None: ...


@final
class Flights:
    """Sends through `fronts`, one for each channel.

    The `tower` is asked at the last moment whether a row may still depart, and told every outcome; marks are kept until
    somebody takes them.

    `clock` gives seconds since 1970, `language` is for who has chosen none. `tally` counts what became of the sends,
    `answers` are those under way that somebody waits for; `sendings` is told what became of each row.
    """

    def __init__(
        self,
        fronts: Mapping[str, Front],
        clock: Callable[[], float],
        tower: Tower,
        sendings: Sendings,
        language: str,
    ) -> None:
        self.tally: Counter[Fate] = Counter()
        self.answers = 0
        self._fronts = fronts
        self._clock = clock
        self._tower = tower
        self._sendings = sendings
        self._language = language
        self._readings = Readings()
        self._carrier = Carrier(fronts)
        self._marks: list[Mark] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, tasks: asyncio.TaskGroup, row: Claimed) -> None:
        """Let a row fly beside the others."""
        task = tasks.create_task(self.fly(row))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def fly(self, row: Claimed) -> None:
        """Send a row, and keep its mark; unless it may depart no more: long may have passed since it was claimed."""
        if not self._tower.keeps(row):
            return
        is_answer = row.lane == Lane.INTERACTIVE
        self.answers += is_answer
        departed, began = self._clock(), _steady()
        outcome, is_worded, shown = await self._flown(row)
        self.answers -= is_answer
        self.tally[outcome.fate] += 1
        flight = Flight(departed, self._clock(), _steady() - began, is_worded)
        mark = landed(row, outcome, flight, random.random())  # noqa: S311  no secret
        mark = in_parts(mark, row, shown)
        self._marks.append(mark)
        self._sendings.landed(row, outcome, mark)
        self._tower.note(row, outcome)

    async def _flown(self, row: Claimed) -> tuple[Outcome, bool, Degraded]:
        """Send what is due of a row: return what became of it, whether it has words to fall back on, and all of it."""
        try:
            reply = self._readings.of(row)
        except ValueError as trouble:
            return Outcome(Fate.REFUSED, reason=f"the row cannot be read: {trouble}"), False, NOTHING
        try:
            shown = await self._shown(row, reply)
        except FetchFailedError as trouble:  # who keeps a file of it does not answer: nothing has left
            return (
                Outcome(Fate.NOT_CONNECTED, reason=f"a file: {trouble}", is_anothers=True),
                has_words(row, reply),
                NOTHING,
            )
        return await self._send(row, shown), has_words(row, reply), shown

    async def _shown(self, row: Claimed, reply: Message) -> Degraded:
        """Return what the row's channel shows in the place of a message; all that Telegram was made for is itself.

        Raises `FetchFailedError` while a file of it cannot be had.
        """
        channel = row.channel or TELEGRAM
        front = self._fronts.get(channel)
        if front is None or (front.abilities is ALL and not row.in_words and not is_elsewhere(reply, channel)):
            return Degraded((reply,))
        t = words(language_of(row.language, self._language))
        if row.lane != Lane.INTERACTIVE and not front.abilities.trusted:
            reply = withheld(reply, t)
        reply = in_words(reply, row.in_words, t) if row.in_words else reply
        carried = await self._carrier.carried(reply, channel, t) if front.abilities.media else (reply,)
        several = [degraded(one, front.abilities, t) for one in carried]
        return Degraded(tuple(part for one in several for part in one.parts), several[-1].pressed)

    async def _send(self, row: Claimed, shown: Degraded) -> Outcome:
        """Send the part whose turn it is."""
        front = self._fronts.get(row.channel or TELEGRAM)
        if front is None:
            return Outcome(Fate.REFUSED, reason=f"there is no channel {row.channel}")
        if row.part >= len(shown.parts):
            return _nothing_left(row)
        try:
            return await front.send(Outgoing(row.row_id, row.chat_id, shown.parts[row.part], row.name, row.part))
        except Exception as trouble:  # a front never raises; if one does, others' replies still go out
            log.exception("front_raised")
            return Outcome(Fate.UNCERTAIN, reason=type(trouble).__name__)

    def take_marks(self) -> list[Mark]:
        """Hand over the marks of what has landed, and forget them."""
        marks, self._marks = self._marks, []
        return marks

    def give_back(self, marks: Sequence[Mark]) -> None:
        """Take marks back that could not be written down."""
        self._marks[:0] = marks

    async def land(self, within_s: float) -> None:
        """Wait for all. What takes longer is given up: its row stays `sending`, and the next start settles it."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=within_s)
            for task in late:
                task.cancel()


def _nothing_left(row: Claimed) -> Outcome:
    """Return what became of a row of which its channel can say nothing, or nothing more."""
    if row.part:
        return Outcome(Fate.ACCEPTED)
    return Outcome(Fate.REFUSED, reason="this channel cannot say it")


def _steady() -> float:
    return asyncio.get_running_loop().time()
