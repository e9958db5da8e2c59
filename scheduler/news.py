"""What wakes the sender: rows were committed, a flight has landed, or a moment has come."""

import asyncio
from collections.abc import Iterable
from typing import Final, final

from domain.messages.delivery import Lane, Queue

_BREATH_S: Final = 0.004


@final
class News:
    """Told of rows in any thread, of everything else in the loop.

    `unread` are the lanes with rows that no round has looked at yet; it stays the same set, which threads share.
    """

    def __init__(self) -> None:
        self.unread = set[Lane | Queue]()
        self._something = asyncio.Event()
        self._rows = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def listen(self) -> None:
        """Wake this loop from now on."""
        self._loop = asyncio.get_running_loop()

    def turn_away(self) -> None:
        """Wake nobody any more."""
        self._loop = None

    def tell_of_rows(self, lanes: Iterable[Lane | Queue]) -> None:
        """Say that rows of these lanes were committed.

        From any thread; a call that is lost, or a lane that is not named, costs one poll and nothing else.
        """
        self.unread.update(lanes)
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._hear)

    def _hear(self) -> None:
        self._something.set()
        self._rows.set()

    def read(self) -> set[Lane | Queue]:
        """Take what is unread; what others tell of meanwhile is among it, or is unread still."""
        lanes = set[Lane | Queue]()
        while self.unread:
            lanes.add(self.unread.pop())
        return lanes

    def stir(self) -> None:
        """End the pause that the sender makes, or its next one."""
        self._something.set()

    async def wait(self, pause_s: float, *, more_land: bool) -> None:
        """Wait for anything, `pause_s` seconds at most.

        Where `more_land`, let some more do so first, unless rows were committed: a round costs the same for one row as
        for thirty.
        """
        await _set_within(self._something, pause_s)
        if more_land:
            await _set_within(self._rows, _BREATH_S)
            self._rows.clear()
        self._something.clear()


async def _set_within(event: asyncio.Event, seconds: float) -> None:
    """Wait for the event, which is set when the time is over."""
    alarm = asyncio.get_running_loop().call_later(seconds, event.set)
    await event.wait()
    alarm.cancel()
