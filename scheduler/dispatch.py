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
from domain.delivery import HOLDS_S, Lane, Queue, State
from scheduler.circuit import Circuit
from scheduler.company import Company
from scheduler.lines import QUEUES, Lines
from scheduler.news import News
from scheduler.pacing import HALT_AT_MOST_S, Gate, Pace
from scheduler.running import RunningMailings
from scheduler.unsealable import UNSEALABLE
from storage.announcements import answer_troubles, group_troubles, groups
from storage.announcements.lines import Seen
from storage.messages import claims, misdated
from storage.messages.claims import Claimed, Head, Mark
from storage.people import people
from storage.people.people import Person
from storage.presence import Presence
from storage.refusals import is_its_own_fault
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

_JUMP_S: Final = 2.0
"""So much further in a round than the steady clock, and the wall clock has jumped."""

_UNLED: Final = (Lane.INTERACTIVE,)  # what a worker that does not lead may send: an answer waits for no leader
_NEVER: Final = float("-inf")
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


_MANY: Final = 10**6


def _in_languages(unit: UnitOfWork, claimed: list[Claimed]) -> list[Claimed]:
    """Let what goes in words in the place of something else go in those of whom it is for."""
    known = people.known(unit, chats) if (chats := {row.chat_id for row in claimed if row.in_words}) else {}
    return [replace(row, language=_language(known[row.chat_id])) if row.chat_id in known else row for row in claimed]


def _language(person: Person) -> str:
    return person.language or person.messenger_language


def _in_topics(unit: UnitOfWork, claimed: list[Claimed]) -> list[Claimed]:
    """Let what goes to groups go to the topics where they were bound."""
    topics = groups.topics(unit, {row.chat_id for row in claimed if row.chat_id < 0})
    return [replace(row, topic=topics.get(row.chat_id, 0)) for row in claimed] if topics else claimed


@dataclass(frozen=True, slots=True)
class Flying:
    """A row under way, until when it keeps its chat to itself, and when it was claimed; by the steady clock."""

    head: Head
    holds_until: float
    claimed_at: float


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
        self._company = Company(presence, pace)
        self._circuit = Circuit()
        self._lines = Lines()
        self._mailings = RunningMailings(has_paid_pace=pace.paid_per_second > 0)
        self._queues: Sequence[Lane | Queue] = ()
        self._flying: dict[int, Flying] = {}
        self._left_behind: list[int] = []  # rows that did not depart; told from the loop, while a turn may be at work
        self._ahead: float | None = None  # the wall clock, of the steady one, when they were compared last
        self._in_order = True
        self._told_of_sealed = False
        self._polled_at = _NEVER
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

    def note(self, row: Claimed, outcome: Outcome) -> None:
        """Learn from what has landed how soon anything else may leave; it is marked in the next turn."""
        now = self._clocks.steady()
        self._circuit.note(outcome.fate, row.row_id, now)
        if outcome.fate is Fate.SLOW_DOWN:
            self._slow_down(outcome.retry_after, now)
        self.news.stir()

    def _slow_down(self, asked_s: float, now: float) -> None:
        self._gate.halt(now + min(asked_s, HALT_AT_MOST_S))
        self._company.halt(asked_s)
        if asked_s > HALT_AT_MOST_S:
            log.warning("told_to_wait_too_long", asked_s=asked_s, waits_s=HALT_AT_MOST_S)
            self._circuit.halt(now + HALT_AT_MOST_S)

    def turn(self, unit: UnitOfWork, marks: Sequence[Mark]) -> list[Claimed]:
        """Write down what landed and claim what may leave. Where that fails it is begun anew, from what is stored."""
        try:
            return self._turn(unit, marks)
        except Exception:
            self._start_over()
            raise

    def _turn(self, unit: UnitOfWork, marks: Sequence[Mark]) -> list[Claimed]:
        while self._left_behind:
            self._flying.pop(self._left_behind.pop(), None)
            self._in_order = False
        now, lasts, term = self._clocks.wall(), self.must_last, self._presence.term
        self._write_down(unit, marks, now)
        self._poll(unit, now)
        self._compare_clocks(unit, now)
        landed = {mark.row_id for mark in marks}
        if not self._in_order:
            claims.release(unit, self._worker, self._flying.keys() - landed)
            claims.take_back(unit, self._worker, self._flying.keys() - landed, now)
        looks_again = self._look(unit, now) or (self.must_last and not lasts)
        queues = [queue for queue in self._queues if lasts or not isinstance(queue, Queue)]
        heads = {head.row_id: head for head in self._within_reach(unit, self._choose(queues, landed))}
        mailed = any(isinstance(head.lane, Queue) for head in heads.values())
        wordings = self._mailings.wordings(unit) if mailed else {}
        claimed = _in_topics(unit, claims.claim(unit, heads.keys(), self._worker, now, wordings, term=term))
        claimed = _in_languages(unit, self._readable(unit, claimed, now))
        asked = self._clocks.steady()
        unit.commit()
        self._in_order = True
        if looks_again:
            self._opens_at = self._clocks.steady()
        for row_id in landed:
            self._flying.pop(row_id, None)
        self._flying |= {
            row.row_id: Flying(heads[row.row_id], 0.0 if row.gives_way else asked + HOLDS_S, asked) for row in claimed
        }
        return claimed

    def _readable(self, unit: UnitOfWork, claimed: list[Claimed], now: float) -> list[Claimed]:
        """Set aside what no key here opens: that is no refusal of the messenger's. It is said once, and counted."""
        sealed = {row.row_id for row in claimed if not row.reply}
        if not sealed:
            return claimed
        claims.set_aside(unit, sealed, now)
        self._lines.stir()  # others may stand behind them
        UNSEALABLE.labels("messages").inc(len(sealed))
        if not self._told_of_sealed:
            log.error("sealed_with_another_key", what="messages", rows=len(sealed))
        self._told_of_sealed = True
        return [row for row in claimed if row.row_id not in sealed]

    def keeps(self, row: Claimed) -> bool:
        """Tell whether a claimed row may still depart.

        Where this worker has slept since, others may have taken it for dead, and sent it: it is left to them, or put
        back in the next turn.
        """
        is_kept = self._presence.keeps(self._flying[row.row_id].claimed_at)
        if not is_kept:
            self._left_behind.append(row.row_id)
        return is_kept

    def write_down(self, unit: UnitOfWork, marks: Sequence[Mark]) -> None:
        """Write down what landed, and claim nothing more."""
        self._write_down(unit, marks, self._clocks.wall())
        unit.commit()

    def _start_over(self) -> None:
        """Forget what was seen of the outbox: a transaction failed, and perhaps it was committed all the same."""
        self._lines.empty()
        self._in_order = False

    def _poll(self, unit: UnitOfWork, wall: float) -> None:
        """If it is time, see who leads, settle what dead workers left, and look at every queue anew."""
        now = self._clocks.steady()
        if now < self._polled_at + self._bounds.poll_s:
            return
        self._queues = QUEUES if self._presence.leads() else _UNLED
        self._company.see(unit)
        if self._polled_at == _NEVER:
            claims.look_again(unit, self._clocks.wall())  # this worker may have other keys than the last
        self.news.unread = True
        others = claims.claimants(unit) - {self._worker}
        for worker in sorted(self._presence.dead(unit.connection, others)) if others else ():
            found = claims.recover(unit, worker, wall, Lane.ANNOUNCEMENT)
            log.warning("sender_died", worker=worker, sent_again=found.again, unknown=found.unknown)
        self._polled_at = now

    def _compare_clocks(self, unit: UnitOfWork, wall: float) -> None:
        """At a start, and where the wall clock has jumped, nothing waits for a time that it showed before."""
        if self._queues is _UNLED:
            return
        before, self._ahead = self._ahead, wall - self._clocks.steady()
        if before is None or abs(self._ahead - before) > _JUMP_S:
            misdated.begin_anew(unit, wall)
            self._lines.empty()

    def _write_down(self, unit: UnitOfWork, marks: Sequence[Mark], now: float) -> None:
        """Write down what landed. A mark that cannot be written costs its own row alone."""
        try:
            self._write_marks(unit, marks, now)
        except Exception as trouble:
            if not is_its_own_fault(trouble):
                raise
            unit.roll_back()
            for mark in marks:
                self._write_alone(unit, mark, now)

    def _write_alone(self, unit: UnitOfWork, mark: Mark, now: float) -> None:
        try:
            with unit.savepoint():
                self._write_marks(unit, [mark], now)
        except Exception as trouble:
            if not is_its_own_fault(trouble):
                raise
            kind = type(trouble).__name__
            log.error("mark_not_written", row=mark.row_id, trouble=kind)  # noqa: TRY400  once, not as a book
            lost = Mark(mark.row_id, State.UNKNOWN, reason=f"unmarked: {kind}")
            self._write_marks(unit, [lost], now)

    def _write_marks(self, unit: UnitOfWork, marks: Sequence[Mark], now: float) -> None:
        claims.mark(unit, marks, self._worker, now)
        for mark in marks:
            head = self._flying[mark.row_id].head
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

    def _within_reach(self, unit: UnitOfWork, heads: list[Head]) -> list[Head]:
        """Keep those of them that may leave beside what other workers send; the rest stand where they stood."""
        granted = self._company.granted(unit, heads, self._clocks.steady())
        if len(granted) < len(heads):
            late = [head for head in heads if head not in granted]
            for head in late:
                self._gate.give_back(head.chat_id, head.lane)
            self._lines.give_back(late)
            self._opens_at = min(self._opens_at, self._company.opens_at)
        return granted

    def _choose(self, queues: Sequence[Lane | Queue], landed: set[int]) -> list[Head]:
        now = self._clocks.steady()
        flying = [one for row_id, one in self._flying.items() if row_id not in landed]
        busy = {one.head.chat_id for one in flying if one.holds_until > now}
        room = min(1 - len(busy) if self._circuit.is_open else _MANY, self._bounds.in_flight - len(flying))
        if self._circuit.fresh_from > now:
            self._opens_at = self._circuit.fresh_from
            return []
        is_halted = self._circuit.halted_until > now
        lanes = _UNLED if is_halted else queues
        heads, opens_at = self._lines.take(self._gate, lanes, max(0, room), now, busy, only_fresh=is_halted)
        self._opens_at = min(opens_at, self._circuit.halted_until) if is_halted else opens_at
        return heads
