"""What leaves next: a round of the outbox, in one transaction of the store's thread.

What has landed is marked, what is due is looked at, what may leave is claimed, and all is committed once. So a row that
is `sending` is really about to fly, and no more rows are ever in doubt than may be in flight.

Announcements must not reach anybody twice, so what claims them is committed durably: a round that is not takes none.
"""

import time
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, final

import structlog

from bot.chat import Fate, Outcome
from bot.degrading.numbers import stored
from domain.messages.chat_troubles import trouble_of
from domain.messages.delivery import HOLDS_S, Lane, Queue, State
from scheduler.circuit import Circuit
from scheduler.company import Company
from scheduler.lines import QUEUES, Lines
from scheduler.news import News
from scheduler.pacing import HALT_AT_MOST_S, USUAL, Gate, Pace
from scheduler.running import RunningMailings
from scheduler.unsealable import UNSEALABLE
from storage.announcements import answer_troubles, group_troubles, groups
from storage.announcements.lines import Seen
from storage.messages import claims, conversations, misdated
from storage.messages.claims import Claimed, Head, Mark
from storage.people import addresses, people
from storage.people.addresses import Address
from storage.people.people import Person
from storage.presence import Presence
from storage.refusals import is_its_own_fault
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

_JUMP_S: Final = 2.0
"""So much further in a round than the steady clock, and the wall clock has jumped."""

_REMEMBERED_S: Final = 5.0
"""What was written without waiting for the disk is on it, and with a standby, long before that."""

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


_NO_PACES: Final[Mapping[str, Pace]] = MappingProxyType({})


def _by(head: Head, road: Address) -> Head:
    """Let it go by an address of another channel, whether or not Telegram would reach its person."""
    return replace(head, unreachable=road.is_lost, channel=road.channel, name=road.name, address=road.number)


def _on_roads(claimed: list[Claimed], heads: Mapping[int, Head]) -> list[Claimed]:
    return [_on_road(row, heads[row.row_id]) if heads[row.row_id].channel else row for row in claimed]


def _on_road(row: Claimed, head: Head) -> Claimed:
    return replace(row, channel=head.channel, name=head.name, address=head.address)


def _in_languages(unit: UnitOfWork, claimed: list[Claimed], unable: Collection[str]) -> list[Claimed]:
    """Let what goes in words in the place of something else go in those of whom it is for."""
    chats = {row.chat_id for row in claimed if row.in_words or row.channel in unable}
    known = people.known(unit, chats) if chats else {}
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
class Marked:
    """What ended for good of late: a database that crashed, or gave way to a standby, may know nothing of it."""

    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._marks: deque[tuple[float, Mark]] = deque()

    def add(self, marks: Sequence[Mark]) -> None:
        """Remember these, and let go the oldest: each is looked at once, however many there are."""
        now = self._steady()
        while self._marks and self._marks[0][0] <= now - _REMEMBERED_S:
            self._marks.popleft()
        self._marks.extend((now, mark) for mark in marks if mark.state is not State.TODO)

    def of_late(self) -> list[Mark]:
        return list({mark.row_id: mark for _, mark in self._marks}.values())


@final
class Way:
    """What is known of one channel: its pace and halts, and whether its server is in trouble."""

    def __init__(self, pace: Pace) -> None:
        self.gate = Gate(pace)
        self.circuit = Circuit()


@final
class Dispatch:
    """One worker's view of the outbox. `turn` runs in the store's thread, one at a time.

    `pace` is Telegram's, `paces` are other channels'; at those that are `unable` something is said otherwise, and
    those that are `untrusted` do not prove who somebody is.
    """

    def __init__(  # noqa: PLR0913, PLR0917  each of these decides
        self,
        presence: Presence,
        worker: str,
        pace: Pace,
        clocks: Clocks,
        bounds: Bounds,
        paces: Mapping[str, Pace] = _NO_PACES,
        unable: Collection[str] = (),
        untrusted: Collection[str] = (),
    ) -> None:
        self.news = News()
        self._presence = presence
        self._worker = worker
        self._clocks = clocks
        self._bounds = bounds
        self._paces = paces
        self._unable = unable
        self._untrusted = untrusted
        self._ways = {"": Way(pace)}
        self._has_roads = False
        self._company = Company(presence, pace)
        self._lines = Lines()
        self._mailings = RunningMailings(has_paid_pace=pace.paid_per_second > 0)
        self._queues: Sequence[Lane | Queue] = ()
        self._flying: dict[int, Flying] = {}
        self._marked = Marked(clocks.steady)
        self._lost_sessions = 0
        self._claims_from = _NEVER
        self._left_behind: list[int] = []  # rows that did not depart; told from the loop, while a turn may be at work
        self._ahead: float | None = None  # the wall clock, of the steady one, when they were compared last
        self._in_order = True
        self._told_of_sealed = False
        self._polled_at = _NEVER
        self._turned_at = _NEVER  # when this worker knew last that what it has under way is its own
        self._opens_at = float("inf")  # when the pace lets something leave; by the steady clock, as the poll

    @property
    def leads(self) -> bool:
        """Tell whether this worker led when it looked last."""
        return self._queues is QUEUES

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
        now, way = self._clocks.steady(), self._way(row.channel)
        if not outcome.is_anothers:
            way.circuit.note(outcome.fate, row.row_id, now)
        if outcome.fate is Fate.SLOW_DOWN:
            _slow_down(way, outcome.retry_after, now)
            if not row.channel:
                self._company.halt(outcome.retry_after)
        self.news.stir()

    def _way(self, channel: str) -> Way:
        if channel not in self._ways:
            self._ways[channel] = Way(self._paces.get(channel, USUAL))
        return self._ways[channel]

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
        self._make_sure(unit, marks, now)
        self._write_down(unit, marks, now)
        self._poll(unit, now)
        now = self._clocks.wall()  # all that may have taken its time, and others have gone on meanwhile
        self._compare_clocks(unit, now)
        landed = {mark.row_id for mark in marks}
        if not self._in_order:
            claims.release(unit, self._worker, self._flying.keys() - landed)
        looks_again = self._look(unit, now) or (self.must_last and not lasts)
        queues = [queue for queue in self._queues if lasts or not isinstance(queue, Queue)] if self._is_sure() else []
        heads = {head.row_id: head for head in self._within_reach(unit, self._choose(queues, landed))}
        mailed = any(isinstance(head.lane, Queue) for head in heads.values())
        wordings = self._mailings.wordings(unit) if mailed else {}
        claimed = _in_topics(unit, claims.claim(unit, heads.keys(), self._worker, now, wordings, term=term))
        claimed = _in_languages(unit, self._readable(unit, _on_roads(claimed, heads), now), self._unable)
        asked = self._clocks.steady()
        unit.commit()
        self._in_order = True
        if looks_again:
            self._opens_at = self._clocks.steady()
        self._marked.add(marks)
        for row_id in landed:
            self._flying.pop(row_id, None)
        self._flying |= {
            row.row_id: Flying(heads[row.row_id], 0.0 if row.gives_way else asked + HOLDS_S, asked) for row in claimed
        }
        return claimed

    def _is_sure(self) -> bool:
        """Tell whether what is claimed now could depart: others may have taken this worker for dead.

        Nor does it where others may not have said yet what they had under way when the database went away.
        """
        now = self._clocks.steady()
        return self._presence.keeps(now) and now >= self._claims_from

    def _make_sure(self, unit: UnitOfWork, marks: Sequence[Mark], now: float) -> None:
        """Where this worker has slept, or a session was lost, claim again what flies, or has landed, for nobody has.

        Else another would send it once more. What has landed and is to be tried again is left as it is found. What was
        marked of late is marked again: that may be lost with the database, and all are given time to do so.
        """
        if self._flying and not self._presence.keeps(self._turned_at):
            self._in_order = False
        if unit.lost_sessions > self._lost_sessions:  # the database was away, or it is another that knows less
            self._lost_sessions = unit.lost_sessions
            self._claims_from = self._clocks.steady() + 2 * self._bounds.poll_s
            self._in_order = False
        self._turned_at = self._clocks.steady()
        if not self._in_order:
            again = {mark.row_id for mark in marks if mark.state is State.TODO}
            ended = self._marked.of_late()
            ours = (self._flying.keys() - again) | {mark.row_id for mark in ended}
            claims.take_back(unit, self._worker, ours, now)
            claims.mark(unit, ended, self._worker, now)

    def _readable(self, unit: UnitOfWork, claimed: list[Claimed], now: float) -> list[Claimed]:
        """Set aside what no key here opens: that is no refusal of the messenger's. It is said once, and counted."""
        sealed = {row.row_id for row in claimed if not row.reply or (row.channel and not row.name)}
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
        self._has_roads = addresses.are_there(unit)
        self._company.see(unit)
        if self._polled_at == _NEVER:
            claims.look_again(unit, self._clocks.wall())  # this worker may have other keys than the last
        self.news.unread.update(QUEUES)
        if others := claims.claimants(unit) - {self._worker}:
            self._settle(unit, others, wall)
        self._polled_at = now

    def _settle(self, unit: UnitOfWork, others: set[str], wall: float) -> None:
        """Send again what dead workers had under way; what silent ones have holds its chats until it is known."""
        dead = self._presence.dead(unit.connection, others)
        if silent := self._presence.silent(unit.connection, others - dead):
            claims.hold_on(unit, silent, wall)
        for worker in sorted(dead):
            found = claims.recover(unit, worker, wall, Lane.ANNOUNCEMENT)
            log.warning("sender_died", worker=worker, sent_again=found.again, unknown=found.unknown)

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
            if mark.state is State.UNREACHABLE and head.address:
                addresses.mark_unreachable(unit, head.address, now)
            elif mark.state is State.UNREACHABLE:
                people.mark_unreachable(unit, head.chat_id, now)
            if mark.pressed:
                conversations.show_numbers(unit, head.address or head.chat_id, stored(mark.pressed))
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
        lanes = self.news.read()
        self._lines.stir(lanes)
        if not lanes.isdisjoint(Queue):
            # What was seen of mailings' lines is worth nothing once others may send.
            self._lines.empty(self._mailings.see(unit, is_quiet=self._clocks.is_quiet(now)))
        again = False
        for queue in self._queues:
            if self._lines.wants(queue):
                seen = self._due(unit, queue, now)
                found = self._with_roads(unit, queue, seen.heads)
                lost = {head.row_id for head in found if head.unreachable and queue not in _ANSWERS}
                claims.give_up(unit, lost, now)
                self._lines.fill(queue, [head for head in found if head.row_id not in lost])
                if lost or seen.more:
                    self._lines.stir([queue])
                again |= bool(lost)
        return again

    def _with_roads(self, unit: UnitOfWork, queue: Lane | Queue, heads: Sequence[Head]) -> Sequence[Head]:
        """Say of each by which channel it goes, where that is not Telegram: another may reach whom that does not."""
        if not heads or not (self._has_roads or any(head.chat_id >= addresses.FIRST for head in heads)):
            return heads
        chats = {head.chat_id for head in heads if head.chat_id > 0}
        is_answer = queue is Lane.INTERACTIVE
        roads = addresses.roads(unit, chats if is_answer else (), () if is_answer else chats, self._untrusted)
        return [_by(head, roads[head.chat_id]) if head.chat_id in roads else head for head in heads]

    def _due(self, unit: UnitOfWork, queue: Lane | Queue, now: float) -> Seen:
        at_most = self._lines.at_most
        if isinstance(queue, Queue):
            return self._mailings.due(unit, queue, now, at_most)
        heads = claims.due(unit, queue, now, at_most)
        return Seen(heads, more=len(heads) == at_most)

    def _within_reach(self, unit: UnitOfWork, heads: list[Head]) -> list[Head]:
        """Keep those of them that may leave beside what other workers send; the rest stand where they stood."""
        ours = [head for head in heads if not head.channel]  # what Telegram allows is shared by all workers
        granted = self._company.granted(unit, ours, self._clocks.steady())
        if len(granted) < len(ours):
            late = [head for head in ours if head not in granted]
            for head in late:
                self._way("").gate.give_back(head.chat_id, head.lane)
            self._lines.give_back(late)
            self._opens_at = min(self._opens_at, self._company.opens_at)
        return [*granted, *(head for head in heads if head.channel)]

    def _choose(self, queues: Sequence[Lane | Queue], landed: set[int]) -> list[Head]:
        flying = [one for row_id, one in self._flying.items() if row_id not in landed]
        room, self._opens_at = self._bounds.in_flight - len(flying), float("inf")
        heads: list[Head] = []
        for channel in sorted(self._ways.keys() | self._lines.channels):
            found = self._choose_of(channel, queues, flying, room - len(heads))
            heads += found
        return heads

    def _choose_of(
        self, channel: str, queues: Sequence[Lane | Queue], flying: Sequence[Flying], room: int
    ) -> list[Head]:
        """Choose what may leave by one channel: what ails another holds nothing up."""
        now, way = self._clocks.steady(), self._way(channel)
        circuit = way.circuit
        busy = {one.head.chat_id for one in flying if one.holds_until > now and one.head.channel == channel}
        room = min(1 - len(busy) if circuit.is_open else _MANY, room)
        if circuit.fresh_from > now:
            self._opens_at = min(self._opens_at, circuit.fresh_from)
            return []
        is_halted = circuit.halted_until > now
        lanes = _UNLED if is_halted else queues
        heads, opens_at = self._lines.take(
            way.gate, lanes, max(0, room), now, busy, only_fresh=is_halted, channel=channel
        )
        self._opens_at = min(self._opens_at, opens_at, *([circuit.halted_until] if is_halted else []))
        return heads


def _slow_down(way: Way, asked_s: float, now: float) -> None:
    way.gate.halt(now + min(asked_s, HALT_AT_MOST_S))
    if asked_s > HALT_AT_MOST_S:
        log.warning("told_to_wait_too_long", asked_s=asked_s, waits_s=HALT_AT_MOST_S)
        way.circuit.halt(now + HALT_AT_MOST_S)
