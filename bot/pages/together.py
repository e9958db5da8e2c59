"""Work on the store that comes from many pages at once, and shares a transaction: one costs more than what is in it."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, Final, Generic, Protocol, TypeVar, final

from storage.unit_of_work import UnitOfWork

Asked = TypeVar("Asked")
Told = TypeVar("Told")

MOST: Final = 50
"""So much shares a transaction at the most, so that a turn never waits long for it."""

_Waiting = tuple[Asked, asyncio.Future[Told]]


class Run(Protocol):
    """Runs work in one transaction: `Store.read`, or one that writes."""

    def __call__(self, work: Callable[[UnitOfWork], Any], /) -> Awaitable[Any]: ...


@final
class Together(Generic[Asked, Told]):
    """A lone one waits for nothing; what is asked until the store's thread comes to it is done with it.

    `work` answers all that it is given, in this order, and commits what it writes. Where it raises, nothing of it has
    happened, and each is done by itself: it fails for nobody else's sake.
    """

    def __init__(self, run: Run, work: Callable[[UnitOfWork, Sequence[Asked]], Sequence[Told]]) -> None:
        self._run = run
        self._work = work
        self._waiting = deque[_Waiting[Asked, Told]]()
        self._at_work: asyncio.Task[None] | None = None

    async def do(self, asked: Asked) -> Told:
        """Return what comes of it once that is committed. Raises what the work raises for it alone, or the store."""
        answer: asyncio.Future[Told] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, answer))
        if self._at_work is None:
            self._at_work = asyncio.create_task(self._drain())
        return await answer

    async def _drain(self) -> None:
        while self._waiting:
            batch = list[_Waiting[Asked, Told]]()
            try:
                told = await self._run(partial(self._worked, batch))
            except Exception as trouble:  # noqa: BLE001  whoever has asked decides what it means
                await self._after(trouble, batch or self._next())
            else:
                for (_, answer), one in zip(batch, told, strict=True):
                    _settle(answer, one)
        self._at_work = None

    def _worked(self, batch: list[_Waiting[Asked, Told]], unit: UnitOfWork) -> Sequence[Told]:
        """Do what waits by now, in the store's thread; the same where the database has it played again."""
        if not batch:
            batch += self._next()
        return self._work(unit, [asked for asked, _ in batch])

    def _alone(self, asked: Asked, unit: UnitOfWork) -> Sequence[Told]:
        return self._work(unit, [asked])

    def _next(self) -> list[_Waiting[Asked, Told]]:
        return [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]

    async def _after(self, trouble: Exception, batch: Sequence[_Waiting[Asked, Told]]) -> None:
        if len(batch) == 1:
            _fail(batch[0][1], trouble)
            return
        for asked, answer in batch:
            try:
                (one,) = await self._run(partial(self._alone, asked))
            except Exception as own:  # noqa: BLE001  as above
                _fail(answer, own)
            else:
                _settle(answer, one)


def in_order(numbers: Sequence[int], do: Callable[[int], Told]) -> Sequence[Told]:
    """Do what is at each place, page by page by their `numbers`, and return what each came to, in the places' order.

    So all workers lock pages in one order, and two never wait for each other.
    """
    told = {place: do(place) for place in sorted(range(len(numbers)), key=numbers.__getitem__)}
    return [told[place] for place in range(len(numbers))]


def _settle(answer: asyncio.Future[Told], one: Told) -> None:
    if not answer.done():  # else nobody waits for it any more
        answer.set_result(one)


def _fail(answer: asyncio.Future[Any], trouble: Exception) -> None:
    if not answer.done():
        answer.set_exception(trouble)
