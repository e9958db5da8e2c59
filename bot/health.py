"""How the house is: whether its loops run (`/healthz`), and whether it can serve (`/readyz`)."""

import asyncio
import time
from typing import Final, final

from bot.standstill import Standstill
from scheduler.watching.sendings import Sendings
from scheduler.watching.watch import STILL_S, Watch

SILENT_S: Final = 60.0
"""The watch goes its round every few seconds: where it has not for so long, the loop hangs."""

LATELY_S: Final = 90.0
"""A poll takes half a minute where nobody writes."""


@final
class Health:
    """Filled as the house opens; until then it says what is not there yet."""

    def __init__(self, sendings: Sendings, delivery: Standstill, *, by_webhook: bool) -> None:
        self.loops: dict[str, asyncio.Task[object]] = {}
        self.watch: Watch | None = None
        self.is_open = False
        """Whether updates are asked for, or the webhook is set."""
        self._sendings = sendings
        self._delivery = delivery
        self._by_webhook = by_webhook

    def ills(self) -> list[str]:
        """Return a line for each loop that does not run; none: the process lives."""
        ended = [f"{name}: has ended" for name, task in self.loops.items() if task.done()]
        silent_s = 0.0 if self.watch is None else time.monotonic() - self.watch.beat_at
        return [*ended, f"watch: silent for {silent_s:.0f} s"] if silent_s > SILENT_S else ended

    async def wants(self) -> list[str]:
        """Return a line for each thing without which nobody is served; none: it is ready."""
        if self.watch is None:
            return ["start: the messenger has not answered yet"]
        await self.watch.feel()
        return [*self.ills(), *self._store(self.watch), *self._sending(), *self._receiving()]

    def _store(self, watch: Watch) -> list[str]:
        trouble = watch.pulse.trouble
        return [f"store: {trouble}, for {watch.standing.for_s:.0f} s"] if trouble else []

    def _sending(self) -> list[str]:
        standing = self._sendings.standing
        if standing.stands and self._sendings.waiting:
            return [f"sending: {standing.fate}, for {standing.for_s:.0f} s"]
        still = self._sendings.still(STILL_S)
        return [f"sending: nothing of {still.name.lower()} has left for {STILL_S:.0f} s"] if still is not None else []

    def _receiving(self) -> list[str]:
        if not self.is_open:
            return [f"{self._way}: not begun"]
        if self._delivery.stands:
            return [f"{self._way}: {self._delivery.fate}, for {self._delivery.for_s:.0f} s"]
        if not self._by_webhook and self._delivery.quiet_s > LATELY_S:
            return [f"{self._way}: nothing for {LATELY_S:.0f} s"]
        return []

    @property
    def _way(self) -> str:
        return "webhook" if self._by_webhook else "polling"


def said(lines: list[str]) -> str:
    """Return "ok" where nothing is wrong, else a line for each thing that is."""
    return "\n".join(lines) or "ok"
