"""Patterns with a longest text: whoever types more is not read by them, so that nobody's words cost a long thought.

A pattern that may go back (one repeat beside another, or one that is looked for from every place) takes time with the
square of the text or worse. Such a pattern is made here and says for how many signs it is; one that takes its time with
the length alone may be made by `re`. A test derives the worst texts from every pattern of the product and holds it to
its time, so that a new one that is neither is found.
"""

import re
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Concatenate, Final, ParamSpec, TypeVar, final

_P = ParamSpec("_P")
_Read = TypeVar("_Read")
_Nothing = TypeVar("_Nothing")

SENTENCE: Final = 200
"""Signs: longer than any sentence that is understood as one, and short enough for every pattern here."""


@final
class Bounded:
    """A compiled pattern that declines what is longer than `most` signs: nothing is found there, and nothing replaced.

    Its methods are those of `re.Pattern`.
    """

    __slots__ = ("_form", "most")

    def __init__(self, form: re.Pattern[str], most: int) -> None:
        self._form = form
        self.most = most

    @property
    def pattern(self) -> str:
        return self._form.pattern

    @property
    def flags(self) -> int:
        return self._form.flags

    def match(self, text: str, pos: int = 0) -> re.Match[str] | None:
        return self._form.match(text, pos) if len(text) <= self.most else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self._form.fullmatch(text) if len(text) <= self.most else None

    def search(self, text: str) -> re.Match[str] | None:
        return self._form.search(text) if len(text) <= self.most else None

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str, count: int = 0) -> str:
        return self._form.sub(by, text, count) if len(text) <= self.most else text

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self._form.finditer(text) if len(text) <= self.most else iter(())


def up_to(
    most: int, instead: _Nothing
) -> Callable[[Callable[Concatenate[str, _P], _Read]], Callable[Concatenate[str, _P], _Read | _Nothing]]:
    """Let a reader decline what is longer than so many signs: that means `instead`, what it returns for nothing."""

    def bounded(read: Callable[Concatenate[str, _P], _Read]) -> Callable[Concatenate[str, _P], _Read | _Nothing]:
        @wraps(read)
        def read_if_short(text: str, /, *args: _P.args, **named: _P.kwargs) -> _Read | _Nothing:
            return read(text, *args, **named) if len(text) <= most else instead

        return read_if_short

    return bounded


def compiled(form: str, flags: int = 0, *, most: int = SENTENCE) -> Bounded:
    """Compile a pattern for texts of so many signs at most."""
    return Bounded(re.compile(form, flags), most)
