"""Classes that are there twice, and methods that are there 670 times: what dataclasses leave behind, let go of.

Python 3.11 makes a frozen dataclass with slots anew, for slots cannot be given to a class that is there; and what was
written before, to keep the first one frozen, goes on holding that first one, which nobody else knows. What refuses a
change, and what writes an object out, is written for each class besides, though it does the same in all of them.
"""

import sys
from collections.abc import Iterator
from dataclasses import Field, FrozenInstanceError, fields, is_dataclass
from types import FunctionType
from typing import Any, ClassVar, Final, Protocol


class _Dataclass(Protocol):
    """An object of any dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


def let_go(*rooms: str) -> int:
    """Let every frozen dataclass in these packages that is loaded have the methods below. Return how many there were.

    Their first makings are nobody's then, and go at the next `gc.collect`.
    """
    frozen = [kind for kind in _classes(rooms) if _is_kept_frozen(kind)]
    for kind in frozen:
        type.__setattr__(kind, "__setattr__", _set)
        type.__setattr__(kind, "__delattr__", _delete)
        if _is_written(vars(kind).get("__repr__")):
            type.__setattr__(kind, "__repr__", _told)
    return len(frozen)


def _classes(rooms: tuple[str, ...]) -> Iterator[type]:
    for name, module in tuple(sys.modules.items()):
        if name.partition(".")[0] in rooms:
            for value in tuple(vars(module).values()):
                if isinstance(value, type) and value.__module__ == name and is_dataclass(value):
                    yield value


def _is_kept_frozen(kind: type) -> bool:
    return all(_is_written(vars(kind).get(name)) for name in ("__setattr__", "__delattr__"))


def _is_written(method: object) -> bool:
    """Tell whether this is a method that was written by `dataclasses`, not one of the class's own."""
    inner = getattr(method, "__wrapped__", method)
    return isinstance(inner, FunctionType) and inner.__code__.co_filename == _WRITTEN


_WRITTEN: Final = "<string>"
"""Where Python says a function stands that stands in no file."""


def _set(self: _Dataclass, name: str, value: object) -> None:
    if _is_frozen(self, name):
        raise FrozenInstanceError(f"cannot assign to field {name!r}")
    object.__setattr__(self, name, value)


def _delete(self: _Dataclass, name: str) -> None:
    if _is_frozen(self, name):
        raise FrozenInstanceError(f"cannot delete field {name!r}")
    object.__delattr__(self, name)


def _is_frozen(thing: _Dataclass, name: str) -> bool:
    """Tell whether this may not be changed: where a class is derived and no dataclass, only what the dataclass has."""
    return name in thing.__dataclass_fields__ or "__dataclass_fields__" in vars(type(thing))


def _told(self: _Dataclass) -> str:
    told = (f"{field.name}={getattr(self, field.name)!r}" for field in fields(self) if field.repr)
    return f"{type(self).__qualname__}({', '.join(told)})"
