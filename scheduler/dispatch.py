"""What leaves next: a round of the outbox, in one transaction of the store's thread.

What has landed is marked, what is due is looked at, what may leave is claimed, and all is committed once. So a row that
is `sending` is really about to fly, and no more rows are ever in doubt than may be in flight.

Announcements must not reach anybody twice, so what claims them is committed durably: a round that is not takes none.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, final

import structlog

from bot.chat import Fate, Outcome
from domain.delivery import Lane, Queue, State
from scheduler.lines import QUEUES, Lines
from scheduler.pacing import Gate, Pace
from scheduler.retry import Circuit
from storage.announcements import lines
from storage.announcements.lines import Running, Seen
from storage.messages import outbox
from storage.messages.outbox import Claimed, Head, Mark
from storage.messages.wordings import Letter, Letters
from storage.people import people
from storage.presence import Presence
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

_UNLED: Final = (Lane.INTERACTIVE,)  # what a worker that does not lead may send: an answer waits for no leader
_ANSWERS: Final = frozenset({Lane.INTERACTIVE, Lane.CONFIRMATION})  # tried even for who could not be reached lately


def never(_now: float) -> bool:
    """Have no quiet hours."""
    return False


@dataclass(frozen=True, slots=True)
class Clocks:
    """`wall` gives seconds since 1970 and decides what is due; `steady` never jumps and keeps the pace.

    `is_quiet` tells of such a moment whether it is one of the hours in which only urgent announcements leave.
    """

    wall: Callable[[], float]
    steady: Callable[[], float]
    is_quiet: Callable[[float], bool] = never


@final
class Dispatch:
    """One worker's view of the outbox. `turn` runs in the store's thread, one at a time."""

    def __init__(self, presence: Presence, worker: str, pace: Pace, clocks: Clocks, in_flight: int) -> None:
        self.opens_at = float("inf")  # when the pace lets something leave; by the steady clock
        self._presence = presence
        self._worker = worker
        self._clocks = clocks
        self._in_flight = in_flight
        self._gate = Gate(pace)
        self._circuit = Circuit()
        self._lines = Lines()
        self._lanes: Sequence[Lane | Queue] = ()
        self._has_paid_pace = pace.paid_per_second > 0
        self._letters = Letters()
        self._mailings: Mapping[Queue, tuple[Running, ...]] = dict.fromkeys(Queue, ())
        self._looks = 0
        self._flying: dict[int, Head] = {}
        self._in_order = True
        self._news = True

    @property
    def is_busy(self) -> bool:
        """Tell whether messages are in flight."""
        return bool(self._flying)

    @property
    def has_news(self) -> bool:
        """Tell whether rows were committed that no turn has seen yet."""
        return self._news

    @property
    def must_last(self) -> bool:
        """Tell whether the next turn may claim announcements: it must be committed durably then."""
        return any(self._lines.holds(queue) for queue in Queue)

    def hear(self) -> None:
        """Take notice, from any thread, that rows were committed."""
        self._news = True

    def note(self, outcome: Outcome) -> None:
        """Learn from an outcome how soon anything else may leave."""
        now = self._clocks.steady()
        self._circuit.note(outcome.fate, now)
        if outcome.fate is Fate.SLOW_DOWN:
            self._gate.halt(now + outcome.retry_after)

    def poll(self, unit: UnitOfWork) -> None:
        """See who leads, settle what dead workers left, and look at every lane anew. The next turn commits."""
        self._lanes = QUEUES if self._presence.leads() else _UNLED
        self._news = True
        for worker in outbox.claimants(unit) - {self._worker}:
            if self._presence.is_dead(worker):
                found = outbox.recover(unit, worker, self._clocks.wall(), Lane.ANNOUNCEMENT)
                log.warning("a sender died", worker=worker, sent_again=found.again, unknown=found.unknown)

    def turn(self, unit: UnitOfWork, marks: Sequence[Mark]) -> list[Claimed]:
        """Write down what landed and claim what may leave."""
        now, lasts = self._clocks.wall(), self.must_last
        self._write_down(unit, marks, now)
        if not self._in_order:
            outbox.release(unit, self._worker, self._flying.keys() - {mark.row_id for mark in marks})
        looks_again = self._look(unit, now) or (self.must_last and not lasts)
        lanes = self._lanes if lasts else self._lanes[: len(Lane)]
        heads = {head.row_id: head for head in self._choose(lanes, {mark.row_id for mark in marks})}
        claimed = outbox.claim(unit, heads.keys(), self._worker, now, self._running(unit, heads.values()))
        unit.commit()
        self._in_order = True
        if looks_again:
            self.opens_at = self._clocks.steady()
        for mark in marks:
            self._flying.pop(mark.row_id, None)
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

    def _write_down(self, unit: UnitOfWork, marks: Sequence[Mark], now: float) -> None:
        outbox.mark(unit, marks, self._worker, now)
        for mark in marks:
            head = self._flying[mark.row_id]
            if mark.state is State.UNREACHABLE:
                people.mark_unreachable(unit, head.chat_id, now)
            if head.more or mark.state is State.TODO:
                self._lines.stir([head.lane])

    def _running(self, unit: UnitOfWork, heads: Iterable[Head]) -> Mapping[int, Letter]:
        return self._letters.running(unit) if any(isinstance(head.lane, Queue) for head in heads) else {}

    def _look(self, unit: UnitOfWork, now: float) -> bool:
        """Look into the outbox where that may help, and tell whether to look again at once."""
        if self._news:
            self._news = False
            self._lines.stir()
            self._see_mailings(unit, now)
        again = False
        for lane in self._lanes:
            if self._lines.wants(lane):
                seen = self._due(unit, lane, now)
                lost = {head.row_id for head in seen.heads if head.unreachable and lane not in _ANSWERS}
                outbox.give_up(unit, lost, now)
                self._lines.fill(lane, [head for head in seen.heads if head.row_id not in lost])
                if lost or seen.more:
                    self._lines.stir([lane])
                again |= bool(lost)
        return again

    def _due(self, unit: UnitOfWork, lane: Lane | Queue, now: float) -> Seen:
        at_most = self._lines.at_most
        if isinstance(lane, Queue):
            return lines.due(unit, lane, self._in_turn(lane), now, at_most)
        heads = outbox.due(unit, lane, now, at_most)
        return Seen(heads, more=len(heads) == at_most)

    def _in_turn(self, queue: Queue) -> Sequence[Running]:
        """Let another mailing begin each time: looks may follow so close that only the first of them gets anything."""
        self._looks += 1
        mailings = self._mailings[queue]
        first = self._looks % len(mailings) if mailings else 0
        return mailings[first:] + mailings[:first]

    def _see_mailings(self, unit: UnitOfWork, now: float) -> None:
        """See which mailings may send; where that has changed, what was seen of their lines is worth nothing."""
        is_quiet = self._clocks.is_quiet(now)
        found = [one for one in lines.running(unit) if one.urgent or not is_quiet]
        paid = tuple(one for one in found if one.paid and self._has_paid_pace)
        free = tuple(one for one in found if one not in paid)
        for queue, mailings in ((Queue.MAILINGS, free), (Queue.PAID_MAILINGS, paid)):
            if self._mailings[queue] != mailings:
                self._lines.empty([queue])
        self._mailings = {Queue.MAILINGS: free, Queue.PAID_MAILINGS: paid}

    def _choose(self, lanes: Sequence[Lane | Queue], landed: set[int]) -> list[Head]:
        now = self._clocks.steady()
        busy = {head.chat_id for row_id, head in self._flying.items() if row_id not in landed}
        room = self._in_flight - len(busy)
        if self._circuit.is_open:
            room = 1 - len(busy)
        if self._circuit.halted_until > now:
            self.opens_at = self._circuit.halted_until
            return []
        heads, self.opens_at = self._lines.take(self._gate, lanes, max(0, room), now, busy)
        return heads
