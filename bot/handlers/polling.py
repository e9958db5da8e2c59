"""Long polling that loses nothing: fetch, take (which commits), and only then the next offset."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from prometheus_client import Counter, Gauge

from bot.chat import Arrival, FetchFailedError, Front
from bot.handlers.receipts import Receipts
from bot.standstill import Standstill
from storage.troubles import StoreTrouble, trouble_with

FAILED: Final = Counter(
    "waystation_fetches_failed", "Times that polling brought nothing, or it was not taken.", ["fate"]
)

Take = Callable[[Sequence[Arrival]], Awaitable[None]]
"""Plays a batch in one transaction; returns once it is committed, raises if it is not."""

DELIVERED_AT: Final = Gauge(
    "waystation_last_delivery_timestamp_seconds", "When Telegram was last heard: a poll that succeeded, or a delivery."
)

Result = TypeVar("Result")

WAIT_S = 25
SHORTEST_S = 0.2
BRIEF_S = 1


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


async def poll(  # noqa: PLR0913  the last three have their usual
    front: Front,
    take: Take,
    *,
    stop: asyncio.Event,
    wait_s: int = WAIT_S,
    patience: Patience = USUAL,
    standing: Standstill | None = None,
) -> None:
    """Poll until `stop` is set; a fetch under way is dropped then, and delivered again at the next start.

    What `take` refuses is fetched again: the offset that acknowledges a batch is asked for only after its commit.
    Raises `TokenRefusedError`: waiting would not mend it. `standing` is told of each failure and success.
    """
    standing = standing or Standstill("polling")
    receipts = Receipts(front)
    offset = 0
    while not stop.is_set():
        try:
            began = time.monotonic()
            # After trouble it asks briefly: that it goes on is known at once, also where nobody writes.
            patient_s = min(wait_s, BRIEF_S) if standing.failures else wait_s
            if fetched := await unless(stop, front.fetch(offset, patient_s)):
                if not fetched.arrivals and time.monotonic() - began < SHORTEST_S:
                    await unless(stop, asyncio.sleep(SHORTEST_S))  # a server that does not wait must not be hammered
                receipts.answer(fetched.arrivals)
                await _taken(take, fetched.arrivals)
                offset = fetched.next_offset
                standing.went()
                DELIVERED_AT.set_to_current_time()
        except FetchFailedError as trouble:
            FAILED.labels(trouble.fate).inc()
            standing.failed(trouble.fate, str(trouble))
            await unless(stop, asyncio.sleep(max(trouble.wait_s, patience.after(standing.failures))))
    await receipts.finish()


async def _taken(take: Take, arrivals: Sequence[Arrival]) -> None:
    """Hand a batch over. Raises `FetchFailedError`: a batch that is not taken counts as never fetched."""
    try:
        if arrivals:
            await take(arrivals)
    except Exception as trouble:  # whatever hindered the commit, these updates are still Telegram's
        fate = trouble_with(trouble)
        name = type(trouble).__name__
        raise FetchFailedError(
            f"a batch was not taken: {name}", 0.0, name if fate is StoreTrouble.OTHER else fate
        ) from trouble


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
