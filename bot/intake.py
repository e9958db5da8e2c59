"""The way in: whatever arrives while a transaction runs is the next batch, and is done when it is committed."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, final

import structlog

from bot.chat import Arrival
from bot.failing import Trouble, give_up
from bot.house import House
from bot.turn import Taken, take
from storage.refusals import is_its_own_fault
from storage.unit_of_work import Store, UnitOfWork

log = structlog.get_logger()

MOST: Final = 200
"""So many updates share one transaction at the most, so that none waits long for the others."""

PATIENCE: Final = 3
"""After so many refusals of single updates it is not the updates: the rest of the batch is not tried."""


@final
class Intake:
    """Gathers updates into batches. A lone update waits for nothing, a crowd shares one commit.

    `clock` tells seconds since 1970; `after` is called with every committed batch's outcome (to wake the sender), in
    the thread that has committed it.
    """

    def __init__(self, store: Store, house: House, clock: Callable[[], float], after: Callable[[Taken], None]) -> None:
        self._store = store
        self._house = house
        self._clock = clock
        self._after = after
        self._waiting: list[tuple[Sequence[Arrival], asyncio.Future[None]]] = []
        self._at_work: asyncio.Task[None] | None = None

    @property
    def is_busy(self) -> bool:
        """Tell whether updates wait to take effect."""
        return self._at_work is not None

    async def take(self, arrivals: Sequence[Arrival]) -> None:
        """Return once these updates have taken effect. Raises what the database raises: then none of them has."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((arrivals, done))
        if self._at_work is None:
            self._at_work = asyncio.create_task(self._drain())
        await asyncio.shield(done)

    async def _drain(self) -> None:
        while self._waiting:
            await self._one_batch(self._next())
        self._at_work = None

    def _next(self) -> list[tuple[Sequence[Arrival], asyncio.Future[None]]]:
        count, size = 1, len(self._waiting[0][0])
        while count < len(self._waiting) and size + len(self._waiting[count][0]) <= MOST:
            size += len(self._waiting[count][0])
            count += 1
        batch, self._waiting = self._waiting[:count], self._waiting[count:]
        return batch

    async def _one_batch(self, batch: list[tuple[Sequence[Arrival], asyncio.Future[None]]]) -> None:
        together = [arrival for arrivals, _ in batch for arrival in arrivals]
        trouble = await self._trouble_with(together)
        if trouble is not None and (len(together) > 1 or is_its_own_fault(trouble)):
            await self._one_by_one(batch)
        else:
            for _, done in batch:
                _settle(done, trouble)

    async def _one_by_one(self, batch: list[tuple[Sequence[Arrival], asyncio.Future[None]]]) -> None:
        """Play each update alone: one that fails holds up no other, and counts against nobody who brought another."""
        troubles: list[Exception] = []
        for arrivals, done in batch:
            mine = 0
            for arrival in arrivals:
                trouble = troubles[-1] if len(troubles) >= PATIENCE else await self._alone(arrival)
                if trouble is not None:
                    mine += 1
                    troubles.append(trouble)
            _settle(done, troubles[-1] if mine else None)

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
        return Taken(0, 1) if reference is None else Taken(1, 0, (reference,))

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


def _settle(done: asyncio.Future[None], error: Exception | None) -> None:
    if done.done():
        return  # whoever waited has left; the updates took effect all the same
    if error is None:
        done.set_result(None)
    else:
        done.set_exception(error)
