"""How benches measure: the seconds that something takes, and what all but one in a hundred waited."""

import time
from collections.abc import Callable, Sequence
from statistics import quantiles


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def p99(waits: Sequence[float]) -> float:
    return quantiles(waits, n=100, method="inclusive")[-1]
