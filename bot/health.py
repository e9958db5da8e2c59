"""How the house is: whether its loops run (`/healthz`), and whether it can serve (`/readyz`)."""

import asyncio
import time
from dataclasses import dataclass
from typing import Final, final

from bot.standstill import LONG_S, Standstill
from scheduler.watching.sendings import Sendings
from scheduler.watching.watch import STILL_S, Watch

SILENT_S: Final = 60.0
"""The watch goes its round every few seconds: where it has not for so long, the loop hangs."""

LATELY_S: Final = 90.0
"""A poll takes half a minute where nobody writes."""


@dataclass(frozen=True, slots=True)
class Ill:
    """One thing that is wrong: what it is about, in which way, and for how many seconds (0: nobody counts)."""

    what: str
    why: str
    for_s: int = 0


@final
class Health:
    """Filled as the house opens; until then it says what is not there yet."""

    def __init__(self, sendings: Sendings, delivery: Standstill, *, by_webhook: bool) -> None:
        self.loops: dict[str, asyncio.Task[object]] = {}
        self.watch: Watch | None = None
        self.is_open = False
        """Whether updates are asked for, or the webhook is set."""
        self.is_draining = False
        """Whether the process was told to end: it still serves, and wants nothing new."""
        self._sendings = sendings
        self._delivery = delivery
        self._by_webhook = by_webhook

    def ills(self) -> list[Ill]:
        """Return each loop that does not run; none: the process lives."""
        ended = [Ill(name, "ended") for name, task in self.loops.items() if task.done()]
        silent_s = 0.0 if self.watch is None else time.monotonic() - self.watch.beat_at
        return [*ended, Ill("watch", "silent", round(silent_s))] if silent_s > SILENT_S else ended

    async def wants(self) -> list[Ill]:
        """Return each thing without which nobody is served; none: it is ready."""
        leaving = [Ill("process", "draining")] if self.is_draining else []
        if self.watch is None:
            return [*leaving, Ill("start", "the messenger has not answered yet")]
        await self.watch.feel()
        return [*leaving, *self.ills(), *self._store(self.watch), *self._sending(), *self._receiving()]

    def _store(self, watch: Watch) -> list[Ill]:
        """Say what ails it; by the word of the outbox too, where that lasts: a pulse reads few pages of it."""
        if trouble := watch.pulse.trouble:
            return [Ill("store", trouble, round(watch.standing.for_s))]
        outbox = self._sendings.outbox
        return [Ill("outbox", outbox.fate, round(outbox.for_s))] if outbox.for_s >= LONG_S else []

    def _sending(self) -> list[Ill]:
        standing = self._sendings.standing
        if standing.stands and self._sendings.waiting:
            return [Ill("sending", standing.fate, round(standing.for_s))]
        still = self._sendings.still(STILL_S)
        return [Ill("sending", f"nothing of {still.name.lower()} leaves", round(STILL_S))] if still is not None else []

    def _receiving(self) -> list[Ill]:
        if not self.is_open:
            return [Ill(self._way, "not begun")]
        if self._delivery.stands:
            return [Ill(self._way, self._delivery.fate, round(self._delivery.for_s))]
        if not self._by_webhook and self._delivery.quiet_s > LATELY_S:
            return [Ill(self._way, "nothing comes", round(LATELY_S))]
        return []

    @property
    def _way(self) -> str:
        return "webhook" if self._by_webhook else "polling"
