"""What is nearest to a time that cannot be had: the same length at another time, or less of the same time. Pure."""

from collections.abc import Iterable
from typing import Final

from domain.booking.raster import SLOT_S, Span

LEAST_SHARE: Final = 0.5
"""Less than half of what was wanted is no help."""

LEAST_S: Final = 1_800.0


def roomy(gaps: Iterable[Span], before_min: int, after_min: int) -> list[Span]:
    """Return what of the free gaps can be used, where so much around a booking must be free too."""
    inner = ((gap.starts_at + before_min * 60, gap.ends_at - after_min * 60) for gap in gaps)
    return [Span(begins, ends) for begins, ends in inner if begins < ends]


def common(some: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """Return when both are free, in order."""
    held = list(others)
    both = (
        (max(one.starts_at, other.starts_at), min(one.ends_at, other.ends_at))
        for one in some
        for other in held
        if one.overlaps(other)
    )
    return sorted(Span(*span) for span in both)


def nearest(gaps: Iterable[Span], wanted: Span, earliest: float) -> Span | None:
    """Return the span of the same length, on a quarter of an hour, that begins nearest to the wanted one.

    Nothing begins before `earliest`. Of two as near, the later: it leaves more time to get ready.
    """
    found = [one for gap in gaps for one in _in_gap(gap, wanted, earliest)]
    return min(found, key=lambda one: (abs(one.starts_at - wanted.starts_at), -one.starts_at), default=None)


def _in_gap(gap: Span, wanted: Span, earliest: float) -> Iterable[Span]:
    first = _up(max(gap.starts_at, earliest))
    last = (gap.ends_at - wanted.seconds) // SLOT_S * SLOT_S
    if first > last:
        return
    begins = min(max(wanted.starts_at, first), last)
    yield Span(begins, begins + wanted.seconds)


def shorter(gaps: Iterable[Span], wanted: Span) -> Span | None:
    """Return the longest part of the wanted time that is free, if it is worth having."""
    parts = common(gaps, [wanted])
    inner = [(_up(one.starts_at), one.ends_at // SLOT_S * SLOT_S) for one in parts]
    worth = max(LEAST_S, wanted.seconds * LEAST_SHARE)
    spans = [Span(begins, ends) for begins, ends in inner if ends - begins >= worth and ends - begins < wanted.seconds]
    return max(spans, key=lambda one: (one.seconds, -one.starts_at), default=None)


def _up(moment: float) -> float:
    return -(-moment // SLOT_S) * SLOT_S
