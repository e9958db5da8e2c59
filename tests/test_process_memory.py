"""What one process holds in memory that another has not: docs/reliability.md names all of it, and what follows.

And what none holds once it has loaded: what few need, and what dataclasses leave behind.
"""

import ast
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Final

import pytest

from bot.house import House
from storage.sealed import new_key

HOME: Final = Path(__file__).parents[1]
_ELSEWHERE: Final = ("bot/cli", "bot/demo", "bot/imports", "bot/papers", "storage/migrations")
"""What runs by itself, beside the house, or makes one file and is gone."""

_CONTAINERS: Final = {"dict", "list", "set", "deque", "Counter", "OrderedDict", "defaultdict", "WeakKeyDictionary"}
_SETTINGS: Final = {
    "language",
    "zone",
    "bot_id",
    "bot_link",
    "page",
    "quiet_hours",
    "paid_broadcast",
    "clock_is_wound",
    "abilities",
    "desk_address",
    "city",
}
_NAMED: Final = re.compile(r"^\| `([\w/.]+)`: ((?:`\w+`(?:, )?)+) \|", re.MULTILINE)


def test_everything_that_a_process_holds_is_named() -> None:
    page = (HOME / "docs" / "reliability.md").read_text("utf-8")
    named = {(file, name) for file, names in _NAMED.findall(page) for name in re.findall(r"\w+", names)}
    assert named == {*_held(), ("bot/house.py", "search")}


def test_house_holds_settings_and_the_names_of_places_alone() -> None:
    """Whatever it held besides would be known to one worker and not to the next."""
    assert {field.name for field in fields(House)} == _SETTINGS | {"search"}


_FEW_NEED: Final = frozenset(
    {
        "PIL",
        "babel",
        "icalendar",
        "jinja2",
        "openpyxl",
        "phonenumbers",
        "psycopg",
        "reportlab",
        "segno",
    }
)
"""Libraries that a house loads when somebody opens what needs them, or never."""

_RUN: Final = """
import atexit, sys
from collections import Counter
def told():
    seen, new = {object}, [object]
    while new:
        new = [one for kind in new for one in type.__subclasses__(kind) if one not in seen]
        seen.update(new)
    ours = [one for one in seen if str(one.__module__).partition(".")[0] in ("bot", "domain", "scheduler", "storage")]
    dataclasses = [one for one in ours if "__dataclass_fields__" in vars(one)]
    named = Counter((one.__module__, one.__qualname__) for one in dataclasses)
    print(len(named), *{module for (module, _), times in named.items() if times > 1})
    print(*sys.modules)
    print(sys.modules["structlog.dev"].rich)
atexit.register(told)
sys.argv = ["waystation", "run"]
from bot.__main__ import main
main()
"""


@pytest.mark.process
@pytest.mark.wire
def test_house_that_has_loaded_holds_each_class_once_and_nothing_that_few_need(tmp_path: Path, sqlite_url: str) -> None:
    """It ends by itself as late as can be: where it would listen, somebody does already."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = {
            "TOKEN": "1000001:waystation-memory",
            "KEY": new_key(),
            "DATABASE": sqlite_url,
            "FRAMEWORK": "ptb",
            "LISTEN": f"127.0.0.1:{taken.getsockname()[1]}",
        }
        others = {name: value for name, value in os.environ.items() if not name.startswith("WAYSTATION_")}
        ours = {f"WAYSTATION_{name}": value for name, value in settings.items()}
        command = [sys.executable, "-c", _RUN]
        ended = subprocess.run(
            command, cwd=tmp_path, env=others | ours, capture_output=True, text=True, timeout=120, check=False
        )
    assert "address already in use" in ended.stderr.lower()
    counts, modules, drawing = ended.stdout.splitlines()
    number, *twice = counts.split()
    loaded = set(modules.split())
    assert {"bot.flows", "bot.web", "telegram", "structlog"} <= loaded
    assert loaded & _FEW_NEED == set()
    assert drawing == "None"  # which costs a house with aiogram three megabytes, for its library does not load it
    assert (int(number) > 600, twice) == (True, ["bot.web"])  # which came last, and is looked at once it is ready


def _held() -> Iterator[tuple[str, str]]:
    for room in ("bot", "scheduler", "storage"):
        for file in sorted((HOME / room).rglob("*.py")):
            name = file.relative_to(HOME).as_posix()
            if not name.startswith(_ELSEWHERE):
                yield from ((name, held) for held in _of(ast.parse(file.read_text("utf-8"))))


def _of(module: ast.Module) -> Iterator[str]:
    for line in module.body:
        yield from _assigned(line)
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef) and node.name == "__init__":
            for inner in ast.walk(node):
                yield from _assigned(inner)
        if isinstance(node, ast.FunctionDef) and {ast.unparse(one).split("(")[0] for one in node.decorator_list} & {
            "cache",
            "lru_cache",
        }:
            yield node.name


def _assigned(node: ast.AST) -> Iterator[str]:
    """Yield the name to which something is assigned that grows."""
    if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and _grows(node.value):
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        yield ast.unparse(target).removeprefix("self.")


def _grows(value: ast.expr) -> bool:
    match value:
        case ast.Dict(keys=[]) | ast.List(elts=[]):
            return True
        case ast.Call(func=func, args=args):
            of_metrics = any(isinstance(one, ast.Constant) for one in args)
            return ast.unparse(func).split("[")[0] in _CONTAINERS and not of_metrics
    return False
