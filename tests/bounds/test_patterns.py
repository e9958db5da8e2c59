"""No pattern takes more than its time for the text that is worst for it: its time grows with the text and no faster."""

import re
from collections.abc import Callable, Iterator
from typing import Final

import pytest

from domain.bounded import Bounded
from tests.bounds.attacks import LENGTH, Attack, attacks
from tests.bounds.patterns import PACKAGES, Found, patterns
from tests.bounds.timing import shortest, too_long

SHORT: Final = 256
MOST: Final = 48
"""Texts that are tried for one pattern."""


@pytest.mark.parametrize("package", PACKAGES)
def test_worst_text_of_every_pattern_takes_no_long_thought(package: str) -> None:
    found = [one for one in patterns() if one.where.startswith(f"{package}.")]
    offenders = [told for one in found for told in _too_long(one)]
    assert offenders == [], (
        "make it linear (a lookbehind before a repeat, a possessive one), or bound it: domain.bounded"
    )


@pytest.mark.parametrize(
    ("form", "way"), [("(?:谢谢您?|多谢)+$", "search"), (r"\s*(\d)\s*x", "search"), ("(?:a|aa)*b", "fullmatch")]
)
def test_pattern_that_thinks_long_is_found_out(form: str, way: str) -> None:
    assert list(_too_long(Found("here", re.compile(form), frozenset({way}))))


def test_pattern_that_thinks_long_within_its_bound_is_found_out() -> None:
    found = Found("here", Bounded(re.compile("(?:a|aa)*b"), 60))
    assert list(_too_long(found))


def test_every_sort_of_place_is_looked_into() -> None:
    where = {one.where for one in patterns()}
    assert {
        "domain.said.languages._CHINESE",  # a name
        "domain.refusals._REFUSED",  # a table
        "domain.dates._FORMS",  # a table of dataclasses
        "domain.roll, in a function",
    } <= where
    assert len(where) > 200


def _too_long(found: Found) -> Iterator[str]:
    """Tell in which ways a pattern takes longer than it may, and for which text."""
    form = found.pattern.pattern
    text = form if isinstance(form, str) else form.decode("latin-1")
    length = found.pattern.most if isinstance(found.pattern, Bounded) else LENGTH
    kinds = attacks(text, found.pattern.flags, MOST)
    for way in sorted(found.ways):
        worst = sorted(
            kinds, key=lambda kind: shortest(_look(found, way, kind.of(min(SHORT, length))), 1), reverse=True
        )[:3]
        for kind in worst:
            if took := too_long(_look(found, way, kind.of(length))):
                yield f"{found.where}.{way}: {1000 * took:.1f} ms for {kind} ({text[:40]})"
                break


def _short_time(found: Found, way: str, length: int, kind: Attack) -> float:
    return shortest(_look(found, way, kind.of(length)), 1)


def _look(found: Found, way: str, tried: str) -> Callable[[], object]:
    look = getattr(found.pattern, way)
    given = tried if isinstance(found.pattern.pattern, str) else tried.encode("latin-1", "replace")
    return lambda: look(given)
