"""One heap for all threads, and nothing free in it: asked of a process of its own, for it cannot be taken back."""

import subprocess
import sys

import pytest

_THREADS = """
import ctypes, threading
from bot import heap
if {one}:
    print(heap.keep_to_one())
def hold():  # too long for Python's own arenas, and too short to be mapped each by itself
    held = [bytes(20_000) for _ in range(300)]
    met.wait()
met = threading.Barrier(4)
threads = [threading.Thread(target=hold) for _ in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
ctypes.CDLL(None).malloc_stats()
"""
_FREED = """
import psutil
from bot import heap
held = [bytes(20_000) for _ in range(2_000)]
last = bytes(20_000)  # at the end of the heap, which therefore does not shrink by itself
before = psutil.Process().memory_info().rss
del held
print(heap.give_back(), before - psutil.Process().memory_info().rss > 30_000_000)
"""

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(sys.platform != "linux", reason="there is glibc alone to be told"),
]


@pytest.mark.parametrize(("one", "heaps"), [(False, 5), (True, 1)])
def test_threads_share_one_heap_once_it_is_said(one: bool, heaps: int) -> None:  # noqa: FBT001  pytest gives it
    ran = _run(_THREADS.format(one=one))
    assert ran.stdout == ("True\n" if one else "")
    assert ran.stderr.count("Arena ") == heaps


def test_what_is_free_in_the_middle_of_the_heap_is_given_back() -> None:
    assert _run(_FREED).stdout == "True True\n"


def _run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
