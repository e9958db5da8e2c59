"""Every line that the log can hold at WARNING and above stands in the operations page, with what to do about it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.chat import Fate
from storage.troubles import StoreTrouble

HOUSE: Final = Path(__file__).parent.parent
ROOMS: Final = ("bot", "domain", "scheduler", "storage")
LOUD: Final = frozenset({"warning", "warn", "error", "exception", "critical", "fatal"})
PAGE: Final = (HOUSE / "docs" / "operations.md").read_text("utf-8")


def trees() -> Iterator[tuple[str, ast.AST]]:
    for room in ROOMS:
        for file in sorted((HOUSE / room).rglob("*.py")):
            yield file.relative_to(HOUSE).as_posix(), ast.parse(file.read_text("utf-8"))


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def is_loud(call: ast.Call) -> bool:
    """Tell whether this writes a line at WARNING or above, whatever the logger is called."""
    return (
        isinstance(call.func, ast.Attribute)
        and call.func.attr in LOUD
        and re.search(r"log(ger)?\b|getLogger|get_logger", ast.unparse(call.func.value)) is not None
    )


def rows(heading: str) -> set[str]:
    """Read the first column of the table whose header begins so."""
    _, _, below = PAGE.partition(f"| {heading} |")
    assert below, f"there is no table of {heading}"
    table = below.partition("\n\n")[0].splitlines()[2:]
    return {line.split("|")[1].strip().strip("`") for line in table}


def test_every_loud_line_has_a_name_and_stands_in_the_page() -> None:
    said: set[str] = set()
    for path, tree in trees():
        for call in filter(is_loud, calls(tree)):
            first = call.args[0]
            assert isinstance(first, ast.Constant), f"{path}: a line without a name of its own"
            assert re.fullmatch("[a-z_]+", str(first.value)), f"{path}: {first.value!r} is no name of an event"
            said.add(str(first.value))
    assert said == rows("event")


def test_everything_that_can_stand_still_stands_in_the_page() -> None:
    said: set[str] = set()
    for _, tree in trees():
        for call in calls(tree):
            if isinstance(call.func, ast.Name) and call.func.id == "Standstill":
                said |= set(_named(call.args[0]))
    assert said == rows("`what`")


def _named(what: ast.expr) -> Iterator[str]:
    match what:
        case ast.Constant(value):
            yield str(value)
        case ast.IfExp(body=body, orelse=other):
            yield from (*_named(body), *_named(other))
        case ast.JoinedStr([ast.Constant(value), _]):
            yield str(value) + "NAME"


def test_every_fate_and_every_trouble_of_the_store_stands_in_the_page() -> None:
    assert rows("`fate`") == set(Fate) - {Fate.ACCEPTED}
    assert rows("word") == set(StoreTrouble)


def test_every_metric_that_the_page_names_is_one() -> None:
    code = "".join(ast.unparse(tree) for _, tree in trees())
    named = set(re.findall(r"`(waystation_[a-z_]+)`", PAGE))
    there = {name for found in re.findall(r"'(waystation_[a-z_]+)'", code) for name in (found, f"{found}_total")}
    assert sorted(named - there) == []
    assert len(named) > 10
