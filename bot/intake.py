"""The way in: whatever arrives while a transaction runs is the next batch, and is done when it is committed."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Final, final

from bot.chat import Arrival
from bot.turn import House, Taken, take
from storage.unit_of_work import Store, UnitOfWork

MOST: Final = 200
"""So many updates share one transaction at the most, so that none waits long for the others."""


@final
class Intake:
    """Gathers updates into batches. A lone update waits for nothing, a crowd shares one commit.

    `clock` tells seconds since 1970; `after` is called with every committed batch's outcome (to wake the sender).
    """

    def __init__(self, store: Store, house: House, clock: Callable[[], float], after: Callable[[Taken], None]) -> None:
        self._store = store
        self._house = house
        self._clock = clock
        self._after = after
        self._waiting: list[tuple[Sequence[Arrival], asyncio.Future[None]]] = []
        self._at_work: asyncio.Task[None] | None = None

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
        try:
            await self._play(together)
        except Exception as error:  # noqa: BLE001  whoever handed the updates in decides what the trouble means
            for _, done in batch:
                _settle(done, error)
        else:
            for _, done in batch:
                _settle(done, None)

    async def _play(self, arrivals: Sequence[Arrival]) -> None:
        """Play a batch; if it fails as a whole, each update alone: one bad update must not hold up the rest."""
        try:
            await self._commit(arrivals)
        except Exception:
            if len(arrivals) == 1:
                raise
            for arrival in arrivals:
                await self._commit([arrival])

    async def _commit(self, arrivals: Sequence[Arrival]) -> None:
        def work(unit: UnitOfWork) -> Taken:
            return take(unit, arrivals, self._house, self._clock())

        self._after(await self._store.write(work))


def _settle(done: asyncio.Future[None], error: Exception | None) -> None:
    if done.done():
        return  # whoever waited has left; the updates took effect all the same
    if error is None:
        done.set_result(None)
    else:
        done.set_exception(error)
