"""Who looks at which page just now, in this process: a line that is written wakes them."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import final

from storage.pages.lines import Line


@final
class Looker:
    """Somebody who has a page open. Woken, they take what has come; where that is not all, they ask the store."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._news = asyncio.Event()
        self._lines: list[Line] = []

    def tell(self, line: Line) -> None:
        self._lines.append(line)
        self._news.set()

    def wake(self) -> None:
        self._news.set()

    async def wait(self, at_most_s: float) -> bool:
        """Wait for news, and tell whether there are any."""
        try:
            async with asyncio.timeout(at_most_s):
                await self._news.wait()
        except TimeoutError:
            return False
        return True

    def take(self, after: int) -> list[Line] | None:
        """Return what has come since the event `after`; None: something is missing between, and the store knows it."""
        self._news.clear()
        lines, self._lines = sorted(self._lines, key=lambda line: line.event), []
        fresh = [line for line in lines if line.event > after]
        if [line.event for line in fresh] == list(range(after + 1, after + 1 + len(fresh))):
            return fresh
        return None


@final
class Hub:
    """The lookers of this process."""

    AT_MOST = 8
    """Streams of one page at a time: two tabs on three phones. The oldest gives way."""

    def __init__(self) -> None:
        self.is_closed = False
        self._lookers: dict[int, list[Looker]] = {}

    def close(self) -> None:
        """Let everybody go: the house closes."""
        self.is_closed = True
        for here in self._lookers.values():
            for looker in here:
                looker.wake()

    def __len__(self) -> int:
        return sum(map(len, self._lookers.values()))

    @contextmanager
    def look(self, number: int) -> Iterator[Looker]:
        looker = Looker(number)
        here = self._lookers.setdefault(number, [])
        here.append(looker)
        try:
            yield looker
        finally:
            here.remove(looker)
            if not here:
                self._lookers.pop(number, None)

    def is_crowded(self, number: int) -> bool:
        return len(self._lookers.get(number, ())) >= self.AT_MOST

    def tell(self, number: int, line: Line) -> None:
        """Tell whoever looks at this page of a line that was written."""
        for looker in self._lookers.get(number, ()):
            looker.tell(line)
