"""Answers presses at once, beside the turn, so that no button waits for the database."""

import asyncio
from collections.abc import Sequence

from bot.chat import Arrival, Front, Tapped

GRACE_S = 0.5


class Receipts:
    """Answers under way; best effort, nothing depends on them."""

    def __init__(self, front: Front) -> None:
        self._front = front
        self._under_way: set[asyncio.Task[None]] = set()

    def answer(self, arrivals: Sequence[Arrival]) -> None:
        """Start to answer every press among these; returns at once."""
        for arrival in arrivals:
            if isinstance(arrival.event, Tapped) and arrival.event.receipt:
                task = asyncio.create_task(self._front.acknowledge(arrival.event.receipt))
                self._under_way.add(task)  # the event loop itself keeps tasks by weak references only
                task.add_done_callback(self._under_way.discard)

    async def finish(self) -> None:
        """Let the last ones go out, but not for long."""
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=GRACE_S)
            for task in late:
                task.cancel()
