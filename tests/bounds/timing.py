"""What something costs, told against the same kind of work in the same moment and under the same tracing.

What counts is the processor's time of this thread: others on the machine make it a little longer, and never by much.
Nobody is called too slow by it but who is several times over the limit, or over it and growing with the square: the
figures themselves are a bench (`python -m bench thought`).
"""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import thread_time
from types import FrameType
from typing import Final

from domain.answers import is_aside, speaks_of_coming, understood

LIMIT_S: Final = 0.005
"""What one text of the greatest length may cost a pattern or a reader, on a quiet machine."""

GIVEN_UP_S: Final = 0.25
"""So many times the limit is too long on any machine: it is broken off."""

_NOMINAL_S: Final = 0.0004
"""What the yardstick takes on a quiet machine of these years, untraced."""

_SQUARE: Final = 8
"""Four times the text may cost four times as much, and something for chance; a square costs sixteen times."""

_SEVERAL: Final = 4
_TRIES: Final = 8


class TooLongError(Exception):
    """It has not ended in time, and was broken off."""


def cost(work: Callable[[], object], tries: int = 1) -> float:
    """Return the least seconds of the processor that it takes in several tries."""
    return min(_once(work) for _ in range(tries))


def _once(work: Callable[[], object]) -> float:
    began = thread_time()
    try:
        with _broken_off():
            work()
    except TooLongError:
        return GIVEN_UP_S
    return thread_time() - began


def too_long(work_of: Callable[[int], Callable[[], object]], length: int) -> float:
    """Return how many seconds it takes for a text of that length where that is too long however often it is tried.

    0: it is not. What seems long is tried again, beside the yardstick, and with a quarter of the text.
    """
    work = work_of(length)
    took = cost(work)
    if took <= LIMIT_S:
        return 0.0
    if took >= GIVEN_UP_S and (took := cost(work, 3)) >= GIVEN_UP_S:  # once it may be what Python cleans up or loads
        return took
    limit, took = LIMIT_S * slowness(), cost(work, _TRIES)
    if took <= limit:
        return 0.0
    grows_with_the_square = took > _SQUARE * cost(work_of(length // 4), _TRIES)
    return took if grows_with_the_square or took > _SEVERAL * limit else 0.0


def slowness() -> float:
    """Return how much slower than that machine this one is now, with what traces it: 1 at the least."""
    return max(1.0, cost(yardstick, _TRIES) / _NOMINAL_S)


def yardstick() -> None:
    """Read as readers do: calls of functions, dictionaries, expressions; always the same short answers."""
    for said in ("家里有事，明天来不了", "好的，我会准时到场，谢谢老师", "I am sorry, I cannot come tomorrow"):
        understood(said)
        is_aside(said)
        speaks_of_coming(said)


@contextmanager
def _broken_off() -> Iterator[None]:
    """Break off what takes too much of the processor; what others take of it meanwhile does not count."""

    def break_off(_signal: int, _frame: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGVTALRM, break_off)
    signal.setitimer(signal.ITIMER_VIRTUAL, GIVEN_UP_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
