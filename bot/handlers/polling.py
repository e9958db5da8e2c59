"""Long polling that loses nothing: fetch, take (which commits), and only then the next offset."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog

from bot.chat import Arrival, FetchFailedError, Front
from bot.handlers.receipts import Receipts

log = structlog.get_logger()

Take = Callable[[Sequence[Arrival]], Awaitable[None]]
"""Plays a batch in one transaction; returns once it is committed, raises if it is not."""

Result = TypeVar("Result")

WAIT_S = 25
SHORTEST_S = 0.2


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait after so many failures in a row: 1, 2, 4 ... 30 s, up to a quarter less by chance."""

    first_s: float = 1.0
    most_s: float = 30.0
    chance: Callable[[], float] = random.random

    def after(self, failures: int) -> float:
        longest = min(self.most_s, self.first_s * 2.0 ** min(failures - 1, 16))
        return longest * (1 - self.chance() / 4)


USUAL = Patience()


async def poll(
    front: Front, take: Take, *, stop: asyncio.Event, wait_s: int = WAIT_S, patience: Patience = USUAL
) -> None:
    """Poll until `stop` is set; a fetch under way is dropped then, and delivered again at the next start.

    What `take` refuses is fetched again: the offset that acknowledges a batch is asked for only after its commit.
    Raises `TokenRefusedError`: waiting would not mend it.
    """
    receipts = Receipts(front)
    offset = failures = 0
    while not stop.is_set():
        try:
            began = time.monotonic()
            if fetched := await unless(stop, front.fetch(offset, wait_s)):
                if not fetched.arrivals and time.monotonic() - began < SHORTEST_S:
                    await unless(stop, asyncio.sleep(SHORTEST_S))  # a server that does not wait must not be hammered
                receipts.answer(fetched.arrivals)
                await _taken(take, fetched.arrivals)
                offset, failures = fetched.next_offset, 0
        except FetchFailedError as trouble:
            failures += 1
            log.warning("polling_failed", reason=str(trouble), failures=failures)
            await unless(stop, asyncio.sleep(max(trouble.wait_s, patience.after(failures))))
    await receipts.finish()


async def _taken(take: Take, arrivals: Sequence[Arrival]) -> None:
    """Hand a batch over. Raises `FetchFailedError`: a batch that is not taken counts as never fetched."""
    try:
        if arrivals:
            await take(arrivals)
    except Exception as trouble:  # whatever hindered the commit, these updates are still Telegram's
        raise FetchFailedError(f"a batch was not taken: {type(trouble).__name__}", 0.0) from trouble


async def unless(stop: asyncio.Event, work: Coroutine[Any, Any, Result]) -> Result | None:
    """Return what the work brings, or None if `stop` comes first; the work is cancelled then."""
    task, bell = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({task, bell}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        task.cancel()
        bell.cancel()
        await asyncio.gather(task, bell, return_exceptions=True)
