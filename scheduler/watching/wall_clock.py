"""Whether the clock on the wall goes with the one that never jumps."""

import time
from collections.abc import Callable
from typing import Final, final

JUMP_S: Final = 10.0
"""A difference of so much between two looks is a jump: a clock that is brought into step goes a little faster."""


@final
class WallClock:
    """Compares `wall`, seconds since 1970, with `steady`, seconds since any moment."""

    def __init__(self, wall: Callable[[], float], steady: Callable[[], float] = time.monotonic) -> None:
        self._wall = wall
        self._steady = steady
        self._ahead = wall() - steady()

    def jumped_by(self) -> float:
        """Return by how many seconds the clock on the wall has jumped since the last look: forward, or (< 0) back.

        A machine that was asleep, or stood still, looks as if its clock had jumped forward.
        """
        ahead = self._wall() - self._steady()
        by, self._ahead = ahead - self._ahead, ahead
        return by if abs(by) >= JUMP_S else 0.0
