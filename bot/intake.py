"""The way in: whatever arrives while a transaction runs is the next batch, and is done when it is committed."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from heapq import heappop, heappush
from itertools import count
from typing import Final, final

import structlog

from bot.chat import Arrival, AskedInline, Edited, Forwarded, Said
from bot.failing import Trouble, give_up
from bot.house import House
from bot.turn import Taken, take
from domain.bounded import SENTENCE
from storage.refusals import is_its_own_fault
from storage.unit_of_work import Store, UnitOfWork

log = structlog.get_logger()

MOST: Final = 200
"""So much work shares one transaction at the most, so that none waits long for the others: see `_work`."""

SHARE: Final = 3
"""So many updates of one chat share a transaction at the most: nobody stands behind more of its turns."""

LETTERS: Final = 2
"""So many texts that are longer than a sentence share a transaction at the most, and nothing else shares it with them:
who asks for the menu waits for no letter's turn but of those under way.
"""

SIGNS: Final = 200
"""So many signs of a text are as much work as an update without any."""

PATIENCE: Final = 3
"""After so many refusals of single updates it is not the updates: the rest of the batch is not tried."""


@dataclass(slots=True)
class _Taking:
    """What was handed in together: how many updates of it have not taken effect yet, and who waits for them."""

    left: int
    done: asyncio.Future[None]


@dataclass(frozen=True, slots=True, order=True)
class _Waiting:
    """An update in the queue; the one that is due first goes first."""

    due: float
    number: int
    arrival: Arrival = field(compare=False)
    taking: _Taking = field(compare=False)


@final
class Intake:
    """Gathers updates into batches. A lone update waits for nothing, a crowd shares one commit.

    Chats share the work fairly (self-clocked fair queueing): an update is due once as much work was done for every chat
    that waits as it and those before it from its own chat come to. So whoever writes little is answered before the rest
    of a flood, nobody waits for ever, and what one chat writes stays in order.

    `clock` tells seconds since 1970; `after` is called with every committed batch's outcome (to wake the sender), in
    the thread that has committed it.
    """

    def __init__(self, store: Store, house: House, clock: Callable[[], float], after: Callable[[Taken], None]) -> None:
        self._store = store
        self._house = house
        self._clock = clock
        self._after = after
        self._waiting: list[_Waiting] = []
        self._due: dict[int, float] = {}
        """When the last update of each chat that waits is due."""
        self._served = 0.0
        self._numbers = count()
        self._at_work: asyncio.Task[None] | None = None

    @property
    def is_busy(self) -> bool:
        """Tell whether updates wait to take effect."""
        return self._at_work is not None

    async def take(self, arrivals: Sequence[Arrival]) -> None:
        """Return once these updates have taken effect.

        Raises what the database raises: then one of them has not, and those that stood in the queue behind it either.
        """
        if not arrivals:
            return
        taking = _Taking(len(arrivals), asyncio.get_running_loop().create_future())
        for arrival in arrivals:
            due = max(self._served, self._due.get(arrival.chat_id, 0)) + _work(arrival)
            self._due[arrival.chat_id] = due
            heappush(self._waiting, _Waiting(due, next(self._numbers), arrival, taking))
        if self._at_work is None:
            self._at_work = asyncio.create_task(self._drain())
        await asyncio.shield(taking.done)

    async def _drain(self) -> None:
        while batch := self._next():
            await self._one_batch(batch)
        self._due.clear()
        self._served = 0.0
        self._at_work = None

    def _next(self) -> list[_Waiting]:
        """Take what is due first, as long as its chat and the batch have room for it; letters go with letters."""
        batch, later = list[_Waiting](), list[_Waiting]()
        work, of_chat, held_back = 0, Counter[int](), set[int]()
        while self._waiting and len(later) < MOST and _has_room(batch, work, self._waiting[0].arrival):
            one = heappop(self._waiting)
            chat_id = one.arrival.chat_id
            if one.taking.done.done():
                continue  # a part of it failed: the server hands out the rest of it again
            is_other = bool(batch) and _is_letter(one.arrival) != _is_letter(batch[0].arrival)
            if is_other or chat_id in held_back or of_chat[chat_id] == SHARE:
                held_back.add(chat_id)
                later.append(one)
                continue
            of_chat[chat_id] += 1
            work += _work(one.arrival)
            batch.append(one)
        for one in later:
            heappush(self._waiting, one)
        if batch:
            self._serve(batch, work)
        return batch

    def _serve(self, batch: Sequence[_Waiting], work: int) -> None:
        """Let each chat's share of the work count as done: newcomers get ahead of nobody for ever."""
        self._due = {chat_id: due for chat_id, due in self._due.items() if due > self._served}
        share = work / max(1, len(self._due))
        self._served = max(self._served + share, batch[0].due - _work(batch[0].arrival))

    async def _one_batch(self, batch: Sequence[_Waiting]) -> None:
        trouble = await self._trouble_with([one.arrival for one in batch])
        if trouble is not None and (len(batch) > 1 or is_its_own_fault(trouble)):
            await self._one_by_one(batch)
        else:
            for one in batch:
                _settle(one.taking, trouble)

    async def _one_by_one(self, batch: Sequence[_Waiting]) -> None:
        """Play each update alone: one that fails holds up no other, and counts against nobody who brought another."""
        troubles: list[Exception] = []
        outcomes: list[Exception | None] = []
        for one in batch:
            trouble = troubles[-1] if len(troubles) >= PATIENCE else await self._alone(one.arrival)
            outcomes.append(trouble)
            if trouble is not None:
                troubles.append(trouble)
        for one, outcome in zip(batch, outcomes, strict=True):
            _settle(one.taking, outcome)

    async def _alone(self, arrival: Arrival) -> Exception | None:
        """Play one update by itself. One that is itself to blame is settled as failed, so that none comes for ever."""
        trouble = await self._trouble_with([arrival])
        if trouble is None or not is_its_own_fault(trouble):
            return trouble
        try:
            self._after(await self._store.write(partial(self._given_up, arrival=arrival, trouble=trouble)))
        except Exception as error:  # noqa: BLE001  as below
            if not is_its_own_fault(error):
                return error
            log.error("update_dropped", update_id=arrival.update_id, kind=type(error).__name__)  # noqa: TRY400  a traceback may quote somebody
        return None

    def _given_up(self, unit: UnitOfWork, arrival: Arrival, trouble: Exception) -> Taken:
        house = self._house
        reference = give_up(unit, Trouble(house.bot_id, arrival, trouble), house.language, self._clock())
        return Taken(0, 1) if reference is None else Taken(1, 0, (reference,), frozenset(unit.lanes))

    async def _trouble_with(self, arrivals: Sequence[Arrival]) -> Exception | None:
        try:
            await self._commit(arrivals)
        except Exception as error:  # noqa: BLE001  whoever handed the updates in decides what the trouble means
            return error
        return None

    async def _commit(self, arrivals: Sequence[Arrival]) -> None:
        def work(unit: UnitOfWork) -> Taken:
            taken = take(unit, arrivals, self._house, self._clock())
            self._after(taken)  # here and now: who sends may be the next to come to this thread
            return taken

        await self._store.write(work)


def _has_room(batch: Sequence[_Waiting], work: int, more: Arrival) -> bool:
    if not batch:
        return True
    return len(batch) < LETTERS if _is_letter(batch[0].arrival) else work + _work(more) <= MOST


def _work(arrival: Arrival) -> int:
    """Estimate how much work an update is, whatever becomes of it: 1, and more for a long text."""
    return 1 + len(_text(arrival)) // SIGNS


def _is_letter(arrival: Arrival) -> bool:
    return len(_text(arrival)) > SENTENCE


def _text(arrival: Arrival) -> str:
    match arrival.event:
        case Said(text) | Edited(text) | Forwarded(text) | AskedInline(text):
            return text
    return ""


def _settle(taking: _Taking, error: Exception | None) -> None:
    taking.left -= 1
    if taking.done.done():
        return
    if error is not None:
        taking.done.set_exception(error)
    elif not taking.left:
        taking.done.set_result(None)
