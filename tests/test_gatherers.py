"""What gathers files looks past none: a test that reads fewer than there are proves less, and stays green."""

import pkgutil
from collections.abc import Iterable
from fnmatch import fnmatch
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import bot
import domain
import sandbox
import scheduler
import storage
from bot import flows
from bot.texts import catalogue
from tests.gates import GATES
from tests.stage.script import files
from tests.stage.security_world import flow_files

HERE = Path(__file__).parent
HOUSE = HERE.parent


def _modules(*rooms: ModuleType) -> set[Path]:
    """Find the files of packages as an import would, and not by their names."""
    return {file for room in rooms for file in _files(room)}


def _files(room: ModuleType) -> Iterable[Path]:
    yield Path(room.__path__[0]) / "__init__.py"
    for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
        spec = find_spec(found.name)
        assert spec is not None
        assert spec.origin is not None
        yield Path(spec.origin)


def test_choices_to_forge_come_from_every_flow() -> None:
    assert set(flow_files()) == _modules(flows)


def test_messages_are_gathered_wherever_they_are_said() -> None:
    gathered = {file for room in catalogue.ROOMS for file in room.rglob("*.py")}
    speakers = {
        file for file in _modules(bot, scheduler, storage, domain, sandbox) if "bot.texts" in file.read_text("utf-8")
    }
    assert gathered >= speakers


def test_every_dialogue_is_played() -> None:
    assert set(files()) == set(HERE.rglob("*.txt"))
    assert len({file.stem for file in files()}) == len(files())


def test_every_gate_covers_something_and_every_room_has_one() -> None:
    named = [file.relative_to(HOUSE).as_posix() for file in _modules(domain, storage, bot, scheduler, sandbox)]
    assert [pattern for pattern in GATES if not any(fnmatch(name, pattern) for name in named)] == []
    assert [name for name in named if not any(fnmatch(name, pattern) for pattern in GATES)] == []
