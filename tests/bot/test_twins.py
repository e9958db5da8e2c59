"""Frozen dataclasses after what they left behind is let go of: they are what they were, and each is there once."""

import gc
import sys
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, dataclass, field
from types import ModuleType
from typing import Any, ClassVar

import pytest

from bot import twins

ROOM = "room_of_twins"


@dataclass(frozen=True, slots=True)
class Told:
    name: str
    secret: str = field(default="s", repr=False)
    inner: "Told | None" = None


@dataclass(frozen=True, slots=True)
class TellsItself:
    OF_ALL: ClassVar[int] = 1
    name: str

    def __repr__(self) -> str:
        return "itself"


@dataclass(slots=True)
class Changes:
    name: str


class Derived(Told):
    """No dataclass, so that it has what is written into it."""


@pytest.fixture(scope="module", autouse=True)
def _let_go() -> Iterator[None]:
    room = sys.modules[ROOM] = ModuleType(ROOM)
    for kind in (Told, TellsItself, Changes, Derived):
        kind.__module__ = ROOM
        setattr(room, kind.__name__, kind)
    before = {kind: len(_called(kind.__name__)) for kind in (Told, TellsItself)}
    assert twins.let_go(ROOM) == 2
    gc.unfreeze()  # all that was there before the tests is kept from being looked at
    gc.collect()
    gc.freeze()
    assert before == {Told: 2, TellsItself: 2}
    yield
    del sys.modules[ROOM]


@pytest.mark.parametrize("kind", [Told, TellsItself])
def test_class_is_there_once(kind: type) -> None:
    assert _called(kind.__name__) == [kind]


@pytest.mark.parametrize("thing", [Told("a"), TellsItself("a")], ids=lambda thing: type(thing).__name__)
@pytest.mark.parametrize("name", ["name", "another"])
def test_nothing_is_changed_or_deleted(thing: Any, name: str) -> None:
    with pytest.raises(FrozenInstanceError, match=f"cannot assign to field '{name}'"):
        setattr(thing, name, "b")
    with pytest.raises(FrozenInstanceError, match=f"cannot delete field '{name}'"):
        delattr(thing, name)
    assert thing.name == "a"


def test_derived_class_keeps_what_is_its_own() -> None:
    derived: Any = Derived("a")
    derived.another = 1
    del derived.another
    assert not hasattr(derived, "another")
    with pytest.raises(FrozenInstanceError):
        derived.name = "b"
    with pytest.raises(FrozenInstanceError):
        del derived.name


def test_thing_is_written_out_as_before() -> None:
    assert repr(Told("a", "hidden", Told("b"))) == "Told(name='a', inner=Told(name='b', inner=None))"
    assert repr(Derived("a")) == "Derived(name='a', inner=None)"
    assert repr(TellsItself("a")) == "itself"


def test_what_is_not_frozen_stays_so() -> None:
    thing = Changes("a")
    thing.name = "b"
    assert repr(thing) == "Changes(name='b')"


def test_second_time_finds_nothing() -> None:
    assert twins.let_go(ROOM) == 0


def _called(name: str) -> list[type]:
    return [each for each in type.__subclasses__(object) if each.__qualname__ == name and each.__module__ in _ROOMS]


_ROOMS = (ROOM, __name__)
