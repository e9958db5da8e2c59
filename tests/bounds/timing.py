"""What something costs, told against the same kind of work in the same moment, neither of them traced.

What counts is the processor's time of this thread: others on the machine make it a little longer, and never by much.
Nobody is called too slow by it but who is several times over the limit, or over it and growing with the square: the
figures themselves are a bench (`python -m bench thought`).

Coverage traces the lines of Python and nothing within an expression: it would make the yardstick three times as long,
and a pattern that thinks no longer at all. And what is broken off while coverage notes a line would leave it locked.
"""

import gc
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import thread_time
from types import FrameType
from typing import Final

from domain.said.answers.answers import is_aside, speaks_of_coming, understood
from tests.bounds.attacks import LENGTH

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


class TooLongError(BaseException):
    """It has not ended in time, and was broken off; nobody on the way takes it for an error of theirs."""


def cost(work: Callable[[], object], tries: int = 1) -> float:
    """Return the least seconds of the processor that it takes in several tries."""
    return untraced(lambda: min(_once(work) for _ in range(tries)))


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
    if cost(work_of(length)) <= LIMIT_S:
        return 0.0
    return _surely_too_long(work_of, length)


def untraced(measure: Callable[[], float]) -> float:
    """Measure with nothing that traces this thread, and nothing that looks for garbage."""
    tracing, collects = sys.gettrace(), gc.isenabled()
    sys.settrace(None)
    gc.disable()  # what others have left is not this one's time, nor is a timer to go off while it is cleared away
    try:
        return measure()
    finally:
        sys.settrace(tracing)
        if collects:
            gc.enable()


def _surely_too_long(work_of: Callable[[int], Callable[[], object]], length: int) -> float:
    work = work_of(length)
    if (took := cost(work, 3)) >= GIVEN_UP_S:  # once it may be what Python cleans up or loads
        return took
    if (took := min(took, cost(work, _TRIES))) <= LIMIT_S:
        return 0.0
    grows_with_the_square = took > _SQUARE * cost(work_of(length // 4), _TRIES)
    if grows_with_the_square and length >= LENGTH:  # no bound keeps it short, and no slow machine makes a square of it
        return took
    limit = LIMIT_S * slowness()
    return took if took > limit * (1 if grows_with_the_square else _SEVERAL) else 0.0


def slowness() -> float:
    """Return how much slower than that machine this one is now: 1 at the least."""
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
