"""How the tests are shared among workers: a file at a time, what takes longest first.

What the tests of a file have in common is made once so, and the thousands of short ones are handed out in a few
hundred pieces. Files that take minutes are handed out in smaller ones. The stories in the browser are one piece: two
browsers at once would wait for each other.
"""

from typing import Final

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

_FIRST: Final = (
    "tests/browser/",
    "tests/storage/activities/test_seats_machine.py",
    "tests/crash/",
    "tests/bench/",
    "tests/bounds/",
    "tests/bot/cli/",
    "tests/wire/",
    "tests/sandbox/",
    "tests/security/",
    "tests/test_dialogues.py",
    "tests/scheduler/",
    "tests/storage/",
)
"""What takes or waits longest; the rest is short, so that all workers end together."""

_ONE_BY_ONE: Final = ("tests/crash/", "tests/storage/activities/test_seats_machine.py", "tests/wire/test_dialogues_on_")


def longest_first(items: list[pytest.Item]) -> None:
    """Bring the tests into the order in which they are handed out."""
    items.sort(key=lambda item: next((place for place, file in enumerate(_FIRST) if item.nodeid.startswith(file)), 99))


class Shares(LoadScopeScheduling):  # type: ignore[misc]  # it publishes no types
    """Hands the pieces out in the order of their first tests."""

    def __init__(self, config: pytest.Config, log: Producer) -> None:
        config.option.loadscopereorder = False  # not the piece with most tests first
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        """Name the piece that a test belongs to."""
        file, _, test = nodeid.partition("::")
        if file.startswith("tests/browser/"):
            return "tests/browser"
        if file == "tests/test_dialogues.py":
            return f"{file} {'postgres' in test}"
        return nodeid if file.startswith(_ONE_BY_ONE) else file
