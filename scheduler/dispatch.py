"""What leaves next: a round of the outbox, in one transaction of the store's thread.

What has landed is marked, what is due is looked at, what may leave is claimed, and all is committed once. So a row that
is `sending` is really about to fly, and no more rows are ever in doubt than may be in flight.

Announcements must not reach anybody twice, so what claims them is committed durably: a round that is not takes none.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, final

import structlog

from bot.chat import Fate, Outcome
from domain.chat_troubles import trouble_of
from domain.delivery import Lane, Queue, State
from scheduler.circuit import Circuit
from scheduler.lines import QUEUES, Lines
from scheduler.news import News
from scheduler.pacing import Gate, Pace
from scheduler.running import RunningMailings
from storage.announcements import answer_troubles, group_troubles, groups
from storage.announcements.lines import Seen
from storage.messages import claims
from storage.messages.claims import Claimed, Head, Mark
from storage.people import people
from storage.presence import Presence
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

_UNLED: Final = (Lane.INTERACTIVE,)  # what a worker that does not lead may send: an answer waits for no leader
_ANSWERS: Final = frozenset({Lane.INTERACTIVE, Lane.CONFIRMATION})  # tried even for who could not be reached lately


def never(_now: float) -> bool:
    """Tell of every moment that it is not quiet."""
    return False


@dataclass(frozen=True, slots=True)
class Clocks:
    """`wall` gives seconds since 1970 and decides what is due; `steady` never jumps and keeps the pace.

    `is_quiet` tells of such a moment whether it is one of the hours in which only urgent announcements leave. A demo
    may wind `wall` forward; pauses are real time.
    """

    wall: Callable[[], float] = time.time
    steady: Callable[[], float] = time.monotonic
    is_quiet: Callable[[float], bool] = never


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many messages are under way at most, and how often the outbox is looked at without any news.

    Once all is to end, what is under way may take `last_flights_s` seconds more.
    """

    in_flight: int = 30
    poll_s: float = 1.0
    last_flights_s: float = 10.0


def _in_topics(unit: UnitOfWork, claimed: list[Claimed]) -> list[Claimed]:
    """Let what goes to groups go to the topics where they were bound."""
    topics = groups.topics(unit, {row.chat_id for row in claimed if row.chat_id < 0})
    return [replace(row, topic=topics.get(row.chat_id, 0)) for row in claimed] if topics else claimed


@final
class Dispatch:
    """One worker's view of the outbox. `turn` runs in the store's thread, one at a time."""

    def __init__(self, presence: Presence, worker: str, pace: Pace, clocks: Clocks, bounds: Bounds) -> None:
        self.news = News()
        self._presence = presence
        self._worker = worker
        self._clocks = clocks
        self._bounds = bounds
        self._gate = Gate(pace)
        self._circuit = Circuit()
        self._lines = Lines()
        self._mailings = RunningMailings(has_paid_pace=pace.paid_per_second > 0)
        self._queues: Sequence[Lane | Queue] = ()
        self._flying: dict[int, Head] = {}
        self._in_order = True
        self._polled_at = float("-inf")
        self._opens_at = float("inf")  # when the pace lets something leave; by the steady clock, as the poll

    @property
    def is_busy(self) -> bool:
        """Tell whether messages are in flight."""
        return bool(self._flying)

    @property
    def must_last(self) -> bool:
        """Tell whether the next turn may claim announcements: it must be committed durably then."""
        return any(self._lines.holds(queue) for queue in Queue)

    @property
    def pause_s(self) -> float:
        """How long nothing is to be done unless there are news: until the pace allows more, or the next poll."""
        return max(0.0, min(self._opens_at, self._polled_at + self._bounds.poll_s) - self._clocks.steady())

    def note(self, outcome: Outcome) -> None:
        """Learn from what has landed how soon anything else may leave; it is marked in the next turn."""
        now = self._clocks.steady()
        self._circuit.note(outcome.fate, now)
        if outcome.fate is Fate.SLOW_DOWN:
            self._gate.halt(now + outcome.retry_after)
        self.news.stir()

    def turn(self, unit: UnitOfWork, marks: Sequence[Mark]) -> list[Claimed]:
        """Write down what landed and claim what may leave."""
        self._poll(unit)
        now, lasts = self._clocks.wall(), self.must_last
        self._write_down(unit, marks, now)
        landed = {mark.row_id for mark in marks}
        if not self._in_order:
            claims.release(unit, self._worker, self._flying.keys() - landed)
        looks_again = self._look(unit, now) or (self.must_last and not lasts)
        queues = [queue for queue in self._queues if lasts or not isinstance(queue, Queue)]
        heads = {head.row_id: head for head in self._choose(queues, landed)}
        mailed = any(isinstance(head.lane, Queue) for head in heads.values())
        wordings = self._mailings.wordings(unit) if mailed else {}
        claimed = _in_topics(unit, claims.claim(unit, heads.keys(), self._worker, now, wordings))
        unit.commit()
        self._in_order = True
        if looks_again:
            self._opens_at = self._clocks.steady()
        for row_id in landed:
            self._flying.pop(row_id, None)
        self._flying |= {row.row_id: heads[row.row_id] for row in claimed}
        return claimed

    def write_down(self, unit: UnitOfWork, marks: Sequence[Mark]) -> None:
        """Write down what landed, and claim nothing more."""
        self._write_down(unit, marks, self._clocks.wall())
        unit.commit()

    def start_over(self) -> None:
        """Forget what was seen of the outbox: a transaction failed, and perhaps it was committed all the same."""
        self._lines.empty()
        self._in_order = False

    def _poll(self, unit: UnitOfWork) -> None:
        """If it is time, see who leads, settle what dead workers left, and look at every queue anew."""
        now = self._clocks.steady()
        if now < self._polled_at + self._bounds.poll_s:
            return
        self._queues = QUEUES if self._presence.leads() else _UNLED
        self.news.unread = True
        for worker in claims.claimants(unit) - {self._worker}:
            if self._presence.is_dead(worker):
                found = claims.recover(unit, worker, self._clocks.wall(), Lane.ANNOUNCEMENT)
                log.warning("a sender died", worker=worker, sent_again=found.again, unknown=found.unknown)
        self._polled_at = now

    def _write_down(self, unit: UnitOfWork, marks: Sequence[Mark], now: float) -> None:
        claims.mark(unit, marks, self._worker, now)
        for mark in marks:
            head = self._flying[mark.row_id]
            if mark.state is State.UNREACHABLE:
                people.mark_unreachable(unit, head.chat_id, now)
            if mark.is_refused and head.chat_id < 0:
                group_troubles.note(unit, head.chat_id, trouble_of(mark.reason), now)
            elif mark.is_refused and mark.state is not State.UNREACHABLE:
                answer_troubles.note(unit, mark.row_id, trouble_of(mark.reason), now)
            if mark.moved_to:
                groups.moved(unit, head.chat_id, mark.moved_to)
            if head.more or mark.state is State.TODO:
                self._lines.stir([head.lane])

    def _look(self, unit: UnitOfWork, now: float) -> bool:
        """Look into the outbox where that may help, and tell whether to look again at once."""
        if self.news.unread:
            self.news.unread = False
            self._lines.stir()
            # What was seen of mailings' lines is worth nothing once others may send.
            self._lines.empty(self._mailings.see(unit, is_quiet=self._clocks.is_quiet(now)))
        again = False
        for queue in self._queues:
            if self._lines.wants(queue):
                seen = self._due(unit, queue, now)
                lost = {head.row_id for head in seen.heads if head.unreachable and queue not in _ANSWERS}
                claims.give_up(unit, lost, now)
                self._lines.fill(queue, [head for head in seen.heads if head.row_id not in lost])
                if lost or seen.more:
                    self._lines.stir([queue])
                again |= bool(lost)
        return again

    def _due(self, unit: UnitOfWork, queue: Lane | Queue, now: float) -> Seen:
        at_most = self._lines.at_most
        if isinstance(queue, Queue):
            return self._mailings.due(unit, queue, now, at_most)
        heads = claims.due(unit, queue, now, at_most)
        return Seen(heads, more=len(heads) == at_most)

    def _choose(self, queues: Sequence[Lane | Queue], landed: set[int]) -> list[Head]:
        now = self._clocks.steady()
        busy = {head.chat_id for row_id, head in self._flying.items() if row_id not in landed}
        room = (1 if self._circuit.is_open else self._bounds.in_flight) - len(busy)
        if self._circuit.halted_until > now:
            self._opens_at = self._circuit.halted_until
            return []
        heads, self._opens_at = self._lines.take(self._gate, queues, max(0, room), now, busy)
        return heads
