"""A sender without a messenger: it carries as many rows as it is told to, and shows what stands in every chat."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import func, select

from bot import codec
from bot.chat import Post, Text, Unsend
from bot.house import House
from domain.announcements.announcements import Standing
from domain.messages.delivery import Lane, Queue, State
from scheduler.announcements import runner as clock
from scheduler.announcements.deeds import Rounds
from storage.announcements import errands, ledgers, lines
from storage.announcements.ledgers import Ledger
from storage.messages import claims
from storage.messages.claims import Claimed, Mark
from storage.messages.wordings import Wordings
from storage.tables import messages as message_tables
from storage.tables.announcements import mailings as mailing_table
from storage.unit_of_work import Store, UnitOfWork

WORKER: Final = "carrier"
_DIRECT: Final = (Lane.INTERACTIVE, Lane.CONFIRMATION, Lane.REMINDER)


@dataclass
class Carrier:
    """Carries on a store that can be opened anew at any time, as if the process had died; `now` is its clock.

    `chats` is what each chat shows: words by message id. Whoever is `away` has stopped the bot; `troubled` are those
    whose messages are refused, `keeping` those whose messages cannot be deleted.
    """

    new_store: Callable[[], Store]
    house: House
    now: float
    away: set[int] = field(default_factory=set)
    troubled: set[int] = field(default_factory=set)
    keeping: set[int] = field(default_factory=set)
    chats: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    replies: list[tuple[int, Text]] = field(default_factory=list)
    rounds: Rounds = field(default_factory=Rounds)
    numbers: int = 0

    def __post_init__(self) -> None:
        self.store = self.new_store()

    def die(self) -> None:
        """Leave everything as it is and come up anew; what was under way is settled as a new process does it."""
        self.store = self.new_store()
        self.rounds = Rounds()
        with self.store.unit_of_work() as unit:
            claims.recover(unit, WORKER, self.now, Lane.ANNOUNCEMENT)
            unit.commit()

    # ------------------------------------------------------------ the clock

    async def tick(self, passes: float = 0.0) -> None:
        self.now += passes
        await clock.tick(self.store, self.house, lambda: self.now, self.rounds)

    def step(self, announcement_id: int) -> str:
        """Take one step of the clock, each half in a store of its own; "": there is nothing to be done now."""
        with self.store.unit_of_work() as unit:
            if announcement_id not in errands.to_look_at(unit, self.now):
                return ""
            view = clock.look(unit, announcement_id, self.house, self.now)
        assert view is not None
        with self.store.unit_of_work() as unit:
            return clock.act(unit, view, self.house, self.now, self.rounds) or ""

    # ------------------------------------------------------------ the sender

    def carry(self, count: int = 1_000_000) -> int:
        """Carry so many messages of announcements, one after the other, and return how many there were."""
        return sum(self._one() for _ in range(count)) if count < 1_000_000 else self._all()

    def _all(self) -> int:
        carried = 0
        while self._one():
            carried += 1
        return carried

    def _one(self) -> bool:
        taken = self.take(1)
        if taken:
            self.land(taken)
        return bool(taken)

    def take(self, count: int) -> list[Claimed]:
        """Take what is due; from now on it is under way."""
        with self.store.unit_of_work() as unit:
            running = lines.running(unit)
            heads = lines.due(unit, Queue.MAILINGS, running, self.now, count).heads
            letters = Wordings().running(unit)
            taken = claims.claim(unit, [head.row_id for head in heads], WORKER, self.now, letters)
            unit.commit()
        return taken

    def land(self, taken: list[Claimed]) -> None:
        with self.store.unit_of_work() as unit:
            claims.mark(unit, [self._carried(one) for one in taken], WORKER, self.now)
            unit.commit()

    def speak(self) -> None:
        """Carry everything that is no announcement: what composers are told, and the progress."""
        while taken := self.take_words():
            self.land(taken)

    def take_words(self) -> list[Claimed]:
        """Take what is due of that; from now on it is under way."""
        with self.store.unit_of_work() as unit:
            heads = [head for lane in _DIRECT for head in claims.due(unit, lane, self.now, 100)]
            taken = claims.claim(unit, [head.row_id for head in heads], WORKER, self.now)
            unit.commit()
        return taken

    def _carried(self, row: Claimed) -> Mark:
        if row.chat_id in self.away:
            return Mark(row.row_id, State.UNREACHABLE, reason="Forbidden: bot was blocked by the user")
        if row.chat_id in self.troubled:
            return Mark(row.row_id, State.FAILED, reason="Bad Request: wrong file identifier")
        reply = codec.decode(row.reply or (row.wording.reply if row.wording else b""))
        match reply:
            case Unsend() if row.chat_id in self.keeping:
                return Mark(row.row_id, State.FAILED, reason="Bad Request: message can't be deleted for everyone")
            case Unsend():
                for message_id in (row.target, *row.others):
                    self.chats[row.chat_id].pop(message_id, None)
                return Mark(row.row_id, State.SENT, row.target)
            case Post() | Text():
                number = row.target or reply.replaces or self._next()
                self.chats[row.chat_id][number] = reply.html
                if isinstance(reply, Text):
                    self.replies.append((row.chat_id, reply))
                return Mark(row.row_id, State.SENT, number)
        raise AssertionError(reply)

    def _next(self) -> int:
        self.numbers += 1
        return self.numbers

    # ------------------------------------------------------------ looking on

    def ledger(self, announcement_id: int) -> Ledger:
        """Return the ledger, having made sure that it adds up: it and every mailing's list."""
        with self.store.unit_of_work() as unit:
            found = ledgers.ledger(unit, announcement_id)
            assert sum(found.by.values()) == found.size
            for number, size in unit.connection.execute(select(mailing_table.c.id, mailing_table.c.size)):
                assert _rows(unit, number) == size
        return found

    def standings(self, announcement_id: int) -> dict[Standing, int]:
        """Return how many stand where, without those where nobody stands."""
        return {standing: count for standing, count in self.ledger(announcement_id).by.items() if count}


def _rows(unit: UnitOfWork, mailing_id: int) -> int:
    key = message_tables.outbox.c.dedupe.startswith(f"m{mailing_id}:")
    return unit.connection.scalar(select(func.count()).select_from(message_tables.outbox).where(key)) or 0
