"""No pattern takes more than its time for the text that is worst for it: its time grows with the text and no faster."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from operator import itemgetter
from typing import Final

import pytest

from domain.bounded import Bounded
from tests.bounds.attacks import LENGTH, Attack, attacks
from tests.bounds.patterns import Found, patterns
from tests.bounds.timing import GIVEN_UP_S, cost, too_long

SHORT: Final = 256
MOST: Final = 48
"""Texts that are tried for one pattern."""


def test_worst_text_of_every_pattern_takes_no_long_thought() -> None:
    offenders = [told for one in patterns() for told in _too_long(one)]
    assert offenders == [], (
        "make it linear (a lookbehind before a repeat, a possessive one), or bound it: domain.bounded"
    )


@pytest.mark.parametrize(
    ("form", "way"), [("(?:谢谢您?|多谢)+$", "search"), (r"\s*(\d)\s*x", "search"), ("(?:a|aa)*b", "fullmatch")]
)
def test_pattern_that_thinks_long_is_found_out(form: str, way: str) -> None:
    assert next(_too_long(Found("here", re.compile(form), frozenset({way}))), "")


def test_pattern_that_thinks_long_within_its_bound_is_found_out() -> None:
    found = Found("here", Bounded(re.compile("(?:a|aa)*b"), 60))
    assert next(_too_long(found), "")


def test_every_sort_of_place_is_looked_into() -> None:
    where = {one.where for one in patterns()}
    assert {
        "domain.said.writing.languages._CHINESE",  # a name
        "domain.said.settings.refusals._REFUSED",  # a table
        "domain.times.dates._FORMS",  # a table of dataclasses
        "domain.said.answers.roll, in a function",
    } <= where
    assert len(where) > 200


def _too_long(found: Found) -> Iterator[str]:
    """Tell in which ways a pattern takes longer than it may, and for which text."""
    form = found.pattern.pattern
    text = form if isinstance(form, str) else form.decode("latin-1")
    length = length_of(found)
    kinds = attacks(text, found.pattern.flags, MOST)
    for way in sorted(found.ways):
        for kind in worst(found, way, kinds, length):
            if took := too_long(partial(looking, found, way, kind), length):
                yield f"{found.where}.{way}: {1000 * took:.1f} ms for {kind} ({text[:40]})"
                break


def length_of(found: Found) -> int:
    return found.pattern.most if isinstance(found.pattern, Bounded) else LENGTH


def worst(found: Found, way: str, kinds: Sequence[Attack], length: int) -> Sequence[Attack]:
    """Return the three kinds that cost most where they are short; one that never ends is enough."""
    costs = list[tuple[float, Attack]]()
    for kind in kinds:
        costs.append((cost(looking(found, way, kind, min(SHORT, length))), kind))
        if costs[-1][0] >= GIVEN_UP_S:
            return [kind]
    return [kind for _, kind in sorted(costs, key=itemgetter(0), reverse=True)[:3]]


def looking(found: Found, way: str, kind: Attack, signs: int) -> Callable[[], object]:
    look, tried = getattr(found.pattern, way), kind.of(signs)
    given = tried if isinstance(found.pattern.pattern, str) else tried.encode("latin-1", "replace")
    return lambda: look(given)
