"""Draws every conversation from its table: `python -m tests.conversations` writes them into docs/architecture.md.

A row's step, guard and entry points stand in the table; where a screen leads is read from the code of what it hears:
the steps that it, and the functions of its room that it calls, go on to.
"""

import ast
import inspect
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from bot.flows import FLOWS
from bot.flows.flow import ANYBODY, Flow, Guard, Screen
from bot.flows.step import Step

PAGE: Final = Path(__file__).parents[1] / "docs" / "architecture.md"

_HEADING: Final = "## The conversations\n"


def drawn() -> str:
    """Return the page as it is when it draws what the tables say."""
    above, _, below = PAGE.read_text("utf-8").partition(_HEADING)
    introduction, _, _ = below.partition("### ")
    return above + _HEADING + introduction + "\n".join(_conversation(flow) for flow in FLOWS)


def _conversation(flow: Flow) -> str:
    said = (sys.modules[_room(flow)].__doc__ or "").partition("\n")[0]
    lines = [f"### {flow.name}", "", said, "", "```mermaid", "stateDiagram-v2"]
    lines += [f"    {screen.step.__name__}: {screen.step.__name__}<br/>{_who(screen.guard)}" for screen in flow.screens]
    for entry, opens in flow.opens.items():
        lines += [f"    [*] --> {step}: {entry}" for step in _names(_steps(opens))]
    for screen in flow.screens:
        here = screen.step.__name__
        lines += [f"    {here} --> {step}" for step in _names(_steps(_hearing(screen))) if step not in {here, "AtMenu"}]
    return "\n".join([*lines, "```", ""])


def _room(flow: Flow) -> str:
    """Return the package (or, for a conversation of one file, the module) that holds a table."""
    return next(
        name
        for name, module in sorted(sys.modules.items())
        if name.startswith("bot.flows.") and flow in vars(module).values()
    )


def _who(guard: Guard[Any, Any]) -> str:
    """Return what a guard is called where it is made."""
    if guard is ANYBODY:
        return "anybody"
    modules = [module for name, module in sorted(sys.modules.items()) if name.startswith("bot.flows.")]
    names = [name for module in modules for name, value in vars(module).items() if value is guard]
    maker, _, _ = guard.sees.__qualname__.partition(".")  # a guard without a name is called as what makes it
    return (names or [maker])[0].strip("_").lower().replace("_", " ")


def _hearing(screen: Screen[Any, Any]) -> Callable[..., Any]:
    """Return what a screen hears, out of the wrapping that `for_anybody` puts around it."""
    closure = inspect.getclosurevars(screen.hear).nonlocals
    hears: Callable[..., Any] = closure.get("hear", screen.hear)
    return hears


def _names(steps: Iterator[type[Step]]) -> list[str]:
    return sorted({step.__name__ for step in steps})


def _steps(function: Callable[..., Any], seen: frozenset[str] = frozenset()) -> Iterator[type[Step]]:
    """Find the steps that a function makes, and that the functions make which it calls in its own room."""
    home = inspect.getmodule(function)
    if home is None or function.__qualname__ in seen or not home.__name__.startswith("bot.flows"):
        return
    for call in (node for node in ast.walk(_written(function, home)) if isinstance(node, ast.Call)):
        called = _meant(call.func, home)
        if isinstance(called, type) and issubclass(called, Step):
            yield called
        elif inspect.isfunction(called) and _is_near(called.__module__, home.__name__):
            yield from _steps(called, seen | {function.__qualname__})


def _written(function: Callable[..., Any], home: ModuleType) -> ast.AST:
    """Find a function, or a lambda, in what its module says."""
    line = function.__code__.co_firstlineno
    nodes = (node for node in ast.walk(_tree(home)) if isinstance(node, ast.FunctionDef | ast.Lambda))
    return next(
        node for node in nodes if line in {node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))}
    )


@cache
def _tree(module: ModuleType) -> ast.AST:
    return ast.parse(inspect.getsource(module))


def _meant(name: ast.expr, home: ModuleType) -> object:
    match name:
        case ast.Name(id=named):
            return vars(home).get(named)
        case ast.Attribute(value=ast.Name(id=module), attr=named):
            return getattr(vars(home).get(module), named, None)
    return None


def _is_near(module: str, home: str) -> bool:
    return module.split(".")[:3] == home.split(".")[:3]


def main() -> None:
    PAGE.write_text(drawn(), "utf-8")


if __name__ == "__main__":
    main()
