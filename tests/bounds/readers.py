"""Everything of the product that makes something of a text alone, found by walking its modules and their signatures.

A reader is a public function with a text among its parameters that asks for nothing else than plain values besides. Who
asks for a store or a desk reads through these, and is played in whole turns.
"""

import inspect
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from types import FunctionType
from typing import Any, Final

from tests.bounds.attacks import Attack, attacks
from tests.bounds.patterns import modules, patterns

_ROOMS: Final = (
    *("domain.", "bot.flows.", "bot.facts.", "bot.imports.", "bot.buttons", "bot.acts"),
    *("storage.places.search", "bot.handlers.entities", "bot.handlers.posts", "bot.handlers.updates"),
)
_LEFT_OUT: Final = frozenset({"domain.bounded", "bot.imports.formats.csv_file"})  # makes patterns; reads whole files
_NOW: Final = datetime(2026, 12, 1, 12)  # noqa: DTZ001  local time without a zone, as readers of times have it
_GIVEN: Final[Mapping[object, object]] = {
    int: 3,
    bool: False,
    float: _NOW.timestamp(),
    bytes: b"waystation",
    date: _NOW.date(),
    datetime: _NOW,
}
"""What a reader is given besides the text."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A function to be called with a text, and the names of what it says that it raises."""

    where: str
    module: str
    read: Callable[[str], object]
    raises: str

    def fails(self, text: str) -> Exception | None:
        """Return what it raises for a text without having said so; None: nothing."""
        try:
            self.read(text)
        except Exception as error:  # noqa: BLE001  whatever it is
            return None if any(one.__name__ in self.raises for one in type(error).__mro__[:-3]) else error
        return None


@cache
def readers() -> tuple[Reader, ...]:
    """Return each reader once."""
    found = [
        reader
        for module in modules()
        if module.__name__.startswith(_ROOMS) and module.__name__ not in _LEFT_OUT
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", "") == module.__name__
        for reader in _of(f"{module.__name__}.{name}", module.__name__, value)
    ]
    return tuple(found)


def _of(where: str, module: str, value: Any) -> list[Reader]:
    plain = inspect.unwrap(value) if callable(value) else value
    if not isinstance(plain, FunctionType):
        return []
    hints = typing.get_type_hints(plain)
    asked = [one for one in inspect.signature(plain).parameters.values() if one.default is one.empty]
    words = [one for one in asked if hints.get(one.name) is str]
    others = [one for one in asked if hints.get(one.name) is not str]
    if not words or any(hints.get(one.name) not in _GIVEN or one.kind is one.VAR_POSITIONAL for one in others):
        return []
    given = {one.name: _GIVEN[hints[one.name]] for one in others}
    positional = [one.name for one in asked if one.kind is not one.KEYWORD_ONLY]

    def read(text: str) -> object:
        values: dict[str, Any] = given | dict.fromkeys((one.name for one in words), text)
        named = {name: value for name, value in values.items() if name not in positional}
        made = value(*(values[name] for name in positional), **named)
        return list(made) if inspect.isgenerator(made) else made

    return [Reader(where, module, read, plain.__doc__ or "")]


@cache
def kinds_of(module: str, most: int) -> tuple[Attack, ...]:
    """Return what is worst for the patterns of a module, each in a few ways."""
    own = [one.pattern for one in patterns() if one.where.startswith((f"{module}.", f"{module},"))]
    share = max(3, most // max(1, len(own)))
    made = [partial(attacks, flags=one.flags, most=share)(_text(one.pattern)) for one in own]
    return tuple(dict.fromkeys(kind for kinds in made for kind in kinds))[:most]


def _text(form: str | bytes) -> str:
    return form if isinstance(form, str) else form.decode("latin-1")
