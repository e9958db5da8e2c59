"""One clock for several workers: the database's. Each learns how far its own is from that, and goes by it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, final

_EXACT_S: Final = 1.0
"""An answer that took longer says too little of when it was given."""

_NOTHING_S: Final = 0.02
"""A smaller difference is not followed: time would tremble, and go back now and then."""


@final
class CommonTime:
    """Compares this machine's wall clock with the database's, and tells `agree` by how many seconds that is ahead."""

    def __init__(self, agree: Callable[[float], None], wall: Callable[[], float] | None = None) -> None:
        self._agree = agree
        self._wall = wall or time.time
        self._ahead_s = 0.0

    @contextmanager
    def asking(self) -> Iterator[Callable[[float], None]]:
        """Give what takes in the database's time, within the block that asks for it."""
        before = self._wall()

        def answered(database: float) -> None:
            after = self._wall()
            ahead_s, doubt_s = database - (before + after) / 2, abs(after - before) / 2
            if doubt_s < _EXACT_S / 2 and abs(ahead_s - self._ahead_s) > _NOTHING_S + doubt_s:
                self._ahead_s = ahead_s
                self._agree(ahead_s)

        yield answered
