"""What is worst for a pattern, derived from it: its repeats repeated, what leads to them, and a sign to fail at.

The words of each repeat are spelt out from its parsed form, so are the beginnings of the whole: a search that gets far
from every place, and a repeat that can be cut in many ways, are what costs more than the length of a text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

LENGTH: Final = 4096
"""Signs: the longest text of the messenger."""

_ENDS: Final = ("", "\x00", "x")
_MOST_WORDS: Final = 12
_LONG: Final = 8  # a repeat of fewer is none that costs
_SIGNS: Final = "a谢1 ,\n【<x"
_CATEGORIES: Final = {
    "CATEGORY_DIGIT": "1",
    "CATEGORY_NOT_DIGIT": "a谢 ",
    "CATEGORY_SPACE": " \n",
    "CATEGORY_NOT_SPACE": "a谢1.",
    "CATEGORY_WORD": "a谢1_",
    "CATEGORY_NOT_WORD": " ,!",
}

_Nodes = Sequence[tuple[Any, Any]]
"""A parsed pattern: what each part is, and of what."""


@dataclass(frozen=True, slots=True)
class Attack:
    """A kind of text: a word over and over, between a beginning and an end."""

    head: str
    word: str
    end: str

    def of(self, length: int) -> str:
        return self.head + self.word * ((length - len(self.head) - len(self.end)) // len(self.word)) + self.end


def attacks(form: str, flags: int, most: int) -> Sequence[Attack]:
    """Return so many kinds of text at most, spread over all that the pattern makes one think of."""
    seeds = [seed for seed in dict.fromkeys(_seeds(list(parser.parse(form, flags & ~re.DEBUG)))) if seed[1]]
    step = max(1, -(-len(seeds) // most))
    return [Attack(head, word, _ENDS[at % len(_ENDS)]) for at, (head, word) in enumerate(seeds[::step])]


def _seeds(nodes: _Nodes) -> Iterator[tuple[str, str]]:
    """Return words to repeat, each with what stands before it."""
    yield from (("", word) for to in range(len(nodes), 0, -1) for word in islice(_samples(nodes[:to]), 4))
    yield from _repeats(nodes, "")


def _repeats(nodes: _Nodes, head: str) -> Iterator[tuple[str, str]]:
    for at, (op, arg) in enumerate(nodes):
        before = head + next(_samples(nodes[:at]))
        if op in _REPEATS:
            yield from _of_repeat(arg, before)
        for inner in _inner(op, arg):
            yield from _repeats(inner, before)
            yield from (("", word) for to in range(1, len(inner)) for word in islice(_samples(inner[:to]), 1))


def _of_repeat(arg: Any, before: str) -> Iterator[tuple[str, str]]:
    _, most, body = arg
    words = list(islice(_samples(list(body)), _MOST_WORDS)) if most > _LONG else []
    for word in words:
        yield "", word
        yield before, word
    if len(words) > 1:
        yield before, "".join(words)
        yield before, words[0] + words[-1]


_REPEATS: Final = frozenset({code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT})


def _inner(op: Any, arg: Any) -> Iterator[list[tuple[Any, Any]]]:
    """Return the patterns that a part is made of."""
    if op in _REPEATS:
        yield list(arg[2])
    elif op is code.SUBPATTERN:
        yield list(arg[3])
    elif op is code.ATOMIC_GROUP:
        yield list(arg)
    elif op in {code.ASSERT, code.ASSERT_NOT}:
        yield list(arg[1])
    elif op is code.BRANCH:
        yield from map(list, arg[1])


def _samples(nodes: _Nodes) -> Iterator[str]:
    """Spell words that these parts match, the first choices first; at least one."""
    choices = [list(islice(_spelt(op, arg), _MOST_WORDS)) for op, arg in nodes]
    for turn in range(max(map(len, choices), default=1)):
        yield "".join(one[turn % len(one)] for one in choices)


def _spelt(op: Any, arg: Any) -> Iterator[str]:
    match op:
        case code.LITERAL:
            yield chr(arg)
        case code.IN:
            yield from _one_of(arg)
        case code.BRANCH:
            yield from (word for one in arg[1] for word in islice(_samples(list(one)), 3))
        case code.SUBPATTERN | code.ATOMIC_GROUP:
            yield from _samples(next(_inner(op, arg)))
        case _ if op in _REPEATS:
            yield from (word * max(arg[0], 1) for word in _samples(list(arg[2])))
            yield ""
        case code.ANY | code.NOT_LITERAL:
            yield from "a谢 "
        case _:  # a place and no sign
            yield ""


def _one_of(arg: _Nodes) -> Iterator[str]:
    if arg[0][0] is code.NEGATE:
        yield from (sign for sign in _SIGNS if not any(_holds(op, value, sign) for op, value in arg[1:]))
        yield "\x7f"
    else:
        for op, value in arg:
            yield from _CATEGORIES[str(value)] if op is code.CATEGORY else chr(value[0] if op is code.RANGE else value)


def _holds(op: Any, value: Any, sign: str) -> bool:
    match op:
        case code.LITERAL:
            return chr(value) == sign
        case code.RANGE:
            return bool(value[0] <= ord(sign) <= value[1])
    return sign in _CATEGORIES[str(value)]
