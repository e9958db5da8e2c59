"""How long something takes on this machine as it is now, told against what the same machine does meanwhile."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from types import FrameType
from typing import Final

LIMIT_S: Final = 0.005
"""What one text of the greatest length may cost a pattern or a reader, on a quiet machine."""

_NOMINAL_S: Final = 0.0016
"""What the measure takes on a quiet machine of these years."""

_BEYOND_DOUBT: Final = 40
"""So many times the limit is too long on any machine."""

_GIVEN_UP_S: Final = 0.5


class TooLongError(Exception):
    """It has not ended in time, and was broken off."""


def shortest(work: Callable[[], object], tries: int = 5, enough: float = LIMIT_S / 2) -> float:
    """Return the shortest time in seconds of several tries: whatever else runs here makes it longer, never shorter.

    It is tried no further once it is under `enough`, and broken off after half a second.
    """
    best = float("inf")
    try:
        with _broken_off():
            for _ in range(tries):
                began = perf_counter()
                work()
                best = min(best, perf_counter() - began)
                if best <= enough:
                    break
    except TooLongError:
        return min(best, _GIVEN_UP_S)
    return best


def too_long(work: Callable[[], object]) -> float:
    """Return how many seconds it takes where that is over the limit however often it is tried; 0: it is not.

    Others work on the machine meanwhile: what seems long is tried again, and so is how fast the machine is.
    """
    took = shortest(work, 6)
    if took <= LIMIT_S:
        return 0.0
    if took >= _BEYOND_DOUBT * LIMIT_S:
        return took
    for tries in (30, 100):
        limit = LIMIT_S * slowness()
        took = shortest(work, tries, limit)
        if took <= limit:
            return 0.0
    return took


def slowness() -> float:
    """Return how much slower than that machine this one is: 1 at the least."""
    return max(1.0, shortest(lambda: sum(range(100_000)), 30, 0.0) / _NOMINAL_S)


@contextmanager
def _broken_off() -> Iterator[None]:
    def break_off(_signal: int, _frame: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGALRM, break_off)
    signal.setitimer(signal.ITIMER_REAL, _GIVEN_UP_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
