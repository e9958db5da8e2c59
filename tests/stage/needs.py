"""What a test needs besides this process: a marker says so, and a test without it that reaches out fails.

`postgres`: a PostgreSQL server. `wire`: TCP on this machine. `process`: another process. `browser`: Chromium.
The folder and the fixtures of a test tell; a module that needs more than they say has a `pytestmark`.
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import pytest

_FOLDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "wire": ("wire",),
    "crash": ("wire", "process"),
    "browser": ("wire", "process", "browser"),
    "bench": ("process",),
}
_FIXTURES: Final[Mapping[str, str]] = {
    "server": "wire",
    "visitor": "wire",
    "hurried": "wire",
    "postgres_url": "postgres",
}

_REACHING_OUT: Final[Mapping[str, str]] = {
    "socket.bind": "wire",
    "socket.connect": "wire",
    "subprocess.Popen": "process",
    "os.fork": "process",
    "os.posix_spawn": "process",
}

_at_work: list[pytest.Item] = []


def mark(item: pytest.Item) -> None:
    """Mark a test by its folder and its fixtures."""
    folders = item.path.relative_to(item.config.rootpath).parent.parts
    needs = [marker for folder in folders for marker in _FOLDERS.get(folder, ())]
    if isinstance(item, pytest.Function):
        needs += [_FIXTURES[name] for name in item.fixturenames if name in _FIXTURES]
        if hasattr(item, "callspec") and "postgres" in item.callspec.params.values():
            needs.append("postgres")
    for marker in dict.fromkeys(needs):
        item.add_marker(marker)


@contextmanager
def held_to_its_word(item: pytest.Item) -> Iterator[None]:
    """Fail what the test does that its markers do not say."""
    _at_work.append(item)
    try:
        yield
    finally:
        _at_work.clear()


@contextmanager
def nobody_at_work() -> Iterator[None]:
    """Let the run itself reach out: the server of PostgreSQL starts and ends beside whichever test is on."""
    at_work = _at_work[:]
    _at_work.clear()
    try:
        yield
    finally:
        _at_work[:] = at_work


def watch() -> None:
    """Hear of every connection and every process from now on; a hook like this one cannot be taken away again."""
    sys.addaudithook(_heard)


def _heard(event: str, arguments: tuple[object, ...]) -> None:
    marker = _REACHING_OUT.get(event)
    if marker is None or not _at_work:
        return
    if marker == "wire" and not isinstance(arguments[1], tuple):
        return  # a socket of this machine's own kind: so PostgreSQL is spoken to
    item = _at_work[-1]
    if item.get_closest_marker(marker) is None:
        raise AssertionError(f"{item.nodeid} reaches out ({event}) and is not marked {marker!r}")
