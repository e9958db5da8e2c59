"""What the worst text of every reader and of every pattern costs the processor, in milliseconds: 5 is the limit.

The readers and patterns, and what is worst for each, are those of `tests/bounds`; the least of a few tries counts.
Named are the costliest ten readers, and how many of all take more than a third of the limit.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from tests.bounds.attacks import LENGTH, attacks
from tests.bounds.patterns import Found, patterns
from tests.bounds.readers import Reader, kinds_of, readers
from tests.bounds.test_patterns import MOST, length_of, looking, worst
from tests.bounds.test_readers import KINDS, LENGTHS, SAME, reading
from tests.bounds.timing import LIMIT_S, cost

_NAMED: Final = 10
_TRIES: Final = 5
_CHEAP_S: Final = LIMIT_S / 20


def figures(*, quick: bool) -> dict[str, float]:
    lengths = LENGTHS if not quick else (LENGTH,)
    read = sorted(((_of_reader(one, lengths), one.where) for one in readers()), reverse=True)
    matched = [_of_pattern(one) for one in patterns()]
    return {
        "worst_reader_ms": read[0][0],
        "worst_pattern_ms": max(matched),
        "readers": float(len(read)),
        "patterns": float(len(matched)),
        "readers_over_a_third": float(sum(3 * took > 1000 * LIMIT_S for took, _ in read)),
        "patterns_over_a_third": float(sum(3 * took > 1000 * LIMIT_S for took in matched)),
        **{f"{where}_ms": took for took, where in read[:_NAMED]},
    }


def _of_reader(reader: Reader, lengths: Iterable[int]) -> float:
    kinds = (*SAME, *kinds_of(reader.module, KINDS))
    return _most(reading(reader, kind, length) for kind in kinds for length in lengths)


def _of_pattern(found: Found) -> float:
    form = found.pattern.pattern
    kinds = attacks(form if isinstance(form, str) else form.decode("latin-1"), found.pattern.flags, MOST)
    length = length_of(found)
    return _most(
        partial(looking, found, way, kind)(length) for way in found.ways for kind in worst(found, way, kinds, length)
    )


def _most(works: Iterable[Callable[[], object]]) -> float:
    """Return the milliseconds of the costliest of them; what is cheap at once is not tried again."""
    return 1000 * max((took if (took := cost(work)) < _CHEAP_S else cost(work, _TRIES) for work in works), default=0.0)
