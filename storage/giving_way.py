"""Turns go first: a page of the desk stands aside while somebody in the chat waits for an answer.

The threads of a process share one interpreter. Where two compute, each takes twice as long, and whoever comes back from
the database waits until the other one is made to let go: a turn with dozens of statements, dozens of times. A page is
read for seconds; that it came some hundredths of a second later is not seen.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock
from typing import Final, final

_MOST_S: Final = 0.25
"""So long one page stands aside in all: where one turn follows the other for ever, it is shown all the same."""


@final
class Turns:
    """The turns that are under way, or wait for their thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._count = 0
        self._none = Event()
        self._none.set()

    @property
    def under_way(self) -> int:
        return self._count

    @contextmanager
    def one(self) -> Iterator[None]:
        """Count a turn, from when it is asked for until it is answered."""
        self._add(1)
        try:
            yield
        finally:
            self._add(-1)

    def _add(self, number: int) -> None:
        with self._lock:
            self._count += number
            (self._none.clear if self._count else self._none.set)()

    def until_none(self, most_s: float) -> None:
        """Wait, in a thread, until no turn is under way; no longer than so many seconds."""
        self._none.wait(most_s)


@final
class Aside:
    """What one long read does for turns; it is called wherever the read may rest for a moment."""

    def __init__(self, turns: Turns, most_s: float = _MOST_S) -> None:
        self._turns = turns
        self._left_s = most_s

    def __call__(self) -> None:
        if not self._turns.under_way or self._left_s <= 0:
            return
        began = time.monotonic()
        self._turns.until_none(self._left_s)
        self._left_s -= time.monotonic() - began
