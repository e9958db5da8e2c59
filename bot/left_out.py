"""Packages that a library takes where it finds them, and that we do not use."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def left_out(name: str) -> Iterator[None]:
    """Let what is imported meanwhile not find this package; whoever asks for it afterwards does."""
    there = sys.modules.get(name)
    sys.modules[name] = None  # type: ignore[assignment]  # Python's own way to say that there is none
    try:
        yield
    finally:
        del sys.modules[name]
        if there is not None:
            sys.modules[name] = there
