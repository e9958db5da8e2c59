"""Where coverage is measured: to trace a test costs more than half as much again as to run it.

What only repeats, line by line, what other tests go through is run and not traced: it can reach nothing for the gates.
"""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Final

import pytest

_STORAGE: Final = PurePath("tests/storage")
"""Here alone it matters to the code which database it is."""


def spare_repetitions(items: Sequence[pytest.Item]) -> None:
    """Leave the PostgreSQL half of what is played on SQLite too untraced, but for the tests of storage."""
    played = {item.nodeid for item in items}
    for item in items:
        on_sqlite = item.nodeid.replace("postgres", "sqlite")
        if on_sqlite != item.nodeid and on_sqlite in played and not PurePath(item.nodeid).is_relative_to(_STORAGE):
            item.add_marker(pytest.mark.no_cover)
