"""Options of the whole test run."""

import os
import shutil
from pathlib import Path
from typing import Final

import pytest
from xdist import is_xdist_worker
from xdist.workermanage import WorkerController

from tests.stage import reached
from tests.stage.rooms import is_of_room

if reached.is_asked_for():  # before anything imports the house
    reached.begin()

_MEMORY: Final = Path("/dev/shm")  # noqa: S108  a folder of the system, in which pytest makes one of its own
_ROOM: Final = 2**30

_by_workers: Final[list[reached.Found]] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    said = "write what the bot says now into tests/dialogues, and only that"
    parser.addoption("--update-dialogues", action="store_true", help=said)
    said = "play every dialogue over HTTP, and every story in the browser, by all pairs of library and store"
    parser.addoption("--every-pair", action="store_true", help=said)
    parser.addoption("--room", default="", help="test what stands in folders of this name alone, dialogues too")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave what is of other rooms unread: to import it takes longer than to test one room."""
    room = config.getoption("--room")
    if not room or collection_path.suffix != ".py" or collection_path.name == "test_dialogues.py":
        return None
    return None if is_of_room(collection_path, room) else True


def pytest_configure() -> None:
    """Keep what tests write in memory, where there is room: a test's data need not outlive the power."""
    if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: WorkerController) -> None:
    """Take what a worker has reached; one that has died tells nothing."""
    if found := getattr(node, "workeroutput", {}).get("reached"):
        _by_workers.append(found)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write what was reached, or hand it to the process that writes for all."""
    if not reached.is_asked_for():
        return
    if is_xdist_worker(session):
        session.config.workeroutput["reached"] = reached.found()
    else:
        reached.write(reached.together([*_by_workers, reached.found()]))
