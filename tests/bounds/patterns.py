"""Every compiled pattern of the product, found by walking its modules: a new one is held to its time unlisted."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import FunctionType, ModuleType
from typing import Final

from domain.bounded import Bounded

PACKAGES: Final = ("domain", "storage", "bot", "scheduler")
_LEFT_OUT: Final = ("storage.migrations.",)  # they run once, and read nothing that somebody has typed
WAYS: Final = ("fullmatch", "match", "search")
"""How a pattern may look at a text; what finds, cuts or replaces looks for it from every place, as `search` does."""

_WAY_OF: Final = {
    "fullmatch": "fullmatch",
    "match": "match",
    **dict.fromkeys(("search", "sub", "subn", "split", "findall", "finditer"), "search"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A compiled pattern, its module and name, and the ways in which it is used; all, where they are not plain."""

    where: str
    pattern: "re.Pattern[str] | re.Pattern[bytes] | Bounded"
    ways: frozenset[str] = frozenset(WAYS)


@cache
def modules() -> tuple[ModuleType, ...]:
    """Import and return every module of the product."""
    return tuple(_modules())


def _modules() -> Iterator[ModuleType]:
    for name in PACKAGES:
        package = importlib.import_module(name)
        yield package
        for info in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not info.name.startswith(_LEFT_OUT) and not info.name.endswith("__main__"):
                yield importlib.import_module(info.name)


@cache
def patterns() -> tuple[Found, ...]:
    """Return each compiled pattern once: what stands in a module's names, however deep, and in its functions."""
    found: dict[tuple[object, ...], Found] = {}
    ways = _used()
    for module in modules():
        for name, value in vars(module).items():
            is_plain = isinstance(value, re.Pattern | Bounded)
            used = frozenset(ways.get((module.__name__ if name.startswith("_") else "", name), ()) if is_plain else ())
            for pattern in _within(value, module.__name__, set()):
                one = Found(f"{module.__name__}.{name}", pattern, used or frozenset(WAYS))
                found.setdefault((pattern.pattern, pattern.flags, type(pattern)), one)
        for pattern, way in _inline(module):
            one = Found(f"{module.__name__}, in a function", pattern, frozenset({way}))
            found.setdefault((pattern.pattern, pattern.flags, way), one)
    return tuple(found.values())


def _within(value: object, module: str, seen: set[int]) -> "Iterator[re.Pattern[str] | re.Pattern[bytes] | Bounded]":
    if id(value) in seen or isinstance(value, ModuleType | str | bytes | int | float):
        return
    seen.add(id(value))
    if isinstance(value, re.Pattern | Bounded):
        yield value
    else:
        for part in _parts(value, module):
            yield from _within(part, module, seen)


def _parts(value: object, module: str) -> Iterator[object]:
    match value:
        case Mapping():
            yield from value.keys()
            yield from value.values()
        case list() | tuple() | set() | frozenset():
            yield from value
        case FunctionType() if value.__module__ == module:
            yield from (cell.cell_contents for cell in value.__closure__ or ())
            yield from value.__defaults__ or ()
        case type() if value.__module__ == module:
            yield from vars(value).values()
        case _ if is_dataclass(value) and not isinstance(value, type):
            yield from (getattr(value, field.name) for field in fields(value))


@cache
def _trees() -> Mapping[str, ast.Module]:
    """Return the modules that make patterns, or name one that others may use."""
    shared = {
        name
        for module in modules()
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern | Bounded) and not name.startswith("_")
    }
    named = re.compile(r"\b(?:re\.|bounded|compiled|" + "|".join(map(re.escape, sorted(shared))) + r")\b")
    sources = {module.__name__: inspect.getsource(module) for module in modules()}
    return {name: ast.parse(source) for name, source in sources.items() if named.search(source)}


@cache
def _used() -> Mapping[tuple[str, str], set[str]]:
    """Return in which ways each name is used, by module if it is a private one.

    There is none for a name that is handed on, as that shows no way.
    """
    ways, handed_on = defaultdict[tuple[str, str], set[str]](set), set[tuple[str, str]]()
    for module, tree in _trees().items():
        called = set[int]()
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name) | ast.Attribute(attr=name) as at, attr=way)):
                    if way in _WAY_OF:
                        called.add(id(at))
                        ways[module if name.startswith("_") else "", name].add(_WAY_OF[way])
        for node in ast.walk(tree):
            match node:
                case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name) if id(node) not in called:
                    handed_on.add((module if name.startswith("_") else "", name))
    return {name: used for name, used in ways.items() if name not in handed_on}


def _inline(module: ModuleType) -> Iterator[tuple[re.Pattern[str], str]]:
    """Compile what a function hands to `re` itself; a pattern that is made there has a name to be found by."""
    for node in ast.walk(_trees().get(module.__name__, ast.Module([], []))):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=way), args=[form, *_]) if way in _WAY_OF:
                is_plain = isinstance(form, ast.Constant) and isinstance(form.value, str)
                assert is_plain, f"{module.__name__}: compile {ast.unparse(form)} by name"
                yield re.compile(ast.literal_eval(form)), _WAY_OF[way]
