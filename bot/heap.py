"""How the C library keeps memory, where it is glibc: in one heap, and without what is free in it.

By itself it gives every thread a heap of its own, and what one has freed no other takes. Our threads wait for one
another at the interpreter anyway. Elsewhere (musl, macOS) there is nothing to do.
"""

import ctypes
import sys
from typing import Final

_ARENA_MAX: Final = -8  # M_ARENA_MAX of glibc's <malloc.h>


def keep_to_one() -> bool:
    """Let all threads share one heap; to be said before there are any. Tell whether it will be so."""
    return _is_glibc() and bool(ctypes.CDLL(None).mallopt(_ARENA_MAX, 1))


def give_back() -> bool:
    """Give the system what is free. Tell whether there was anything."""
    return _is_glibc() and bool(ctypes.CDLL(None).malloc_trim(0))


def _is_glibc() -> bool:
    return sys.platform == "linux" and hasattr(ctypes.CDLL(None), "gnu_get_libc_version")
