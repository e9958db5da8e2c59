"""What leaves next: a round of the outbox, in one transaction of the store's thread.

What has landed is marked, what is due is looked at, what may leave is claimed, and all is committed once. So a row that
is `sending` is really about to fly, and no more rows are ever in doubt than may be in flight.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, final

import structlog

from bot.chat import Fate, Lane, Outcome
from domain.delivery import State
from scheduler.lines import Lines
from scheduler.pacing import Gate, Pace
from scheduler.retry import Circuit
from storage import outbox, people
from storage.outbox import Claimed, Head, Mark
from storage.presence import Presence
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

_UNLED: Final = (Lane.INTERACTIVE,)  # what a worker that does not lead may send: an answer waits for no leader


@dataclass(frozen=True, slots=True)
class Clocks:
    """`wall` gives seconds since 1970 and decides what is due; `steady` never jumps and keeps the pace."""

    wall: Callable[[], float]
    steady: Callable[[], float]


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
        self._lanes: Sequence[Lane] = ()
        self._flying: dict[int, Head] = {}
        self._in_order = True
        self._news = True

    @property
    def is_busy(self) -> bool:
        """Tell whether messages are in flight."""
        return bool(self._flying)

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
        self._lanes = tuple(Lane) if self._presence.leads() else _UNLED
        self._lines.stir()
        for worker in outbox.claimants(unit) - {self._worker}:
            if self._presence.is_dead(worker):
                found = outbox.recover(unit, worker, self._clocks.wall(), Lane.ANNOUNCEMENT)
                log.warning("a sender died", worker=worker, sent_again=found.again, unknown=found.unknown)

    def turn(self, unit: UnitOfWork, marks: Sequence[Mark]) -> list[Claimed]:
        """Write down what landed and claim what may leave."""
        now = self._clocks.wall()
        self._write_down(unit, marks, now)
        if not self._in_order:
            outbox.release(unit, self._worker, self._flying.keys() - {mark.row_id for mark in marks})
        looked_again = self._look(unit, now)
        heads = {head.row_id: head for head in self._choose({mark.row_id for mark in marks})}
        claimed = outbox.claim(unit, heads.keys(), self._worker, now)
        unit.commit()
        self._in_order = True
        if looked_again:
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
                self._lines.stir([Lane(head.lane)])

    def _look(self, unit: UnitOfWork, now: float) -> bool:
        """Look into the outbox where that may help, and tell whether to look again at once."""
        if self._news:
            self._news = False
            self._lines.stir()
        again = False
        for lane in self._lanes:
            if self._lines.wants(lane):
                heads = outbox.due(unit, lane, now, self._lines.at_most)
                lost = {head.row_id for head in heads if head.unreachable and lane >= Lane.REMINDER}
                outbox.give_up(unit, lost, now)
                self._lines.fill(lane, [head for head in heads if head.row_id not in lost])
                if lost:
                    self._lines.stir([lane])
                    again = True
        return again

    def _choose(self, landed: set[int]) -> list[Head]:
        now = self._clocks.steady()
        busy = {head.chat_id for row_id, head in self._flying.items() if row_id not in landed}
        room = self._in_flight - len(busy)
        if self._circuit.is_open:
            room = 1 - len(busy)
        if self._circuit.halted_until > now:
            self.opens_at = self._circuit.halted_until
            return []
        heads, self.opens_at = self._lines.take(self._gate, self._lanes, max(0, room), now, busy)
        return heads
